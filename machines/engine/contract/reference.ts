import { fromPromise, type PromiseActorLogic } from 'xstate';

/** A due date with its reason, complete: nothing has to be computed from a clock later. */
export interface DueDate {
  /** Rule id, e.g. `T-13`. */
  readonly rule: string;
  /** Id of the event the time counts from. */
  readonly anchor: string;
  /** Local date in the zone of the certification body, `YYYY-MM-DD`. */
  readonly due: string;
  /** Instant at which the due date has passed, ISO-8601 UTC. */
  readonly at: string;
}

const kinds = new WeakMap<object, 'activity' | 'machine'>();
const dueDates = new WeakMap<object, DelayArguments>();

type DelayArguments = (args: { context: unknown; event: unknown }) => DueDate;

function stub<Input, Output>(kind: 'activity' | 'machine'): PromiseActorLogic<Output, Input> {
  const logic = fromPromise<Output, Input>(() =>
    Promise.reject(new Error('a reference is run by the engine, never by XState')),
  );
  kinds.set(logic, kind);
  return logic;
}

/** A durable reference to an activity, for `setup({ actors })`. The key there is the activity's name. */
export function activity<Input, Output>(): PromiseActorLogic<Output, Input> {
  return stub<Input, Output>('activity');
}

/** A durable reference to a child machine, for `setup({ actors })`. The parent's graph does not contain the child's. */
export function childMachine<Input, Output = undefined>(): PromiseActorLogic<Output, Input> {
  return stub<Input, Output>('machine');
}

/**
 * What a reference in `setup({ actors })` stands for.
 * @returns `undefined` for logic that is not durable
 */
export function referenceKind(logic: unknown): 'activity' | 'machine' | undefined {
  return typeof logic === 'object' && logic !== null ? kinds.get(logic) : undefined;
}

/**
 * A delay that ends at an instant instead of after a duration.
 * @param dueDate - reads the due date from the context
 * @returns a delay for `setup({ delays })`; the engine stores the instant, so no time drifts
 */
export function until<Context, Event = never>(
  dueDate: (args: { context: Context; event: Event }) => DueDate,
): (args: { context: Context; event: Event }) => number {
  // Below zero, where no duration can be: `after`, `raise` and `sendTo` all hand on nothing but the number.
  const delay = (args: { context: Context; event: Event }): number => -Date.parse(dueDate(args).at);
  dueDates.set(delay, dueDate as unknown as DelayArguments);
  return delay;
}

/** The due date behind a delay made by {@link until}; `undefined` for a plain duration. */
export function dueDateOf(delay: unknown): DelayArguments | undefined {
  return typeof delay === 'function' ? dueDates.get(delay) : undefined;
}
