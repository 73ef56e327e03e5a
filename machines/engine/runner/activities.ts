import { createActor, type AnyActorLogic, type Snapshot } from 'xstate';
import { actorLogic } from '../definition/index.ts';
import type { DurableMachine } from '../registration/index.ts';
import type { EntityState, Input, ResultInput, RunningActor } from '../state/index.ts';

/** What an activity gives: at once, or later as a promise. What it throws is its failure. */
export type FakeActivity = (input: unknown) => unknown;

/** One machine with its state; none before its start. */
export interface Instance {
  readonly machine: DurableMachine;
  state: EntityState | undefined;
}

/** An input on its way to an entity. */
export interface Waiting {
  readonly entity: string;
  readonly input: Input;
}

/** What runs on behalf of the machines of a simulation. */
export interface Activities {
  /** Runs an activity. @returns its result; nothing when it is still to come */
  run(parent: Instance, id: string, actor: RunningActor): Waiting[];
}

/** Prepares the activities of a simulation; `answer` is told of results that come later. */
export function createActivities(options: {
  readonly activities: Readonly<Record<string, FakeActivity>>;
  readonly answer: (entity: string, input: ResultInput) => void;
}): Activities {
  const { activities, answer } = options;
  return {
    run: ({ machine, state }, actorId, { src, input, generation }) => {
      const { entity } = state as EntityState;
      const resultOf = (result: ResultInput['result']): ResultInput => ({
        ...{ cause: 'actor', actorId, generation, result },
      });
      const fake = activities[src];
      if (fake) {
        const result = attempt(fake, input);
        if (!('output' in result) || !isPromise(result.output)) {
          return [{ entity, input: resultOf(result) }];
        }
        void result.output.then(outputOf, failureOf).then((later) => {
          answer(entity, resultOf(later));
        });
        return [];
      }
      if (!machine.inline) throw new Error(`no activity ${src}`);
      runPlaced(actorLogic(machine.logic, src) as AnyActorLogic, input, (result) => {
        answer(entity, resultOf(result));
      });
      return [];
    },
  };
}

/** Promise logic that was written in place runs as XState runs it. */
function runPlaced(
  logic: AnyActorLogic,
  input: unknown,
  tell: (result: ResultInput['result']) => void,
): void {
  const actor = createActor(logic, { input });
  const snapshot = (): Snapshot<unknown> => actor.getSnapshot() as Snapshot<unknown>;
  actor.subscribe({
    complete: () => {
      tell({ output: snapshot().output });
    },
    error: (error: unknown) => {
      tell({ error: error as Readonly<Record<string, unknown>> });
    },
  });
  actor.start();
}

function attempt(run: FakeActivity, input: unknown): ResultInput['result'] {
  try {
    return outputOf(run(input));
  } catch (error) {
    return failureOf(error);
  }
}

function isPromise(output: unknown): output is Promise<unknown> {
  return output instanceof Promise;
}

function outputOf(output: unknown): ResultInput['result'] {
  return { output };
}

function failureOf(error: unknown): ResultInput['result'] {
  const { name, message, type = null } = error as Error & { readonly type?: unknown };
  return { error: { name, message, type } };
}
