import type { Connection } from '@temporalio/client';
import { searchAttributes } from '../../machines/engine/index.ts';
import { StartError } from '../start-error.ts';
import { waitUntil } from '../wait-until.ts';
import { provisionNamespace } from './provision-namespace.ts';
import { provisionSearchAttributes } from './provision-search-attributes.ts';

/** A cluster spreads a new namespace and new attributes among its services within ten seconds. */
const visibleWithinMs = 30_000;

const conditions = {
  Keyword: "= 'x'",
  KeywordList: "= 'x'",
  Datetime: "> '2000-01-01T00:00:00Z'",
  Int: '> 0',
  Bool: '= true',
} as const;

/** Matches nothing, but is accepted only where every attribute is known. */
const everyAttribute = Object.entries(searchAttributes)
  .map(([name, type]) => `${name} ${conditions[type]}`)
  .join(' AND ');

/**
 * Counts the workflows of a namespace.
 *
 * @param query - in Temporal's list filter language
 */
export async function countWorkflows(
  connection: Connection,
  namespace: string,
  query: string,
): Promise<number> {
  const request = { namespace, query };
  const { count } = await connection.workflowService.countWorkflowExecutions(request);
  return count.toNumber();
}

/**
 * Gives a namespace what certway needs, and waits until it can be used: the namespace itself, its
 * retention, the search attributes. Doing it again changes nothing.
 *
 * @throws StartError `NAMESPACE_DIFFERS` or `SEARCH_ATTRIBUTE_DIFFERS`
 */
export async function provisionTemporal(connection: Connection, namespace: string): Promise<void> {
  await provisionNamespace(connection, namespace);
  await provisionSearchAttributes(connection, namespace);
  const isUsable = async () => (await countWorkflows(connection, namespace, everyAttribute)) === 0;
  if (await waitUntil(isUsable, { withinMs: visibleWithinMs })) return;
  throw new StartError(
    'SEARCH_ATTRIBUTE_DIFFERS',
    `Namespace ${namespace} does not find workflows by its search attributes after ${visibleWithinMs / 1000} s.`,
  );
}
