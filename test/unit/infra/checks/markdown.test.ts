import { describe, expect, it } from '@jest/globals';
import { code, plain, table } from '../../../../infra/checks/markdown.ts';

describe('markdown', () => {
  it('given rows, when made a table, then the keys of the first are its headings', () => {
    const rows = [
      { Name: 'a', Meaning: 'one|two' },
      { Name: 'b', Meaning: 'three\nfour' },
    ];
    expect(table(rows).split('\n')).toEqual([
      '| Name | Meaning |',
      '| --- | --- |',
      '| a | one\\|two |',
      '| b | three four |',
    ]);
  });

  it('given no rows, when made a table, then it says so', () => {
    expect(table([])).toBe('None.');
  });

  it('given text with backticks, when made code, then the fence is longer', () => {
    expect(code('a')).toBe('`a`');
    expect(code('a`b')).toBe('`` a`b ``');
  });

  it.each([
    ['CERTWAY_DATA_DIR', 'CERTWAY_DATA_DIR'],
    ['an _emphasis_', 'an \\_emphasis\\_'],
    ['2 < 3 and *so on*', '2 \\< 3 and \\*so on\\*'],
    ['[a](b) `c`', '\\[a\\](b) \\`c\\`'],
  ])('given %s, when made plain, then it is %s', (text, expected) => {
    expect(plain(text)).toBe(expected);
  });
});
