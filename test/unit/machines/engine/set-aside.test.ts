import { describe, expect, it } from '@jest/globals';
import { assign, setup } from 'xstate';
import {
  canonicalJson,
  dehydrate,
  FailingInput,
  faultText,
  fold,
  type DurableMachine,
  type Fault,
  type Input,
} from '../../../../machines/engine/index.ts';
import { begin, command, type Instance } from '../../../support/given.ts';
import { durable } from '../../../support/small-machine.ts';

const OPERATOR = { id: 'o-1', role: 'operator' };

/** A machine whose guard has a bug for one payload, and whose delay runs into another. */
const machine: DurableMachine = durable(
  setup({
    types: {
      context: {} as { readonly taken: readonly string[] },
      events: {} as { type: string; readonly what?: { readonly length: number } },
    },
    guards: { isLong: ({ event }) => (event.what as { readonly length: number }).length > 3 },
    actions: { take: assign({ taken: ({ context, event }) => [...context.taken, event.type] }) },
    delays: { soon: 10 },
  }).createMachine({
    id: 'fragile',
    version: '1',
    context: { taken: [] },
    initial: 'open',
    states: {
      open: {
        on: { Said: { guard: 'isLong', actions: 'take' }, Noted: { actions: 'take' } },
        after: { soon: { guard: 'isLong', target: 'late' } },
      },
      late: {},
    },
  }),
  { commands: ['Said', 'Noted'], events: ['SoonElapsed'] },
);

const poison = (id: string, via: 'update' | 'signal' = 'signal') =>
  command('doSaid', {}, { id, via });
const wish = (input: string, change: object = {}): Input => ({
  cause: 'setAside',
  id: `wish-${input}`,
  payload: { actor: OPERATOR, input, reason: 'It has no text.', ...change },
});
const types = ({ log }: Instance) => log.map(({ type }) => type);
const expectFolded = ({ log, state }: Instance) => {
  const stored = JSON.parse(JSON.stringify(log)) as typeof log;
  expect(canonicalJson(dehydrate(machine, fold(machine, stored)))).toBe(
    canonicalJson(dehydrate(machine, state)),
  );
};

describe('an input that fails the machine', () => {
  it('given a guard with a bug, when a command meets it, then the failure names the input and what to do', () => {
    const instance = begin(machine);
    const take = () => instance.take([command('doNoted'), poison('c-7')]);
    expect(take).toThrow(FailingInput);
    expect(take).toThrow(/isLong.*input c-7 fails the machine.*setAside .*"input":"c-7"/s);
    expect(types(instance)).toEqual(['Started']);
  });

  it('given the wish behind it, when both wait, then it is set aside, the others go on, and the fold agrees', () => {
    const instance = begin(machine);
    const given = [command('doNoted'), poison('c-7'), command('doNoted'), wish('c-7')];
    const { outcomes } = instance.take(given);
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      'accepted',
      'refused',
      'accepted',
      'dropped',
    ]);
    expect(outcomes[1]).toMatchObject({ refusal: { code: 'INPUT_SET_ASIDE' } });
    expect(types(instance)).toEqual(['Started', 'Noted', 'InputSetAside', 'Noted']);
    expect(instance.log[2]).toMatchObject({
      causationId: 'wish-c-7',
      actor: OPERATOR,
      data: { input: 'c-7', kind: 'command', name: 'doSaid', reason: 'It has no text.' },
    });
    expectFolded(instance);
  });

  it('given a command that was set aside, when it comes again, then it is refused for that, whatever way it comes', () => {
    const instance = begin(machine);
    instance.take([poison('c-7'), wish('c-7')]);
    for (const via of ['update', 'signal'] as const) {
      const { outcomes } = instance.take([poison('c-7', via)]);
      expect(outcomes).toMatchObject([{ kind: 'refused', refusal: { code: 'INPUT_SET_ASIDE' } }]);
    }
    expect(types(instance)).toEqual(['Started', 'InputSetAside']);
  });

  it('given a delay whose guard has a bug, when it elapses, then it can be set aside and never elapses again', () => {
    const instance = begin(machine);
    expect(() => instance.take([], 10)).toThrow(
      /input xstate\.after\.soon\.fragile\.open@j:1 fails/,
    );
    instance.take([wish('xstate.after.soon.fragile.open@j:1'), command('doNoted')], 10);
    expect(types(instance)).toEqual(['Started', 'InputSetAside', 'Noted']);
    expect(instance.state.timers).toEqual({});
    instance.take([], 1_000);
    expect(types(instance)).toHaveLength(3);
    expectFolded(instance);
  });

  it.each([
    ['nobody waits', wish('c-1'), 'input: nothing waits under the id that was given (given "c-1")'],
    [
      'no operator',
      wish('c-7', { actor: { id: 'a-1', role: 'clerk' } }),
      'actor.role: setAside is for operator',
    ],
    ['no reason', wish('c-7', { reason: '' }), 'reason: '],
  ])(
    'given a wish where there is %s, when it comes, then it is refused and recorded',
    (_why, given, fault) => {
      const instance = begin(machine);
      instance.take([given]);
      expect(instance.log[1]).toMatchObject({
        type: 'CommandRefused',
        data: { command: 'setAside' },
      });
      const recorded = instance.log[1]?.data['faults'] as readonly Fault[];
      expect(recorded.map(faultText)).toEqual([expect.stringContaining(fault)]);
      instance.take([given]);
      expect(types(instance)).toHaveLength(2);
      expectFolded(instance);
    },
  );

  it('given a wish for a command that was decided, when it comes, then the command stays decided', () => {
    const instance = begin(machine);
    instance.take([command('doNoted', {}, { id: 'c-2' })]);
    instance.take([command('doNoted', {}, { id: 'c-2' }), wish('c-2')]);
    expect(types(instance)).toEqual(['Started', 'Noted', 'CommandRefused']);
  });
});
