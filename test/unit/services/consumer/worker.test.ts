import { describe, expect, it } from '@jest/globals';
import { createAttempt } from '../../../../services/consumer/attempt.ts';
import type { Delivery } from '../../../../services/consumer/delivery/index.ts';
import {
  createParking,
  firstOfEach,
  type DeadLetter,
  type DeadLetters,
} from '../../../../services/consumer/letters/index.ts';
import { NO_COUNTS, type Counts } from '../../../../services/consumer/metrics.ts';
import { RetryLaterError, type ConsumerOptions } from '../../../../services/consumer/options.ts';
import { createWorker } from '../../../../services/consumer/worker.ts';
import { eventSubject, GENESIS_HASH, toBytes } from '../../../../services/event-log/index.ts';
import { eventOf } from '../../../support/event-stream.ts';

type Event = ReturnType<typeof eventOf>;

/** Work on events without a server; letters lie in a list. */
function worker(options: Partial<ConsumerOptions> = {}) {
  const counts: Record<keyof Counts, number> = { ...NO_COUNTS };
  const count = (what: keyof Counts) => void (counts[what] += 1);
  const stored: DeadLetter[] = [];
  const state = { seen: [] as string[], done: [] as number[], isStreamAway: false };
  const letters: Pick<DeadLetters, 'put'> = {
    put: (letter) => {
      if (state.isStreamAway) return Promise.reject(new Error('no stream'));
      const made = { ...letter, revision: stored.length + 1 };
      stored.push(made);
      return Promise.resolve(made);
    },
  };
  const parking = createParking(letters as DeadLetters);
  const { signal } = new AbortController();
  const handle: ConsumerOptions['handle'] = async (event, context) => {
    await options.handle?.(event, context);
    state.seen.push(event.id);
  };
  const attempt = createAttempt({ ...options, handle, count, signal });
  const { workOf, redriveOf, work } = createWorker({
    ...{ name: 'register', maxDeliver: 2, ...options, attempt, parking, count },
  });
  const deliver = (event: Event | string, streamSequence: number, deliveries = 1): Delivery => {
    const isText = typeof event === 'string';
    const subject = isText ? event : eventSubject('t', event);
    const text = isText ? '' : toBytes('t', event, GENESIS_HASH);
    const data = new TextEncoder().encode(text);
    const done = () => void state.done.push(streamSequence);
    return { streamSequence, subject, data, headers: undefined, deliveries, done };
  };
  const redriven: string[] = [];
  const run = async (task: Parameters<typeof work>[0]) => {
    const pauses: number[] = [];
    for (;;) {
      const ending = await work(task, (entity) => redriven.push(entity));
      if (ending === 'done') return pauses;
      pauses.push(ending.againAfterMs);
      if (pauses.length > 8) throw new Error(`for ever: ${pauses.join()}`);
    }
  };
  return {
    ...{ state, counts, stored, parking, redriveOf, run, redriven, workOf, deliver },
    take: (event: Event | string, streamSequence: number, deliveries?: number) =>
      run(workOf(deliver(event, streamSequence, deliveries))),
  };
}

const fail = (error: Error): never => {
  throw error;
};

const failing = (...ids: string[]) => ({
  handle: ({ id }: { readonly id: string }) =>
    ids.includes(id) ? Promise.reject(new Error('poison')) : Promise.resolve(),
});

describe('worker, positions', () => {
  it('given an event twice, when worked on, then it takes effect once and is acknowledged twice', async () => {
    const one = worker();
    await one.take(eventOf('a', 1), 1);
    await one.take(eventOf('a', 1), 1, 2);
    expect(one.state).toMatchObject({ seen: ['a:1'], done: [1, 1] });
    expect(one.counts).toEqual({ ...NO_COUNTS, handled: 1, duplicates: 1 });
  });

  it('given what is stored elsewhere, when an event comes again, then it is asked there, not remembered', async () => {
    let last = 2;
    const one = worker({ positions: { last: () => Promise.resolve(last) } });
    await one.take(eventOf('a', 2), 1);
    await one.take(eventOf('a', 3), 2);
    // Another process has handled it, and died before it could say so.
    last = 4;
    await one.take(eventOf('a', 4), 3, 2);
    expect([one.state.seen, one.counts.duplicates]).toEqual([['a:3'], 2]);
  });

  it('given a leap, when a filter may have left out events, then it is applied; without one it is not', async () => {
    const positions = { last: () => Promise.resolve(1) };
    const filtered = worker({ positions });
    await filtered.take(eventOf('a', 5), 1);
    expect(filtered.state.seen).toEqual(['a:5']);
    const whole = worker({ positions, filter: { received: true } });
    expect(await whole.take(eventOf('a', 3), 1)).toEqual([250, 0]);
    expect([whole.state.seen, whole.stored[0]?.note.cause]).toEqual([[], 'failed']);
  });

  it('given positions that cannot be read, when worked on, then it is tried for ever and never parked', async () => {
    const positions = { last: () => Promise.reject(new Error('no database')) };
    const one = worker({ positions, maxDeliver: 1 });
    await expect(one.take(eventOf('a', 1), 1)).rejects.toThrow(
      'for ever: 250,1000,4000,16000,60000,60000,60000,60000,60000',
    );
    expect(one.stored).toEqual([]);
  });

  it('given a version that the consumer does not list, when worked on, then it is counted and nothing else', async () => {
    const one = worker({ filter: { types: ['org.certway.order.NoteAdded.v1'] } });
    await one.take(eventOf('a', 1, { version: 2 }), 1);
    await one.take(eventOf('a', 2), 2);
    expect(one.state).toMatchObject({ seen: ['a:2'], done: [1, 2] });
    expect(one.counts).toEqual({ ...NO_COUNTS, handled: 1, unknown: 1 });
  });

  it('given earlier versions, when the consumer brings them up to date, then its types are those of the newer ones', async () => {
    const types: string[] = [];
    const one = worker({
      filter: { types: ['org.certway.order.NoteAdded.v2'] },
      open: (event) => ({ ...event, type: event.type.replace('.v1', '.v2') }),
      handle: ({ type }) => Promise.resolve(void types.push(type)),
    });
    await one.take(eventOf('a', 1), 1);
    await one.take(eventOf('a', 2, { version: 2 }), 2);
    await one.take(eventOf('a', 3, { version: 3 }), 3);
    expect([one.state.seen, new Set(types).size]).toEqual([['a:1', 'a:2'], 1]);
    expect(one.counts).toEqual({ ...NO_COUNTS, handled: 2, unknown: 1 });
  });

  it('given an event that cannot be brought up to date, when worked on, then it is parked; when only its key is missing, then it waits', async () => {
    const lost = worker({ open: () => fail(new Error('no way there')) });
    await lost.take(eventOf('a', 1), 1);
    expect(lost.stored[0]?.note).toMatchObject({ cause: 'failed', reason: 'Error: no way there' });
    let isThere = false;
    const waiting = worker({
      maxDeliver: 1,
      open: (event) => (isThere ? event : fail(new RetryLaterError('no key'))),
    });
    const task = waiting.workOf(waiting.deliver(eventOf('a', 1), 1));
    await expect(waiting.run(task)).rejects.toThrow('for ever');
    isThere = true;
    expect(await waiting.run(task)).toEqual([]);
    expect([waiting.state.seen, waiting.stored]).toEqual([['a:1'], []]);
  });
});

describe('worker, parking', () => {
  it('given a handler that fails, when its attempts are used up, then the event is parked and later ones of its entity too', async () => {
    const one = worker({ ...failing('a:1'), maxDeliver: 4 });
    expect(await one.take(eventOf('a', 1), 7)).toEqual([250, 1000, 4000, 0]);
    await one.take(eventOf('a', 2), 8);
    await one.take(eventOf('b', 1), 9);
    expect(one.state).toMatchObject({ seen: ['b:1'], done: [7, 8, 9] });
    expect(one.stored.map(({ note }) => note)).toMatchObject([
      { eventId: 'a:1', cause: 'failed', attempts: 4, state: 'parked', streamSequence: 7 },
      { eventId: 'a:2', cause: 'behind', attempts: 0, reason: 'behind a:1' },
    ]);
    expect(one.counts).toMatchObject({ handled: 1, failures: 4, parked: 2 });
  });

  it('given a process that died between parking and acknowledging, when the event comes again, then it is only acknowledged', async () => {
    const one = worker(failing('a:1'));
    await one.take(eventOf('a', 1), 7);
    await one.take(eventOf('a', 1), 7, 2);
    expect([one.state.done, one.stored.length]).toEqual([[7, 7], 1]);
  });

  it('given no stream for dead letters, when an event is to be parked, then it waits, unacknowledged, and its handler is left alone', async () => {
    const one = worker({ ...failing('a:1'), maxDeliver: 1 });
    one.state.isStreamAway = true;
    const task = one.workOf(one.deliver(eventOf('a', 1), 7));
    await expect(one.run(task)).rejects.toThrow('for ever: 0,250,1000');
    one.state.isStreamAway = false;
    await one.run(task);
    expect([one.state.done, one.stored[0]?.note.attempts]).toEqual([[7], 1]);
  });

  it('given what lies on a subject of no event, when worked on, then it is parked by its subject', async () => {
    const one = worker();
    expect(await one.take('certway.t.a', 3)).toEqual([0]);
    expect(one.stored[0]?.note).toMatchObject({ entity: 'certway.t.a', cause: 'unreadable' });
    expect(one.stored[0]?.note).not.toHaveProperty('eventId');
  });

  it('given an event that lies on the subject of another entity, when worked on, then it is parked there', async () => {
    const one = worker();
    const delivery = one.deliver(eventOf('a', 1), 3);
    await one.run(one.workOf({ ...delivery, subject: 'certway.t.b.order.self.NoteAdded' }));
    expect(one.stored[0]?.note).toMatchObject({
      ...{ entity: 'b', cause: 'unreadable' },
      reason: 'Error: event a:1 lies at certway.t.b.order.self.NoteAdded',
    });
  });

  it('given no name, when an event has failed for good, then its error is thrown', async () => {
    const { attempt, ...rest } = {
      attempt: () => Promise.resolve({ kind: 'failed' as const, error: new Error('poison') }),
      ...{ maxDeliver: 1, parking: createParking({} as DeadLetters), count: () => undefined },
    };
    const { workOf, work } = createWorker({ attempt, ...rest });
    const task = workOf(worker().deliver(eventOf('a', 1), 1));
    await expect(work(task, () => undefined)).rejects.toThrow('poison');
  });
});

describe('worker, redriven', () => {
  const bad = new Set<string>();
  const handle = ({ id }: { readonly id: string }) =>
    bad.has(id) ? Promise.reject(new Error('poison')) : Promise.resolve();
  const parkedThree = async () => {
    bad.add('a:1');
    const one = worker({ handle, maxDeliver: 1 });
    for (const sequence of [1, 2, 3]) await one.take(eventOf('a', sequence), sequence);
    const redrive = (index: number) => {
      const letter = one.stored[index];
      if (letter) one.parking.note({ ...letter, note: { ...letter.note, state: 'redriven' } });
      return one.redriveOf('a');
    };
    return { ...one, redrive };
  };

  it('given a redriven event, when it is handled, then those behind it become due one after the other', async () => {
    const one = await parkedThree();
    expect(one.redriveOf('a')).toBeUndefined();
    bad.clear();
    let task = one.redrive(0);
    while (task) {
      await one.run(task);
      task = one.redriveOf('a');
    }
    expect(one.state.seen).toEqual(['a:1', 'a:2', 'a:3']);
    expect(one.redriven).toEqual(['a', 'a', 'a']);
    expect(one.parking.first('a')).toBeUndefined();
    await one.take(eventOf('a', 4), 4);
    expect(one.state.seen.at(-1)).toBe('a:4');
  });

  it('given a redriven event, when it fails again, then it is parked again, with all its attempts', async () => {
    const one = await parkedThree();
    const task = one.redrive(0);
    if (task) await one.run(task);
    expect(one.stored.at(-1)?.note).toMatchObject({ eventId: 'a:1', state: 'parked', attempts: 2 });
    expect(one.redriveOf('a')).toBeUndefined();
  });

  it('given a redriven event behind a parked one, when looked at, then it is not due', async () => {
    const one = await parkedThree();
    expect(one.redrive(1)).toBeUndefined();
  });

  it('given the same redriven event twice, when worked on, then the second finds nothing to do', async () => {
    const one = await parkedThree();
    bad.clear();
    const tasks = [one.redrive(0), one.redrive(0)];
    for (const task of tasks) if (task) await one.run(task);
    expect(one.state.seen).toEqual(['a:1']);
  });

  it('given letters of several consumers and entities, when asked for the first of each, then one per consumer and entity', async () => {
    const { stored } = await parkedThree();
    const others = stored.map((letter) => ({
      ...letter,
      note: { ...letter.note, consumer: 'webhooks' },
    }));
    const firsts = firstOfEach([...stored, ...others].reverse());
    expect(firsts.map(({ note }) => [note.consumer, note.eventId])).toEqual([
      ['webhooks', 'a:1'],
      ['register', 'a:1'],
    ]);
  });

  it('given a handler that asks for patience, when it is tried again, then it is not counted against the event', async () => {
    let away = 3;
    const later = () => {
      away -= 1;
      return away < 0 ? Promise.resolve() : Promise.reject(new RetryLaterError('later'));
    };
    const one = worker({ maxDeliver: 1, handle: later });
    expect(await one.take(eventOf('a', 1), 1)).toEqual([250, 1000, 4000]);
    expect([one.state.seen, one.stored]).toEqual([['a:1'], []]);
  });
});
