import { describe, expect, it } from '@jest/globals';
import { allowed, refusalView, why } from '../../../../machines/engine/index.ts';
import { after, begin, command } from '../../../support/given.ts';
import { order } from '../../../support/order-machine.ts';

const clerk = { id: 'a-1', role: 'clerk' };
const at = after(0);
const withParcel = () => {
  const instance = begin(order, { customer: 'globex' });
  instance.take([command('orderParcel', { weight: 1 })]);
  return instance;
};

describe('what is possible, and why something is not', () => {
  it('given a state, when asked what is possible, then each command with event, roles and example', () => {
    const { state } = begin(order, { customer: 'globex' });
    const answer = allowed(order, state);
    expect(answer).toMatchObject({ state: 'open', sequence: 1 });
    expect(answer.commands[0]).toEqual({
      ...{ command: 'addNote', event: 'NoteAdded', roles: ['clerk'], description: 'Add.' },
      example: { actor: { id: 'a-17', role: 'clerk' }, text: 'x' },
    });
    expect(answer.commands.map((each) => each.command)).not.toContain('weighParcel');
  });

  it('given an open child, when asked, then its commands too, with the child to name', () => {
    const { commands } = allowed(order, withParcel().state);
    expect(commands.find((each) => each.command === 'weighParcel')).toMatchObject({
      roles: ['carrier'],
      example: { parcel: 'parcel-1', weight: 3 },
      child: { field: 'parcel', open: ['parcel-1'] },
    });
  });

  it('given a state that has ended, when asked, then nothing is possible', () => {
    const instance = withParcel();
    instance.take([command('cancelOrder')]);
    expect(allowed(order, instance.state).commands).toEqual([]);
  });

  it('given a command that a rule forbids, when asked why, then the same as its sender would be told', () => {
    const instance = withParcel();
    const answer = why(order, instance.state, {
      command: 'closeOrder',
      payload: { actor: clerk },
      at,
    });
    const outcome = instance.command('closeOrder');
    if (outcome.kind !== 'refused') throw new Error('it is refused');
    expect(answer).toEqual({ kind: 'refused', ...refusalView(outcome.refusal) });
    expect(answer).toMatchObject({ rules: [{ id: 'R-ORD-01' }] });
  });

  it('given a command that is possible, when asked why, then what it would record, and nothing changes', () => {
    const { state } = withParcel();
    const payload = { actor: clerk, weight: 2 };
    expect(why(order, state, { command: 'orderParcel', payload, at })).toEqual({
      ...{ kind: 'possible', command: 'orderParcel', event: 'ParcelOrdered' },
      data: { parcel: 'parcel-2', weight: 2 },
    });
    expect(state.sequence).toBe(2);
  });

  it('given no payload, when asked why, then the example is tried; an unknown name is refused as such', () => {
    const { state } = withParcel();
    expect(why(order, state, { command: 'addNote', at })).toMatchObject({ data: { text: 'x' } });
    expect(why(order, state, { command: 'paint', at })).toMatchObject({ code: 'COMMAND_UNKNOWN' });
  });
});
