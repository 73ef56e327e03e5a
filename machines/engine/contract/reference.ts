import { fromPromise, type PromiseActorLogic } from 'xstate';
import { EngineError } from './errors.ts';

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

/** How an activity is tried. */
export interface ActivityOptions {
  /** How long one attempt may take. @defaultValue one minute */
  readonly startToCloseTimeoutMs?: number;
  /** How long one attempt may be silent: for activities that report their progress. @defaultValue without limit */
  readonly heartbeatTimeoutMs?: number;
  /** How often it is tried before its failure reaches the machine. @defaultValue without end */
  readonly attempts?: number;
  /** Pause before the second attempt; each further one is twice as long. @defaultValue one second */
  readonly firstPauseMs?: number;
  /** The longest pause. @defaultValue one minute */
  readonly longestPauseMs?: number;
}

const kinds = new WeakMap<object, 'activity' | 'machine'>();
const options = new WeakMap<object, ActivityOptions>();
const dueDates = new WeakMap<object, DelayArguments>();

type DelayArguments = (args: { context: unknown; event: unknown }) => DueDate;

function stub<Input, Output>(kind: 'activity' | 'machine'): PromiseActorLogic<Output, Input> {
  const logic = fromPromise<Output, Input>(() =>
    Promise.reject(new Error('a reference is run by the engine, never by XState')),
  );
  kinds.set(logic, kind);
  return logic;
}

/**
 * A durable reference to an activity, for `setup({ actors })`. The key there is the activity's name.
 * @param given - how it is tried; without `attempts` only a non-retryable failure reaches the machine
 * @returns logic whose failure is plain data: `{ name, message, type, nonRetryable?, details? }`
 * @throws EngineError `MACHINE_INVALID` for an option that is no whole number above zero
 */
export function activity<Input, Output>(
  given: ActivityOptions = {},
): PromiseActorLogic<Output, Input> {
  const faults = Object.entries(given as Readonly<Record<string, unknown>>)
    .filter(([, value]) => !Number.isSafeInteger(value) || Number(value) < 1)
    .map(([name, value]) => `${name}: must be a whole number above zero, not ${String(value)}`);
  if (faults.length > 0) {
    throw new EngineError('MACHINE_INVALID', `activity: ${faults.join('; ')}`, { faults });
  }
  const logic = stub<Input, Output>('activity');
  options.set(logic, { ...given });
  return logic;
}

/** How the activity behind a reference is tried; empty for everything else. */
export function activityOptionsOf(logic: unknown): ActivityOptions {
  return typeof logic === 'object' && logic !== null ? (options.get(logic) ?? {}) : {};
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
