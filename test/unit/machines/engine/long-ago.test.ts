import { describe, expect, it } from '@jest/globals';
import {
  createSimulation,
  decide,
  dehydrate,
  fold,
  foundInLog,
  hashOf,
  hydrate,
  idsToLookUp,
  isUnknown,
  signalCount,
  signalIdOf,
} from '../../../../machines/engine/index.ts';
import { lookUp, SEEN_LIMIT } from '../../../../machines/engine/state/seen.ts';
import { after, begin, command, START, stored, type Instance } from '../../../support/given.ts';
import { order, parcel } from '../../../support/order-machine.ts';

const started = () => begin(order, { customer: 'globex' });

describe('decide, commands of long ago', () => {
  const NOTES = SEEN_LIMIT + 76;
  const longAgo = () => {
    const one = started();
    for (let n = 1; n <= NOTES; n += 1) {
      const via = n % 3 === 0 ? 'signal' : 'update';
      one.command('addNote', { text: String(n) }, { id: `n-${String(n)}`, via });
    }
    return one;
  };
  const oldest = command('addNote', { text: '1' }, { id: 'n-1' });
  const found = (one: Instance, ids: readonly string[]) => foundInLog(order, stored(one.log), ids);

  it('given ids that are remembered no more, when any comes again, then the log is asked for it, and for hardly any other', () => {
    const { state } = longAgo();
    for (let n = 1; n <= NOTES; n += 1) {
      expect(isUnknown(state, `n-${String(n)}`)).toBe(n <= NOTES - SEEN_LIMIT);
    }
    const others = Array.from({ length: 1000 }, (_, n) => `other-${String(n)}`);
    expect(others.filter((id) => isUnknown(state, id)).length).toBeLessThan(5);
    expect(idsToLookUp(state, [oldest, oldest, command('addNote', {}, { id: 'new' })])).toEqual([
      'n-1',
    ]);
    expect(idsToLookUp(started().state, [oldest])).toEqual([]);
  });

  it('given a command of long ago, when it comes again, then it is answered as before, and refused with another payload', () => {
    const one = longAgo();
    const { events, outcomes } = decide(order, one.state, {
      inputs: [oldest, { ...oldest, payload: { ...(oldest.payload as object), text: 'other' } }],
      now: { ms: Date.parse(after(2)) },
      found: found(one, ['n-1']),
    });
    expect(events).toEqual([]);
    expect(outcomes).toMatchObject([
      { kind: 'accepted', answer: { eventId: 'j:2', event: 'NoteAdded' } },
      { kind: 'refused', refusal: { code: 'COMMAND_ID_REUSED' } },
    ]);
  });

  it('given a refused signal and an input set aside long ago, when they come again, then they stay so', () => {
    const one = started();
    one.command('addNote', {}, { id: 's-1', via: 'signal' });
    const payload = { actor: { id: 'o-1', role: 'operator' }, input: 'p-1', reason: 'poison' };
    const poison = command('addNote', { text: 'p' }, { id: 'p-1' });
    one.take([poison, { cause: 'setAside', id: 'w-1', payload }]);
    const before = found(one, ['s-1', 'p-1', 'w-1', 'nobody']);
    expect(before).toMatchObject({
      's-1': { event: 'CommandRefused' },
      'p-1': { event: 'InputSetAside' },
      'w-1': { event: 'InputSetAside' },
    });
    const inputs = [command('addNote', {}, { id: 's-1', via: 'signal' }), poison];
    const { events, outcomes } = decide(
      order,
      { ...one.state, seen: undefined },
      {
        ...{ inputs, now: { ms: Date.parse(after(2)) } },
        found: before,
      },
    );
    expect(events).toEqual([]);
    expect(outcomes).toMatchObject([
      { kind: 'dropped' },
      { kind: 'refused', refusal: { code: 'INPUT_SET_ASIDE' } },
    ]);
  });

  it('given a log beyond what is remembered, when it is folded or the state carried, then the same ids are known to be forgotten', () => {
    const { state, log } = longAgo();
    expect(dehydrate(order, fold(order, stored(log)))).toEqual(dehydrate(order, state));
    expect(hydrate(order, dehydrate(order, state)).forgotten).toBe(state.forgotten);
  });

  it('given a simulation, when a command of long ago comes again, then its log is asked', () => {
    const simulation = createSimulation({ machines: [order, parcel], at: START });
    simulation.start('order', 'j', { customer: 'globex' });
    const give = (n: number) =>
      simulation.command('j', 'addNote', { ...payloadOf(n), commandId: `n-${String(n)}` });
    const payloadOf = (n: number) => ({ actor: { id: 'a-1', role: 'clerk' }, text: String(n) });
    const first = give(1);
    for (let n = 2; n <= NOTES; n += 1) give(n);
    const length = simulation.log('j').length;
    expect(give(1)).toEqual(first);
    expect(simulation.log('j')).toHaveLength(length);
  });

  it('given more kinds of signals than are counted, when one that is still remembered comes again, then it is the second', () => {
    const one = started();
    const id = (n: number) => signalIdOf({ hash: hashOf(n), count: 1 });
    for (let n = 0; n < 300; n += 1) {
      one.command('addNote', { text: String(n) }, { id: id(n), via: 'signal' });
    }
    expect(one.state.signals[hashOf(0)]).toBeUndefined();
    expect([0, 299, 300].map((n) => signalCount(one.state, hashOf(n)))).toEqual([1, 1, 0]);
  });

  it('given a signal without an id of its own, when it is remembered no more, then the log is not asked: it never comes again', () => {
    const one = started();
    const id = signalIdOf({ hash: hashOf('x'), count: 1 });
    one.command('addNote', { text: 'x' }, { id, via: 'signal' });
    for (let n = 0; n < SEEN_LIMIT; n += 1) {
      one.command('addNote', { text: 'y' }, { id: `n-${String(n)}` });
    }
    expect(lookUp(one.state.seen, id)).toBeUndefined();
    expect(one.state.forgotten).toBeUndefined();
    expect(isUnknown(one.state, id)).toBe(false);
  });
});
