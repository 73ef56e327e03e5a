import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  conformancePage,
  matrixOf,
  readRuleList,
  ruleTestsIn,
  type Report,
} from '../../../../infra/conformance/index.ts';
import { machines } from '../../../../machines/index.ts';
import { byHand } from '../../machines/calendar/due-dates-by-hand.ts';

const list = readRuleList();
const numbered = (prefix: string, last: number) =>
  Array.from({ length: last }, (_, index) => `${prefix}-${String(index + 1).padStart(2, '0')}`);

describe('rule list', () => {
  it.each([
    ['T', 26],
    ['SOD', 11],
    ['COV', 8],
    ['C', 7],
    ['INV', 15],
    ['R-DEC', 10],
    ['R-S2', 10],
    ['R-S1', 7],
    ['R-NC', 7],
  ])('given the ids that begin with %s, when counted, then 1 to %d are there', (prefix, last) => {
    const ids = list.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(numbered(prefix, last)));
  });

  it('given the machines of certway, when compared, then every rule has a guard or a reason', () => {
    expect(matrixOf(list, machines, []).faults).toEqual([]);
  });

  it('given the rules that set deadlines in machines, when looked for, then each is computed again by hand', () => {
    const setting = matrixOf(list, machines, []).rows.filter(({ guards }) =>
      guards.some(({ name }) => name.startsWith('deadline ')),
    );
    expect(setting.length).toBeGreaterThan(15);
    expect(setting.map(({ id }) => id).filter((id) => !(id in byHand))).toEqual([]);
  });

  it('given its page, when written, then each rule has a heading', () => {
    const { text } = conformancePage(matrixOf(list, machines, []));
    expect(list.filter(({ id }) => !text.includes(`\n### ${id}\n`))).toEqual([]);
    expect(readFileSync('infra/docs/conformance.md', 'utf8')).toContain('### T-07');
  });
});

describe('tests of rules', () => {
  const report = (title: string, status = 'passed'): Report => ({
    testResults: [
      {
        name: '/checkout/test/unit/machines/audit/conformance.test.ts',
        assertionResults: [{ title, status }],
      },
    ],
  });
  it.each([
    ['R-S2-01 refuses', true],
    ['R-S2-01 allows', false],
    ['T-05 lapses', true],
    ['T-05 is kept', false],
  ])('given a test that ends with %s, when read, then refused is %s', (end, isRefused) => {
    const [rule] = end.split(' ');
    expect(ruleTestsIn(report(`given x, when y, then ${end}`), '/checkout')).toEqual([
      { rule, isRefused, machine: 'audit', file: 'test/unit/machines/audit/conformance.test.ts' },
    ]);
  });

  it.each([
    ['another ending', report('given x, when y, then R-S2-01 refuses it')],
    ['no rule', report('given x, when y, then it refuses')],
    ['a failure', report('given x, when y, then R-S2-01 refuses', 'failed')],
  ])('given a test with %s, when read, then it shows nothing', (_, read) => {
    expect(ruleTestsIn(read, '/checkout')).toEqual([]);
  });
});
