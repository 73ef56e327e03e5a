import type { DurableMachine } from '../registration/index.ts';
import {
  lookUp,
  mayBeForgotten,
  readSignalId,
  type EntityState,
  type Input,
  type RecordedEvent,
  type SeenCommand,
} from '../state/index.ts';
import { commandsIn } from '../step/index.ts';

/** What the log tells of commands that a state remembers no more, by id. */
export type FoundCommands = Readonly<Record<string, SeenCommand>>;

/** The ids of commands that may have been decided so long ago that only the log knows. */
export function idsToLookUp(state: EntityState | undefined, inputs: readonly Input[]): string[] {
  const ids = inputs.flatMap((input) => (input.cause === 'command' ? [input.id] : []));
  return state ? [...new Set(ids)].filter((id) => isUnknown(state, id)) : [];
}

/**
 * Whether an id may be one that was decided, and is remembered no more. That of a signal without an id of its own is
 * not: the same is never sent again, but once its count is forgotten too, another signal may get it.
 */
export function isUnknown({ seen, forgotten }: EntityState, id: string): boolean {
  if (readSignalId(id)) return false;
  return mayBeForgotten(forgotten, id) && lookUp(seen, id) === undefined;
}

/** Finds commands in the log of an entity; of two under one id, the later. */
export function foundInLog(
  machine: DurableMachine,
  events: readonly RecordedEvent[],
  ids: readonly string[],
): FoundCommands {
  const wanted = new Set(ids);
  const found = events.flatMap((event) => commandsIn(machine, event, event.sequence));
  return Object.fromEntries(found.filter(([id]) => wanted.has(id)));
}
