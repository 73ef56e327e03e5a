import { describe, expect, it } from '@jest/globals';
import { createSimulation } from '../../../../machines/engine/index.ts';
import { machines } from '../../../../machines/index.ts';
import { appealContract } from '../../../../machines/appeal/index.ts';
import { rules } from '../../../../machines/appeal/rules.ts';
import { dateCases, handlerCases, officeCases, showRules } from '../../../support/rule-cases.ts';

describe('rules of an appeal, both outcomes', () => {
  showRules(rules, [...dateCases, ...officeCases, ...handlerCases]);
});

describe('the acknowledgement of an appeal', () => {
  const entity = 'globex-27001/appeal-1';
  const lapsed = (acknowledgedAt?: string): string[] => {
    const runner = createSimulation({ machines, at: '2028-02-03T12:00:00.000Z' });
    runner.start('appeal', entity, appealContract.example);
    if (acknowledgedAt !== undefined) {
      runner.travelTo(acknowledgedAt);
      const payload = { actor: { id: 'o-1', role: 'cbAdmin' }, on: '2028-02-10' };
      expect(runner.command(entity, 'acknowledgeAppeal', payload).kind).toBe('accepted');
    }
    runner.travelTo('2028-02-10T23:00:00.000Z');
    return runner.log(entity).map(({ type }) => type);
  };

  it('given nobody, when the last day is over, then T-24 lapses', () => {
    expect(lapsed()).toContain('AcknowledgementMissed');
  });

  it('given an acknowledgement, when it comes in the last minute, then T-24 is kept', () => {
    expect(lapsed('2028-02-10T22:59:00.000Z')).not.toContain('AcknowledgementMissed');
  });
});
