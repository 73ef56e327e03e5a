import type { AnyContract, DataSubject, PersonalField } from '../contract/index.ts';
import { journeyOf, type RecordedEvent } from '../state/index.ts';
import { commandFields, eventFields, type Region } from './fields.ts';
import { faultFields, stateFields } from './state-fields.ts';

/** A text that may be personal, and whose it is. */
export interface PersonalPlace {
  /** Names of members and indexes, from the event's data on. */
  readonly path: readonly string[];
  /** `person:<opaque id>` or `journey:<journey>`. */
  readonly subject: string;
}

/** What an event is looked at for. */
export type PersonalEvent = Pick<RecordedEvent, 'entity' | 'type' | 'data' | 'actor'> &
  Partial<Pick<RecordedEvent, 'version'>>;

const ENGINE_TEXT = { subject: 'actor' } as const;

/**
 * Every text in the data of an event that its contract marks as personal, or that the engine took from somebody: the
 * payloads of commands handed on or set aside, the faults of refusals, the state of a migration. A mark whose subject
 * is not known, because nobody acted, counts for the journey.
 */
export function personalPlaces(
  contract: AnyContract,
  event: PersonalEvent,
): readonly PersonalPlace[] {
  const journey = `journey:${journeyOf(event.entity)}`;
  return regionsOf(contract, event).flatMap(({ at, fields, actorId }) =>
    fields.flatMap((field) => {
      const path = [...at, ...field.path.split('.')];
      return matches(event.data, path).map((found) => ({
        path: found,
        subject: subjectOf(event.data, found, { mark: field.subject, actorId }) ?? journey,
      }));
    }),
  );
}

/** Of whom the hash of a command's payload tells something: all whose texts the event holds. */
export function hashSubjects(contract: AnyContract, event: PersonalEvent): readonly string[] {
  const subjects = personalPlaces(contract, event).map(({ subject }) => subject);
  // What was refused need not be in the event.
  if (event.type === 'CommandRefused') subjects.push(whoActed(event));
  return [...new Set(subjects)].sort();
}

function whoActed({ entity, actor }: PersonalEvent): string {
  return actor ? `person:${actor.id}` : `journey:${journeyOf(entity)}`;
}

function regionsOf(contract: AnyContract, event: PersonalEvent): readonly Region[] {
  const { type, data, version } = event;
  const actorId = event.actor?.id;
  switch (type) {
    case 'CommandRefused':
      return [{ at: [], fields: faultFields, actorId }];
    case 'CommandRouted':
      return [{ at: ['payload'], fields: commandFields(contract, data['command']), actorId }];
    case 'InputSetAside':
      return [
        { at: [], fields: [{ path: 'reason', ...ENGINE_TEXT }], actorId },
        { at: ['payload'], fields: asideFields(contract, data), actorId: payloadActor(data) },
      ];
    case 'MachineMigrated':
      return stateFields(contract, data['state']);
    default:
      return [{ at: [], fields: eventFields(contract, type, version), actorId }];
  }
}

function asideFields(contract: AnyContract, data: PersonalEvent['data']): readonly PersonalField[] {
  const { kind, name } = data;
  return kind === 'command' ? commandFields(contract, name) : eventFields(contract, name);
}

function payloadActor({ payload }: PersonalEvent['data']): string | undefined {
  const id = (payload as { readonly actor?: { readonly id?: unknown } } | undefined)?.actor?.id;
  return typeof id === 'string' ? id : undefined;
}

/** Where a value holds texts at a path in which `*` stands for every member. */
function matches(value: unknown, [step, ...rest]: readonly string[]): string[][] {
  if (step === undefined) return typeof value === 'string' ? [[]] : [];
  if (typeof value !== 'object' || value === null) return [];
  const names =
    step === '*' ? Object.keys(value) : [step].filter((name) => Object.hasOwn(value, name));
  return names.flatMap((name) =>
    matches((value as Readonly<Record<string, unknown>>)[name], rest).map((found) => [
      name,
      ...found,
    ]),
  );
}

function subjectOf(
  data: unknown,
  path: readonly string[],
  given: { readonly mark: DataSubject; readonly actorId: string | undefined },
): string | undefined {
  const { mark, actorId } = given;
  if (mark === 'journey') return undefined;
  const id = mark === 'actor' ? actorId : siblingOf(data, path, mark.field);
  return typeof id === 'string' && id !== '' ? `person:${id}` : undefined;
}

/** A field of the object that holds the text, or the list in which the text stands. */
function siblingOf(data: unknown, path: readonly string[], field: string): unknown {
  let holder: unknown;
  let value: unknown = data;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (!Array.isArray(value)) holder = value;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return (holder as Readonly<Record<string, unknown>> | undefined)?.[field];
}
