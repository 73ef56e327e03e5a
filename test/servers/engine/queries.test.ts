import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { replayer } from '../../../infra/worker/index.ts';
import { startEngine, type Engine } from '../../support/engine-client.ts';

const orders = ['asked-1', 'asked-2', 'asked-3'];
const path = (name: string) => join(import.meta.dirname, '../../support/workflows', name);

let engine: Engine;
beforeAll(() => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'OFF' } },
    shutdownSignals: [],
  });
});
afterAll(() => Runtime.instance().shutdown());

/** Updates, signals, children and messages between them, one after the other. */
async function give(order: string, sender: string, rounds: number): Promise<void> {
  for (let count = 0; count < rounds; count += 1) {
    await engine.command(order, 'addNote', { text: `${sender} ${count}` }, { sender });
    for (const text of ['a', 'b', 'c', 'd']) await engine.signal(order, 'addNote', { text });
    if (count % 6 !== 3) continue;
    const reply = await engine.command(order, 'orderParcel', { weight: 1 }, { sender });
    const parcel = reply.kind === 'accepted' ? reply.answer.answers?.['parcel'] : undefined;
    await engine.command(order, 'hurryParcel', { parcel }, { sender });
  }
}

/** Signals go on arriving until the server says that nobody is there any more. */
async function end(order: string): Promise<void> {
  const ended = engine.command(order, 'cancelOrder');
  for (let count = 0; count < 40; count += 1) {
    const text = `late ${count}`;
    const isSent = await engine.signal(order, 'addNote', { text }).then(
      () => true,
      () => false,
    );
    if (!isSent) break;
  }
  expect(await ended).toMatchObject({ kind: 'accepted' });
}

/** Whatever is asked while a local activity is under way makes the server end the task early. */
async function ask(order: string, isDone: () => boolean): Promise<void> {
  const { connection } = engine.client;
  while (!isDone()) {
    // The server forgets a query when the run that was to answer it hands over.
    await connection
      .withDeadline(Date.now() + 1_000, () => engine.handle(order).query('position'))
      .catch(() => undefined);
  }
}

async function faultsOfReplays(workflowsPath: string): Promise<string[]> {
  const { client, stack } = engine;
  const replay = replayer({ buildsDir: join(stack.config.dataDir, 'builds'), workflowsPath });
  const faults: string[] = [];
  for await (const { workflowId, runId } of client.workflow.list()) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const { fault } = await replay({ entity: workflowId, history });
    if (fault !== undefined) faults.push(`${workflowId} ${runId}: ${fault}`);
  }
  return faults;
}

describe.each([
  ['long runs', path('index.ts'), 12],
  // A run that follows another within a second waits for the rest of it.
  ['runs of one step', path('short-runs.ts'), 4],
])('workflows that are asked while commands come, in %s', (_, workflows, rounds) => {
  beforeAll(async () => {
    engine = await startEngine({ temporal: 'memory', worker: { workflows } });
  });
  afterAll(() => engine.stop());

  it('given commands, signals and children, when all have ended, then nothing is lost and every run can be replayed', async () => {
    for (const order of orders) await engine.start(order);
    let isDone = false;
    const asked = orders.map((order) => ask(order, () => isDone));
    try {
      await Promise.all(
        orders.flatMap((order) => ['x', 'y', 'z'].map((name) => give(order, name, rounds))),
      );
      await Promise.all(orders.map(end));
    } finally {
      isDone = true;
      await Promise.all(asked);
    }
    for (const order of orders) await engine.expectSound(order);
    expect(await faultsOfReplays(workflows)).toEqual([]);
  });
});
