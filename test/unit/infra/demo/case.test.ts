import { describe, expect, it } from '@jest/globals';
import { afterCase, caseOf } from '../../../../infra/demo/case.ts';
import type { Scenario } from '../../../../services/scenario/index.ts';

const client = { id: 'c-1', role: 'client' };
const place = { file: 'a.yaml', line: 1 };
const gives = { by: client, refused: undefined, answers: {} };
const scenario: Scenario = {
  ...{ title: 'a', file: 'a.yaml', journey: 'globex-27001', startsOn: '2026-11-28' },
  ...{ input: { client: 'globex' }, people: { client } },
  steps: [
    {
      ...{ place, date: '2026-11-28', looks: [] },
      gives: {
        ...gives,
        to: ['journey'],
        command: 'a',
        payload: { list: [{ due: '2027-01-16' }] },
      },
    },
    {
      ...{ place, date: '2026-11-28', looks: [] },
      gives: { ...gives, to: ['journey'], command: 'no', payload: {}, refused: ['R-1'] },
    },
    { place, date: '2026-11-29', gives: undefined, looks: [] },
    {
      ...{ place, date: '2027-12-06', looks: [] },
      gives: {
        ...gives,
        to: ['surveillance-{2027-12-06}', 'nc-sv{2027-12-06}-001'],
        command: 'b',
        payload: { on: '2026-11-29' },
      },
    },
  ],
};

describe('case', () => {
  it('given a scenario, when its commands are taken, then they are those that are accepted, one for each receiver', () => {
    const b = { date: '2027-12-06', command: 'b', payload: { actor: client, on: '2026-11-29' } };
    expect(caseOf(scenario)).toEqual({
      journey: 'globex-27001',
      startsOn: '2026-11-28',
      input: { client: 'globex' },
      steps: [
        {
          ...{ date: '2026-11-28', to: 'self', command: 'a' },
          payload: { actor: client, list: [{ due: '2027-01-16' }] },
        },
        { ...b, to: 'surveillance-2027' },
        { ...b, to: 'nc-sv2027-001' },
      ],
    });
  });

  it('given another start, when its commands are taken, then everything moves with it by as many days', () => {
    const moved = caseOf(scenario, '2028-02-27');
    expect(moved.startsOn).toBe('2028-02-27');
    expect(moved.steps[1]).toEqual({
      date: '2029-03-06',
      to: 'surveillance-2029',
      command: 'b',
      payload: { actor: client, on: '2028-02-28' },
    });
  });

  it('given a case that continues another one, when that is taken off, then what comes after it is left', () => {
    const whole = caseOf(scenario);
    const begun = { ...whole, steps: whole.steps.slice(0, 2) };
    expect(afterCase(whole, begun).steps).toEqual(whole.steps.slice(2));
  });
});
