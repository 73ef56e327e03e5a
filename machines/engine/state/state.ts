import type { AnyMachineSnapshot } from 'xstate';
import type { Actor, ErrorCode, DueDate, Fault } from '../contract/index.ts';
import type { Forgotten } from './forgotten.ts';
import type { Seen } from './seen.ts';

/** A delay that has not elapsed yet. */
export interface Timer {
  /**
   * Id under which it was armed, where a later one has taken that id: as in XState it elapses all the same, but nobody
   * can cancel it any more.
   */
  readonly id?: string;
  /** Name of the delay, or of the event that is sent later. */
  readonly name: string;
  /** What the machine is handed when it elapses. */
  readonly event: { readonly type: string };
  /** Child to which the event goes, `#_parent` for the parent; the machine itself when absent. */
  readonly target?: string;
  /** Epoch milliseconds. */
  readonly fireAt: number;
  /** Why then, for delays that end at a due date. */
  readonly dueDate?: DueDate;
  /** Id of the event that armed it. */
  readonly armedBy: string;
}

/** No delay may be longer: a server caps every timer at a hundred years. */
export const LONGEST_DELAY_MS = 100 * 366 * 86_400_000;

/** A running activity or child machine. */
export interface RunningActor {
  /**
   * Id under which it was started, where a later start has taken that id: as in XState it goes on, and what it gives
   * still arrives, but nobody can stop it or send to it any more.
   */
  readonly id?: string;
  readonly kind: 'activity' | 'machine';
  /** Name under which the machine refers to it. */
  readonly src: string;
  readonly input: unknown;
  /** Counts the starts of this id; late results of earlier generations are dropped. */
  readonly generation: number;
  /** Id of the event that started it. */
  readonly startedBy: string;
}

/** The key of a running actor, or of a timer, that has lost its id to a later one. */
export function displacedKey(id: string, number: number): string {
  return `${id}#${String(number)}`;
}

/** The running actors that can be named, by id. */
export function namedActors(
  actors: Readonly<Record<string, RunningActor>>,
): (readonly [id: string, actor: RunningActor])[] {
  return Object.entries(actors).filter(([, { id }]) => id === undefined);
}

/** What goes to another workflow, in order. */
export interface Message {
  /** 1, 2, 3 … per target. */
  readonly number: number;
  /** Id of the sender's event; of a routed command, the command's id. */
  readonly id: string;
  /** `event` for the machine, `command` to be decided, `done` and `failed` from a child that has ended, `stop` for a child. */
  readonly kind: 'event' | 'command' | 'done' | 'failed' | 'stop';
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Version of the shape of an event's data. @defaultValue 1 */
  readonly version?: number;
  readonly actor?: Actor;
  readonly correlationId: string;
}

/** A refusal as the log keeps it: without language. */
export interface RefusalRecord {
  readonly command: string;
  readonly code: ErrorCode;
  readonly rules: readonly string[];
  readonly state: string;
  readonly faults?: readonly Fault[];
}

/** A refusal that was recorded, with its instant. */
export type PastRefusal = RefusalRecord & {
  readonly at: string;
  readonly actor?: { readonly id: string; readonly role: string };
};

/** Which machine gave a state its meaning. */
export interface MachineIdentity {
  readonly id: string;
  readonly version: string;
  /** Hash of the graph. */
  readonly hash: string;
}

/** Everything that one instance is: the fold of its log. Plain data but for the snapshot; see `dehydrate`. */
export interface EntityState {
  /** Workflow id. */
  readonly entity: string;
  /** Workflow id of the parent, for children. */
  readonly parent?: string;
  readonly machine: MachineIdentity;
  /** The machine it was migrated from, while the log does not hold the migration yet. */
  readonly migrating?: MachineIdentity;
  readonly snapshot: AnyMachineSnapshot;
  readonly timers: Readonly<Record<string, Timer>>;
  readonly actors: Readonly<Record<string, RunningActor>>;
  /** How often each actor id was started. */
  readonly generations: Readonly<Record<string, number>>;
  /** How many messages each target was ever sent. */
  readonly sent: Readonly<Record<string, number>>;
  /** Messages not yet confirmed, by target. The shell removes what was delivered. */
  readonly outbox: Readonly<Record<string, readonly Message[]>>;
  /** Last message number taken from each sender. */
  readonly senders: Readonly<Record<string, number>>;
  readonly sequence: number;
  readonly step: number;
  /** Instant of the last event, ISO-8601 UTC. */
  readonly at: string;
  /** Counts the actors that XState had to name itself. */
  readonly unnamed: number;
  /** The commands decided last. */
  readonly seen: Seen;
  /** The ids of those decided before. */
  readonly forgotten?: Forgotten;
  /** How often each signal without an id of its own has come, by hash of name and payload; bounded. */
  readonly signals: Readonly<Record<string, number>>;
  readonly lastRefusal?: PastRefusal;
  readonly lastCommand?: { readonly event: string; readonly at: string; readonly actor?: Actor };
}

/** How many signal hashes are carried. Older ones are only in the log. */
const SIGNAL_LIMIT = 256;

/** Counts a signal, and forgets those that have not come for longest. */
export function countSignal(
  known: Readonly<Record<string, number>>,
  hash: string,
  count: number,
): Readonly<Record<string, number>> {
  const { [hash]: _replaced, ...rest } = known;
  const others: Record<string, number> = rest;
  const names = Object.keys(others);
  for (const name of names.slice(0, Math.max(0, names.length + 1 - SIGNAL_LIMIT))) {
    Reflect.deleteProperty(others, name);
  }
  others[hash] = count;
  return others;
}

/** What a record holds under a key of its own: ids come from people, and `constructor` may be one. */
export function own<Value>(
  record: Readonly<Record<string, Value>>,
  key: string,
): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
