import { describe, expect, it } from '@jest/globals';
import { matrixOf, summaryOf, type ListedRule } from '../../../../infra/conformance/index.ts';
import type { RuleTest } from '../../../../infra/conformance/index.ts';
import { order, parcel } from '../../../support/order-machine.ts';

const machines = [order, parcel];

function listed(id: string, more: Partial<ListedRule> = {}): ListedRule {
  return {
    ...{ id, clause: 'ISO/IEC 17021-1 9.5', isConfirmed: true, hardness: 'SHALL' },
    ...{ sources: ['a book'], part: 'firstCertificate', text: 'It is so.', ...more },
  };
}
const shown = (isRefused: boolean, machine = 'order', rule = 'R-ORD-01'): RuleTest => ({
  ...{ rule, isRefused, machine },
  file: `test/unit/machines/${machine}/conformance.test.ts`,
});
const bothWays = [shown(true), shown(false)];
const faults = (...list: readonly ListedRule[]) => matrixOf(list, machines, []).faults;
const row = (rule: ListedRule, tests: readonly RuleTest[] = []) =>
  matrixOf([rule], machines, tests).rows.find(({ id }) => id === rule.id);

describe('conformance, guards', () => {
  it('given a rule that a machine has, when looked up, then its guard and the states that ask it are known', () => {
    expect(faults(listed('R-ORD-01'))).toEqual([]);
    expect(row(listed('R-ORD-01'))?.guards).toEqual([
      { name: 'rule order/R-ORD-01', machine: 'order', states: ['open', 'full'] },
    ]);
  });

  it('given a rule up to the first certificate, when nothing guards it, then only a reason helps', () => {
    expect(faults(listed('R-X-01'))).toEqual([
      'R-X-01: no guard in the code, and no recorded reason',
    ]);
    expect(faults(listed('R-X-01', { reason: 'Nobody can see it.' }))).toEqual([]);
  });

  it('given a rule of later life, when nothing guards it, then that has to be said', () => {
    expect(faults(listed('R-X-01', { part: 'laterLife' }))[0]).toContain('R-X-01: no guard yet');
  });

  it('given a reason for no guard, when there is a guard, then the reason is stale', () => {
    expect(faults(listed('R-ORD-01', { reason: 'Nobody can see it.' }))).toEqual([
      'R-ORD-01: it has a guard now, the reason for none is stale',
    ]);
  });

  it.each([
    ['rule order/R-ORD-01', true],
    ['rule order/R-ORD-02', false],
    ['rule parcel/R-ORD-01', false],
    ['event order/OrderClosed', true],
    ['event order/OrderEaten', false],
    ['field parcel/ParcelWeighed.weight', true],
    ['field parcel/ParcelWeighed.height', false],
    ['command parcel/weighParcel without clerk', true],
    ['command parcel/weighParcel without carrier', false],
    ['command parcel/eatParcel without clerk', false],
    ['policy coolingOff', true],
    ['policy warmingUp', false],
    ['hope order/OrderClosed', false],
    ['event nowhere/OrderClosed', false],
  ])('given the guard %s, when looked up, then that it exists is %s', (name, exists) => {
    const found = faults(listed('R-X-01', { guards: [name] }));
    expect(found.includes(`R-X-01: there is no ${name}`)).toBe(!exists);
    expect(row(listed('R-X-01', { guards: [name] }))?.guards).toHaveLength(exists ? 1 : 0);
  });

  it('given a clause that was not checked, when the refusal does not say so, then that is a fault', () => {
    expect(faults(listed('R-ORD-01', { isConfirmed: false }))).toEqual([
      'R-ORD-01: order does not mark its clause as unconfirmed',
    ]);
  });

  it('given a rule of a machine, when the list does not have it, then it is shown as our own', () => {
    const { rows } = matrixOf([], machines, []);
    expect(rows.map(({ id, hardness }) => [id, hardness])).toEqual([['R-ORD-01', 'OWN']]);
  });
});

describe('conformance, tests', () => {
  it.each([
    ['none', [], false],
    ['a refusal only', [shown(true)], false],
    ['an acceptance only', [shown(false)], false],
    ['both outcomes', bothWays, true],
    ['one of them in another machine', [shown(true), shown(false, 'parcel')], false],
    ['those of another rule', [shown(true), shown(false, 'order', 'R-ORD-02')], false],
  ])('given %s, when a rule of a machine is looked up, then tested is %s', (_, tests, expected) => {
    expect(row(listed('R-ORD-01'), tests)?.isTested).toBe(expected);
  });

  it('given a rule that another one keeps, when that is tested both ways, then it is as well', () => {
    const kept = listed('R-X-01', { guards: ['rule order/R-ORD-01'] });
    expect(row(kept, bothWays)?.isTested).toBe(true);
    expect(row(kept, [shown(true)])?.isTested).toBe(false);
  });

  it('given a rule that a step keeps, when tests of its own show both, then it is tested', () => {
    const kept = listed('R-X-01', { guards: ['event order/OrderClosed'] });
    expect(row(kept, bothWays)?.isTested).toBe(false);
    const own = [shown(true, 'order', 'R-X-01'), shown(false, 'parcel', 'R-X-01')];
    expect(row(kept, own)?.isTested).toBe(true);
  });

  it('given a matrix, when summed up, then the numbers are those of its rows', () => {
    const list = [listed('R-ORD-01'), listed('R-X-01', { reason: 'Nobody can see it.' })];
    expect(summaryOf(matrixOf(list, machines, bothWays))).toEqual({
      ...{ rules: 2, guarded: 1, tested: 1 },
      withoutGuard: [{ rule: 'R-X-01', reason: 'Nobody can see it.' }],
    });
  });
});
