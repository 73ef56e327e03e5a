import { createHash } from 'node:crypto';
import { canonicalJson, dehydrate, fold } from '../../machines/engine/index.ts';
import type { DurableMachine, EntityState, RecordedEvent } from '../../machines/engine/index.ts';

/** One stored message: its place, its bytes, and the event they hold. */
export interface Stored {
  readonly streamSequence: number;
  readonly text: string;
  readonly event: RecordedEvent;
}

/** What somebody asked of an entity, and what came of it as far as the asker knows. */
export interface Operation {
  readonly entity: string;
  /** The command id under which the log knows it. */
  readonly id: string;
  /** `sent`: a signal, which is recorded in any case; `unknown`: an update nobody answered. */
  readonly outcome: 'accepted' | 'refused' | 'sent' | 'unknown';
  /** Of an accepted one: id of its event. */
  readonly eventId?: string;
  /** Operations of one sender were given one after the other: their events are in this order. */
  readonly sender?: string;
}

/** What is checked: a part of a stream, complete for each of its entities, at rest. */
export interface Evidence {
  readonly machines: readonly DurableMachine[];
  /** In stream order. */
  readonly stored: readonly Stored[];
  /** In the order in which they were given. */
  readonly operations: readonly Operation[];
  /** What the query `state` of each entity returned; absent for one that Temporal does not know. */
  readonly states: ReadonlyMap<string, unknown>;
}

interface Log {
  readonly entity: string;
  readonly machine: DurableMachine;
  readonly stored: readonly Stored[];
}
type Check = (evidence: Evidence, logs: readonly Log[]) => string[];

function grouped<T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

const genesis = '0'.repeat(64);
const idOf = ({ entity, sequence }: RecordedEvent) => `${entity}:${String(sequence)}`;
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * Checks what must hold whatever has happened: I1 one event per accepted command and none per refused one, I2
 * sequences without gap, in stream order, I3 causes that exist, I4 fold equals state, I6 an unbroken hash chain, I9
 * nothing lost or swapped between sender and log, and between workflows.
 * @returns the faults, each beginning with its invariant; none when all is well
 */
export function audit(evidence: Evidence): string[] {
  const logs = logsOf(evidence);
  return [commands, sequences, causes, states, chain, senders, messages].flatMap((check) =>
    check(evidence, logs),
  );
}

function logsOf({ stored, machines }: Evidence): Log[] {
  const byEntity = grouped(stored, ({ event }) => event.entity);
  return [...byEntity].map(([entity, own]) => {
    const id = own[0]?.event.machine;
    const machine = machines.find(({ contract }) => contract.id === id);
    if (!machine) throw new Error(`no machine ${String(id)}`);
    return { entity, machine, stored: own };
  });
}

const byCause = new WeakMap<Evidence, Map<string, Stored[]>>();

/** What the log holds of an operation; a log of many thousand events is looked through once. */
function asked(evidence: Evidence, { entity, id }: Operation): readonly Stored[] {
  const known =
    byCause.get(evidence) ??
    grouped(evidence.stored, ({ event }) => `${event.entity} ${event.causationId}`);
  byCause.set(evidence, known);
  return known.get(`${entity} ${id}`) ?? [];
}

const commands: Check = (evidence) =>
  evidence.operations.flatMap((operation) => {
    const found = asked(evidence, operation).map(({ event }) => event);
    const accepted = found.filter(({ cause }) => cause === 'command');
    const name = `I1 ${operation.entity} ${operation.id}: ${operation.outcome},`;
    const wrong = {
      accepted: accepted.length !== 1,
      refused: accepted.length > 0,
      sent: found.length !== 1,
      unknown: accepted.length > 1,
    }[operation.outcome];
    if (wrong) return [`${name} ${String(found.length)} events`];
    const [event] = accepted;
    const { eventId } = operation;
    const isOther = eventId !== undefined && event && idOf(event) !== eventId;
    return isOther ? [`${name} answered ${eventId}, not ${idOf(event)}`] : [];
  });

const sequences: Check = ({ stored }, logs) => {
  const unordered = stored
    .filter((each, index) => each.streamSequence <= (stored[index - 1]?.streamSequence ?? 0))
    .map(({ event }) => `I2 ${idOf(event)}: not in stream order`);
  const gaps = logs.flatMap((log) =>
    log.stored
      .filter(({ event }, index) => event.sequence !== index + 1)
      .map(({ event }) => `I2 ${idOf(event)}: a gap, or twice`),
  );
  return [...unordered, ...gaps];
};

const causes: Check = ({ stored }) => {
  const before = new Set<string>();
  return stored.flatMap(({ event }) => {
    const isKnown = isCaused(event, before);
    before.add(idOf(event));
    return isKnown ? [] : [`I3 ${idOf(event)} ${event.type}: no cause ${event.causationId}`];
  });
};

function isCaused(event: RecordedEvent, before: ReadonlySet<string>): boolean {
  if (event.cause === 'command' || event.cause === 'refused') return event.causationId !== '';
  const isRoot = event.cause === 'start' && !event.entity.includes('/');
  return isRoot ? event.causationId === '' : before.has(event.causationId);
}

const states: Check = (evidence, logs) =>
  logs.flatMap((log) => {
    const { entity, machine, stored } = log;
    const folded = folding(log);
    if (typeof folded === 'string') return [`I4 ${entity}: ${folded}`];
    const live = evidence.states.get(entity);
    // What had ended when Temporal was lost is not begun again.
    if (live === undefined && folded.snapshot.status !== 'active') return [];
    if (live === undefined || live === null) return [`I4 ${entity}: no state`];
    const { position, ...state } = live as { position: unknown };
    const last = stored.at(-1);
    const end = last && {
      ...{ sequence: last.event.sequence, streamSequence: last.streamSequence },
      hash: hashOf(last.text),
    };
    const isSame = comparable(dehydrate(machine, folded)) === comparable(state);
    return [
      ...(canonicalJson(position) === canonicalJson(end) ? [] : [`I4 ${entity}: not at the end`]),
      ...(isSame ? [] : [`I4 ${entity}: the fold is another state`]),
    ];
  });

/** Delivered messages leave the outbox without an event, and the rest is the shell's. */
function comparable(state: object): string {
  const own = ['path', 'problem', 'waiting', 'outbox'];
  return canonicalJson(Object.fromEntries(Object.entries(state).filter(([k]) => !own.includes(k))));
}

const folds = new WeakMap<Log, EntityState | string>();

/** The fold of a log, once, or why there is none. */
function folding(log: Log): EntityState | string {
  const known = folds.get(log);
  if (known !== undefined) return known;
  const folded = foldOf(log);
  folds.set(log, folded);
  return folded;
}

function foldOf({ machine, stored }: Log): EntityState | string {
  try {
    return fold(
      machine,
      stored.map(({ event }) => event),
    );
  } catch (error) {
    return String(error);
  }
}

const chain: Check = (_evidence, logs) =>
  logs.flatMap(({ stored }) =>
    stored
      .filter(({ text }, index) => {
        const before = stored[index - 1];
        const { prevhash } = JSON.parse(text) as { prevhash: string };
        return prevhash !== (before ? hashOf(before.text) : genesis);
      })
      .map(({ event }) => `I6 ${idOf(event)}: does not follow the one before`),
  );

const senders: Check = (evidence) =>
  [...grouped(evidence.operations, ({ sender }) => sender)].flatMap(([sender, given]) => {
    if (sender === undefined) return [];
    const places = given.flatMap((operation) =>
      asked(evidence, operation)
        .slice(0, 1)
        .map(({ streamSequence }) => streamSequence),
    );
    const swapped = places.some((place, index) => place < (places[index - 1] ?? 0));
    return swapped ? [`I9 ${sender}: recorded in another order than given`] : [];
  });

/** Every message to a workflow that still runs has been taken, and in the order of sending. */
const messages: Check = (_evidence, logs) => {
  const lost = logs.flatMap((log) => {
    const state = folding(log);
    if (typeof state === 'string') return [];
    return Object.entries(state.sent).flatMap(([target, sent]) => {
      const receiver = logs.find(({ entity }) => entity === target);
      if (!receiver || isOver(receiver)) return [];
      const taken = takenFrom(log.entity, receiver);
      return taken === sent
        ? []
        : [`I9 ${log.entity}: ${String(sent)} messages, ${target} has taken ${String(taken)}`];
    });
  });
  return [...lost, ...logs.flatMap(swappedMessages)];
};

function isOver(log: Log): boolean {
  const state = folding(log);
  return typeof state === 'string' || state.snapshot.status !== 'active';
}

/** Number of the last message that a log has taken from a sender. */
function takenFrom(sender: string, { stored }: Log): number {
  return stored.reduce(
    (last, { event: { message } }) =>
      message?.from === sender ? Math.max(last, message.number) : last,
    0,
  );
}

function swappedMessages({ entity, stored }: Log): string[] {
  const last = new Map<string, number>();
  return stored.flatMap(({ event: { message } }) => {
    if (!message) return [];
    const before = last.get(message.from) ?? 0;
    last.set(message.from, message.number);
    return message.number > before ? [] : [`I9 ${entity}: messages of ${message.from} swapped`];
  });
}
