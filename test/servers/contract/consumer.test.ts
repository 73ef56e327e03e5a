import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandRunner, pinnedPackages } from '../../../infra/servers/index.ts';
import { workerProgram } from '../../../infra/stack/index.ts';
import { GENESIS_HASH, hashOfBytes, streamName } from '../../../services/event-log/index.ts';
import { readGolden } from '../../../infra/contract/golden.ts';
import {
  connectJourneys,
  pastCase,
  type Entry,
  type Journeys,
} from '../../support/journey-client.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';

/** What the program prints. */
interface Summary {
  readonly ok: boolean;
  readonly events: number;
  readonly entities: number;
  readonly types: Readonly<Record<string, number>>;
  readonly faults: readonly { readonly id: string | null; readonly fault: string }[];
}

const journey = 'globex-27001';
let stack: TestStack;
let journeys: Journeys;
let packages: string;
beforeAll(async () => {
  stack = await startTestStack();
  await stack.run(workerProgram(stack.config));
  journeys = await connectJourneys(stack);
  const { cacheDir } = stack.config;
  const installing = { cacheDir, run: commandRunner(), report: () => undefined };
  const pinned = await pinnedPackages({ name: 'consumer', notice: '' }, installing);
  expect(await pinned.install()).toEqual([]);
  packages = pinned.folder;
});
afterAll(async () => {
  await journeys.close();
  await stack.stop();
});

async function consume(stream = streamName(stack.config.tenant)) {
  const args = ['--server', stack.natsUrl, '--stream', stream, '--schemas', 'infra/docs/events'];
  const program = spawn('python3', [join(import.meta.dirname, 'consumer.py'), ...args], {
    env: { ...process.env, PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(program, 'close');
  const [out, said] = await Promise.all([text(program.stdout), text(program.stderr)]);
  const [code] = (await closed) as [number | null];
  return { code, said, summary: (out === '' ? undefined : JSON.parse(out)) as Summary };
}

const counted = (entries: readonly Entry[]) => {
  const types: Record<string, number> = {};
  for (const { envelope } of entries) types[envelope.type] = (types[envelope.type] ?? 0) + 1;
  return types;
};

/** Writes past the engine, as somebody could who has the right to publish. */
const plant = async (subject: string, event: object) => {
  const body = JSON.stringify(event);
  const id = String((event as { readonly id?: unknown }).id);
  await journeys.js.publish(`certway.${stack.config.tenant}.${subject}`, body, { msgID: id });
};

describe('a consumer in Python', () => {
  it('given a journey up to its first nonconformity, when it reads the stream, then every event is as the contract says', async () => {
    const given = pastCase('worked-case', { day: 385, ago: 2 });
    const end = given.steps.findIndex(({ command }) => command === 'submitCap');
    await journeys.begin(given, journey);
    await journeys.play(given.steps.slice(0, end), journey);
    const actor = { id: 'c-7', role: 'client' };
    await journeys.signal(journey, 'issueQuote', { actor });
    const entries = await journeys.entries(journey);

    const { code, said, summary } = await consume();

    expect(said).toBe('');
    expect(summary).toEqual({
      ...{ ok: true, events: entries.length, faults: [] },
      entities: new Set(entries.map(({ event }) => event.entity)).size,
      types: counted(entries),
    });
    expect(summary.types).toMatchObject({
      'org.certway.certification.CommandRefused.v1': 1,
      'org.certway.certification.received.FindingRaised.v1': expect.any(Number),
    });
    expect(code).toBe(0);
  });

  it('given events that are invalid, of no schema, out of order or unchained, when it reads the stream, then it names each', async () => {
    const golden = JSON.parse(readGolden().get('audit.FindingRaised.v1.json') ?? '') as {
      readonly data: object;
    };
    const source = `/tenants/${stack.config.tenant}/planted/x`;
    const first = {
      ...golden,
      ...{ id: 'planted/x:1', source, subject: 'planted', sequence: '0000000001' },
      prevhash: GENESIS_HASH,
    };
    const second = { ...first, id: 'planted/x:2', sequence: '0000000002' };
    const place = 'planted.audit.x.FindingRaised';
    await plant(place, first);
    await plant(place, { ...second, prevhash: hashOfBytes('something else') });
    await plant(place, { ...second, id: 'planted/x:4', sequence: '0000000004' });
    const grave = { ...first, id: 'planted/y:1', data: { ...golden.data, grade: 'grave' } };
    await plant('planted.audit.y.FindingRaised', grave);
    await plant('planted.audit.z.Nothing', { ...first, id: 'planted/z:1', dataschema: 'urn:none' });
    await plant('planted.audit.w.FindingRaised', { ...first, id: 'planted/v:1' });

    const { code, summary } = await consume();

    expect(summary.ok).toBe(false);
    expect(summary.faults).toMatchObject([
      { id: 'planted/x:2', fault: 'prevhash of planted/x:2 is not the hash of the event before' },
      { id: 'planted/x:4', fault: 'sequence 0000000004 of planted/x where 3 was to come' },
      { id: 'planted/x:4', fault: 'prevhash of planted/x:4 is not the hash of the event before' },
      { id: 'planted/y:1', fault: "data/grade: 'grave' is not one of ['major', 'minor']" },
      { id: 'planted/z:1', fault: 'no schema urn:none' },
      {
        id: 'planted/v:1',
        fault: expect.stringMatching(/^subject is .+\.w\.FindingRaised, not .+\.v\./),
      },
    ]);
    expect(code).toBe(1);
  });

  it('given no such stream, when it reads, then it says so and ends with 2', async () => {
    const { code, said, summary } = await consume('CERTWAY_NONE');
    expect(said).toContain('cannot read CERTWAY_NONE');
    expect(summary).toBeUndefined();
    expect(code).toBe(2);
  });
});
