import { describe, expect, it } from '@jest/globals';
import { assign } from 'xstate';
import {
  dehydrate,
  register,
  type DurableMachine,
  type PersistedState,
} from '../../../../machines/engine/index.ts';
import { planLine } from '../../../../services/cli/index.ts';
import { rehearse } from '../../../../services/migration/index.ts';
import { begin, stored, type Instance } from '../../../support/given.ts';
import { order, parcel } from '../../../support/order-machine.ts';
import { changed, orderV2, orderV2Parts, parcelV2 } from '../../../support/order-v2.ts';

function running(): Instance {
  const one = begin(order, { customer: 'globex' });
  one.command('orderParcel', { weight: 2 });
  one.command('addNote', { text: 'x' });
  return one;
}
const events = ({ log }: Instance) => stored(log);
const live = ({ machine, state }: Instance) =>
  JSON.parse(JSON.stringify({ ...dehydrate(machine, state), outbox: {} })) as PersistedState;
const both = (one: Instance) => ({ events: events(one), live: live(one) });
const logic = (machine: DurableMachine, given: object): DurableMachine => ({
  ...machine,
  ...given,
});

describe('rehearse', () => {
  it('given the build that runs, when it is rehearsed, then everything continues', () => {
    const one = running();
    const same = { verdict: 'continues', from: '1.0.0', to: '1.0.0', paths: [], reasons: [] };
    expect(rehearse(order, both(one))).toEqual(same);
    expect(rehearse(order, { events: events(one), live: undefined })).toEqual(same);
  });

  it('given a log that has grown since the state was asked for, when it is rehearsed, then both are compared at the moment of the state', () => {
    const one = running();
    const asked = live(one);
    one.command('addNote', { text: 'later' });
    expect(rehearse(order, { events: events(one), live: asked }).verdict).toBe('continues');
  });

  it('given a migration, when it is rehearsed, then it names the paths that change', () => {
    const expected = {
      ...{ verdict: 'migrates', from: '1.0.0', to: '2.0.0', reasons: [] },
      paths: ['snapshot.context.priority', 'snapshot.value'],
    };
    const one = running();
    expect(rehearse(orderV2, both(one))).toEqual(expected);
    expect(rehearse(orderV2, { events: events(one), live: undefined })).toEqual(expected);
    const child = begin(parcel, { weight: 1 }, { entity: 'j/parcel-1', startedBy: 'j:2' });
    expect(rehearse(parcelV2, both(child)).paths).toEqual([
      'snapshot.value',
      'timers["xstate.after.patience.parcel.packed"]',
      'timers["xstate.after.patience.parcel.waiting"]',
    ]);
  });

  it('given an action that does something else, when it is rehearsed, then it names what folds differently', () => {
    const note = assign({ notes: 99 });
    const other = logic(order, { logic: order.logic.provide({ actions: { note } as never }) });
    expect(rehearse(other, both(running()))).toMatchObject({
      verdict: 'changes',
      paths: ['snapshot.context.notes'],
    });
  });

  it('given an event that is not legal any more, when it is rehearsed, then it breaks by name', () => {
    const shut = changed(order, ({ states }) => ({
      version: '1.0.0',
      states: { ...states, open: { on: {} } },
    }));
    const machine = register({ contract: order.contract, machine: shut, rules: order.rules });
    expect(rehearse(machine, both(running()))).toMatchObject({
      verdict: 'breaks',
      reasons: ['j:2 ParcelOrdered: not possible then'],
    });
  });

  it('given a state that does not exist, when it is rehearsed, then it breaks with every problem', () => {
    const machine = register({ ...orderV2Parts, migrations: { '1.0.0': (state) => state } });
    expect(rehearse(machine, both(running()))).toMatchObject({
      verdict: 'breaks',
      reasons: ['state open does not exist'],
    });
  });

  it('given no migration, or no machine, when it is rehearsed, then it breaks and says what is missing', () => {
    const missing = rehearse(register(orderV2Parts), both(running()));
    expect([missing.verdict, missing.reasons[0]]).toEqual([
      'breaks',
      expect.stringContaining('register a migration from 1.0.0'),
    ]);
    expect(rehearse(undefined, both(running())).reasons).toEqual([
      'this build has no machine order',
    ]);
  });

  it('given an instance that has ended, when it is rehearsed, then there is nothing to take over', () => {
    const one = running();
    one.command('cancelOrder');
    expect(rehearse(register(orderV2Parts), both(one)).verdict).toBe('continues');
  });
});

describe('a line of the plan', () => {
  const base = { entity: 'j', machine: 'order', from: '1.0.0', to: '2.0.0' };

  it.each([
    [{ verdict: 'continues', to: '1.0.0', source: 'running' }, 'continues'],
    [{ verdict: 'continues', source: 'ended' }, 'continues (ended)'],
    [
      { verdict: 'migrates', paths: 'abcdefgh'.split(''), source: 'running' },
      'migrates 1.0.0 → 2.0.0: a, b, c, d, e, f, 2 more',
    ],
    [
      { verdict: 'breaks', reasons: ['gone'], source: 'log' },
      'breaks 1.0.0 → 2.0.0: gone (no worker told its state; judged by its log)',
    ],
  ] as const)('given %j, when it is told, then it reads well', (given, text) => {
    const line = planLine({ ...base, paths: [], reasons: [], ...given });
    expect(line).toBe(`${'j'.padEnd(28)}  ${text}`);
  });
});
