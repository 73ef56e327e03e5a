import type { Context, FindingRecord } from '../contract.ts';

/** As good as verified before a decision: a finding that was withdrawn or superseded stands no more. */
export const verified = ['verified', 'closed', 'withdrawn', 'superseded'];

/** The majors of all audits, whatever became of them. */
export function majors({ findings }: Pick<Context, 'findings'>): FindingRecord[] {
  return Object.values(findings).filter(({ grade }) => grade === 'major');
}

/** Whether every major of the file is verified. */
export function hasNoOpenMajor(context: Pick<Context, 'findings'>): boolean {
  return majors(context).every(({ status }) => verified.includes(status));
}

/** Whether every minor of the file is as far as the policy wants it before a grant. */
export function hasNoOpenMinor({ findings, policy }: Context): boolean {
  return Object.values(findings)
    .filter(({ grade }) => grade === 'minor')
    .every(({ status }) =>
      policy.minorClosure === 'verified' ? verified.includes(status) : status !== 'open',
    );
}

/** How many of a grade are neither closed nor withdrawn. */
export function openOf({ findings }: Pick<Context, 'findings'>, grade: 'major' | 'minor'): number {
  return Object.values(findings).filter(
    (finding) => finding.grade === grade && !['closed', 'withdrawn'].includes(finding.status),
  ).length;
}
