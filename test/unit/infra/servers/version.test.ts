import { describe, expect, it } from '@jest/globals';
import { compareVersions } from '../../../../infra/servers/version.ts';

describe('versions', () => {
  it.each([
    ['1.32.0', '1.32.0', 0],
    ['1.32', '1.32.0', 0],
    ['2.12.0-RC.1', '2.12.0', 0],
    ['1.9.0', '1.32.0', -1],
    ['2.0.0', '1.99.99', 1],
    ['1.32.1', '1.32.0', 1],
  ])('given %s and %s, when compared, then the numbers decide', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
    expect(Math.sign(compareVersions(b, a))).toBe(sign === 0 ? 0 : -sign);
  });
});
