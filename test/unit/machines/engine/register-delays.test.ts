import { describe, expect, it } from '@jest/globals';
import { raise, sendTo } from 'xstate';
import { faultsOf, graph, type Case } from './faulty-machine.ts';

const soon = { delays: { soon: 1 } };

describe('register, delays, each fault with its place and remedy', () => {
  it.each<Case>([
    [
      'a delay that is a number',
      graph({ initial: 'a', states: { a: { after: { 1000: 'b' } }, b: {} } }),
      {},
      'm.a: delay 1000 is a number; name it in setup({ delays })',
    ],
    [
      'a delay nobody implements',
      graph({ initial: 'a', states: { a: { after: { soon: 'b' } }, b: {} } }),
      { events: ['SoonElapsed'] },
      'm.a: delay soon is not implemented in setup()',
    ],
    [
      'a delay the contract does not know',
      graph({ initial: 'a', states: { a: { after: { soon: 'b' } }, b: {} } }, soon),
      {},
      'm.a: the contract has no event SoonElapsed for delay soon',
    ],
    [
      'a later event with a number',
      graph({ entry: raise({ type: 'Nag' }, { delay: 5 }) }),
      { events: ['NagElapsed'] },
      'm: delay 5 of a later event; name it in setup({ delays })',
    ],
    [
      'a later event with an unknown delay, which XState would raise at once',
      graph({ entry: raise({ type: 'Nag' }, { delay: 'soon' as never }) }),
      { events: ['NagElapsed'] },
      'm: delay soon of a later event; name it in setup({ delays })',
    ],
    [
      'a later event whose delay is code',
      graph({ entry: sendTo(({ self }) => self, { type: 'Nag' }, { delay: () => 5 }) }),
      { events: ['NagElapsed'] },
      'm: delay in code of a later event; name it in setup({ delays })',
    ],
    [
      'a later event the contract does not know as elapsed',
      graph(
        { entry: 'nag' },
        { ...soon, actions: { nag: raise({ type: 'Nag' }, { delay: 'soon' as never }) } },
      ),
      {},
      'm: the contract has no event NagElapsed for a later Nag',
    ],

    [
      'a delay that is no number',
      graph({}, { delays: { soon: Number.NaN } }),
      {},
      'delay soon: NaN is no duration; give 0 to 100 years in milliseconds',
    ],
    [
      'a delay without end',
      graph({}, { delays: { soon: Number.POSITIVE_INFINITY } }),
      {},
      'delay soon: Infinity is no duration; give 0 to 100 years in milliseconds',
    ],
    [
      'a delay below zero',
      graph({}, { delays: { soon: -1 } }),
      {},
      'delay soon: -1 is no duration; give 0 to 100 years in milliseconds',
    ],
    [
      'a delay beyond a hundred years',
      graph({}, { delays: { soon: 100 * 366 * 86_400_000 + 1 } }),
      {},
      'delay soon: 3162240000001 is no duration; give 0 to 100 years in milliseconds',
    ],
    [
      'a delay that is a text',
      graph({}, { delays: { soon: '5' } }),
      {},
      'delay soon: 5 is no duration; give 0 to 100 years in milliseconds',
    ],
    [
      'a delay with a dot in its name',
      graph({}, { delays: { 'very.soon': 1 } }),
      {},
      'delay very.soon: a dot cuts its name off; choose another',
    ],
    [
      'a later event that code makes and the contract does not know as elapsed',
      graph({ entry: raise(() => ({ type: 'Nag' }), { delay: 'soon' as never }) }, soon),
      {},
      'm: the contract has no event NagElapsed for a later Nag',
    ],
  ])('given %s, when registered, then it is named', (_what, machine, small, fault) => {
    expect(faultsOf(machine, small)).toEqual([fault]);
  });
});

describe('register, delays that are fine', () => {
  it.each([0, 1, 100 * 366 * 86_400_000, () => Number.NaN])(
    'given a delay of %p, when registered, then there is no fault',
    (delay) => {
      expect(faultsOf(graph({}, { delays: { soon: delay } }))).toEqual([]);
    },
  );

  it('given a later event that no trial can make, when registered, then there is no fault', () => {
    const nag = raise(({ event }) => ({ type: (event as unknown as { as: string }).as }), {
      delay: 'soon' as never,
    });
    expect(faultsOf(graph({ on: { Go: { actions: nag } } }, soon), { commands: ['Go'] })).toEqual(
      [],
    );
  });
});
