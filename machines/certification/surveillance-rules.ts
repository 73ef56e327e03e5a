import { lastDayOfYear, parseLocalDate, yearOf } from '../calendar/index.ts';
import type { Rule } from '../engine/index.ts';
import type { Context, Event } from './contract.ts';
import { residual } from './editions.ts';
import { agenda } from './surveillance-contract.ts';

/**
 * T-14: the last day of the next calendar year that owes a surveillance, counted from the one that was closed last.
 * @returns null where that is the year in which the certificate expires, which recertification takes
 */
export function owedBy(closedOn: string, expiry: string): ReturnType<typeof lastDayOfYear> | null {
  const year = yearOf(parseLocalDate(closedOn)) + 1;
  return year < yearOf(parseLocalDate(expiry)) ? lastDayOfYear(year) : null;
}

/** Whether recertification is next after a surveillance: the second one, or an earlier one that leaves no year owed. */
function isLast({ surveillances, expiry, audits, audit }: Context): boolean {
  const closedOn = audits[audit]?.closedOn;
  return (
    surveillances >= 2 || (!!closedOn && expiry !== null && owedBy(closedOn, expiry.due) === null)
  );
}

/** Why an independent person has to look at a surveillance before the certification goes on. */
export function escalations({ findings, audits, audit }: Context): ('major' | 'recommendation')[] {
  const hasMajor = Object.values(findings).some(
    (finding) =>
      finding.audit === audit &&
      finding.grade === 'major' &&
      !['withdrawn', 'superseded'].includes(finding.status),
  );
  const { recommendation } = audits[audit] ?? {};
  return [
    ...(hasMajor ? (['major'] as const) : []),
    ...(recommendation === 'doNotRecommend' ? (['recommendation'] as const) : []),
  ];
}

/** What a journey does not allow about surveillance, and why. */
export const surveillanceRules = {
  'T-14': {
    clause: 'ISO/IEC 17021-1 9.1.3.3 (unconfirmed)',
    text: 'No calendar year before the recertification decision owes a surveillance any more.',
    allows: ({ context, event }) =>
      event.type !== 'SurveillanceScheduled' || context.surveillanceDue !== null,
  },
  'R-SV-02': {
    clause: 'ISO/IEC 17021-1 9.6.2.2 (unconfirmed)',
    text: 'The surveillance report does not speak of everything that each surveillance takes up.',
    allows: ({ event }) =>
      event.type !== 'CertificationMaintained' ||
      agenda.every((item) => event.agenda.includes(item)),
  },
  'R-SV-06': {
    clause: 'ISO/IEC 17021-1 9.6.1 (unconfirmed)',
    text: 'After a major or a negative recommendation an independent person decides whether the certification goes on.',
    allows: ({ context, event }) =>
      escalations(context).length === 0 || event.meta.actor?.role === 'panelMember',
  },
  'COV-03': {
    clause: 'ISO/IEC 17021-1 9.1.3, 9.6.2 (unconfirmed)',
    text: 'The surveillance audits of this cycle leave requirements out, and no second person has accepted that.',
    allows: ({ context, event }) =>
      event.type !== 'CertificationMaintained' ||
      !isLast(context) ||
      residual(context).length === 0 ||
      (context.gapAcceptedBy !== null && context.gapAcceptedBy !== event.meta.actor?.id),
  },
} satisfies Record<string, Rule<Context, Event>>;
