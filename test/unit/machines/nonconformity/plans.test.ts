import { describe, expect, it } from '@jest/globals';
import type { Simulation } from '../../../../machines/engine/index.ts';
import { expectFoldEqualsState, justBefore, refusedBy } from '../../../support/cases.ts';

const major = 'globex-27001/nc-s2-003';
const client = { id: 'c-1', role: 'client' };
const lead = { id: 'a-1', role: 'leadAuditor' };
const act = (runner: Simulation, command: string, payload: object): string[] =>
  refusedBy(runner, major, [command, payload]);

describe('a corrective action plan', () => {
  it('given no means of verification, when accepted, then R-NC-11 refuses; rejected and completed, it is accepted', () => {
    const { runner, step } = justBefore('submitCap', 3);
    const { verification: _, ...incomplete } = step.payload;
    expect(act(runner, 'submitCap', incomplete)).toEqual([]);
    expect(act(runner, 'acceptCap', { actor: lead })).toEqual(['R-NC-11']);
    expect(act(runner, 'rejectCap', { actor: lead, reasons: ['no verification'] })).toEqual([]);
    expect(act(runner, 'submitCap', { ...step.payload, actor: client })).toEqual([]);
    expect(act(runner, 'acceptCap', { actor: lead })).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given plans in several rounds, when recorded, then each says which it is', () => {
    const { runner, step } = justBefore('submitCap', 3);
    const details = {
      method: 'fiveWhys',
      extent: { checked: 'The third site: it is not affected.', sites: [], isSystemic: false },
    };
    act(runner, 'submitCap', { ...step.payload, ...details });
    act(runner, 'rejectCap', { actor: lead, reasons: ['r'] });
    act(runner, 'submitCap', step.payload);
    act(runner, 'rejectCap', { actor: lead, reasons: ['r'] });
    const rounds = runner
      .log(major)
      .filter(({ type }) => ['CapSubmitted', 'CapRejected'].includes(type))
      .map(({ type, data }) => [type, data['round']]);
    expect(rounds).toEqual([
      ['CapSubmitted', 1],
      ['CapRejected', 1],
      ['CapSubmitted', 2],
      ['CapRejected', 2],
    ]);
  });
});
