import { withResolvers } from './promises.ts';

/** Something to be done for an entity; smaller places come first. */
export interface Task {
  readonly entity: string;
  /** Stream sequence. */
  readonly place: number;
}

/** How a task ended: for good, or to be tried again after a pause in milliseconds. */
export type Ending = 'done' | { readonly againAfterMs: number };

/** Tasks in order of their places, one at a time per entity. An entity that waits for another try keeps nobody else waiting. */
export interface Queue<T extends Task> {
  /** Resolves once there is room for more. */
  add(task: T): Promise<void>;
  /** Begins nothing more. Resolves with what was left, in order, once everything that runs has ended. */
  stop(): Promise<readonly T[]>;
  /** Resolves when the queue is stopped, rejects when a task has thrown. */
  readonly ended: Promise<void>;
}

/** Whoever reads without a limit of its own stops reading at so many. */
const MOST_WAITING = 1_000;

/**
 * Prepares a queue.
 * @param concurrency - how many entities are worked on at once; with 1 the places are kept across entities too, except
 * behind a task that is tried again
 */
export function createQueue<T extends Task>(
  concurrency: number,
  work: (task: T) => Promise<Ending>,
): Queue<T> {
  const waiting: T[] = [];
  const held = new Set<string>();
  const full: (() => void)[] = [];
  const pauses = new Set<NodeJS.Timeout>();
  const { promise: ended, resolve: end, reject: fail } = withResolvers();
  let running = 0;
  let stopped = false;

  const settle = (): void => {
    if (stopped && running === 0) end();
  };
  const insert = (task: T): void => {
    let index = waiting.length;
    while (index > 0 && (waiting[index - 1]?.place ?? 0) > task.place) index -= 1;
    waiting.splice(index, 0, task);
  };
  const pause = (task: T, ms: number): void => {
    insert(task);
    const timer = setTimeout(() => {
      pauses.delete(timer);
      held.delete(task.entity);
      pump();
    }, ms);
    pauses.add(timer);
  };
  const run = async (task: T): Promise<void> => {
    try {
      const ending = await work(task);
      if (ending === 'done') held.delete(task.entity);
      else pause(task, ending.againAfterMs);
    } catch (error) {
      stopped = true;
      fail(error);
    } finally {
      running -= 1;
    }
    pump();
    settle();
  };
  const pump = (): void => {
    while (!stopped && running < concurrency) {
      const index = waiting.findIndex(({ entity }) => !held.has(entity));
      const [task] = index < 0 ? [] : waiting.splice(index, 1);
      if (waiting.length < MOST_WAITING) for (const resume of full.splice(0)) resume();
      if (!task) return;
      held.add(task.entity);
      running += 1;
      void run(task);
    }
  };

  return {
    ended,
    add: (task) => {
      insert(task);
      pump();
      if (stopped || waiting.length < MOST_WAITING) return Promise.resolve();
      return new Promise((resolve) => full.push(resolve));
    },
    stop: async () => {
      stopped = true;
      for (const resume of full.splice(0)) resume();
      for (const timer of pauses) clearTimeout(timer);
      settle();
      await ended.catch(() => undefined);
      return waiting;
    },
  };
}
