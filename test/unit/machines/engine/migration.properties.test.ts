import { describe, it, expect } from '@jest/globals';
import fc from 'fast-check';
import {
  canonicalJson,
  dehydrate,
  fold,
  foldKnown,
  hydrate,
  type DurableMachine,
} from '../../../../machines/engine/index.ts';
import { begin, live, stored, type Instance } from '../../../support/given.ts';
import { order } from '../../../support/order-machine.ts';
import { orderV2 } from '../../../support/order-v2.ts';

const moves = [
  ['addNote', { text: 'x' }],
  ['orderParcel', { weight: 2 }],
  ['unheardOf', {}],
  ['requestInvoice', {}],
  ['closeOrder', {}],
] as const;
const script = fc.array(fc.nat({ max: moves.length - 1 }), { maxLength: 25 });
const plain = (machine: DurableMachine, { state }: Instance) =>
  canonicalJson({ ...dehydrate(machine, state), outbox: {} });

function play(one: Instance, given: readonly number[], from = 0): void {
  given.forEach((move, index) => {
    const [name, data] = moves[move] ?? moves[0];
    // A signal, so that a refusal is in the log too.
    one.command(name, data, { id: `c-${String(from + index)}`, via: 'signal' });
  });
}
const facts = ({ log }: Instance) =>
  log
    .filter(({ cause }) => cause !== 'migrated')
    .map(({ type, cause, data, causationId }) => ({
      ...{ type, cause },
      // Ids of events lie one further behind a migration.
      ...(cause !== 'derived' && { causationId }),
      data: cause === 'refused' ? { ...data, state: undefined } : data,
    }));

describe('a migration anywhere', () => {
  it('given any commands, when the order is migrated between any two of them, then it decides as it would have, and the fold is its state', () => {
    fc.assert(
      fc.property(script, fc.nat({ max: 25 }), (given, at) => {
        const steady = begin(order, { customer: 'globex', limit: 3 });
        play(steady, given);
        const old = begin(order, { customer: 'globex', limit: 3 });
        play(old, given.slice(0, at));
        const one = live(orderV2, hydrate(orderV2, dehydrate(order, old.state)), [...old.log]);
        one.take([]);
        play(one, given.slice(at), at);
        expect(facts(one)).toEqual(facts(steady));
        const log = stored(one.log);
        const folded = { ...dehydrate(orderV2, fold(orderV2, log)), outbox: {} };
        expect(canonicalJson(folded)).toBe(plain(orderV2, one));
        expect(foldKnown(orderV2, log).unverifiable).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
