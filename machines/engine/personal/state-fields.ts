import { type AnyContract, personalFields } from '../contract/index.ts';
import type { PersistedState } from '../state/index.ts';
import { childContract, commandFields, eventFields, type Region } from './fields.ts';

/**
 * Where a whole state holds what people wrote: what the machine was started with, what its children were, messages
 * under way, the last refusal. A machine that keeps more of a text in its context than its start would escape this:
 * a test looks for that.
 */
export function stateFields(contract: AnyContract, state: unknown): readonly Region[] {
  const { actors, outbox, lastRefusal } = state as PersistedState;
  const start = eventFields(contract, contract.starts);
  const children = Object.entries(actors).map(([name, { src }]): Region => {
    const input = childContract(contract, src)?.input;
    const fields = input ? personalFields(input) : [];
    return { at: ['state', 'actors', name, 'input'], fields, actorId: undefined };
  });
  const messages = Object.entries(outbox).flatMap(([target, waiting]) =>
    waiting.map(({ kind, type, actor }, index): Region => {
      const fields =
        kind === 'command' ? commandFields(contract, type) : eventFields(contract, type);
      return { at: ['state', 'outbox', target, String(index), 'data'], fields, actorId: actor?.id };
    }),
  );
  const refusal = [{ path: 'faults.*', subject: 'actor' } as const];
  return [
    { at: ['state', 'snapshot', 'context'], fields: start, actorId: undefined },
    ...children,
    ...messages,
    { at: ['state', 'lastRefusal'], fields: refusal, actorId: lastRefusal?.actor?.id },
    {
      at: ['state', 'seen'],
      fields: [{ path: '*.payloadHash', subject: 'journey' }],
      actorId: undefined,
    },
  ];
}
