import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitUntil } from '../../infra/wait-until.ts';
import { createConsumer } from '../../services/consumer/index.ts';
import { eventOf, openEventStream, type EventStream } from '../support/event-stream.ts';
import { runProgram } from '../support/run-program.ts';
import { startTestStack, type TestStack } from '../support/stack.ts';

let stack: TestStack;
let stream: EventStream;
beforeAll(async () => {
  stack = await startTestStack({ temporal: 'time-skipping' });
});
afterAll(() => stack.stop());

const eventsOf = (entities: number, rounds: number) =>
  Array.from({ length: rounds }, (_, round) =>
    Array.from({ length: entities }, (_entity, index) => eventOf(`e-${index}`, round + 1)),
  ).flat();

describe('consumer under load', () => {
  it('given writers that go on, when consumer and NATS are killed six times each, then each effect is there once and in order', async () => {
    stream = await openEventStream(stack.natsUrl, 'killed');
    const folder = mkdtempSync(join(tmpdir(), 'certway-register-'));
    const file = join(folder, 'register.json');
    const events = eventsOf(20, 100);
    const published = (async () => {
      for (const event of events) {
        const isStored = async () => (await stream.publish(event)) > 0;
        // The same event again after an answer that was lost: a duplicate that the positions know.
        await waitUntil(isStored, { withinMs: 60_000 });
      }
    })();
    const args = ['test/support/register.main.ts', stack.natsUrl, 'killed', file];
    const effects = (): readonly string[] => {
      try {
        return (JSON.parse(readFileSync(file, 'utf8')) as { effects: string[] }).effects;
      } catch {
        return [];
      }
    };
    for (let kill = 1; kill <= 6; kill += 1) {
      const { child, ended } = runProgram(args, stack.config);
      const goal = kill * 250;
      await waitUntil(() => effects().length >= goal, { withinMs: 60_000 });
      child.kill('SIGKILL');
      await ended;
      stack.nats.kill('SIGKILL');
      await stack.nats.start();
    }
    await published;
    const last = runProgram(args, stack.config);
    await waitUntil(() => effects().length >= events.length, { withinMs: 60_000 });
    last.child.kill('SIGTERM');
    expect([await last.ended, last.errors()]).toEqual([0, '']);
    const found = effects();
    expect(new Set(found).size).toBe(found.length);
    for (const entity of new Set(events.map((event) => event.entity))) {
      const numbers = found
        .filter((id) => id.startsWith(`${entity}:`))
        .map((id) => Number(id.split(':')[1]));
      expect(numbers).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    }
    rmSync(folder, { recursive: true });
    await stream.close();
  });

  it('given 50,000 events, when consumed by name and without, then this many a second', async () => {
    stream = await openEventStream(stack.natsUrl, 'many');
    const events = eventsOf(500, 100);
    for (let from = 0; from < events.length; from += 500)
      await Promise.all(events.slice(from, from + 500).map((event) => stream.publish(event)));
    for (const options of [{ name: 'register' }, {}]) {
      let count = 0;
      const handle = () => {
        count += 1;
        return Promise.resolve();
      };
      const consumer = createConsumer({
        ...{ connection: stream.connection, tenant: 'many', handle },
        ...options,
      });
      const startedAtMs = performance.now();
      const ended = consumer.start();
      await consumer.caughtUp();
      const perSecond = Math.round(count / ((performance.now() - startedAtMs) / 1000));
      process.stdout.write(`consumer ${consumer.name}: ${perSecond} events/s\n`);
      expect(count).toBe(events.length);
      expect(perSecond).toBeGreaterThan(2_000);
      await consumer.stop();
      await ended;
    }
    await stream.close();
  });
});
