import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApplicationFailure } from '@temporalio/common';
import { registerProgram, reservePort, workerProgram } from '../../../infra/stack/index.ts';
import { waitUntil } from '../../../infra/wait-until.ts';
import { openLog, type OpenLog } from '../../../infra/worker/index.ts';
import { subscribe, type StoredEvent } from '../../../services/event-log/index.ts';
import {
  connectJourneys,
  pastCase,
  type Entry,
  type Journeys,
  type Reply,
} from '../../support/journey-client.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';

/** Everything a subscriber has seen that was there before the first command. */
interface Subscriber {
  readonly seen: StoredEvent[];
  readonly stop: () => Promise<void>;
}

let stack: TestStack;
let journeys: Journeys;
let subscriber: Subscriber;
let register: string;
beforeAll(async () => {
  stack = await startTestStack();
  subscriber = watch(await openLog(stack.natsUrl, stack.config.tenant));
  const registerPort = await reservePort({ port: 0, purpose: 'register', variable: '' });
  register = `http://127.0.0.1:${registerPort}`;
  await Promise.all([
    stack.run(workerProgram(stack.config)),
    stack.run(registerProgram({ ...stack.config, registerPort })),
  ]);
  journeys = await connectJourneys(stack);
});
afterAll(async () => {
  await subscriber.stop();
  await journeys.close();
  await stack.stop();
});

function watch(open: OpenLog): Subscriber {
  const seen: StoredEvent[] = [];
  const aborter = new AbortController();
  const { tenant } = stack.config;
  const watching = (async () => {
    const all = subscribe(open.js, { tenant, follow: true, signal: aborter.signal });
    for await (const event of all) seen.push(event);
  })();
  const stop = async () => {
    aborter.abort();
    await watching;
    await open.close();
  };
  return { seen, stop };
}

const typesOf = (entries: readonly Entry[], entity: string) =>
  entries.filter(({ event }) => event.entity === entity).map(({ event }) => event.type);
const isReceived = ({ event }: Entry) => event.cause === 'child' || event.cause === 'parent';
const possibleIn = (reply: Reply) =>
  reply.kind === 'refused' ? reply.details.possible.map(({ command }) => command) : [];
const failureOf = async (journey: string, input: unknown, type?: string) => {
  const handle = await journeys.start(journey, input, type);
  const error: unknown = await handle.result().catch((thrown: unknown) => thrown);
  return (error as Error).cause as ApplicationFailure;
};

describe('a journey from the first choice to its first surveillance', () => {
  const journey = 'globex-27001';
  const given = pastCase('worked-case', { day: 385, ago: 2 });
  const further = pastCase('worked-case-years', { day: 385, ago: 2 });
  const at = (command: string) => given.steps.findIndex((step) => step.command === command);
  const stepOf = (command: string) => given.steps[at(command)]?.payload ?? {};
  const closing = at('closeNonconformity');
  const granting = at('grantCertification');

  it('given a case, when played to the verified major, then an open major kept the file from being complete', async () => {
    await journeys.begin(given, journey);
    const verifying = at('verifyCorrectiveAction');
    await journeys.play(given.steps.slice(0, verifying), journey);
    const file = { ...stepOf('completeDecisionFile') };
    const refused = await journeys.command(journey, 'completeDecisionFile', file);
    expect(refused).toMatchObject({ kind: 'refused', code: 'COMMAND_REFUSED' });
    expect(refused).toMatchObject({
      text: expect.stringMatching(
        /^completeDecisionFile refused: R-DEC-04 \(ISO\/IEC 17021-1 9\.5\.2\) – Every major nonconformity is verified and every minor has an accepted plan before the decision\.; R-S2-10 .+\nNow: correctiveAction\/reauditRequired\nPossible now: .*completeDecisionFile \(cbAdmin, leadAuditor\)/,
      ),
      details: {
        rules: [{ id: 'R-DEC-04', clause: 'ISO/IEC 17021-1 9.5.2' }, { id: 'R-S2-10' }],
      },
    });
    expect(possibleIn(refused)).toContain('terminateEngagement');
    await journeys.play(given.steps.slice(verifying, closing), journey);
  });

  it('given a verified major, when its own workflow is sent the signal closeNonconformity, then it is closed and the journey knows', async () => {
    const entity = `${journey}/nc-s2-003`;
    await journeys.signal(entity, 'closeNonconformity', stepOf('closeNonconformity'));
    await journeys.settled(journey);
    expect(await journeys.state(entity)).toMatchObject({ path: 'closed' });
    const { findings } = (await journeys.state(journey)).snapshot.context as {
      findings: Record<string, { status: string }>;
    };
    expect(findings['nc-s2-003']?.status).toBe('closed');
    expect(typesOf(await journeys.entries(journey), entity).at(-1)).toBe('NonconformityClosed');
  });

  it('given a proposal and a concurrence, when an auditor or somebody with a future date grants, then the rule says no', async () => {
    await journeys.play(given.steps.slice(closing + 1, granting), journey);
    const payload = stepOf('grantCertification');
    const auditor = { actor: { id: 'a-1', role: 'panelMember' } };
    const byAuditor = await journeys.command(journey, 'grantCertification', {
      ...payload,
      ...auditor,
    });
    expect(byAuditor).toMatchObject({
      ...{ kind: 'refused', code: 'COMMAND_REFUSED' },
      text: expect.stringMatching(
        /^grantCertification refused: R-DEC-01 \(.+\) – Whoever took part in any audit of this client, even once, does not decide on its certification\.; ROLE-03 .+\nNow: accreditation\/concurred\nPossible now: .*grantCertification \(panelMember\)/,
      ),
    });
    const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    const inFuture = await journeys.command(journey, 'grantCertification', {
      ...payload,
      on: tomorrow,
    });
    expect(inFuture).toMatchObject({
      ...{
        kind: 'refused',
        code: 'COMMAND_REFUSED',
        details: { state: 'accreditation/concurred' },
      },
      text: expect.stringMatching(
        /^grantCertification refused: DATE-01 \(records tell the truth\) – The date lies in the future: what has not happened yet cannot be recorded\.\nNow: /,
      ),
    });
    expect(possibleIn(inFuture)).toContain('grantCertification');
  });

  it('given the same, when the auditor sends a signal, then the log and the current details hold the refusal', async () => {
    const auditor = { actor: { id: 'a-1', role: 'panelMember' } };
    const payload = { ...stepOf('grantCertification'), ...auditor };
    await journeys.signal(journey, 'grantCertification', payload);
    await journeys.settled(journey);
    const last = (await journeys.entries(journey)).at(-1)?.event;
    expect(last).toMatchObject({
      ...{ entity: journey, type: 'CommandRefused', cause: 'refused', actor: auditor.actor },
      data: {
        ...{ command: 'grantCertification', code: 'COMMAND_REFUSED' },
        ...{ rules: ['R-DEC-01', 'ROLE-03'], state: 'accreditation/concurred' },
      },
    });
    expect(await journeys.details(journey)).toMatch(
      /Last refused:\*\* grantCertification at .*: R-DEC-01 \(.*\) – Whoever took part in any audit of this client/,
    );
    expect((await journeys.state(journey)).path).toBe('accreditation/concurred');
  });

  it('given the grant, when played to the first surveillance, then a signal with an id on the journey closes a nonconformity', async () => {
    await journeys.play(given.steps.slice(granting), journey);
    expect((await journeys.state(journey)).path).toBe(
      'certified/(certificate/active/current,cycle/surveillance1/scheduling,surveillance/inTime,body/accredited,edition/current)',
    );
    const first = further.steps.findIndex(({ command }) => command === 'closeNonconformity');
    await journeys.play(further.steps.slice(0, first), journey);
    const { to = '', payload } = further.steps[first] ?? {};
    await journeys.signal(journey, 'closeNonconformity', { nonconformity: to, ...payload });
    await journeys.settled(journey);
    const entries = await journeys.entries(journey);
    expect(await journeys.state(`${journey}/${to}`)).toMatchObject({ path: 'closed' });
    const routed = entries.find(({ event }) => event.type === 'CommandRouted')?.event;
    expect(routed).toMatchObject({ entity: journey, cause: 'command' });
    const closed = entries.find(
      ({ event }) => event.type === 'NonconformityClosed' && event.entity === `${journey}/${to}`,
    )?.event;
    expect(closed?.correlationId).toBe(routed?.correlationId);
    const maintaining = further.steps.findIndex((step) => step.command === 'maintainCertification');
    await journeys.play(further.steps.slice(first + 1, maintaining + 1), journey);
  });

  it('given all nine phases behind, when the log is folded, then it equals the state of every entity', async () => {
    expect((await journeys.state(journey)).path).toBe(
      'certified/(certificate/active/current,cycle/surveillance2/scheduling,surveillance/inTime,body/accredited,edition/current)',
    );
    const milestones = [
      ...['JourneyStarted', 'RcbSelected', 'ApplicationAccepted', 'AgreementSigned'],
      ...['PreAuditRequested', 'Stage1Scheduled', 'Stage2Authorised', 'Stage2Scheduled'],
      ...['DecisionFileCompleted', 'CertificationProposed', 'AccreditationBodyConcurred'],
      ...['CertificationGranted', 'CertificateIssued', 'SurveillanceScheduled'],
      'CertificationMaintained',
    ];
    const own = typesOf(await journeys.entries(journey), journey);
    expect(own.filter((type) => milestones.includes(type))).toEqual(milestones);
    const entities = await journeys.expectSound(journey);
    expect(entities.map((entity) => entity.split('/')[1] ?? '').sort()).toEqual(
      [
        ...['', 'pre-audit', 'stage-1', 'stage-2', 'decision-1'],
        ...['nc-s2-001', 'nc-s2-002', 'nc-s2-003', 'nc-s2-004', 'nc-s2-005'],
        ...further.steps
          .map(({ to }) => to)
          .filter((to, index, all) => all.indexOf(to) === index)
          .filter((to) => to === further.steps[1]?.to || to.startsWith('nc-sv')),
      ].sort(),
    );
  });

  it('given the certificate, when the public register is asked, then it shows it as valid from the decision on', async () => {
    const row = async () =>
      (await (await fetch(`${register}/certificates/${journey}-1`)).json()) as { status?: string };
    const isThere = async () => (await row()).status !== undefined;
    expect(await waitUntil(isThere, { withinMs: 20_000 })).toBe(true);
    expect(await row()).toMatchObject({
      ...{ status: 'valid', client: 'globex', revision: 1 },
      validFrom: given.steps[granting]?.date,
      scope: 'Development and operation of the payment platform',
    });
  });

  it('given a subscriber from before, when all is done, then it has seen every public event once and in order', async () => {
    const published = (await journeys.entries(journey)).filter((entry) => !isReceived(entry));
    const own = subscriber.seen.filter(({ event }) => event.entity.split('/')[0] === journey);
    expect(published.length).toBeGreaterThan(110);
    expect(own.map(({ envelope }) => envelope)).toEqual(published.map(({ envelope }) => envelope));
    expect(new Set(own.map(({ envelope }) => envelope.id)).size).toBe(own.length);
  });
});

describe('findings and the end of their audit', () => {
  const given = pastCase('worked-case', { day: 11, ago: 0 });
  const opening = given.steps.findIndex(
    ({ to, command }) => to === 'stage-2' && command === 'holdOpeningMeeting',
  );
  const lead = { id: 'a-1', role: 'leadAuditor' };

  it('given three audits, when ten findings each are raised at once and the audit ends, then each is reported before its completion', async () => {
    const names = ['burst-1', 'burst-2', 'burst-3'];
    await Promise.all(
      names.map(async (name) => {
        await journeys.begin(given, name);
        await journeys.play(given.steps.slice(0, opening + 1), name);
      }),
    );
    const last = [
      ...['recordEvidence', 'reviewFindings'],
      ...['holdClosingMeeting', 'issueAuditReport', 'makeRecommendation'],
    ];
    const ending = given.steps.filter(
      ({ to, command }) => to === 'stage-2' && last.includes(command),
    );
    expect(new Set(ending.map(({ command }) => command)).size).toBe(last.length);
    await Promise.all(
      names.map(async (name) => {
        const audit = `${name}/stage-2`;
        const raise = (index: number) =>
          journeys.command(audit, 'raiseFinding', {
            ...{ actor: lead, grade: index === 0 ? 'major' : 'minor', requirement: '8.2' },
            ...{ statement: `Finding ${index}`, evidence: `record-${index}` },
          });
        await Promise.all(Array.from({ length: 10 }, (_, index) => raise(index)));
        for (const { command, payload } of ending) await journeys.command(audit, command, payload);
      }),
    );
    for (const name of names) {
      await journeys.settled(name);
      const own = (await journeys.entries(name)).filter(
        ({ event }) => event.entity === name && event.message?.from === `${name}/stage-2`,
      );
      expect(own.map(({ event }) => event.type)).toEqual([
        'OpeningMeetingHeld',
        ...Array.from({ length: 10 }, () => 'FindingRaised'),
        ...['ClosingMeetingHeld', 'AuditCompleted', 'AuditDone'],
      ]);
      expect((await journeys.state(name)).path).toBe('correctiveAction/majorsOpen');
      expect(await journeys.expectSound(name)).toHaveLength(14);
    }
  });

  it('given the findings, when looked at, then each is a workflow with its own number that knows its dates', async () => {
    for (let number = 1; number <= 10; number += 1) {
      const entity = `burst-2/nc-s2-${String(number).padStart(3, '0')}`;
      expect((await journeys.state(entity)).path).toBe('responding/awaitingCap');
    }
  });
});

describe('a start that is wrong', () => {
  it('given an input with several faults, when started, then one error names each by its path and shows a valid one', async () => {
    const failure = await failureOf('wrong-input', {
      ...{ client: 'glo bex', persons: 0, colour: 'red' },
      overrides: { certificateTerm: 'P5Y', panelQuorum: 'many' },
    });
    expect(failure.type).toBe('INPUT_INVALID');
    const [head, ...lines] = failure.message.split('\n');
    expect(head).toBe('the input of certificationJourney is not valid:');
    for (const path of [
      ...['client: ', 'persons: ', 'colour: there is no such field'],
      ...['overrides.certificateTerm: is locked by rule T-16', 'overrides.panelQuorum: '],
    ]) {
      expect(lines.filter((line) => line.startsWith(`- ${path}`))).toHaveLength(1);
    }
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toBe('A valid input: {"client":"globex","persons":50}');
    expect(await journeys.entries('wrong-input')).toEqual([]);
  });

  it('given a mistyped workflow type, when started, then the error names the types there are', async () => {
    const failure = await failureOf('mistyped', { client: 'globex' }, 'certificationJurney');
    expect(failure.type).toBe('WORKFLOW_TYPE_UNKNOWN');
    expect(failure.message).toBe(
      'there is no workflow type certificationJurney; start a certificationJourney, which starts audit, nonconformity, certificationDecision, appeal, complaint by itself',
    );
  });

  it.each(['audit', 'nonconformity', 'certificationDecision', 'appeal', 'complaint'])(
    'given the type %s, when it is started by hand, then it fails and says who starts it',
    async (type) => {
      const failure = await failureOf(`by-hand-${type}`, {}, type);
      expect(failure.type).toBe('NOT_STARTED_BY_A_JOURNEY');
      expect(failure.message).toContain('is started by a journey, never by hand');
      expect(await journeys.entries(`by-hand-${type}`)).toEqual([]);
    },
  );
});
