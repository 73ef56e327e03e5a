import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, type Worker } from '@temporalio/worker';
import { createActivities } from '../../../activities/index.ts';
import { connectClock, type ServerClock } from '../../../infra/temporal/index.ts';
import { createWorker, type OpenLog } from '../../../infra/worker/index.ts';
import { GENESIS_HASH, type StoredEvent } from '../../../services/event-log/index.ts';
import { until, type View } from '../../support/engine-client.ts';
import { order, parcel } from '../../support/order-machine.ts';
import { startInProcess, type InProcess } from '../../support/in-process.ts';
import type { TestStack } from '../../support/stack.ts';

const day = 86_400_000;
const carrier = { id: 'c-4', role: 'carrier' };

let servers: InProcess;
let stack: TestStack;
let open: OpenLog;
let client: Client;
let connection: NativeConnection;
let clock: ServerClock;
let codePath: string;
let stopWorker: () => Promise<void>;

async function startWorker(): Promise<void> {
  const activities = createActivities({ log: open.log, machines: [order, parcel] });
  const { namespace, taskQueue } = stack.config;
  const common = { connection, namespace, taskQueue, codePath, activities };
  const worker: Worker = await createWorker(common);
  const running = worker.run();
  stopWorker = async () => {
    worker.shutdown();
    await running;
  };
}

beforeAll(async () => {
  servers = await startInProcess('time-skipping', 'workflows/index.ts');
  ({ stack, open, codePath } = servers);
  client = new Client({ connection: await Connection.connect({ address: stack.temporalAddress }) });
  connection = await NativeConnection.connect({ address: stack.temporalAddress });
  clock = await connectClock(stack.temporalAddress);
  await startWorker();
});
afterAll(async () => {
  await stopWorker();
  await clock.close();
  await connection.close();
  await client.connection.close();
  await servers.close();
});

const state = (entity: string) =>
  client.connection.withDeadline(Date.now() + 2_000, () =>
    client.workflow.getHandle(entity).query<View | null>('state'),
  );
const logOf = (entity: string): Promise<readonly StoredEvent[]> =>
  open.log.read(
    { entity, machine: 'parcel' },
    { sequence: 0, streamSequence: 0, hash: GENESIS_HASH },
  );

/** An order with one parcel; returns the parcel's workflow id and when its patience ends. */
async function parcelOf(journey: string): Promise<{ entity: string; fireAt: number }> {
  await client.workflow.start('order', {
    ...{ workflowId: journey, taskQueue: stack.config.taskQueue },
    args: [{ customer: 'globex' }],
  });
  await client.workflow.getHandle(journey).executeUpdate('orderParcel', {
    args: [{ actor: { id: 'a-17', role: 'clerk' }, weight: 1 }],
  });
  const entity = `${journey}/parcel-1`;
  const found = await until(
    () => state(entity),
    (seen) => seen?.path === 'packed',
  );
  const [timer] = Object.values(found?.timers ?? {});
  return { entity, fireAt: timer?.fireAt ?? 0 };
}

const skipTo = async (ms: number) => clock.skip(ms - (await clock.now()));

describe('patience of thirty days', () => {
  it('given a parcel, when time passes, then its patience elapses at the instant and not before', async () => {
    const { entity, fireAt } = await parcelOf('patient');
    await skipTo(fireAt - day);
    expect(await logOf(entity)).toHaveLength(1);
    await skipTo(fireAt + 1_000);
    const [packed, elapsed] = await until(
      () => logOf(entity),
      (log) => log.length === 2,
    );
    expect(elapsed?.event).toMatchObject({ type: 'PatienceElapsed', cause: 'timer' });
    expect(elapsed?.event.data).toEqual({ at: new Date(fireAt).toISOString() });
    expect(fireAt - Date.parse(packed?.event.at ?? '')).toBe(30 * day);
    const lateMs = Date.parse(elapsed?.event.at ?? '') - fireAt;
    expect(lateMs).toBeGreaterThanOrEqual(0);
    expect(lateMs).toBeLessThan(1_000);
    expect(await state(entity)).toMatchObject({ path: 'late' });
  });

  it('given a parcel that has continued as new, when time passes, then its patience elapses at the same instant', async () => {
    const { entity, fireAt } = await parcelOf('renewed');
    const handle = client.workflow.getHandle(entity);
    const { runId } = await handle.describe();
    await skipTo(fireAt - 10 * day);
    for (let count = 0; count < 320; count += 1) {
      await handle.signal('weighParcel', { actor: carrier, weight: 1 + count });
    }
    await until(
      () => handle.describe(),
      (described) => described.runId !== runId,
    );
    await until(
      () => state(entity),
      (seen) => seen?.sequence === 321,
    );
    await skipTo(fireAt + 1_000);
    const log = await until(
      () => logOf(entity),
      ({ length }) => length === 322,
    );
    const { type, at } = log.at(-1)?.event ?? { type: '', at: '' };
    expect(type).toBe('PatienceElapsed');
    expect(Date.parse(at) - fireAt).toBeGreaterThanOrEqual(0);
    expect(Date.parse(at) - fireAt).toBeLessThan(1_000);
  });
});
