import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { withResolvers } from '../../../../services/consumer/promises.ts';
import { createQueue, type Ending, type Task } from '../../../../services/consumer/queue.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const taskOf = (entity: string, place: number): Task => ({ entity, place });
const turns = () => jest.advanceTimersByTimeAsync(0);

/** A queue whose work is recorded, and ends as a table says. */
function recording(concurrency: number, endings: Record<number, Ending[]> = {}) {
  const seen: string[] = [];
  const queue = createQueue<Task>(concurrency, ({ entity, place }) => {
    seen.push(`${entity}${place}`);
    return Promise.resolve(endings[place]?.shift() ?? 'done');
  });
  return { seen, queue };
}

describe('queue', () => {
  it('given tasks in any order, when worked on one by one, then in the order of their places', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(50), { minLength: 1 }), async (places) => {
        const { seen, queue } = recording(1);
        for (const place of places) void queue.add(taskOf('abc'.charAt(place % 3), place));
        await turns();
        const [first, ...rest] = seen.map((name) => Number(name.slice(1)));
        expect([first, ...rest]).toEqual([places[0], ...places.slice(1).sort((a, b) => a - b)]);
      }),
      { numRuns: 50 },
    );
  });

  it('given a task that is to be tried again, when it waits, then its entity waits with it and no other', async () => {
    const { seen, queue } = recording(1, { 1: [{ againAfterMs: 100 }, { againAfterMs: 100 }] });
    for (const task of [taskOf('a', 1), taskOf('a', 2), taskOf('b', 3)]) void queue.add(task);
    await turns();
    expect(seen).toEqual(['a1', 'b3']);
    await jest.advanceTimersByTimeAsync(100);
    expect(seen).toEqual(['a1', 'b3', 'a1']);
    void queue.add(taskOf('b', 4));
    await jest.advanceTimersByTimeAsync(100);
    expect(seen).toEqual(['a1', 'b3', 'a1', 'b4', 'a1', 'a2']);
  });

  it('given room for two, when three entities have work, then two run at once, and no entity twice', async () => {
    const running = new Map<string, () => void>();
    const queue = createQueue<Task>(2, ({ entity, place }) => {
      const { promise, resolve } = withResolvers<Ending>();
      running.set(`${entity}${place}`, () => {
        running.delete(`${entity}${place}`);
        resolve('done');
      });
      return promise;
    });
    for (const task of [taskOf('a', 1), taskOf('a', 2), taskOf('b', 3), taskOf('c', 4)])
      void queue.add(task);
    expect([...running.keys()]).toEqual(['a1', 'b3']);
    running.get('a1')?.();
    await turns();
    expect([...running.keys()]).toEqual(['b3', 'a2']);
    running.get('b3')?.();
    await turns();
    expect([...running.keys()]).toEqual(['a2', 'c4']);
  });

  it('given work under way, when stopped, then it ends first, nothing else begins, and the rest is given back', async () => {
    const { promise, resolve } = withResolvers<Ending>();
    const seen: number[] = [];
    const queue = createQueue<Task>(1, ({ place }) => {
      seen.push(place);
      return promise;
    });
    for (const place of [1, 3, 2]) void queue.add(taskOf('a', place));
    let left: readonly Task[] | undefined;
    void queue.stop().then((tasks) => (left = tasks));
    await turns();
    expect(left).toBeUndefined();
    resolve('done');
    await turns();
    expect(left?.map(({ place }) => place)).toEqual([2, 3]);
    void queue.add(taskOf('b', 4));
    await turns();
    expect(seen).toEqual([1]);
    await expect(queue.ended).resolves.toBeUndefined();
  });

  it('given a task that waits for another try, when stopped, then it is given back at once', async () => {
    const { queue } = recording(1, { 1: [{ againAfterMs: 60_000 }] });
    void queue.add(taskOf('a', 1));
    await turns();
    expect(await queue.stop()).toEqual([taskOf('a', 1)]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('given work that throws, when it does, then the queue ends with its error', async () => {
    const queue = createQueue<Task>(1, () => Promise.reject(new Error('no name')));
    void queue.add(taskOf('a', 1));
    await expect(queue.ended).rejects.toThrow('no name');
    expect(await queue.stop()).toEqual([]);
  });

  it('given more than it wants to hold, when added, then whoever adds waits until there is room', async () => {
    const { promise, resolve } = withResolvers<Ending>();
    const queue = createQueue<Task>(1, ({ place }) =>
      place === 0 ? promise : Promise.resolve('done'),
    );
    let added = 0;
    for (let place = 0; place < 1_100; place += 1)
      void queue.add(taskOf('a', place)).then(() => (added += 1));
    await turns();
    expect(added).toBe(1_000);
    resolve('done');
    await turns();
    expect(added).toBe(1_100);
  });
});
