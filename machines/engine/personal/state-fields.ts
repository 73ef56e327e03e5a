import { type AnyContract, type PersonalField, personalFields } from '../contract/index.ts';
import type { PersistedState } from '../state/index.ts';
import { childContract, commandFields, eventFields, type Region } from './fields.ts';

/** Of the faults of a refusal what somebody has written: a value, or the name of a field that there is not. */
export const faultFields: readonly PersonalField[] = [
  { path: 'faults.*.path', subject: 'actor' },
  { path: 'faults.*.given', subject: 'actor' },
];

/**
 * Where a whole state holds what people wrote: in the context what has the name of a marked field, at its top or in one
 * of its objects; what children were started with, messages under way, the last refusal. A machine that keeps a text
 * under another name would escape this: a test looks for that.
 */
export function stateFields(contract: AnyContract, state: unknown): readonly Region[] {
  const { actors, outbox, lastRefusal, snapshot } = state as PersistedState;
  const children = Object.entries(actors).map(([name, { src }]): Region => {
    const input = childContract(contract, src)?.input;
    const fields = input ? personalFields(input) : [];
    return { at: ['state', 'actors', name, 'input'], fields, actorId: undefined };
  });
  const messages = Object.entries(outbox).flatMap(([target, waiting]) =>
    waiting.map(({ kind, type, version = 1, actor }, index): Region => {
      const fields =
        kind === 'command' ? commandFields(contract, type) : eventFields(contract, type, version);
      return { at: ['state', 'outbox', target, String(index), 'data'], fields, actorId: actor?.id };
    }),
  );
  return [
    ...contextRegions(contract, snapshot.context),
    ...children,
    ...messages,
    { at: ['state', 'lastRefusal'], fields: faultFields, actorId: lastRefusal?.actor?.id },
    {
      at: ['state', 'seen'],
      fields: [{ path: '*.payloadHash', subject: 'journey' }],
      actorId: undefined,
    },
  ];
}

function contextRegions(contract: AnyContract, context: unknown): readonly Region[] {
  const fields = new Map<string, PersonalField>();
  for (const type of Object.keys(contract.events)) {
    for (const field of eventFields(contract, type)) {
      if (!fields.has(field.path)) fields.set(field.path, field);
    }
  }
  const names = typeof context === 'object' && context !== null ? Object.keys(context) : [];
  return [[], ...names.map((name) => [name])].map((path) => ({
    at: ['state', 'snapshot', 'context', ...path],
    fields: [...fields.values()],
    actorId: undefined,
  }));
}
