import type { AnyStateMachine } from 'xstate';
import type { DurableMachine } from '../../../machines/engine/index.ts';
import { contractOf, durable, type Small } from '../small-machine.ts';

/** Delays and waits are told in minutes: a real server is never exact to the second. */
export const MINUTE = 60_000;

/** What happens to a machine from outside. */
export type Move =
  /** An event without data. */
  | string
  /** An event with data. */
  | { readonly type: string; readonly [key: string]: unknown }
  /** Minutes; a multiple of a half. */
  | { readonly wait: number }
  /** The activity that was started last under this name succeeds. */
  | { readonly done: string; readonly output: unknown; readonly start?: number }
  /** It fails; `start` counts from 1 and means an earlier one. */
  | { readonly fail: string; readonly error: string; readonly start?: number };

/** A machine with its children. */
export interface Cast {
  readonly machine: AnyStateMachine;
  /** Child machines by the name in `setup({ actors })`. */
  readonly children?: Readonly<Record<string, Cast>>;
}

/** What happens to a machine, to be seen the same wherever it runs. */
export interface Scenario extends Cast {
  /** What it shows, in a few words. */
  readonly name: string;
  readonly script: readonly Move[];
  /** @defaultValue nothing */
  readonly input?: Readonly<Record<string, unknown>>;
  /** Also runs on the servers, whose clock cannot be moved while a child lives. @defaultValue false */
  readonly onServers?: boolean;
  /** Why random moves would not show the same; they are left out then. */
  readonly notAtRandom?: string;
}

/** Lets time pass. @param minutes - a multiple of a half */
export const wait = (minutes: number): Move => ({ wait: minutes });
/** Lets an activity succeed, that which was started last unless `start` names an earlier one. */
export const done = (activity: string, output: unknown, start?: number): Move => ({
  done: activity,
  output,
  ...(start !== undefined && { start }),
});
/** Lets an activity fail. */
export const fail = (activity: string, error: string): Move => ({ fail: activity, error });

/** The event that a move sends, if it sends one. */
export function eventOf(move: Move): { readonly type: string } | undefined {
  if (typeof move === 'string') return { type: move };
  return 'type' in move ? (move as { readonly type: string }) : undefined;
}

/** What the machine can be commanded: every event of its graph that is not XState's own, and those of the script. */
function commandsOf(machine: AnyStateMachine, script: readonly Move[]): string[] {
  const sent = script.flatMap((move) => eventOf(move)?.type ?? []);
  const known = machine.events.map(String).filter((type) => /^(?!xstate\.)[^*]+$/.test(type));
  return [...new Set([...known, ...sent])];
}

function elapsed({ implementations }: AnyStateMachine): string[] {
  return Object.keys(implementations.delays).map(
    (name) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}Elapsed`,
  );
}

function smallOf(cast: Cast, script: readonly Move[] = []): Small {
  const { machine, children = {} } = cast;
  const commands = commandsOf(machine, script);
  const contracts = Object.entries(children).map(
    ([name, child]) => [name, contractOf(child.machine, smallOf(child))] as const,
  );
  return {
    commands,
    // Any of its events may be sent later too.
    events: ['Told', ...elapsed(machine), ...commands.map((name) => `${name}Elapsed`)],
    contract: contracts.length > 0 ? { children: Object.fromEntries(contracts) } : {},
  };
}

/** The machine of a scenario as the engine runs it; command `doX` records event `X`. */
export function durableOf(cast: Cast & { readonly script?: readonly Move[] }): DurableMachine {
  return durable(cast.machine, smallOf(cast, cast.script));
}

/** The machines of the children, and of theirs. */
export function childrenOf({ children = {} }: Cast): DurableMachine[] {
  return Object.values(children).flatMap((child) => [durableOf(child), ...childrenOf(child)]);
}
