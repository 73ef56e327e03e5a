import { describe, expect, it } from '@jest/globals';
import { faultsOf } from '../../../infra/checks/commit-message.ts';

describe('commit message', () => {
  it.each([
    'feat(machines): close a nonconformity',
    'fix(infra)!: name the stream after the tenant\n\nOld streams stay readable.',
    'chore: pin the compiler',
  ])('given %j, when checked, then it passes', (message) => {
    expect(faultsOf(message)).toEqual([]);
  });

  it.each([
    'Close a nonconformity',
    'feature(machines): close a nonconformity',
    'feat(kitchen): close a nonconformity',
    'feat(machines):close a nonconformity',
    'feat(machines): close a nonconformity.',
    'fixup! feat(machines): close a nonconformity',
    `feat: ${'long '.repeat(30)}header`,
    'feat: close a nonconformity\nwithout an empty line',
    '',
  ])('given %j, when checked, then it has one fault', (message) => {
    expect(faultsOf(message)).toHaveLength(1);
  });
});
