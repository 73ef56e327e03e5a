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
  type RefusalRecord,
} from '../state/index.ts';
import type { DurableMachine } from '../registration/index.ts';

/** Id of a signal that came without one: hash of name and payload, and how often that has come. */
const SIGNAL_ID = /^([0-9a-f]{64})#(\d+)$/;

/** Keeps what the engine must know of a fact: messages taken, commands and signals seen, what came last. */
export function bookkeep(machine: DurableMachine, draft: Draft): void {
  const { fact } = draft;
  if (fact.message) {
    const { from, number } = fact.message;
    if (fact.invokeId === undefined) draft.senders = { ...draft.senders, [from]: number };
    else forgetChild(draft, from);
  }
  if (fact.cause !== 'command' && fact.cause !== 'refused') return;
  draft.seen = withSeen(draft.seen, fact.causationId, seenCommand(machine, draft));
  countOwnId(draft, fact.causationId);
  const actor = fact.actor && { actor: fact.actor };
  if (fact.cause === 'refused') {
    draft.lastRefusal = { ...(fact.data as unknown as RefusalRecord), at: fact.at, ...actor };
  } else {
    draft.lastCommand = { event: fact.type, at: fact.at, ...actor };
  }
  if (fact.type === 'CommandRouted') route(draft);
  if (fact.type === 'InputSetAside') forgo(draft);
}

/** A command that was set aside counts as seen: the same id is never decided again. */
function forgo(draft: Draft): void {
  const { input, kind, name, payload } = draft.fact.data as Readonly<
    Record<'input' | 'kind' | 'name', string>
  > & { readonly payload?: unknown };
  if (kind !== 'command') return;
  const sequence = sequenceOf(draft.primary);
  const payloadHash = payloadHashOf({ command: name, payload });
  draft.seen = withSeen(draft.seen, input, { sequence, payloadHash, event: draft.fact.type });
  countOwnId(draft, input);
}

function countOwnId(draft: Draft, commandId: string): void {
  const [, hash, count] = SIGNAL_ID.exec(commandId) ?? [];
  if (hash !== undefined) draft.signals = countSignal(draft.signals, hash, Number(count));
}

function seenCommand(machine: DurableMachine, draft: Draft): SeenCommand {
  const { type, data, payloadHash = '' } = draft.fact;
  const named = Object.values(machine.contract.commands).find(
    (command) => command.records === type && command.answers,
  )?.answers;
  return {
    sequence: sequenceOf(draft.primary),
    payloadHash,
    event: type,
    ...(named && { answers: Object.fromEntries(named.map((name) => [name, data[name]])) }),
  };
}

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
