import type { PersistedRun } from '../../../machines/engine/index.ts';
import type { Move } from './scenario.ts';

/** Activities whose results a script gives, wherever they run. */
export interface Jobs {
  /** An activity of this name, to be called with its input. */
  readonly activity: (name: string) => () => Promise<unknown>;
  /** Takes a move that is the result of an activity. @returns whether it was one of a start that is known */
  readonly settle: (move: Move) => boolean;
  /** How often an activity was started. */
  readonly starts: (name: string) => number;
  /** Learns which actor each new start was for. */
  readonly know: (run: PersistedRun) => void;
  /** What a run has running it starts anew when it goes on; that counts as the same start. */
  readonly resume: (run: PersistedRun) => void;
  /** Lets everything that still waits succeed with nothing. */
  readonly close: () => void;
}

interface Waiting {
  readonly answer: Promise<unknown>;
  /** Entity, id and generation of the actor. */
  actor?: string;
  readonly succeed: (output: unknown) => void;
  readonly fail: (error: Error) => void;
}

/** Prepares the activities of one play. */
export function createJobs(): Jobs {
  const started = new Map<string, Waiting[]>();
  const startsOf = (name: string): Waiting[] => started.get(name) ?? [];
  const find = (name: string, start = startsOf(name).length) => startsOf(name)[start - 1];
  const resumed: Running[] = [];
  return {
    activity: (name) => () => {
      const again = resumed.findIndex((one) => one.name === name);
      const [{ actor } = { actor: '' }] = again < 0 ? [] : resumed.splice(again, 1);
      const known = startsOf(name).find((start) => start.actor === actor);
      if (known) return known.answer;
      const start = waiting();
      started.set(name, [...startsOf(name), start]);
      return start.answer;
    },
    know: (run) => {
      for (const { name, actor } of runningIn(run)) {
        const starts = startsOf(name);
        if (starts.some((start) => start.actor === actor)) continue;
        const fresh = starts.find((start) => start.actor === undefined);
        if (fresh) fresh.actor = actor;
      }
      for (const start of [...started.values()].flat()) start.actor ??= 'gone';
    },
    resume: (run) => {
      resumed.splice(0, resumed.length, ...runningIn(run));
    },
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

interface Running {
  readonly name: string;
  readonly actor: string;
}

/** The activities of a run and its children, in the order in which they are started anew. */
function runningIn({ children = [], ...run }: PersistedRun): Running[] {
  return [run, ...children].flatMap(({ entity, actors }) =>
    Object.entries(actors).flatMap(([key, { id = key, kind, src, generation }]) =>
      kind === 'activity' ? [{ name: src, actor: `${entity}/${id}#${String(generation)}` }] : [],
    ),
  );
}

function waiting(): Waiting {
  let succeed: Waiting['succeed'] = () => undefined;
  let fail: Waiting['fail'] = () => undefined;
  const answer = new Promise((resolve, reject) => {
    succeed = resolve;
    fail = reject;
  });
  return { answer, succeed, fail };
}

/** Activities that the machines of the scenarios know. */
export const activityNames = ['job', 'other'] as const;
