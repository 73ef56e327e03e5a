import { describe, expect, it } from '@jest/globals';
import { and, not, setup } from 'xstate';
import { askedIn } from '../../../../infra/conformance/states.ts';

const machine = setup({
  guards: {
    'R-A-01': () => true,
    'R-B-01': () => true,
    both: and(['R-A-01', not('R-B-01')]),
  },
}).createMachine({
  initial: 'open',
  on: { STOP: { guard: 'R-A-01', target: '.over' } },
  states: {
    open: {
      initial: 'first',
      states: {
        first: { on: { GO: { guard: 'both', target: '#regions' } } },
        second: { on: { GO: { guard: 'R-A-01' } } },
      },
    },
    regions: {
      id: 'regions',
      type: 'parallel',
      states: {
        left: { initial: 'on', states: { on: { after: { 10: 'off' } }, off: {} } },
        right: {
          initial: 'on',
          states: { on: { always: { guard: 'R-B-01', target: 'off' } }, off: {} },
        },
      },
    },
    over: {},
  },
});

describe('states in which a guard is asked', () => {
  const asked = askedIn(machine).map(({ state, event, guards }) => [state, event, ...guards]);

  it('given composite guards, when asked for, then their parts are there too', () => {
    expect(asked).toContainEqual(['open/first', 'GO', 'both', 'R-A-01', 'R-B-01']);
    expect(asked).toContainEqual(['every state', 'STOP', 'R-A-01']);
  });

  it('given regions, delays and eventless transitions, when asked for, then they are there', () => {
    expect(asked).toContainEqual(['regions/right/on', '', 'R-B-01']);
    expect(asked.some(([state]) => state === 'regions/left/on')).toBe(true);
  });

  it('given a state that no path leads to, when asked for, then it is not there', () => {
    expect(asked.filter(([state]) => state === 'open/second')).toEqual([]);
  });
});
