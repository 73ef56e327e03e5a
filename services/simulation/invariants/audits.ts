import { catalogueOf } from '../../../machines/standards/index.ts';
import { defineInvariants } from './invariant.ts';
import type { Fact, Past } from './past.ts';
import { after } from './own-calendar.ts';
import { kindOfAudit, lastBefore } from './reading-the-past.ts';

/** Kinds of audits with a plan and a list of what they cover. */
const full = ['stage-2', 'recertification'];
const withoutPlan = ['pre-audit', 'stage-1'];
/** What every surveillance takes up: internal audit, management review, nonconformities. */
const standing = ['9.2.1', '9.2.2', '9.3.1', '9.3.2', '9.3.3', '10.2'];

function requirementsIn({ data }: Fact): readonly string[] {
  const one = data.text('requirement');
  return one === undefined ? data.texts('requirements') : [one];
}

/** What an audit has covered: evidence that was not withdrawn, and findings. */
function coveredIn(past: Past, entity: string): ReadonlySet<string> {
  const items = new Map<string, readonly string[]>();
  for (const fact of past.in(entity)) {
    const id = fact.data.text('id') ?? '';
    const { type } = fact.event;
    const isSeen = /^(EvidenceRecorded|RequirementCovered|FindingRaised|MinorsAggregated)/.test(
      type,
    );
    if (isSeen) items.set(id, requirementsIn(fact));
    if (type === 'EvidenceWithdrawn') items.delete(fact.data.text('evidence') ?? '');
  }
  return new Set([...items.values()].flat());
}

/** Controls that the statement of applicability leaves out, as it was last seen. */
function excludedIn(past: Past): readonly string[] {
  const seen = past.of('ApplicabilityRecorded').at(-1)?.data.list('excluded') ?? [];
  return seen.map(({ control }) => String(control));
}

function editionOf(past: Past): string {
  return past.all[0]?.data.text('standard') ?? '';
}

function coverageFault({ event }: Fact, past: Past): string | undefined {
  const kind = kindOfAudit(past, event.entity) ?? '';
  const { clauses, controls } = catalogueOf(editionOf(past));
  const excluded = excludedIn(past);
  const applicable = Object.keys(controls).filter((control) => !excluded.includes(control));
  const all = [...Object.keys(clauses), ...applicable];
  const wanted = full.includes(kind) ? all : kind === 'surveillance' ? standing : [];
  const covered = coveredIn(past, event.entity);
  const missing = wanted.filter((requirement) => !covered.has(requirement));
  return missing.length > 0
    ? `${missing.length} not covered, first ${missing[0] ?? ''}`
    : undefined;
}

function requirementFault(last: Fact, past: Past): string | undefined {
  const { clauses, controls } = catalogueOf(editionOf(past));
  const unknown = requirementsIn(last).find((id) => !(id in clauses) && !(id in controls));
  if (unknown !== undefined) return `${editionOf(past)} has no ${unknown}`;
  if (last.event.type !== 'FindingRaised') return undefined;
  const excluded = excludedIn(past);
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
  const field = daysOfKind[start?.data.text('kind') ?? ''];
  if (!start || field === undefined || data.text('shortfall') !== undefined) return undefined;
  const determined = past
    .of('AuditTimeDetermined', 'AuditTimeRedetermined')
    .filter(({ place }) => place < start.place);
  const planned = determined.at(-1)?.data.number(field) ?? 0;
  const least = planned * (1 - (past.policy.number('auditDayTolerance') ?? 0));
  const used = data.number('daysUsed') ?? 0;
  return used >= least ? undefined : `${used} of ${planned} days, and no reason`;
}

function timeFault({ data }: Fact, past: Past): string | undefined {
  const [table = 0, capped = 0] = [data.number('tableDays'), data.number('cappedDays')];
  const floor = past.policy.number('minReductionFloor') ?? 0;
  const least = table * floor - 0.001;
  const initial = data.number('initialDays') ?? 0;
  if (data.number('uncappedDays') === undefined) return 'the uncapped days were not recorded';
  if (data.entries('integrated').length === 0 && capped < least) {
    return `${capped} days are fewer than ${floor} of ${table}`;
  }
  if (initial < capped || initial % 0.5 !== 0)
    return `${initial} days do not follow from ${capped}`;
  const shares = [
    ['surveillanceDays', 1 / 3],
    ['recertificationDays', 2 / 3],
  ] as const;
  const low = shares.find(([name, share]) => (data.number(name) ?? 0) < initial * share - 0.001);
  return low && `${low[0]} are ${data.number(low[0]) ?? 0} of ${initial}`;
}

function openingFault(last: Fact, past: Past): string | undefined {
  const { entity } = last.event;
  const kind = kindOfAudit(past, entity) ?? '';
  const on = last.data.text('on') ?? '';
  const log = past.in(entity);
  if (withoutPlan.includes(kind)) return undefined;
  const plan = log.filter(({ event }) => event.type === 'AuditPlanSent').at(-1);
  const agreed = log.filter(({ event }) => event.type === 'AuditPlanAgreed').at(-1);
  if (!plan || !agreed || agreed.place < plan.place) return 'the plan was not agreed to';
  const isWaived = log.some(({ event }) => event.type === 'NoticeWaived');
  const soonest = after(plan.data.text('on') ?? '', past.policy.text('planNotice') ?? 'P0D');
  if (!isWaived && on < soonest) return `the plan was sent for ${soonest} at the soonest`;
  return kind === 'stage-2' ? stage1Fault(on, past) : undefined;
}

/** The last day on which Stage 2 opens, counted from Stage 1, or from its last review. */
function stage1Fault(on: string, past: Past): string | undefined {
  const authorised = past.of('Stage2Authorised').at(-1);
  const repeated = past.of('Stage1RepeatRequired').at(-1);
  if (!authorised || (repeated?.place ?? 0) > authorised.place) return 'Stage 2 is not authorised';
  const openBy = authorised.data.text('openBy') ?? '';
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
      const from = data.text('from') ?? '';
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
