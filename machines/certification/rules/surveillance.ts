import type { Rule } from '../../engine/index.ts';
import { isNeverLonger } from '../../policy/index.ts';
import type { Context, Event } from '../contract.ts';
import { isVaried, residual, sitesOf, visitsBefore, yearsOwed } from '../derived/index.ts';

/** Whether recertification is next after a surveillance: the second one, or an earlier one that leaves no year owed. */
function isLast({ surveillances, expiry, audits, audit }: Context): boolean {
  const closedOn = audits[audit]?.closedOn;
  return (
    surveillances >= 2 ||
    (!!closedOn && expiry !== null && yearsOwed(closedOn, expiry.due).length === 0)
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
      event.type !== 'SurveillanceScheduled' ||
      context.surveillanceDue !== null ||
      context.surveillanceOverdue !== null,
  },
  'R-SV-06': {
    clause: 'ISO/IEC 17021-1 9.6.1 (unconfirmed)',
    text: 'After a major or a negative recommendation an independent person decides whether the certification goes on.',
    allows: ({ context, event }) =>
      escalations(context).length === 0 || event.meta.actor?.role === 'panelMember',
  },
  'COV-07': {
    clause: 'IAF MD 1',
    text: 'The sample leaves out sites that were visited less often in this cycle than one of its own, and does not say why.',
    allows: ({ context, event }) => {
      if (event.type !== 'SiteSampleSelected' || event.repeats !== undefined) return true;
      const sample = [...event.chosen, ...event.drawn];
      return isVaried(
        sample,
        sitesOf(context).others,
        visitsBefore(context.siteSamples, event.year),
      );
    },
  },
  'R-PRG-05': {
    clause: 'ISO/IEC 17021-1 9.1.3 (unconfirmed)',
    text: 'A programme can ask for surveillance more often than each calendar year does, never less: one month at least, twelve at most.',
    allows: ({ event }) =>
      !('surveillanceEvery' in event) ||
      event.surveillanceEvery === undefined ||
      (isNeverLonger('P1M', event.surveillanceEvery) &&
        isNeverLonger(event.surveillanceEvery, 'P12M')),
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
