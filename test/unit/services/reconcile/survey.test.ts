import { describe, expect, it } from '@jest/globals';
import { reconcileLine } from '../../../../services/cli/index.ts';
import type { StoredEvent } from '../../../../services/event-log/index.ts';
import { survey } from '../../../../services/reconcile/survey.ts';
import { begin, stored } from '../../../support/given.ts';
import { order, parcel } from '../../../support/order-machine.ts';
import { storedEvents } from '../../../support/stored-events.ts';

async function* all(...logs: readonly (readonly StoredEvent[])[]): AsyncGenerator<StoredEvent> {
  for (const log of logs) yield* await Promise.resolve(log);
}

describe('survey', () => {
  it('given a journey and its child, when read, then the end of each is known, and what one has recorded of the other', async () => {
    const one = begin(order, { customer: 'globex' });
    one.command('orderParcel', { weight: 2 });
    const child = begin(parcel, { weight: 2 }, { entity: 'j/parcel-1', startedBy: 'j:2' });
    const told = {
      ...{ number: 1, id: 'j/parcel-1:7', kind: 'event' as const, type: 'ParcelWeighed' },
      ...{ data: { weight: 3 }, correlationId: 'c' },
    };
    one.take([{ cause: 'message', from: 'j/parcel-1', message: told }]);
    const found = await survey(all(storedEvents(stored(one.log)), storedEvents(stored(child.log))));
    expect(found.get('j')).toMatchObject({
      ...{ machine: 'order', end: { sequence: 3 }, witnessed: 2, witness: 'j/parcel-1:1' },
    });
    expect(found.get('j/parcel-1')).toMatchObject({
      ...{ machine: 'parcel', end: { sequence: 1 }, witnessed: 7, witness: 'j:3' },
    });
  });

  it('given a log without the entity that a cause names, when read, then it is known all the same', async () => {
    const child = begin(parcel, { weight: 2 }, { entity: 'j/parcel-1', startedBy: 'j:2' });
    const found = await survey(all(storedEvents(stored(child.log))));
    expect(found.get('j')).toEqual({
      ...{ entity: 'j', machine: undefined, end: undefined },
      ...{ witnessed: 2, witness: 'j/parcel-1:1' },
    });
  });
});

describe('reconcileLine', () => {
  const one = { entity: 'j', machine: 'order', log: 2, known: 8, missing: [], written: 0 };
  it.each([
    [
      { ...one, standing: 'gap', missing: ['A', 'B', 'C', 'D', 'E', 'F'] },
      'j: gap, the log ends at 2, 8 is known: A, B, C, D, 2 more',
    ],
    [
      { ...one, standing: 'gap', missing: ['A'], written: 1 },
      'j: gap, the log ends at 2, 8 is known: A; 1 written',
    ],
    [
      { ...one, standing: 'refused', reason: 'why' },
      'j: refused, the log ends at 2, 8 is known: why',
    ],
    [{ ...one, standing: 'lost' }, 'j: lost to Temporal'],
  ] as const)('given %j, when shown, then it is one line', (outcome, line) => {
    expect(reconcileLine(outcome)).toBe(line);
  });
});
