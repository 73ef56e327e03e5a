import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { keyRingPlace, writerKeys, writerPersonalData } from '../../../infra/keys/index.ts';
import type { CaseStep } from '../../../infra/demo/case.ts';
import { workerProgram } from '../../../infra/stack/index.ts';
import { openLog, type OpenLog } from '../../../infra/worker/index.ts';
import {
  dehydrate,
  ENCRYPTED,
  ERASED,
  fold,
  personalPlaces,
  textAt,
  type RecordedEvent,
} from '../../../machines/engine/index.ts';
import { machines } from '../../../machines/index.ts';
import { createProgram } from '../../../services/cli/index.ts';
import { START_POSITION, streamName } from '../../../services/event-log/index.ts';
import { openKeyRing } from '../../../services/personal-data/index.ts';
import { connectJourneys, pastCase, type Journeys } from '../../support/journey-client.ts';
import { killRuns, runProgram } from '../../support/run-program.ts';
import { startTestStack, temporaryDataDir, type TestStack } from '../../support/stack.ts';
import { cliOptions } from '../../support/cli-options.ts';

const contracts = machines.map(({ contract }) => contract);
const journey = 'globex-27001';
const given = pastCase('worked-case', { day: 14, ago: 0 });
const end = given.steps.findIndex((step) => step.command === 'acceptCap');
const left = ['recordOpportunity', 'checkAccreditation', 'acknowledgeNonconformity'];
const leftInStage2 = ['coverRequirement', 'issueAuditReport', 'makeRecommendation'];
const isLeft = ({ to, command, payload: { candidate } }: CaseStep): boolean =>
  left.includes(command) ||
  (to === 'stage-2' && leftInStage2.includes(command)) ||
  candidate === 'eurocert' ||
  to === 'pre-audit';
const isOtherFinding = ({ to, command, payload: { grade, requirement } }: CaseStep): boolean =>
  /^nc-s2-00[345]$/.test(to) ||
  (command === 'raiseFinding' && grade !== 'major' && requirement !== '7.2');
/** The shortest way to one finding of each of the two auditors, and the plans for them. */
const steps = given.steps
  .slice(0, end)
  .filter((step) => !isLeft(step) && !isOtherFinding(step))
  .map((step) => {
    const { actor } = step.payload;
    return step.command === 'requestPreAudit'
      ? { ...step, command: 'skipPreAudit', payload: { actor } }
      : step;
  });

let stack: TestStack;
let journeys: Journeys;
let open: OpenLog;
beforeAll(async () => {
  const dataDir = temporaryDataDir();
  stack = await startTestStack({
    temporal: 'memory',
    config: { dataDir, keyRing: join(dataDir, 'ring') },
  });
  await stack.run(workerProgram(stack.config));
  journeys = await connectJourneys(stack);
  open = await openWith(stack.config.keyRing);
  await journeys.begin(given, journey);
  await journeys.play(steps, journey);
});
afterEach(killRuns);
afterAll(async () => {
  await open.close();
  await journeys.close();
  await stack.stop();
});

async function openWith(keyRing: string | undefined): Promise<OpenLog> {
  const { config, natsUrl } = stack;
  const personal = await writerPersonalData({ ...config, keyRing, natsUrl }, contracts);
  return openLog(natsUrl, config.tenant, { ...writerKeys(config.keysDir), personal });
}

/** Everything that the stream holds: subjects, headers, bytes. */
async function storedText(): Promise<string> {
  const consumer = await open.js.consumers.get(streamName(stack.config.tenant));
  let left = (await consumer.info()).num_pending;
  const parts: string[] = [];
  for await (const message of await consumer.consume()) {
    parts.push(message.subject, JSON.stringify([...(message.headers ?? [])]), message.string());
    left -= 1;
    if (left <= 0) break;
  }
  return parts.join('\n');
}

const machineOf = (entity: string) => {
  const name = entity.split('/')[1] ?? 'certification';
  const id = name.startsWith('nc-') ? 'nonconformity' : name.startsWith('s') ? 'audit' : name;
  const machine = machines.find(({ contract }) => contract.id === id);
  if (!machine) throw new Error(`no machine of ${entity}`);
  return machine;
};

async function eventsOf(entity: string): Promise<readonly RecordedEvent[]> {
  const address = { entity, machine: machineOf(entity).contract.id };
  return (await open.log.read(address, START_POSITION)).map(({ event }) => event);
}

async function foldOf(entity: string): Promise<unknown> {
  const machine = machineOf(entity);
  return { ...dehydrate(machine, fold(machine, await eventsOf(entity))), outbox: {} };
}

async function liveOf(entity: string): Promise<unknown> {
  const state = await journeys.state(entity);
  const view: Record<string, unknown> = { ...state, outbox: {} };
  for (const name of ['path', 'position', 'problem', 'waiting']) Reflect.deleteProperty(view, name);
  return view;
}

const textsOf = (events: readonly RecordedEvent[]): string[] =>
  events.flatMap((event) =>
    personalPlaces(machineOf(event.entity).contract, event).map(({ path }) =>
      textAt(event.data, path),
    ),
  );
const entities = [journey, `${journey}/stage-2`, `${journey}/nc-s2-001`, `${journey}/nc-s2-002`];

async function inProcess(...args: string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  const { tenant, taskQueue } = stack.config;
  const options = cliOptions({
    ...{ tenant, taskQueue },
    keyRing: keyRingPlace(stack.config),
    write: (line) => void lines.push(line),
    withLog: (work) => work(open.js, open.log),
    withTemporal: (work) => work(journeys.client),
  });
  const program = createProgram(options);
  await program.parseAsync(['node', 'certway', ...args]);
  return lines;
}

describe('personal data with a key ring', () => {
  it('given a journey, when its whole log is searched, then no personal text is in the bytes, and with the ring the fold equals the workflows', async () => {
    const events = (await Promise.all(entities.map(eventsOf))).flat();
    const texts = textsOf(events);
    expect(texts.length).toBeGreaterThan(12);
    // An address of the case is also the name of its zone.
    const stored = (await storedText()).replaceAll('Europe/Berlin', '');
    expect(texts.filter((text) => stored.includes(text))).toEqual([]);
    for (const entity of entities) expect(await foldOf(entity)).toEqual(await liveOf(entity));
  });

  it('given encrypted events, when somebody writes or reads without the ring or with another one, then a writer is refused and a reader sees markers', async () => {
    await expect(openWith(undefined)).rejects.toThrow('CERTWAY_KEY_RING');
    await expect(openWith(join(stack.config.dataDir, 'other'))).rejects.toThrow('no key ring');
    const run = runProgram(['infra/certway.main.ts', 'events', '--json'], {
      ...stack.config,
      keyRing: undefined,
    });
    expect(await run.ended).toBe(0);
    expect(run.lines().join('\n')).toContain(ENCRYPTED);
    expect(run.lines().join('\n')).not.toContain('enc:v1:');
  });

  it('given somebody wrote, when the subject is erased, then that is recorded, and only these texts are gone', async () => {
    const before = textsOf(await eventsOf(`${journey}/nc-s2-001`));
    const shown = await inProcess('subject', 'show', 'a-1', '--json');
    const { uses, reference } = JSON.parse(shown[0] ?? '') as {
      reference: string;
      uses: { entity: string }[];
    };
    expect(uses.map(({ entity }) => entity)).toEqual(
      expect.arrayContaining([journey, `${journey}/stage-2`, `${journey}/nc-s2-002`]),
    );
    const erase = ['subject', 'erase', 'a-1', '--yes', '--json'];
    const run = runProgram(['infra/certway.main.ts', ...erase], stack.config);
    expect([await run.ended, run.errors()]).toEqual([0, '']);
    expect(JSON.parse(run.lines()[0] ?? '')).toMatchObject({
      type: 'SubjectErased',
      reference,
      hadKey: true,
    });
    const [raised] = await eventsOf(`${journey}/nc-s2-002`);
    expect(raised?.data).toMatchObject({ statement: ERASED, evidence: ERASED, raisedBy: 'a-1' });
    expect(textsOf(await eventsOf(`${journey}/nc-s2-001`))).toEqual(before);
  }, 30_000);

  it('given an erased subject, when the journey goes on, then commands count, nothing new of the subject is stored, and the chain holds', async () => {
    const entity = `${journey}/nc-s2-002`;
    const reasons = ['The cause of the cause is not stated.'];
    await journeys.play(
      [
        {
          to: 'nc-s2-002',
          command: 'rejectCap',
          date: '',
          payload: { actor: { id: 'a-1', role: 'leadAuditor' }, reasons },
        },
      ],
      journey,
    );
    const events = await eventsOf(entity);
    expect(events.at(-1)).toMatchObject({ type: 'CapRejected', data: { reasons: [ERASED] } });
    expect(await storedText()).not.toContain(reasons[0]);
    const live = JSON.stringify(await liveOf(entity));
    const folded = JSON.stringify(await foldOf(entity));
    expect(folded).toContain(ERASED);
    expect(live).not.toContain(ERASED);
    expect(await journeys.state(entity)).toMatchObject({ problem: null });
  });

  it('given Temporal has lost a workflow, when it is resumed, then it goes on from the log, without the erased texts', async () => {
    const entity = `${journey}/nc-s2-002`;
    await journeys.handle(entity).terminate('lost');
    expect(await inProcess('log', 'resume', '--journey', entity)).toEqual([
      expect.stringContaining('resumed'),
    ]);
    expect(await liveOf(entity)).toEqual(await foldOf(entity));
    const [step] = steps.filter(({ to, command }) => to === 'nc-s2-002' && command === 'submitCap');
    if (step) await journeys.play([step], journey);
    expect((await eventsOf(entity)).at(-1)?.type).toBe('CapSubmitted');
    expect(await liveOf(entity)).toEqual(await foldOf(entity));
  }, 30_000);

  it('given an event that was stored before its subject was erased, when it is appended again, then the log answers with what it holds', async () => {
    const [first] = (await eventsOf(`${journey}/nc-s2-001`)) as [RecordedEvent];
    const event = {
      ...first,
      ...{
        entity: 'lost-27001/nc-1',
        data: { ...first.data, raisedBy: 'a-8', statement: 'before' },
      },
    };
    const address = { entity: event.entity, machine: event.machine };
    const append = () => open.log.append({ address, expected: START_POSITION, events: [event] });
    expect(await append()).toMatchObject({ kind: 'appended' });
    expect(await append()).toMatchObject({ kind: 'appended' });
    const place = keyRingPlace(stack.config);
    if (place) openKeyRing(place).erase('person:a-8', '2027-01-01T00:00:00.000Z');
    const again = await append();
    expect(again).toMatchObject({ kind: 'ahead', complete: true });
    expect(again.kind === 'ahead' && again.events[0]?.event.data).toMatchObject({
      statement: ERASED,
    });
  });
});
