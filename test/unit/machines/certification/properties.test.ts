import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stateOf, type Simulation } from '../../../../machines/engine/index.ts';
import { addDays, addYears, parseLocalDate } from '../../../../machines/calendar/index.ts';
import { isRequirement } from '../../../../machines/standards/index.ts';
import { begun, expectFoldEqualsState, play, readCase } from '../../../support/cases.ts';

const first = readCase('worked-case');
const { journey } = first;

const lead = { id: 'a-1', role: 'leadAuditor' };
const reviewer = { id: 't-1', role: 'technicalReviewer' };
const office = { id: 'o-2', role: 'cbAdmin' };
const member = { id: 'p-2', role: 'panelMember' };
const told = { cause: 'immediateRisk', reason: 'r', informed: ['client', 'certificationBody'] };
const minors = ['nc-s2-001', 'nc-s2-002'];
const text = { statement: 's', evidence: 'e' };

/** What the worked case has no need of, by whom and to whom; `on` is filled in. */
const besides: readonly (readonly [string, string, Step['payload']])[] = [
  ...['pre-audit', 'stage-1', 'stage-2', 'surveillance-2027'].flatMap((audit) => [
    [audit, 'suspendAudit', { actor: lead, on: '', ...told }] as const,
    [audit, 'resumeAudit', { actor: lead, on: '', reason: 'r' }] as const,
    [audit, 'terminateAudit', { actor: lead, on: '', ...told }] as const,
    [audit, 'commentAuditPlan', { actor: { id: 'c-1', role: 'client' }, comments: ['c'] }] as const,
  ]),
  ['stage-2', 'aggregateMinors', { actor: lead, minors, requirement: '7.2', ...text }],
  ['stage-2', 'raiseFinding', { actor: lead, grade: 'minor', requirement: '7.2', ...text }],
  ['stage-2', 'raiseFinding', { actor: lead, grade: 'minor', requirement: 'A.8.30', ...text }],
  ['stage-2', 'withdrawEvidence', { actor: lead, evidence: 'ev-s2-003', reason: 'r' }],
  ...[1, 3].flatMap((number) => [
    [`nc-s2-00${number}`, 'withdrawNonconformity', { actor: lead, on: '', reason: 'r' }] as const,
    [`nc-s2-00${number}`, 'proposeDowngrade', { actor: lead, reason: 'r' }] as const,
    [
      `nc-s2-00${number}`,
      'downgradeNonconformity',
      { actor: reviewer, on: '', reason: 'r' },
    ] as const,
    [
      `nc-s2-00${number}`,
      'escalateNonconformity',
      { actor: lead, on: '', cause: 'overdue', reason: 'r' },
    ] as const,
  ]),
  [
    'self',
    'repeatStage1',
    { actor: { id: 'r-1', role: 'applicationReviewer' }, on: '', part: 'all', reason: 'r' },
  ],
  ['self', 'waiveAccreditationGate', { actor: member, on: '', reason: 'r' }],
  ['self', 'reissueCertificate', { actor: office, on: '', reason: 'r' }],
  ['self', 'suspendCertificate', { actor: member, on: '', cause: 'c' }],
  ['self', 'restoreCertificate', { actor: member, on: '', reason: 'r' }],
  ['self', 'terminateEngagement', { actor: office }],
  ['decision-1', 'returnFile', { actor: reviewer, reasons: ['r'] }],
  ['decision-1', 'requestPanelInformation', { actor: member, question: 'q' }],
  ['decision-1', 'providePanelInformation', { actor: office, id: 'q-1', answer: 'a' }],
  ['decision-1', 'recusePanelMember', { actor: office, member: 'p-3', reason: 'r' }],
  ['decision-1', 'castVote', { actor: member, vote: 'veto' }],
  [
    'decision-1',
    'requestFollowUpAudit',
    { actor: member, on: '', reasons: ['r'], requirements: ['9.2.2'] },
  ],
  ['self', 'scheduleFollowUpAudit', { actor: office, from: '', to: '', team: [] }],
];
const played: readonly Step[] = [...first.steps, ...readCase('worked-case-years').steps];
const all: readonly Step[] = [
  ...played,
  ...besides.map(([to, command, payload]) => ({ to, command, payload, date: first.startsOn })),
];

type Step = (typeof first.steps)[number];
interface Known {
  readonly findings: Readonly<
    Record<
      string,
      { readonly grade: string; readonly requirement: string; readonly status: string }
    >
  >;
  readonly applicability: { readonly excluded: readonly { readonly control: string }[] } | null;
  readonly auditors: readonly string[];
  readonly deciders: readonly string[];
}
const stands = ['verified', 'closed', 'withdrawn', 'superseded'];
const known = (runner: Simulation): Known =>
  runner.state(journey).snapshot.context as unknown as Known;

/** Gives a command of the case out of turn, dated today; whatever comes of it must not throw. */
function attempt(runner: Simulation, index: number): void {
  const step = all[index % all.length];
  if (!step) return;
  const entity = step.to === 'self' ? journey : `${journey}/${step.to}`;
  if (!runner.entities().includes(entity)) return;
  const on = runner.now().slice(0, 10);
  const isOver = runner.log(journey).some(({ type }) => type === 'EngagementTerminated');
  const before = runner.log(journey).length;
  const outcome = runner.command(entity, step.command, {
    ...step.payload,
    ...('on' in step.payload && { on }),
  });
  if (isOver && entity === journey) expect(runner.log(journey)).toHaveLength(before);
  if (outcome.kind === 'accepted' && step.command.startsWith('grant')) assertGrantable(runner);
}

/** No grant while a major is not verified, a minor has no plan, or internal audit or review is not verified. */
function assertGrantable(runner: Simulation): void {
  for (const { grade, requirement, status } of Object.values(known(runner).findings)) {
    const isOfReview = requirement.startsWith('9.2') || requirement.startsWith('9.3');
    if (grade === 'major' || isOfReview) expect(stands).toContain(status);
    else expect(status).not.toBe('open');
  }
}

/** Every nonconformity names an applicable requirement, and each that was superseded a major that holds it. */
function assertFindings(runner: Simulation): void {
  const { findings, applicability } = known(runner);
  const excluded = (applicability?.excluded ?? []).map(({ control }) => control);
  const aggregated = runner
    .log(journey)
    .filter(({ type }) => type === 'MinorsAggregatedToMajor')
    .flatMap(({ data }) => data['minors'] as string[]);
  for (const [id, { requirement, status }] of Object.entries(findings)) {
    expect(isRequirement('27001:2022', requirement)).toBe(true);
    expect(excluded).not.toContain(requirement);
    if (status !== 'superseded') continue;
    expect(aggregated).toContain(id);
    expect(stateOf(runner.state(`${journey}/${id}`))).toBe('superseded');
  }
}

/** The certificate counts from the decision: three years less a day for the first, the old grid afterwards. */
function assertCertificates(runner: Simulation): void {
  const log = runner.log(journey);
  const grants = log.filter(({ type }) => type === 'CertificationGranted');
  for (const { data } of grants) {
    const { on, validUntil } = data as { on: string; validUntil: string };
    expect(validUntil).toBe(addDays(addYears(parseLocalDate(on), 3), -1));
  }
  for (const { type, data } of log) {
    if (type !== 'CertificateIssued' && type !== 'CertificateReissued') continue;
    const { on, effectiveOn, originallyOn } = data as Record<string, string>;
    expect((effectiveOn ?? '') <= (on ?? '')).toBe(true);
    expect(originallyOn).toBe(grants[0]?.data['on']);
  }
}

/** When the majors of the journey were first verified and raised: `[raised, verified]`, instants or empty. */
function majors(runner: Simulation, findings: Known['findings']): (readonly [string, string])[] {
  const ids = Object.entries(findings).flatMap(([id, { grade }]) =>
    grade === 'major' ? [id] : [],
  );
  return ids.map((id) => {
    const log = runner.log(`${journey}/${id}`);
    const seen = log.find(({ type }) => type === 'CorrectiveActionVerified');
    return [log[0]?.at ?? '', seen?.at ?? 'never'] as const;
  });
}

function assertInvariants(runner: Simulation): void {
  const log = runner.log(journey);
  const types = log.map(({ type }) => type);
  const { findings, auditors, deciders } = known(runner);
  assertFindings(runner);
  assertCertificates(runner);
  const granted = log.find(({ type }) => type === 'CertificationGranted')?.at;
  if (types.includes('CertificateIssued')) expect(granted).toBeDefined();
  if (granted !== undefined) {
    const gate = ['AccreditationBodyConcurred', 'AccreditationGateWaived'];
    const grantedAt = types.indexOf('CertificationGranted');
    expect(types.slice(0, grantedAt).some((type) => gate.includes(type))).toBe(true);
    const raisedBefore = majors(runner, findings).filter(([raised]) => raised < granted);
    expect(raisedBefore.filter(([, verified]) => verified > granted)).toEqual([]);
  }
  expect(deciders.filter((person) => auditors.includes(person))).toEqual([]);
}

describe('any sequence of commands', () => {
  it('given the case with commands out of turn and time passing, when recorded, then fold equals state', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: first.steps.length }),
        fc.array(fc.record({ index: fc.nat({ max: all.length - 1 }), days: fc.nat({ max: 40 }) }), {
          maxLength: 60,
        }),
        (prefix, tries) => {
          const runner = begun(first);
          play(runner, { journey, steps: first.steps.slice(0, prefix) });
          for (const { index, days } of tries) {
            attempt(runner, index);
            if (days > 30)
              runner.travelTo(new Date(Date.parse(runner.now()) + days * 86_400_000).toISOString());
          }
          expectFoldEqualsState(runner);
          assertInvariants(runner);
        },
      ),
      { numRuns: 40, seed: 27001 },
    );
  });

  it('given every command of the case left out once, when the rest is tried, then no rule is broken', () => {
    for (let left = 0; left < played.length; left += 3) {
      const runner = begun(first);
      played.forEach((step, index) => {
        runner.travelTo(`${step.date}T12:00:00.000Z`);
        if (index !== left) attempt(runner, index);
      });
      expectFoldEqualsState(runner);
      assertInvariants(runner);
      expect(stateOf(runner.state(journey))).not.toBe('');
    }
  });
});
