import type { Move } from './scenario.ts';

/** Activities whose results a script gives, wherever they run. */
export interface Jobs {
  /** An activity of this name, to be called with its input. */
  readonly activity: (name: string) => () => Promise<unknown>;
  /** Takes a move that is the result of an activity. @returns whether it was one of a start that is known */
  readonly settle: (move: Move) => boolean;
  /** How often an activity was started. */
  readonly starts: (name: string) => number;
  /** Lets everything that still waits succeed with nothing. */
  readonly close: () => void;
}

interface Waiting {
  readonly succeed: (output: unknown) => void;
  readonly fail: (error: Error) => void;
}

/** Prepares the activities of one play. */
export function createJobs(): Jobs {
  const started = new Map<string, Waiting[]>();
  const startsOf = (name: string): Waiting[] => started.get(name) ?? [];
  const find = (name: string, start = startsOf(name).length) => startsOf(name)[start - 1];
  return {
    activity: (name) => () =>
      new Promise((succeed, fail) => {
        started.set(name, [...startsOf(name), { succeed, fail }]);
      }),
    settle: (move) => {
      if (typeof move === 'string') return false;
      if ('done' in move) {
        const { done, output, start } = move as { done: string; output: unknown; start?: number };
        find(done, start)?.succeed(output);
        return true;
      }
      if (!('fail' in move)) return false;
      const { fail, error, start } = move as { fail: string; error: string; start?: number };
      find(fail, start)?.fail(new Error(error));
      return true;
    },
    starts: (name) => startsOf(name).length,
    close: () => {
      for (const waiting of [...started.values()].flat()) waiting.succeed(null);
    },
  };
}

/** Activities that the machines of the scenarios know. */
export const activityNames = ['job', 'other'] as const;
