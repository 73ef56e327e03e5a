import type { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { temporal } from '@temporalio/proto';
import { searchAttributes } from '../../machines/engine/index.ts';
import { StartError } from '../start-error.ts';

/** A type of search attribute, as Temporal's documentation spells it. */
export type AttributeType = (typeof searchAttributes)[keyof typeof searchAttributes];

const types = proto.temporal.api.enums.v1.IndexedValueType;

const wireTypes: Readonly<Record<AttributeType, temporal.api.enums.v1.IndexedValueType>> = {
  Keyword: types.INDEXED_VALUE_TYPE_KEYWORD,
  KeywordList: types.INDEXED_VALUE_TYPE_KEYWORD_LIST,
  Datetime: types.INDEXED_VALUE_TYPE_DATETIME,
  Int: types.INDEXED_VALUE_TYPE_INT,
  Bool: types.INDEXED_VALUE_TYPE_BOOL,
};

/** Attributes by name with their types on the wire. */
type Attributes = Readonly<Record<string, temporal.api.enums.v1.IndexedValueType>>;

const wanted: Attributes = Object.fromEntries(
  Object.entries(searchAttributes).map(([name, type]) => [name, wireTypes[type]]),
);

const typeName = (type: temporal.api.enums.v1.IndexedValueType): string =>
  Object.entries(wireTypes).find(([, wireType]) => wireType === type)?.[0] ?? `type ${type}`;

/** @returns one line for each attribute that exists with another type */
export function findConflicts(existing: Attributes): readonly string[] {
  return Object.entries(wanted).flatMap(([name, type]) => {
    const actual = existing[name] ?? type;
    return actual === type
      ? []
      : [`search attribute ${name} is ${typeName(actual)}, needed is ${typeName(type)}`];
  });
}

/** @returns the attributes that are still to be added */
export const findMissing = (existing: Attributes): Attributes =>
  Object.fromEntries(Object.entries(wanted).filter(([name]) => existing[name] === undefined));

/** The search attributes that were added to a namespace, with their types on the wire. */
export async function readAttributes(
  connection: Connection,
  namespace: string,
): Promise<Attributes> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return customAttributes;
}

function refuseConflicts(existing: Attributes, namespace: string): void {
  const conflicts = findConflicts(existing);
  if (conflicts.length === 0) return;
  throw new StartError(
    'SEARCH_ATTRIBUTE_DIFFERS',
    `Namespace ${namespace}: ${conflicts.join('; ')}. Remove it there, or use another CERTWAY_NAMESPACE.`,
  );
}

/** Registers the attributes where lists are not supported: on the time-skipping server. */
export async function addSearchAttributes(
  connection: Connection,
  namespace: string,
  added: Attributes = wanted,
): Promise<void> {
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: { ...added },
  });
}

/**
 * Adds the search attributes that a namespace lacks and reads them back. Adding one that exists with
 * another type would be accepted and change nothing, so the types are compared first.
 *
 * @throws StartError `SEARCH_ATTRIBUTE_DIFFERS` when one exists with another type or does not appear
 */
export async function provisionSearchAttributes(
  connection: Connection,
  namespace: string,
): Promise<void> {
  const existing = await readAttributes(connection, namespace);
  refuseConflicts(existing, namespace);
  const missing = findMissing(existing);
  if (Object.keys(missing).length === 0) return;
  await addSearchAttributes(connection, namespace, missing);
  const names = Object.keys(findMissing(await readAttributes(connection, namespace)));
  if (names.length === 0) return;
  throw new StartError(
    'SEARCH_ATTRIBUTE_DIFFERS',
    `Namespace ${namespace} did not take the search attributes ${names.join(', ')}.`,
  );
}
