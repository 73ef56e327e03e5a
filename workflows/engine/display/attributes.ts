import {
  defineSearchAttributeKey,
  type SearchAttributePair,
  type SearchAttributeType,
} from '@temporalio/common';
import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import {
  searchAttributes,
  stateOf,
  type DurableMachine,
  type EntityState,
} from '../../../machines/engine/index.ts';
import type { Entity } from '../entity.ts';
import { waitingFor } from './details.ts';

type Value = string | number | boolean | readonly string[] | null;
type Attributes = Readonly<Record<string, Value>>;

/** Sets the search attributes that have changed. */
export function publishAttributes(entity: Entity): void {
  const { state, machine, attributes } = entity;
  if (!state) return;
  const isFirst = Object.keys(attributes).length === 0;
  const before = isFirst ? givenAtStart() : attributes;
  const wanted = attributesOf(machine, state, entity.problem);
  // One that an earlier build did not know is empty: a run that goes on from it replays as before.
  const changed = Object.entries(wanted).filter(
    ([name, value]) => JSON.stringify(before[name] ?? null) !== JSON.stringify(value),
  );
  if (changed.length === 0) return;
  upsertSearchAttributes(changed.map(([name, value]) => pair(name, value)));
  entity.attributes = { ...attributes, ...Object.fromEntries(changed) };
}

/** "Start workflow like this one" copies the other run's: whatever they say, they are set anew. */
function givenAtStart(): Readonly<Record<string, 'copied'>> {
  const given = workflowInfo().typedSearchAttributes.getAll();
  return Object.fromEntries(given.map(({ key }) => [key.name, 'copied']));
}

/** The search attributes of an instance, all of them. */
export function attributesOf(
  machine: DurableMachine,
  state: EntityState,
  problem: string | undefined,
): Attributes {
  const active = state.snapshot.status === 'active';
  const next = active
    ? Object.values(state.timers)
        .filter((timer) => timer.dueDate)
        .sort((a, b) => a.fireAt - b.fireAt)[0]
    : undefined;
  const cleared = Object.fromEntries(Object.keys(searchAttributes).map((name) => [name, null]));
  return {
    ...cleared,
    CertwayState: stateOf(state),
    CertwayMachine: `${state.machine.id}@${state.machine.version}`,
    CertwayWaitingFor: active ? waitingFor(state) : [],
    CertwayOverdue: active && state.snapshot.tags.has('overdue'),
    CertwayNextDue: next ? new Date(next.fireAt).toISOString() : null,
    CertwayNextDueRule: next?.dueDate?.rule ?? null,
    CertwayProblem: problem === undefined ? null : 'EVENT_STREAM_CONFLICT',
    CertwayOutcome: active ? null : state.snapshot.status,
    ...machine.attributes(state.snapshot.context),
  };
}

const typeOf: Readonly<Record<string, SearchAttributeType>> = {
  Keyword: 'KEYWORD',
  KeywordList: 'KEYWORD_LIST',
  Datetime: 'DATETIME',
  Int: 'INT',
  Bool: 'BOOL',
};

function pair(name: string, value: Value): SearchAttributePair {
  const kind = (searchAttributes as Readonly<Record<string, string>>)[name] ?? 'Keyword';
  const key = defineSearchAttributeKey(name, typeOf[kind] ?? 'KEYWORD');
  const typed = kind === 'Datetime' && typeof value === 'string' ? new Date(value) : value;
  return { key, value: typed } as SearchAttributePair;
}
