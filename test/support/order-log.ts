import { decide, type EntityState, type RecordedEvent } from '../../machines/engine/index.ts';
import { order } from './order-machine.ts';

/** An order that only takes notes, decided upon as its workflow would, without one. */
export interface NoteTaker {
  readonly entity: string;
  /** The start. */
  readonly begun: readonly RecordedEvent[];
  /** The next note. @returns the events that it leads to */
  readonly note: (text: string) => readonly RecordedEvent[];
}

/** Begins an order that takes notes. */
export function noteTaker(entity: string): NoteTaker {
  const now = { ms: Date.parse('2026-01-01T00:00:00Z') };
  const start = { cause: 'start', entity, startedBy: '', runId: `run of ${entity}` } as const;
  const data = order.contract.input.parse({ customer: 'globex' });
  const begun = decide(order, undefined, { inputs: [{ ...start, data }], now });
  let state: EntityState = begun.state;
  const actor = { id: 'a-1', role: 'clerk' };
  return {
    entity,
    begun: begun.events,
    note: (text) => {
      const id = `${entity} ${String(state.sequence)}`;
      const input = { cause: 'command', command: 'addNote', via: 'update' } as const;
      const decision = decide(order, state, {
        inputs: [{ ...input, id, payload: { actor, text } }],
        now,
      });
      state = decision.state;
      return decision.events;
    },
  };
}

/** The first events of an order that takes notes. */
export function orderLog(entity: string, count: number): readonly RecordedEvent[] {
  const one = noteTaker(entity);
  const notes = Array.from({ length: count - 1 }, (_, index) => one.note(`note ${String(index)}`));
  return [...one.begun, ...notes.flat()];
}
