import { describe, expect, it } from '@jest/globals';
import type { Simulation } from '../../../../machines/engine/index.ts';
import { expectFoldEqualsState, justBefore, refusedBy } from '../../../support/cases.ts';

const journey = 'globex-27001';
const lead = { id: 'a-1', role: 'leadAuditor' };
const client = { id: 'c-1', role: 'client' };

/** The report that is issued in a waiting command, as it is recorded. */
function reported({ runner, step }: ReturnType<typeof justBefore>): object {
  expect(refusedBy(runner, step.entity, [step.command, step.payload])).toEqual([]);
  return runner.log(step.entity).find(({ type }) => type === 'AuditReportIssued')?.data ?? {};
}
const withdrawn = (runner: Simulation): string[] =>
  refusedBy(runner, `${journey}/nc-s2-001`, [
    'withdrawNonconformity',
    { actor: lead, on: '2026-12-10', reason: 'The records were found.' },
  ]);

describe('an audit report', () => {
  it('given Stage 2 of the worked case, when it is reported, then conformities, nonconformities and opportunities are told apart', () => {
    const stop = justBefore('issueAuditReport', 3);
    const report = reported(stop);
    expect(report).toMatchObject({
      ...{ openedOn: '2026-11-30', closedOn: '2026-12-04', team: ['a-1', 'a-2'] },
      ...{ applicability: '4', concerns: [], observations: [] },
      nonconformities: [
        { id: 'nc-s2-001', grade: 'minor', requirement: '7.2' },
        { id: 'nc-s2-002', grade: 'minor', requirement: '8.2' },
        { id: 'nc-s2-003', grade: 'major', requirement: '9.2.2' },
        { id: 'nc-s2-004', grade: 'minor', requirement: 'A.5.18' },
        { id: 'nc-s2-005', grade: 'minor', requirement: 'A.8.8' },
      ],
      opportunities: ['5.2', '7.3', '6.1.2', 'A.8.13', '9.1', 'A.8.15', '10.1'],
    });
    const { conformities } = report as { conformities: readonly string[] };
    // 30 clauses and 93 controls, less one control that does not apply and five that are not met.
    expect(conformities).toHaveLength(117);
    expect(conformities).toContain('5.2');
    expect(conformities).not.toContain('9.2.2');
    expectFoldEqualsState(stop.runner);
  });

  it('given a nonconformity that was withdrawn, when it is reported, then its requirement is a conformity', () => {
    const stop = justBefore('issueAuditReport', 3);
    expect(withdrawn(stop.runner)).toEqual([]);
    const report = reported(stop) as {
      conformities: readonly string[];
      nonconformities: readonly { id: string }[];
    };
    expect(report.conformities).toContain('7.2');
    expect(report.nonconformities.map(({ id }) => id)).not.toContain('nc-s2-001');
  });

  it('given Stage 1, when it is reported, then what is of concern is no conformity', () => {
    const report = reported(justBefore('issueAuditReport', 2));
    expect(report).toMatchObject({
      ...{ conformities: ['4.3', '6.1.3'], nonconformities: [] },
      concerns: [{ requirement: '9.2.2', potentialGrade: 'major' }],
    });
  });
});

describe('documents for an audit', () => {
  it('given Stage 1, when the client provides documents before and during it, then that is recorded', () => {
    const { runner } = justBefore('holdOpeningMeeting', 2);
    const audit = `${journey}/stage-1`;
    const documents = [{ title: 'Scope of the management system', version: '2' }];
    const provide = (on: string): string[] =>
      refusedBy(runner, audit, ['provideDocuments', { actor: client, on, documents }]);
    expect(provide('2026-10-19')).toEqual([]);
    expect(provide('2026-10-20')).toEqual(['DATE-01']);
    const open = { actor: lead, on: '2026-10-19' };
    expect(refusedBy(runner, audit, ['holdOpeningMeeting', open])).toEqual([]);
    expect(provide('2026-10-19')).toEqual([]);
    expect(runner.log(audit).filter(({ type }) => type === 'DocumentsProvided')).toHaveLength(2);
  });
});
