import { describe, expect, it } from '@jest/globals';
import { aggregationCandidates, rules } from '../../../../machines/audit/rules.ts';
import { showRules, type Case } from '../../../support/rule-cases.ts';

const withdraws = (evidence: string) => ({
  context: { evidence: { 'ev-s2-001': ['4.1'] } },
  event: { type: 'EvidenceWithdrawn', evidence },
});
const interrupts = (...informed: string[]) => ({ event: { type: 'AuditSuspended', informed } });
const concludes = (conclusion: string, concerns: readonly object[]) => ({
  context: { concerns },
  event: { type: 'ReadinessConcluded', conclusion },
});
const remote = (plan: object, policy: object = { remoteShareAlert: 30 }) => ({
  context: { policy },
  event: { type: 'AuditPlanSent', ...plan },
});
const looked = (found: object, closedOn: string | null = '2026-10-20') => ({
  context: { closedOn },
  event: { type: 'ReadinessConcluded', conclusion: 'ready', ...found },
});
const minor = (requirement: string, more: object = {}) => ({
  ...{ grade: 'minor', requirement, isVoid: false },
  ...more,
});
const findings = {
  'nc-1': minor('9.2.2'),
  'nc-2': minor('9.2.2'),
  'nc-3': minor('9.2.1'),
  'nc-4': minor('9.3.1'),
  'nc-5': minor('9.2.2', { isVoid: true }),
  'nc-6': minor('9.2.2', { grade: 'major' }),
  'nc-7': minor('A.8.8'),
  'nc-8': minor('A.8.9'),
};
const together = (minors: readonly string[], requirement: string) => ({
  context: { findings },
  event: { type: 'MinorsAggregatedToMajor', minors, requirement },
});
const cases: readonly Case[] = [
  ['R-S2-04', 'allows', 'an item of evidence', 'it is withdrawn', withdraws('ev-s2-001')],
  ['R-S2-04', 'refuses', 'no such item of evidence', 'it is withdrawn', withdraws('ev-s2-002')],
  [
    'R-S2-04',
    'allows',
    'no item of evidence',
    'one is recorded',
    { context: { evidence: {} }, event: { type: 'EvidenceRecorded', evidence: 'x' } },
  ],
  [
    'R-S2-05',
    'allows',
    'client and certification body told',
    'the audit is interrupted',
    interrupts('client', 'certificationBody'),
  ],
  ['R-S2-05', 'refuses', 'only the client told', 'the audit is interrupted', interrupts('client')],
  [
    'R-S2-05',
    'refuses',
    'only the certification body told',
    'the audit is interrupted',
    interrupts('certificationBody'),
  ],
  [
    'R-S2-05',
    'allows',
    'nobody told',
    'something else is recorded',
    { event: { type: 'AuditResumed' } },
  ],
  [
    'R-S1-08',
    'refuses',
    'an area of concern',
    'the client is found simply ready',
    concludes('ready', [{ requirement: '9.2.2' }]),
  ],
  [
    'R-S1-08',
    'allows',
    'an area of concern',
    'the client is found ready with concerns',
    concludes('readyWithConcerns', [{ requirement: '9.2.2' }]),
  ],
  ['R-S1-08', 'allows', 'no area of concern', 'the client is found ready', concludes('ready', [])],
  [
    'R-S1-08',
    'allows',
    'an area of concern',
    'something else is recorded',
    { context: { concerns: [{}] }, event: { type: 'AuditReportIssued' } },
  ],
  [
    'T-25',
    'allows',
    'thirty percent allowed without a reason',
    'thirty are remote',
    remote({ remoteShare: 0.3 }),
  ],
  [
    'T-25',
    'refuses',
    'thirty percent allowed without a reason',
    'more are remote',
    remote({ remoteShare: 0.31 }),
  ],
  [
    'T-25',
    'allows',
    'thirty percent allowed without a reason',
    'more are remote for a reason',
    remote({ remoteShare: 0.5, remoteReason: 'one site is abroad' }),
  ],
  [
    'T-25',
    'allows',
    'thirty percent allowed without a reason',
    'nothing is said of remote parts',
    remote({}),
  ],
  [
    'T-25',
    'refuses',
    'ten percent allowed without a reason',
    'twenty are remote',
    remote({ remoteShare: 0.2 }, { remoteShareAlert: 10 }),
  ],
  [
    'T-25',
    'allows',
    'a policy that says nothing of it',
    'thirty percent are remote',
    remote({ remoteShare: 0.3 }, {}),
  ],
  [
    'T-25',
    'allows',
    'thirty percent allowed without a reason',
    'something else is recorded',
    remote({ type: 'AuditPlanAgreed', remoteShare: 1 }),
  ],
  [
    'T-26',
    'allows',
    'Stage 1 that ended on 20 October',
    'an internal audit of 20 October of the year before is told',
    looked({ internalAuditOn: '2025-10-20' }),
  ],
  [
    'T-26',
    'refuses',
    'Stage 1 that ended on 20 October',
    'an internal audit of the day before that is told',
    looked({ internalAuditOn: '2025-10-19' }),
  ],
  [
    'T-26',
    'refuses',
    'Stage 1 that ended on 20 October',
    'a management review of the day before that is told',
    looked({ internalAuditOn: '2026-01-01', managementReviewOn: '2025-10-19' }),
  ],
  ['T-26', 'allows', 'Stage 1 that ended on 20 October', 'no day is told', looked({})],
  [
    'T-26',
    'allows',
    'an internal audit of long ago',
    'the client is found ready with concerns',
    looked({ conclusion: 'readyWithConcerns', internalAuditOn: '2020-01-01' }),
  ],
  [
    'T-26',
    'allows',
    'an internal audit of long ago',
    'something else is recorded',
    looked({ type: 'AuditReportIssued', internalAuditOn: '2020-01-01' }),
  ],
  [
    'T-26',
    'allows',
    'Stage 1 that has not ended',
    'an internal audit of long ago is told',
    looked({ internalAuditOn: '2020-01-01' }, null),
  ],
  [
    'R-NC-01',
    'allows',
    'two open minors on one requirement',
    'they become a major',
    together(['nc-1', 'nc-2'], '9.2.2'),
  ],
  [
    'R-NC-01',
    'allows',
    'an open minor on a neighbour in the clause',
    'they become a major',
    together(['nc-1', 'nc-3'], '9.2.2'),
  ],
  [
    'R-NC-01',
    'refuses',
    'a minor on another clause',
    'they become a major',
    together(['nc-1', 'nc-4'], '9.2.2'),
  ],
  [
    'R-NC-01',
    'refuses',
    'a minor that stands no more',
    'they become a major',
    together(['nc-1', 'nc-5'], '9.2.2'),
  ],
  [
    'R-NC-01',
    'refuses',
    'a major',
    'it becomes part of a major',
    together(['nc-1', 'nc-6'], '9.2.2'),
  ],
  [
    'R-NC-01',
    'refuses',
    'a nonconformity of another audit',
    'it becomes part of a major',
    together(['nc-1', 'nc-9'], '9.2.2'),
  ],
  [
    'R-NC-01',
    'allows',
    'minors on one control',
    'they become a major',
    together(['nc-7'], 'A.8.8'),
  ],
  [
    'R-NC-01',
    'refuses',
    'minors on two controls of a theme',
    'they become a major',
    together(['nc-7', 'nc-8'], 'A.8.8'),
  ],
  [
    'R-NC-01',
    'allows',
    'a minor that stands no more',
    'something else is recorded',
    { ...together(['nc-5'], '9.2.2'), event: { type: 'FindingRaised', minors: ['nc-5'] } },
  ],
];

describe('rules of an audit from notice to conclusion, both outcomes', () => {
  showRules(rules, cases);
});

describe('minors that somebody should look at together', () => {
  const raised = (...requirements: string[]) =>
    Object.fromEntries(requirements.map((leaf, index) => [`nc-${String(index)}`, minor(leaf)]));
  const candidates = (found: object, policy: object = {}) =>
    aggregationCandidates({ findings: found, policy } as never);

  it.each([
    [['9.2.2', '9.2.2', '9.2.2'], ['9.2.2']],
    [['9.2.2', '9.2.2', '9.2.1'], []],
    [
      ['7.2', '9.2.2', '9.2.2', '7.2', '9.2.2', '7.2', '9.2.2'],
      ['7.2', '9.2.2'],
    ],
    [[], []],
  ])('given minors on %p, when counted, then %p has enough of them', (leaves, expected) => {
    expect(candidates(raised(...leaves))).toEqual(expected);
  });

  it.each([{ isVoid: true }, { grade: 'major' }])(
    'given a third finding that is %p, when counted, then it does not count',
    (change) => {
      const two = raised('9.2.2', '9.2.2');
      expect(candidates({ ...two, 'nc-9': minor('9.2.2', change) })).toEqual([]);
      expect(candidates({ ...two, 'nc-9': minor('9.2.2') })).toEqual(['9.2.2']);
    },
  );

  it('given a policy that looks earlier, when counted, then two are enough', () => {
    const two = raised('9.2.2', '9.2.2', '7.2');
    expect(candidates(two, { minorsPerRequirementAlert: 2 })).toEqual(['9.2.2']);
  });
});
