import { describe, expect, it } from '@jest/globals';
import { catalogueOf, isControl, isRequirement } from '../../../../machines/standards/index.ts';

describe('requirement catalogue of 27001:2022', () => {
  const { clauses, controls } = catalogueOf('27001:2022');

  it('given its clauses, when counted, then 30 are assessed, by chapter as published', () => {
    const byChapter = new Map<string, number>();
    for (const id of Object.keys(clauses)) {
      const chapter = id.split('.')[0] ?? '';
      byChapter.set(chapter, (byChapter.get(chapter) ?? 0) + 1);
    }
    expect(Object.fromEntries(byChapter)).toEqual({ 4: 4, 5: 3, 6: 5, 7: 7, 8: 3, 9: 6, 10: 2 });
  });

  it('given its controls, when counted, then 93 in four themes', () => {
    const count = (theme: string): number =>
      Object.keys(controls).filter((id) => id.startsWith(`${theme}.`)).length;
    expect(['A.5', 'A.6', 'A.7', 'A.8'].map(count)).toEqual([37, 8, 14, 34]);
    expect(Object.keys(controls)).toHaveLength(93);
  });

  it('given labels, when read, then each is short and none is used twice', () => {
    const labels = [...Object.values(clauses), ...Object.values(controls)];
    expect(new Set(labels).size).toBe(labels.length);
    for (const label of labels) expect(label.split(' ').length).toBeLessThanOrEqual(8);
  });

  it.each([
    ['9.2.2', true],
    ['10.2', true],
    ['A.8.34', true],
    ['9.2', false],
    ['6.4', false],
    ['A.8.35', false],
    ['A.9.1', false],
    ['constructor', false],
  ])('given %s, when looked up, then it is a requirement: %s', (id, expected) => {
    expect(isRequirement('27001:2022', id)).toBe(expected);
  });

  it('given ids, when asked, then controls are told from clauses', () => {
    expect([isControl('A.5.1'), isControl('5.1')]).toEqual([true, false]);
  });

  it('given an edition that is not known, when asked for, then the known ones are named', () => {
    expect(() => catalogueOf('27001:2005')).toThrow(/27001:2005, only of 27001:2013, 27001:2022/);
  });
});
