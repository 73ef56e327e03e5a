import { describe, expect, it } from '@jest/globals';
import {
  catalogueOf,
  certifiableOn,
  editions,
  focusOf,
  isLater,
  remapped,
  requirementsOf,
  transitionFrom,
  type StandardTransition,
} from '../../../../machines/standards/index.ts';

const way = { from: '27001:2013', to: '27001:2022' };
const all = (edition: string) => requirementsOf(edition, { isFull: true, excluded: [] });
const table = (): StandardTransition => {
  const found = transitionFrom('27001:2013');
  if (!found) throw new Error('there is a transition');
  return found;
};

describe('requirement catalogue of 27001:2013', () => {
  it('given its clauses and controls, when counted, then 26 and 114, by chapter as published', () => {
    const { clauses, controls } = catalogueOf('27001:2013');
    expect(Object.keys(clauses)).toHaveLength(26);
    const chapters = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18];
    const count = (chapter: number): number =>
      Object.keys(controls).filter((id) => id.startsWith(`A.${String(chapter)}.`)).length;
    expect(chapters.map(count)).toEqual([2, 7, 6, 10, 14, 2, 15, 14, 7, 13, 5, 7, 4, 8]);
    const labels = [...Object.values(clauses), ...Object.values(controls)];
    expect(new Set(labels).size).toBe(labels.length);
  });

  it.each(editions)(
    'given %s, when a surveillance is planned, then its agenda is of that edition',
    (edition) => {
      const agenda = requirementsOf(edition, { isFull: false, excluded: [] });
      expect(all(edition)).toEqual(expect.arrayContaining([...agenda]));
    },
  );
});

describe('the transition from 27001:2013 to 27001:2022', () => {
  it('given its table, when held against both editions, then every requirement of either is in it', () => {
    const { origins } = table();
    expect(Object.keys(origins).sort()).toEqual([...all('27001:2022')].sort());
    expect([...new Set(Object.values(origins).flat())].sort()).toEqual(
      [...all('27001:2013')].sort(),
    );
  });

  it('given its table, when asked for what is new, then a clause and eleven controls', () => {
    const { origins } = table();
    expect(Object.keys(origins).filter((id) => origins[id]?.length === 0)).toEqual([
      ...['6.3', 'A.5.7', 'A.5.23', 'A.5.30', 'A.7.4', 'A.8.9', 'A.8.10', 'A.8.11', 'A.8.12'],
      ...['A.8.16', 'A.8.23', 'A.8.28'],
    ]);
    expect(focusOf(table())).toEqual(expect.arrayContaining(['6.1.3', '6.3', '8.3', 'A.8.28']));
    expect(focusOf(table())).toHaveLength(14);
  });

  it('given 10.1 of the one edition, when mapped, then it is 10.2 of the other, and the other way round', () => {
    expect(remapped(['10.1'], way)).toEqual(['10.2']);
    expect(remapped(['10.2'], way)).toEqual(['10.1']);
  });

  it('given a control that comes from three, when two of them were covered, then it was not', () => {
    expect(remapped(['A.9.2.4', 'A.9.3.1'], way)).toEqual([]);
    expect(remapped(['A.9.2.4', 'A.9.3.1', 'A.9.4.3'], way)).toEqual(['A.5.17']);
  });

  it('given everything of the one edition, when mapped, then all of the other but what is new', () => {
    const mapped = remapped(all('27001:2013'), way);
    expect(all('27001:2022').filter((id) => !mapped.includes(id))).toHaveLength(12);
  });

  it('given the same or no way, when mapped, then nothing changes, or nothing is left', () => {
    expect(remapped(['10.1'], { from: '27001:2022', to: '27001:2022' })).toEqual(['10.1']);
    expect(remapped(['10.1'], { from: '27001:2022', to: '27001:2013' })).toEqual([]);
  });

  it.each([
    ['27001:2013', '2024-04-30', '27001:2013'],
    ['27001:2013', '2024-05-01', '27001:2022'],
    ['27001:2022', '2040-01-01', '27001:2022'],
  ])('given %s, when decided on %s, then it is certified to %s', (edition, on, expected) => {
    expect(certifiableOn(edition, on)).toBe(expected);
  });

  it('given two editions, when compared, then only a later one is later', () => {
    expect(isLater('27001:2022', '27001:2013')).toBe(true);
    expect(isLater('27001:2013', '27001:2022')).toBe(false);
    expect(isLater('27001:2013', '27001:2013')).toBe(false);
  });
});
