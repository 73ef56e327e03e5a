import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { JetStreamClient } from '@nats-io/jetstream';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { publicKeys, sealerKeys } from '../../../infra/keys/index.ts';
import { provisionStream } from '../../../infra/nats/index.ts';
import { workerProgram, type Program } from '../../../infra/stack/index.ts';
import { openLog } from '../../../infra/worker/index.ts';
import { createProgram } from '../../../services/cli/index.ts';
import { hashOfBytes, streamName } from '../../../services/event-log/index.ts';
import { checkHead, type Head } from '../../../services/proof/head.ts';
import {
  createSealer,
  headsStream,
  headsSubject,
  lastSequence,
  messagesOf,
  type LogMessage,
} from '../../../services/proof/index.ts';
import { connectJourneys, pastCase, type Journeys } from '../../support/journey-client.ts';
import { killRuns, runProgram } from '../../support/run-program.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';
import { cliOptions } from '../../support/cli-options.ts';

const journey = 'globex-27001';
let stack: TestStack;
let worker: Program;
let journeys: Journeys;
let folder = '';
let js: JetStreamClient;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certway-proof-'));
  stack = await startTestStack({ temporal: 'memory' });
  worker = await stack.run(workerProgram(stack.config));
  journeys = await connectJourneys(stack);
  ({ js } = journeys);
  const given = pastCase('worked-case', { day: -56, ago: 0 });
  await journeys.begin(given, 'initech-27001');
  await journeys.begin(given, journey);
  const end = given.steps.findIndex(({ command }) => command === 'scheduleStage1') + 1;
  await journeys.play(given.steps.slice(0, end), journey);
  await journeys.settled(journey);
});
afterEach(killRuns);
afterAll(async () => {
  await journeys.close();
  await stack.stop();
  rmSync(folder, { recursive: true });
});

/** The program as `infra/certway.main.ts` makes it, without a process of its own. */
async function certway(...args: string[]) {
  const lines: string[] = [];
  let code = 0;
  const { tenant, taskQueue, keysDir } = stack.config;
  const options = cliOptions({
    ...{ tenant, taskQueue },
    write: (line) => void lines.push(line),
    setExitCode: (given) => (code = given),
    publicKeys: (name, given = keysDir) => publicKeys(given, name),
    withLog: async (work) => {
      const open = await openLog(stack.natsUrl, tenant);
      await work(open.js, open.log).finally(open.close);
    },
  });
  const program = createProgram(options);
  await program.parseAsync(['log', ...args], { from: 'user' });
  return { code, lines, last: lines.at(-1) ?? '' };
}

async function all(stream: string): Promise<LogMessage[]> {
  const found: LogMessage[] = [];
  const to = await lastSequence(js, stream);
  for await (const message of messagesOf(js, { stream, from: 1, to })) found.push(message);
  return found;
}

const stored = () => all(streamName(stack.config.tenant));
const badIn = (line: string) =>
  (JSON.parse(line) as { firstBad: Record<string, unknown> }).firstBad;

/** Changes the first occurrence of a text in the line of an event. */
function edit(file: string, at: number, [from, to]: [string, string]): void {
  const lines = readFileSync(file, 'utf8').split('\n');
  const line = lines[at] ?? '';
  expect(line).toContain(from);
  writeFileSync(file, lines.with(at, line.replace(from, to)).join('\n'));
}

describe('proof of the log', () => {
  it('given a worker that has stopped, when the heads are read, then all that it wrote is sealed', async () => {
    await worker.stop();
    const heads = await all(headsStream(stack.config.tenant));
    const last = JSON.parse(heads.at(-1)?.data ?? '{}') as Head;
    expect(last.size).toBe((await stored()).length);
    expect(last.size).toBeGreaterThan(20);
  });

  it('given the log of the servers, when it is verified, then it is in order', async () => {
    const events = await stored();
    const run = runProgram(['infra/certway.main.ts', 'log', 'verify', '--json'], stack.config);
    const code = await run.ended;
    expect([code, run.lines().at(-1)]).toEqual([
      0,
      `{"entities":4,"events":${events.length},"ok":true}`,
    ]);
    const { lines } = await certway('verify', '--journey', 'initech-27001');
    expect(lines).toEqual([
      'In order: 1 event of 1 entity.',
      'Signatures of events: 1 of 1 checked, the others have none.',
      `Signed heads: up to stream sequence ${events.length}; the signatures of the heads are checked.`,
    ]);
  });

  it('given an export, when it is verified without servers, then it is in order until one byte is changed', async () => {
    const events = await stored();
    const out = join(folder, 'whole');
    const { code, last } = await certway('export', '--out', out);
    expect(code).toBe(0);
    expect(last).toMatch(
      new RegExp(`^${events.length} events \\(the whole log, .* signed heads in ${out}$`),
    );
    const keys = stack.config.keysDir;
    const fine = await certway('verify', '--export', out, '--keys', keys, '--json');
    expect([fine.code, fine.last]).toEqual([
      0,
      `{"entities":4,"events":${events.length},"ok":true}`,
    ]);
    edit(join(out, 'events.jsonl'), 9, ['"time\\":\\"20', '"time\\":\\"19']);
    const bad = await certway('verify', '--export', out, '--json');
    expect(bad.code).toBe(1);
    expect(badIn(bad.last)).toMatchObject({ streamSequence: 10, check: 'tree' });
  });

  it('given the export of one journey, when it is verified, then each of its events is proved', async () => {
    const out = join(folder, 'journey');
    const { last } = await certway('export', '--journey', journey, '--out', out);
    expect(last).toContain(`of ${journey}`);
    const fine = await certway('verify', '--export', out);
    expect(fine.code).toBe(0);
    expect(fine.lines[0]).toMatch(/^In order: \d+ events of 3 entities\.$/);
    expect(fine.last).toMatch(
      /^The keys were those of the export itself: events .{43}; sealing .{43}\./,
    );
    const proofs = readFileSync(join(out, 'proofs.jsonl'), 'utf8').split('\n');
    writeFileSync(join(out, 'proofs.jsonl'), proofs.toSpliced(4, 1).join('\n'));
    const bad = await certway('verify', '--export', out, '--json');
    expect(bad.code).toBe(1);
    expect(badIn(bad.last)).toMatchObject({
      check: 'tree',
      reason: expect.stringContaining('proof'),
    });
  });

  it('given an event, when it is proved, then the proof holds for that event and no other', async () => {
    const file = join(folder, 'proof.json');
    const made = await certway('prove', `${journey}:7`, '--out', file);
    expect([made.code, made.lines]).toEqual([0, []]);
    const fine = await certway('verify', '--proof', file, '--keys', stack.config.keysDir, '--json');
    expect(fine.code).toBe(0);
    expect(JSON.parse(fine.last)).toMatchObject({ ok: true, id: `${journey}:7` });
    writeFileSync(file, readFileSync(file, 'utf8').replace('time\\":\\"20', 'time\\":\\"19'));
    const bad = await certway('verify', '--proof', file);
    expect([bad.code, bad.last]).toEqual([
      1,
      'Proves nothing: the path does not lead from this event to the root of the head.',
    ]);
  });

  it('given an event that somebody else publishes, when the log is verified, then it is named', async () => {
    const events = await stored();
    const start = events.find(({ subject }) => subject.includes('initech-27001')) as LogMessage;
    const body = start.data
      .replace('initech-27001:1"', 'initech-27001:2"')
      .replace('"0000000001"', '"0000000002"')
      .replace(/"prevhash":"0{64}"/, `"prevhash":"${hashOfBytes(start.data)}"`);
    await js.publish(start.subject, body);
    const { code, last } = await certway('verify', '--json');
    expect(code).toBe(1);
    expect(badIn(last)).toEqual({
      streamSequence: events.length + 1,
      subject: start.subject,
      id: 'initech-27001:2',
      entity: 'initech-27001',
      sequence: 2,
      check: 'signature',
      reason: 'it is not signed, and events before it are',
    });
  });
});

describe('sealer', () => {
  const tenant = 'other-body';
  const total = 60;

  it('given several at once, when the log grows under them, then there is one line of heads', async () => {
    const connection = await connect({ servers: stack.natsUrl });
    await provisionStream(connection, {
      ...{ name: streamName(tenant), subjects: `certway.${tenant}.>`, replicas: 1 },
    });
    await provisionStream(connection, {
      ...{ name: headsStream(tenant), subjects: headsSubject(tenant), replicas: 1 },
    });
    const jsm = await jetstreamManager(connection);
    await expect(jsm.streams.purge(headsStream(tenant))).rejects.toThrow();
    await expect(jsm.streams.deleteMessage(headsStream(tenant), 1)).rejects.toThrow();
    await connection.close();
    const keys = sealerKeys(stack.config.keysDir);
    if (!keys) throw new Error('there is no sealing key');
    const opened = await Promise.all([1, 2, 3].map(() => openLog(stack.natsUrl, tenant)));
    const sealers = opened.map((open) =>
      createSealer({ tenant, js: open.js, ...keys, now: () => Date.now() }),
    );
    const publishing = (async () => {
      for (let n = 0; n < total; n += 1)
        await js.publish(`certway.${tenant}.j.m.self.E`, String(n));
    })();
    const sealing = sealers.map(async (sealer) => {
      for (let size = 0; size < total;) ({ size } = await sealer.seal());
    });
    await Promise.all([publishing, ...sealing]);
    const heads = await all(headsStream(tenant));
    let previous: Head | undefined;
    for (const message of heads) {
      const checked = checkHead(message, { tenant, previous, verifier: keys.verifier });
      if ('fault' in checked) throw new Error(checked.fault);
      previous = checked.head;
    }
    expect(previous?.size).toBe(total);
    expect(heads.length).toBeGreaterThan(1);
    expect(await sealers[0]?.look()).toEqual({ size: total, unsealed: 0 });
    await Promise.all(opened.map((open) => open.close()));
  });
});
