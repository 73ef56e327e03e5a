import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
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

/** A log that is slow now and then: a task that is ended early is followed by another before the append is done. */
async function hesitate(isDone: () => boolean): Promise<void> {
  while (!isDone()) {
    engine.stack.nats.kill('SIGSTOP');
    await setTimeout(40);
    engine.stack.nats.kill('SIGCONT');
    await setTimeout(60);
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

describe.each([['long runs', path('index.ts'), 30]])(
  'workflows that are asked while commands come, in %s',
  (_, workflows, rounds) => {
    beforeAll(async () => {
      engine = await startEngine({ temporal: 'memory', worker: { workflows } });
    });
    afterAll(() => engine.stop());

    it('given a log that is slow now and then, when all have ended, then nothing is lost and every run can be replayed', async () => {
      for (const order of orders) await engine.start(order);
      let isDone = false;
      const besides = [
        hesitate(() => isDone),
        ...orders.flatMap((order) => [1, 2].map(() => ask(order, () => isDone))),
      ];
      try {
        await Promise.all(
          orders.flatMap((order) => ['x', 'y', 'z'].map((name) => give(order, name, rounds))),
        );
        await Promise.all(orders.map(end));
      } finally {
        isDone = true;
        await Promise.all(besides);
      }
      for (const order of orders) await engine.expectSound(order);
      expect(await faultsOfReplays(workflows)).toEqual([]);
    });
  },
);
