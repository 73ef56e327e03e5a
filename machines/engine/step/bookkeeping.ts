import type { AnyMachineSnapshot } from 'xstate';
import { forgetChild, post, type Draft } from './draft.ts';
import { actorEntity } from './effects.ts';
import {
  doneEvent,
  eventId,
  failedEvent,
  payloadHashOf,
  type RecordedEvent,
  withSeen,
  type SeenCommand,
  countSignal,
  displacedBy,
  readSignalId,
  withForgotten,
  type RefusalRecord,
} from '../state/index.ts';
import type { DurableMachine } from '../registration/index.ts';

/** Keeps what the engine must know of a fact: messages taken, commands and signals seen, what came last. */
export function bookkeep(machine: DurableMachine, draft: Draft): void {
  const { fact } = draft;
  if (fact.message) {
    const { from, number } = fact.message;
    if (fact.invokeId === undefined) draft.senders = { ...draft.senders, [from]: number };
    else forgetChild(draft, from);
  }
  if (fact.cause !== 'command' && fact.cause !== 'refused') return;
  for (const [id, command] of commandsIn(machine, fact, sequenceOf(draft.primary))) {
    remember(draft, id, command);
  }
  const actor = fact.actor && { actor: fact.actor };
  if (fact.cause === 'refused') {
    draft.lastRefusal = { ...(fact.data as unknown as RefusalRecord), at: fact.at, ...actor };
  } else {
    draft.lastCommand = { event: fact.type, at: fact.at, ...actor };
  }
  if (fact.type === 'CommandRouted') route(draft);
}

/**
 * Remembers a command. The one that makes room for it is found in the log from now on; a signal without an id of its
 * own never comes again under the same one.
 */
function remember(draft: Draft, id: string, command: SeenCommand): void {
  const displaced = displacedBy(draft.seen, id);
  draft.seen = withSeen(draft.seen, id, command);
  if (displaced !== undefined && !readSignalId(displaced)) {
    draft.forgotten = withForgotten(draft.forgotten, displaced);
  }
  const signal = readSignalId(id);
  if (signal) draft.signals = countSignal(draft.signals, signal.hash, signal.count);
}

/**
 * The commands that an event has decided, by id: its own, and one that it has set aside, so that the same id is never
 * decided again.
 */
export function commandsIn(
  machine: DurableMachine,
  fact: Pick<RecordedEvent, 'cause' | 'type' | 'data' | 'causationId' | 'payloadHash'>,
  sequence: number,
): (readonly [id: string, command: SeenCommand])[] {
  const { cause, type, data, causationId, payloadHash = '' } = fact;
  if (cause !== 'command' && cause !== 'refused') return [];
  const named = Object.values(machine.contract.commands).find(
    ({ records, answers }) => records === type && answers,
  )?.answers;
  const answers = named && {
    answers: Object.fromEntries(named.map((name) => [name, data[name]])),
  };
  const own = [causationId, { sequence, payloadHash, event: type, ...answers }] as const;
  const { input, kind, name, payload } = data as unknown as Aside;
  return type === 'InputSetAside' && kind === 'command'
    ? [
        own,
        [input, { sequence, payloadHash: payloadHashOf({ command: name, payload }), event: type }],
      ]
    : [own];
}

/** What is told of an input that was set aside. */
type Aside = Readonly<Record<'input' | 'kind' | 'name', string>> & { readonly payload?: unknown };

/** Hands a command on to the child it names, to be decided there under the same id. */
function route(draft: Draft): void {
  const { child, command, payload } = draft.fact.data as {
    child: string;
    command: string;
    payload: Record<string, unknown>;
  };
  const actor = draft.actors[child];
  if (actor) {
    post(draft, actorEntity(draft.entity, child, actor), {
      id: draft.fact.causationId,
      kind: 'command',
      type: command,
      data: payload,
      ...(draft.fact.actor && { actor: draft.fact.actor }),
    });
  }
}

/** Tells the parent what it is to know: the events the contract reports, and the end. */
export function report(
  machine: DurableMachine,
  draft: Draft,
  outcome: {
    readonly events: readonly RecordedEvent[];
    readonly before: AnyMachineSnapshot | undefined;
    readonly after: AnyMachineSnapshot;
  },
): void {
  const { parent } = draft;
  if (parent === undefined) return;
  for (const event of outcome.events) {
    if (machine.contract.reports?.includes(event.type)) reportEvent(draft, parent, event);
  }
  const wasActive = outcome.before === undefined || outcome.before.status === 'active';
  if (wasActive) reportEnd(machine, draft, { parent, ...outcome });
}

function reportEnd(
  machine: DurableMachine,
  draft: Draft,
  ended: {
    readonly parent: string;
    readonly events: readonly RecordedEvent[];
    readonly after: AnyMachineSnapshot;
  },
): void {
  const id = eventId(draft.entity, ended.events.at(-1)?.sequence ?? 0);
  const { status, output, error } = ended.after as unknown as Readonly<Record<string, unknown>>;
  const name = machine.contract.id;
  if (status === 'done') {
    post(draft, ended.parent, { id, kind: 'done', type: doneEvent(name), data: { output } });
  } else if (status === 'error') {
    post(draft, ended.parent, { id, kind: 'failed', type: failedEvent(name), data: { error } });
  }
}

function reportEvent(draft: Draft, parent: string, event: RecordedEvent): void {
  const { type, data, version, actor } = event;
  const id = eventId(event.entity, event.sequence);
  post(draft, parent, { id, kind: 'event', type, data, version, ...(actor && { actor }) });
}

function sequenceOf(eventId: string): number {
  return Number(eventId.slice(eventId.lastIndexOf(':') + 1));
}
