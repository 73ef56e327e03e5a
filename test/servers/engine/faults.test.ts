import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApplicationFailure } from '@temporalio/common';
import { provisionTemporal } from '../../../infra/temporal/index.ts';
import {
  startEngine,
  until,
  type Engine,
  type Entry,
  type Reply,
} from '../../support/engine-client.ts';

const isAccepted = (reply: Reply) => reply.kind === 'accepted';
const clerk = { id: 'a-17', role: 'clerk' };

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(async () => {
  await engine.stop();
});

const notesOf = async (order: string) =>
  ((await engine.state(order)).snapshot.context as { notes: number }).notes;
const historyOf = async (order: string) => (await engine.handle(order).fetchHistory()).events ?? [];
const countOf = async (order: string, attribute: string) =>
  (await historyOf(order)).filter((event) => attribute in event && Reflect.get(event, attribute))
    .length;

const isParcelOrdered = ({ event }: Entry) => event.type === 'ParcelOrdered';

describe('killed worker', () => {
  it.each(['before publish', 'before ack', 'after ack'] as const)(
    'given commands under way, when the worker is killed %s, then the lost command is answered as accepted and recorded once',
    async (when) => {
      const order = `killed-${when.replace(' ', '-')}`;
      await engine.start(order);
      await engine.command(order, 'orderParcel', { weight: 2 });
      engine.arm({ event: 'ParcelOrdered', when });
      const lost = engine.command(order, 'orderParcel', { weight: 3 }, { updateId: 'lost' });
      await until(
        () => existsSync(engine.failpoint),
        (isArmed) => !isArmed,
      );
      const isWritten = when !== 'before publish';
      await until(
        () => engine.entries(order),
        (entries) => entries.filter(isParcelOrdered).length === (isWritten ? 2 : 1),
      );
      await engine.restartKilledWorker();
      expect(await lost).toMatchObject({
        ...{ kind: 'accepted', id: 'lost' },
        answer: { answers: { parcel: 'parcel-2' } },
      });
      await engine.command(order, 'addNote', { text: 'after' });
      await engine.expectSound(order);
      expect(Object.keys((await engine.state(order)).actors)).toEqual(['parcel-1', 'parcel-2']);
    },
  );
});

describe('a worker killed under load', () => {
  it('given three who give commands one after the other, when the worker is killed twice, then nothing is lost, doubled or swapped', async () => {
    const order = 'killed-often';
    await engine.start(order);
    let given = 0;
    const give = async (sender: string) => {
      for (let count = 0; count < 12; count += 1) {
        given += 1;
        await engine.command(order, 'addNote', { text: `${sender} ${count}` }, { sender });
      }
    };
    const senders = Promise.all(['x', 'y', 'z'].map(give));
    for (const moment of [6, 18]) {
      await until(
        () => given,
        (count) => count >= moment,
      );
      engine.worker.kill('SIGKILL');
      await engine.restartKilledWorker();
    }
    await senders;
    expect(await notesOf(order)).toBe(36);
    await engine.expectSound(order);
  });
});

describe('NATS away', () => {
  it('given commands while NATS is stopped for ten seconds, when it is back, then each is answered truly and history has hardly grown', async () => {
    const order = 'nats-away';
    await engine.start(order);
    await engine.command(order, 'orderParcel', { weight: 1 });
    const before = (await historyOf(order)).length;
    await engine.stack.nats.stop();
    const stoppedAt = Date.now();
    const answered: Reply[] = [];
    const replies = Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const isRefused = index % 3 === 2;
        const reply = await (isRefused
          ? engine.command(order, 'closeOrder')
          : engine.command(order, 'addNote', { text: String(index) }));
        answered.push(reply);
        return reply;
      }),
    );
    await until(
      () => Date.now() - stoppedAt,
      (elapsedMs) => elapsedMs > 10_000,
    );
    const during = (await historyOf(order)).length - before;
    expect(answered.filter(isAccepted)).toEqual([]);
    await engine.stack.nats.start();
    const outcomes = (await replies).map(({ kind }) => kind);
    expect(outcomes.filter((kind) => kind === 'accepted')).toHaveLength(8);
    expect(during).toBeLessThan(40);
    expect((await historyOf(order)).length - before).toBeLessThan(120);
    const regular = await countOf(order, 'activityTaskScheduledEventAttributes');
    await engine.command(order, 'addNote', { text: 'after' });
    expect(await countOf(order, 'activityTaskScheduledEventAttributes')).toBe(regular);
    await engine.expectSound(order);
  });
});

describe('NATS paused', () => {
  it('given a log that does not answer, when more comes than may wait, then commands are refused, signals wait, history does not grow, and all is appended at once when it answers', async () => {
    const order = 'nats-paused';
    await engine.start(order);
    await engine.command(order, 'addNote', { text: 'before' });
    engine.stack.nats.kill('SIGSTOP');
    const stoppedAt = Date.now();
    const hanging = engine.command(order, 'addNote', { text: 'hanging' });
    await until(
      () => countOf(order, 'activityTaskScheduledEventAttributes'),
      (count) => count === 1,
    );
    for (let count = 0; count < 40; count += 1) {
      await engine.signal(order, 'addNote', { text: String(count) });
    }
    const refused: unknown = await engine.client.workflow
      .getHandle(order)
      .executeUpdate('addNote', { args: [{ actor: clerk, text: 'one too many' }] })
      .catch((error: unknown) => (error as Error).cause);
    expect(refused).toMatchObject({
      ...{ type: 'BACKPRESSURE', nonRetryable: true },
      message: expect.stringMatching(
        /the log has not answered since 20.+Z, and 40 inputs wait: nothing was recorded of this one; send it again with the same id in half a minute/,
      ),
    });
    const before = (await historyOf(order)).length;
    await until(
      () => Date.now() - stoppedAt,
      (elapsedMs) => elapsedMs > 10_000,
    );
    expect((await historyOf(order)).length - before).toBe(0);
    engine.stack.nats.kill('SIGCONT');
    expect(isAccepted(await hanging)).toBe(true);
    await until(
      () => notesOf(order),
      (notes) => notes === 42,
      40_000,
    );
    // One turn of the loop takes the forty, in one call.
    expect((await historyOf(order)).length - before).toBeLessThan(20);
    await engine.command(order, 'addNote', { text: 'after' });
    await engine.expectSound(order);
  });
});

describe('everything away', () => {
  it('given an append whose client, worker and Temporal all died, when they are back and nothing is sent, then the order catches up', async () => {
    const order = 'all-died';
    await engine.start(order);
    await engine.command(order, 'addNote', { text: 'first' });
    engine.arm({ event: 'ParcelOrdered', when: 'after ack' });
    const { client } = engine;
    const given = client.connection
      .withDeadline(Date.now() + 2_000, () =>
        client.workflow.getHandle(order).executeUpdate('orderParcel', {
          ...{ updateId: 'died', args: [{ actor: clerk, weight: 4 }] as [object] },
        }),
      )
      .catch(() => 'unknown');
    await until(
      () => engine.entries(order),
      (entries) => entries.length === 3,
    );
    engine.stack.temporal.kill('SIGKILL');
    expect(await given).toBe('unknown');
    await engine.stack.temporal.start();
    await engine.restartKilledWorker();
    await until(
      () => engine.state(order),
      (state) => state.sequence === 3,
    );
    engine.operations.push({ entity: order, id: 'died', outcome: 'accepted' });
    await until(
      () => engine.state(`${order}/parcel-1`),
      (state) => state.path === 'packed',
    );
    await engine.expectSound(order);
  });

  it('given orders whose Temporal was lost, when resumed from the log, then state, children, timers and numbers go on', async () => {
    await engine.start('lost-long');
    for (let count = 0; count < 6; count += 1) {
      await Promise.all(
        Array.from({ length: 10 }, () => engine.command('lost-long', 'addNote', { text: 'x' })),
      );
    }
    await engine.start('lost');
    for (const weight of [1, 2]) await engine.command('lost', 'orderParcel', { weight });
    for (const parcel of ['parcel-1', 'parcel-2']) {
      await engine.command('lost', 'hurryParcel', { parcel });
    }
    await until(
      () => engine.state('lost/parcel-1'),
      (state) => (state.snapshot.context as { hurried: number }).hurried === 1,
    );
    await engine.command('lost/parcel-1', 'deliverParcel', { to: 'door' });
    await until(
      () => engine.state('lost'),
      (state) => Object.keys(state.actors).length === 1,
    );
    await engine.expectSound('lost');
    const before = await Promise.all(['lost', 'lost-long', 'lost/parcel-2'].map(engine.state));

    await engine.worker.stop();
    await engine.stack.temporal.stop();
    rmSync(join(engine.stack.config.dataDir, 'temporal'), { recursive: true });
    mkdirSync(join(engine.stack.config.dataDir, 'temporal'));
    await engine.stack.temporal.start();
    await provisionTemporal(engine.client.connection as never, engine.stack.config.namespace);
    await engine.worker.start();

    const foreign = await engine.start('lost');
    const failure: unknown = await foreign
      .result()
      .catch((error: unknown) => (error as Error).cause);
    expect((failure as ApplicationFailure).type).toBe('ENTITY_EXISTS');
    for (const order of ['lost', 'lost-long']) await engine.start(order, {}, { resume: true });
    await until(
      () => engine.state('lost/parcel-2'),
      (state) => state.path === 'packed',
    );
    // Until its long log is folded it has no state.
    await until(
      () => engine.state('lost-long') as Promise<object | null>,
      (state) => state !== null,
    );
    const comparable = (state: object) => ({ ...state, outbox: {}, waiting: 0 });
    const after = await Promise.all(['lost', 'lost-long', 'lost/parcel-2'].map(engine.state));
    expect(after.map(comparable)).toEqual(before.map(comparable));
    expect(await countOf('lost/parcel-2', 'timerStartedEventAttributes')).toBe(1);
    const reply = await engine.command('lost-long', 'addNote', { text: 'next' });
    expect(reply).toMatchObject({ answer: { eventId: 'lost-long:62' } });
    await engine.command('lost/parcel-2', 'deliverParcel', { to: 'door' });
    await until(
      () => engine.state('lost'),
      (state) => Object.keys(state.actors).length === 0,
    );
    await engine.expectSound('lost');
    await engine.expectSound('lost-long');
    expect(isAccepted(await engine.command('lost', 'closeOrder'))).toBe(true);
    await until(
      async () => (await engine.handle('lost').describe()).status.name,
      (status) => status === 'COMPLETED',
    );
    await engine.expectSound('lost');
  });
});
