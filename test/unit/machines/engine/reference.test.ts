import { describe, expect, it } from '@jest/globals';
import { fromPromise } from 'xstate';
import { activity, activityOptionsOf, childMachine } from '../../../../machines/engine/index.ts';

describe('options of an activity', () => {
  it('given options, when asked for, then they are those of this reference alone', () => {
    const given = { attempts: 3, startToCloseTimeoutMs: 500 };
    expect(activityOptionsOf(activity(given))).toEqual(given);
    expect(activityOptionsOf(activity())).toEqual({});
  });

  it.each([childMachine(), fromPromise(() => Promise.resolve()), undefined, null, 'x'])(
    'given %p, when asked for options, then there are none',
    (logic) => {
      expect(activityOptionsOf(logic)).toEqual({});
    },
  );

  it.each([0, -1, 1.5, Number.NaN, Infinity])(
    'given %p attempts, when declared, then MACHINE_INVALID names the option',
    (attempts) => {
      expect(() => activity({ attempts })).toThrow(
        `activity: attempts: must be a whole number above zero, not ${String(attempts)}`,
      );
    },
  );
});
