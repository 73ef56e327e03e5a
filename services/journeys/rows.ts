import {
  defineSearchAttributeKey,
  type SearchAttributeType,
  type TypedSearchAttributes,
} from '@temporalio/common';
import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { searchAttributes } from '../../machines/engine/index.ts';

/** What a list tells of one workflow; from its search attributes, so that nobody has to answer. */
export interface Row {
  /** Workflow id. */
  readonly entity: string;
  /** Status of the execution, lower case, e.g. `running`. */
  readonly status: string;
  readonly machine: string;
  readonly version: string;
  /** State path. */
  readonly state: string;
  readonly client: string | null;
  readonly waitingFor: readonly string[];
  /** Instant of the next deadline, ISO-8601 UTC. */
  readonly nextDue: string | null;
  readonly nextDueRule: string | null;
  readonly isOverdue: boolean;
  /** Code of what keeps it from going on. */
  readonly problem: string | null;
  readonly certificate: string | null;
}

type Name = keyof typeof searchAttributes;

const typeOf: Readonly<Record<string, SearchAttributeType>> = {
  Keyword: 'KEYWORD',
  KeywordList: 'KEYWORD_LIST',
  Datetime: 'DATETIME',
  Int: 'INT',
  Bool: 'BOOL',
};

/** The row of a workflow; `undefined` of one that has not begun, or is none of certway. */
export function rowOf(
  info: Pick<WorkflowExecutionInfo, 'workflowId' | 'status' | 'typedSearchAttributes'>,
): Row | undefined {
  const read = (name: Name): unknown => valueOf(info.typedSearchAttributes, name) ?? null;
  const state = read('CertwayState') as string | null;
  if (state === null) return undefined;
  const [machine = '', version = ''] = String(read('CertwayMachine')).split('@');
  const due = read('CertwayNextDue') as Date | null;
  return {
    entity: info.workflowId,
    status: info.status.name.toLowerCase(),
    ...{ machine, version, state },
    client: read('CertwayClient') as string | null,
    waitingFor: (read('CertwayWaitingFor') as readonly string[] | null) ?? [],
    nextDue: due?.toISOString() ?? null,
    nextDueRule: read('CertwayNextDueRule') as string | null,
    isOverdue: read('CertwayOverdue') === true,
    problem: read('CertwayProblem') as string | null,
    certificate: read('CertwayCertificate') as string | null,
  };
}

function valueOf(attributes: TypedSearchAttributes, name: Name): unknown {
  return attributes.get(defineSearchAttributeKey(name, typeOf[searchAttributes[name]] ?? 'TEXT'));
}

/**
 * Workflows of certway that run, by id.
 * @param condition - in the list filter language of Temporal, in addition
 */
export async function listRunning(client: Client, condition?: string): Promise<readonly Row[]> {
  const conditions = [
    "ExecutionStatus = 'Running'",
    'CertwayState IS NOT NULL',
    ...(condition === undefined ? [] : [condition]),
  ];
  const rows: Row[] = [];
  for await (const info of client.workflow.list({ query: conditions.join(' AND ') })) {
    const row = rowOf(info);
    if (row) rows.push(row);
  }
  return rows.sort((a, b) => (a.entity < b.entity ? -1 : 1));
}
