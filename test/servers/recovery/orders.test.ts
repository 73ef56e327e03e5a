import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { createActivities } from '../../../activities/index.ts';
import { connectNats, provisionStream } from '../../../infra/nats/index.ts';
import { provision } from '../../../infra/stack/provision.ts';
import { connectClock, type ServerClock } from '../../../infra/temporal/index.ts';
import { createWorker, type OpenLog } from '../../../infra/worker/index.ts';
import {
  START_POSITION,
  tenantSubjects,
  type StoredEvent,
} from '../../../services/event-log/index.ts';
import { foldEntity, parseCut, type FoldView } from '../../../services/fold/index.ts';
import { importLog, type Imported } from '../../../services/import/index.ts';
import { resumeJourneys, type Resumed } from '../../../services/resume/index.ts';
import { until, type View } from '../../support/engine-client.ts';
import { exportAll } from '../../support/export-log.ts';
import { machines } from '../../support/machines.ts';
import { order } from '../../support/order-machine.ts';
import { startInProcess, type InProcess } from '../../support/in-process.ts';
import type { TestStack } from '../../support/stack.ts';

const day = 86_400_000;
const clerk = { id: 'a-17', role: 'clerk' };

/** What is connected to Temporal, and lost with it. */
interface Side {
  readonly client: Client;
  readonly clock: ServerClock;
  readonly close: () => Promise<void>;
}

let servers: InProcess;
let stack: TestStack;
let open: OpenLog;
let codePath: string;
let side: Side;

async function connect(): Promise<Side> {
  const { temporalAddress: address, config } = stack;
  const { namespace, taskQueue } = config;
  const client = new Client({ connection: await Connection.connect({ address }) });
  const connection = await NativeConnection.connect({ address });
  const clock = await connectClock(address);
  const activities = createActivities({ log: open.log, machines });
  const worker = await createWorker({ connection, namespace, taskQueue, codePath, activities });
  const running = worker.run();
  const close = async () => {
    worker.shutdown();
    await running;
    await clock.close();
    await connection.close();
    await client.connection.close();
  };
  return { client, clock, close };
}

beforeAll(async () => {
  servers = await startInProcess('time-skipping', 'workflows/index.ts');
  ({ stack, open, codePath } = servers);
  side = await connect();
});
afterAll(async () => {
  await side.close();
  await servers.close();
});

const handle = (entity: string) => side.client.workflow.getHandle(entity);
const start = (workflowId: string) =>
  side.client.workflow.start('order', {
    ...{ workflowId, taskQueue: stack.config.taskQueue, args: [{ customer: 'globex' }] },
  });
const command = (entity: string, name: string, payload: object = {}) =>
  handle(entity).executeUpdate(name, { args: [{ actor: clerk, ...payload }] });
const state = (entity: string) =>
  side.client.connection.withDeadline(Date.now() + 5_000, () =>
    handle(entity).query<View | null>('state'),
  );
const logOf = (entity: string, machine: string): Promise<readonly StoredEvent[]> =>
  open.log.read({ entity, machine }, START_POSITION);
const skipTo = async (ms: number) => side.clock.skip(ms - (await side.clock.now()));

async function resumed(): Promise<Resumed[]> {
  const { js, log } = open;
  const { tenant, taskQueue } = stack.config;
  const found: Resumed[] = [];
  const options = { tenant, taskQueue, js, log, client: side.client, machines };
  for await (const one of resumeJourneys({ ...options, contract: order.contract })) {
    found.push(one);
  }
  return found;
}

function folded(entity: string, at?: string): Promise<FoldView> {
  const { log, jsm } = open;
  const cut = at === undefined ? undefined : parseCut(at);
  const { tenant } = stack.config;
  return foldEntity({ tenant, log, jsm, machines, entity, ...(cut && { cut }) });
}

describe('Temporal lost while a parcel waits', () => {
  it('given a timer of thirty days, when the order is resumed, then it elapses at its instant and numbers go on', async () => {
    await start('waiting');
    await command('waiting', 'orderParcel', { weight: 1 });
    const parcel = 'waiting/parcel-1';
    const isPacked = async () =>
      until(
        () => state(parcel),
        (seen) => seen?.path === 'packed',
      );
    const [timer] = Object.values((await isPacked())?.timers ?? {});
    const { fireAt } = timer ?? { fireAt: 0 };
    await start('done');
    await command('done', 'closeOrder');
    await handle('done').result();

    await side.close();
    await stack.temporal.stop();
    await stack.temporal.start();
    const { temporalAddress, natsUrl, config } = stack;
    await provision({ ...config, temporalAddress, natsUrl }, true);
    side = await connect();
    await expect(handle('waiting').describe()).rejects.toThrow(/not found/i);
    expect(await resumed()).toEqual([
      { journey: 'waiting', outcome: 'resumed', state: 'open' },
      { journey: 'done', outcome: 'ended', state: 'closed' },
    ]);
    await expect(handle('done').describe()).rejects.toThrow(/not found/i);
    await isPacked();

    await skipTo(fireAt - day);
    expect(await logOf(parcel, 'parcel')).toHaveLength(1);
    await skipTo(fireAt + 1_000);
    const log = await until(
      () => logOf(parcel, 'parcel'),
      ({ length }) => length === 2,
    );
    const { type, at, data } = log[1]?.event ?? {};
    expect([type, data]).toEqual(['PatienceElapsed', { at: new Date(fireAt).toISOString() }]);
    const lateMs = Date.parse(at ?? '') - fireAt;
    expect(lateMs).toBeGreaterThanOrEqual(0);
    expect(lateMs).toBeLessThan(1_000);
    await command('waiting', 'orderParcel', { weight: 2 });
    expect((await state('waiting'))?.generations).toMatchObject({ 'parcel-1': 1, 'parcel-2': 1 });
    expect(await resumed()).toMatchObject([{ outcome: 'running' }, { outcome: 'ended' }]);
  });
});

describe('fold', () => {
  it('given a parcel, when folded now and then, then it is what its workflow is and was', async () => {
    const live = await state('waiting/parcel-1');
    const now = await folded('waiting/parcel-1');
    expect(now).toMatchObject({
      ...{ path: 'late', sequence: 2, of: 2, missing: [], timers: [], outbox: [] },
      context: live?.snapshot.context,
    });
    const then = await folded('waiting/parcel-1', '1');
    expect(then).toMatchObject({ path: 'packed', sequence: 1, of: 2 });
    expect(then.timers).toEqual([{ name: 'patience', fireAt: expect.stringMatching(/Z$/) }]);
    expect(await folded('waiting/parcel-1', then.at)).toEqual(then);
    expect((await folded('waiting')).children).toContainEqual({
      ...{ entity: 'waiting/parcel-1', machine: 'parcel' },
    });
  });

  it.each([
    ['wating', undefined, 'ENTITY_UNKNOWN', /nothing of wating; nearest: waiting/],
    ['waiting/parcel-7', undefined, 'ENTITY_UNKNOWN', /nearest: waiting\/parcel-1/],
    ['parcel-1', undefined, 'ENTITY_UNKNOWN', /`npm run certway -- events`/],
    ['waiting', '2020-01-01T00:00:00Z', 'LOG_CUT_EMPTY', /first event is waiting:1 OrderPlaced at/],
    ['waiting/parcel-1', '3', 'LOG_CUT_BEYOND', /last one is waiting\/parcel-1:2 \w+ at/],
  ] as const)('given %s at %s, when folded, then it is %s', async (entity, at, code, text) => {
    await expect(folded(entity, at)).rejects.toMatchObject({
      ...{ code, message: expect.stringMatching(text) },
    });
  });
});

describe('import', () => {
  const all = async () => {
    const { jsm, log } = open;
    const { last_seq } = (await jsm.streams.info(log.stream)).state;
    const found = [];
    for (let seq = 1; seq <= last_seq; seq += 1) {
      const message = await jsm.streams.getMessage(log.stream, { seq });
      const headers = [...(message?.header ?? [])];
      found.push([seq, message?.subject, headers, message?.string()]);
    }
    return found;
  };
  const restore = (folder: string, more: object = {}): Promise<Imported> => {
    const { tenant } = stack.config;
    return importLog({ folder, tenant, js: open.js, ...more });
  };
  const refused = (folder: string, text: RegExp) =>
    expect(restore(folder)).rejects.toMatchObject({
      ...{ code: 'IMPORT_REFUSED', message: expect.stringMatching(text) },
    });
  const exported = async () => {
    const folder = join(mkdtempSync(join(stack.config.dataDir, 'export-')), 'log');
    await exportAll(open.js, stack.config.tenant, folder);
    return folder;
  };

  it('given an export, when it is restored in two goes, then sequences, subjects, headers and bytes are the same', async () => {
    const { jsm, log, js } = open;
    const folder = await exported();
    const before = await all();
    await jsm.streams.delete(log.stream);
    await refused(folder, /there is no stream CERTWAY_ACME_CERT yet/);
    const connection = await connectNats(stack.natsUrl);
    const subjects = tenantSubjects(stack.config.tenant);
    await provisionStream(connection, { name: log.stream, subjects, replicas: 1 });
    await connection.close();

    const stopping = new AbortController();
    let count = 0;
    const counting = {
      jetstreamManager: () => js.jetstreamManager(),
      consumers: js.consumers,
      publish: (...given: Parameters<typeof js.publish>) => {
        count += 1;
        if (count === 3) stopping.abort();
        return js.publish(...given);
      },
    };
    expect(await restore(folder, { js: counting, signal: stopping.signal })).toMatchObject({
      ...{ events: before.length, found: 0, written: 3, complete: false },
    });
    const rest = { found: 3, written: before.length - 3, complete: true };
    expect(await restore(folder)).toMatchObject(rest);
    expect(await all()).toEqual(before);
    expect(await restore(folder)).toMatchObject({ found: before.length, written: 0 });
  });

  it('given a stream that goes on behind the export, or holds something else, when it is restored, then it is refused and stays', async () => {
    const older = await exported();
    await start('later');
    await until(
      () => logOf('later', 'order'),
      ({ length }) => length === 1,
    );
    await refused(older, /is not empty/);
    const folder = await exported();
    const file = join(folder, 'events.jsonl');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('globex', 'glopex'));
    await refused(folder, /damaged: events\.jsonl is not as it was written/);
    rmSync(join(folder, 'manifest.json'));
    await expect(restore(folder)).rejects.toThrow(/is no export of a log/);
  });
});
