import { catalogueOf } from '../../../machines/standards/index.ts';
import { defineInvariants } from './invariant.ts';
import type { Fact, Past } from './past.ts';
import { after } from '../own-calendar.ts';
import { dataOf, kindOfAudit, lastBefore } from './reading-the-past.ts';

/** Kinds of audits with a plan and a list of what they cover. */
const full = ['stage-2', 'recertification'];
const withoutPlan = ['pre-audit', 'stage-1'];
/** What every surveillance takes up: internal audit, management review, nonconformities. */
const standing: Readonly<Record<string, readonly string[]>> = {
  '27001:2013': ['9.2', '9.3', '10.1'],
  '27001:2022': ['9.2.1', '9.2.2', '9.3.1', '9.3.2', '9.3.3', '10.2'],
};

function requirementsIn({ data }: Fact): readonly string[] {
  const one = data.text('requirement');
  return one === undefined ? data.texts('requirements') : [one];
}

/** What an audit has covered: evidence that was not withdrawn, and findings. */
function coveredIn(past: Past, entity: string): ReadonlySet<string> {
  const items = new Map<string, readonly string[]>();
  for (const fact of past.in(entity)) {
    const id = fact.data.word('id');
    const { type } = fact.event;
    const isSeen = /^(EvidenceRecorded|RequirementCovered|FindingRaised|MinorsAggregated)/.test(
      type,
    );
    if (isSeen) items.set(id, requirementsIn(fact));
    if (type === 'EvidenceWithdrawn') items.delete(fact.data.word('evidence'));
  }
  return new Set([...items.values()].flat());
}

/** Controls that the statement of applicability leaves out, as an audit knew it at its start or saw it last. */
function excludedIn(past: Past, entity: string): readonly string[] {
  const own = past.in(entity);
  const seen = own.findLast(({ event }) => event.type === 'ApplicabilityRecorded');
  const known = seen ? dataOf(seen) : dataOf(own[0]).inside('applicability');
  return known.list('excluded').map(({ control }) => String(control));
}

/** The edition of an audit, as it was scheduled. */
function editionOf(past: Past, entity: string): string {
  return dataOf(past.in(entity)[0]).word('standard');
}

function coverageFault({ event }: Fact, past: Past): string | undefined {
  const kind = kindOfAudit(past, event.entity) ?? '';
  const edition = editionOf(past, event.entity);
  const { clauses, controls } = catalogueOf(edition);
  const excluded = excludedIn(past, event.entity);
  const applicable = Object.keys(controls).filter((control) => !excluded.includes(control));
  const all = [...Object.keys(clauses), ...applicable];
  const wanted = full.includes(kind)
    ? all
    : kind === 'surveillance'
      ? (standing[edition] ?? [])
      : [];
  const covered = coveredIn(past, event.entity);
  const missing = wanted.filter((requirement) => !covered.has(requirement));
  return missing.length > 0
    ? `${missing.length} not covered, first ${missing[0] ?? ''}`
    : undefined;
}

function requirementFault(last: Fact, past: Past): string | undefined {
  const edition = editionOf(past, last.event.entity);
  const { clauses, controls } = catalogueOf(edition);
  const unknown = requirementsIn(last).find((id) => !(id in clauses) && !(id in controls));
  if (unknown !== undefined) return `${edition} has no ${unknown}`;
  if (last.event.type !== 'FindingRaised') return undefined;
  const excluded = excludedIn(past, last.event.entity);
  const found = requirementsIn(last).find((id) => excluded.includes(id));
  return found && `${found} is excluded by the statement of applicability`;
}

const daysOfKind: Readonly<Record<string, string>> = {
  'stage-1': 'stage1Days',
  'stage-2': 'stage2Days',
  surveillance: 'surveillanceDays',
  recertification: 'recertificationDays',
};

function daysFault({ event, data }: Fact, past: Past): string | undefined {
  const start = past.in(event.entity)[0];
  const field = daysOfKind[dataOf(start).word('kind')];
  if (!start || field === undefined || data.text('shortfall') !== undefined) return undefined;
  const determined = past
    .of('AuditTimeDetermined', 'AuditTimeRedetermined')
    .filter(({ place }) => place < start.place);
  const planned = dataOf(determined.at(-1)).amount(field);
  const least = planned * (1 - past.policy.amount('auditDayTolerance'));
  const used = data.amount('daysUsed');
  return used >= least ? undefined : `${used} of ${planned} days, and no reason`;
}

function timeFault({ data }: Fact, past: Past): string | undefined {
  const [table, capped, initial] = ['tableDays', 'cappedDays', 'initialDays'].map((name) =>
    data.amount(name),
  ) as [number, number, number];
  if (data.number('uncappedDays') === undefined) return 'the uncapped days were not recorded';
  const least = table * past.policy.amount('minReductionFloor') - ROUNDING;
  if (data.entries('integrated').length === 0 && capped < least) {
    return `${capped} days are fewer than the least of ${table}`;
  }
  if (initial < capped || initial % 0.5 !== 0) {
    return `${initial} days do not follow from ${capped}`;
  }
  const low = shares.find(([name, share]) => data.amount(name) < initial * share - ROUNDING);
  return low && `${low[0]} are ${data.amount(low[0])} of ${initial}`;
}

const ROUNDING = 0.001;
const shares = [
  ['surveillanceDays', 1 / 3],
  ['recertificationDays', 2 / 3],
] as const;

/** Whether the client agreed to the plan that was sent last. */
function isPlanAgreed(log: readonly Fact[], plan: Fact | undefined): boolean {
  const agreed = log.findLast(({ event }) => event.type === 'AuditPlanAgreed');
  return plan !== undefined && agreed !== undefined && agreed.place > plan.place;
}

function openingFault(last: Fact, past: Past): string | undefined {
  const { entity } = last.event;
  const kind = kindOfAudit(past, entity) ?? '';
  const on = last.data.word('on');
  const log = past.in(entity);
  if ([...withoutPlan, 'short-notice'].includes(kind)) return undefined;
  const plan = log.findLast(({ event }) => event.type === 'AuditPlanSent');
  if (!isPlanAgreed(log, plan)) return 'the plan was not agreed to';
  const isWaived = log.some(({ event }) => event.type === 'NoticeWaived');
  const soonest = after(dataOf(plan).word('on'), past.policy.text('planNotice') ?? 'P0D');
  if (!isWaived && on < soonest) return `the plan was sent for ${soonest} at the soonest`;
  return kind === 'stage-2' ? stage1Fault(on, past) : undefined;
}

/** The last day on which Stage 2 opens, counted from Stage 1, or from its last review. */
function stage1Fault(on: string, past: Past): string | undefined {
  const authorised = past.of('Stage2Authorised').at(-1);
  const repeated = past.of('Stage1RepeatRequired').at(-1);
  if (!authorised || (repeated?.place ?? 0) > authorised.place) return 'Stage 2 is not authorised';
  const openBy = authorised.data.word('openBy');
  return on <= openBy ? undefined : `Stage 1 was valid until ${openBy}`;
}

const scheduling = /^(PreAuditRequested|Stage[12]Scheduled|SurveillanceScheduled|.*Planned)$/;

/** What holds of audits. */
export const auditInvariants = defineInvariants([
  {
    id: 'INV-10',
    says: 'Every finding and item of evidence names requirements of the edition, and no finding a control that is excluded.',
    source: 'domain 8.10; R-NC-03, R-SOA-01',
    after: ['FindingRaised', 'MinorsAggregatedToMajor', 'EvidenceRecorded', 'RequirementCovered'],
    fault: requirementFault,
  },
  {
    id: 'INV-11',
    says: 'A closing meeting comes after everything was covered that the audit has to cover; evidence that was withdrawn does not count.',
    source: 'domain 8.11; COV-02',
    after: ['ClosingMeetingHeld'],
    fault: coverageFault,
  },
  {
    id: 'INV-12',
    says: 'The auditor days used are those planned less the tolerance, or a reason is given.',
    source: 'domain 8.12; R-S2-09',
    after: ['AuditReportIssued'],
    fault: daysFault,
  },
  {
    id: 'INV-13',
    says: 'Reductions of audit time are recorded and capped, and the later audits have their share.',
    source: 'domain 8.13; R-TIME',
    after: ['AuditTimeDetermined', 'AuditTimeRedetermined'],
    fault: timeFault,
  },
  {
    id: 'INV-31',
    says: 'An audit with a plan opens after plan and notice, and Stage 2 on a Stage 1 that is authorised and still valid.',
    source: 'R-S2-01, R-S2-02; T-02, T-03',
    after: ['OpeningMeetingHeld'],
    fault: openingFault,
  },
  {
    id: 'INV-32',
    says: 'No audit lies before the agreement, and none is scheduled while the audit time is to be determined again.',
    source: 'R-APP-04, R-APP-05',
    after: ['AuditScheduled'],
    fault: ({ data }, past) => {
      const agreed = past.of('AgreementSigned').at(-1)?.data.text('on') ?? '9';
      const from = data.word('from');
      if (from < agreed) return `it begins on ${from}, the agreement is of ${agreed}`;
      const determined = past.of('AuditTimeDetermined', 'AuditTimeRedetermined').at(-1);
      const changed = past
        .of('ClientDataChanged')
        .filter(({ data: told }) => told.flag('isTimeDue'));
      const isDue = (changed.at(-1)?.place ?? 0) > (determined?.place ?? 0);
      return isDue ? 'the audit time rests on facts that have changed' : undefined;
    },
  },
  {
    id: 'INV-33',
    says: 'No audit is scheduled and nothing is granted while an impartiality case of the certification body is open.',
    source: 'domain 10a.10; R-IMP-01',
    fault: (last, past) => {
      const { type, cause } = last.event;
      const isWaiting = scheduling.test(type) || /ation(Granted)$/.test(type);
      if (cause !== 'command' || !isWaiting) return undefined;
      const told = lastBefore(past, last, 'ImpartialityCaseOpened', 'ImpartialityCaseClosed');
      return told?.event.type === 'ImpartialityCaseOpened' ? `${told.id} is open` : undefined;
    },
  },
]);
