import { defineInvariants } from './invariant.ts';
import type { Fact, Past } from './past.ts';
import { after } from '../own-calendar.ts';
import {
  auditorsIn,
  decidersIn,
  decisions,
  handlersIn,
  kindOfAudit,
  lastBefore,
  teamOf,
} from './reading-the-past.ts';

/** Who an event names for a decision, or who decides by it. */
function deciding({ event, data }: Fact): readonly string[] {
  if (event.type === 'PanelConvened') return data.texts('members');
  return event.actor ? [event.actor.id] : [];
}

function joining({ event, data }: Fact): readonly string[] {
  if (event.type === 'TeamMemberReplaced') return [data.inside('joins').word('id')];
  return data.list('team').map(({ id }) => String(id));
}

/** Persons with an interest in the client, and the last day on which it bars them. */
function barredIn(past: Past): readonly (readonly [string, string])[] {
  const span = past.policy.text('coolingOff') ?? 'P0D';
  const advised = past
    .of('ApplicationSubmitted', 'AdditionalInformationProvided', 'ClientDataChanged')
    .flatMap(({ data }) => data.list('advice'))
    .map(({ by, until }) => [String(by), after(String(until), span)] as const);
  const declared = past
    .of('ConflictOfInterestDeclared')
    .map(({ data }) => [data.word('person'), data.word('until')] as const);
  return [...advised, ...declared];
}

function barredFault(last: Fact, past: Past): string | undefined {
  const start = past.in(last.event.entity)[0]?.data.text('from');
  const on = last.data.text('from') ?? start ?? '';
  const persons = joining(last);
  const found = barredIn(past).find(([id, until]) => persons.includes(id) && on <= until);
  return found && `${found[0]} is barred until ${found[1]} and audits on ${on}`;
}

/** Commands of the audit team, by the event: whoever gives them is on the team in that role. */
const ofTeam = [
  ...['AuditPlanSent', 'OpeningMeetingHeld', 'ClosingMeetingHeld', 'AuditReportIssued'],
  ...['RecommendationMade', 'ReadinessConcluded', 'FindingRaised', 'EvidenceRecorded'],
  ...['RequirementCovered', 'ApplicabilityRecorded', 'CapAccepted', 'CapRejected'],
  ...['CorrectiveActionVerified', 'NonconformityClosed', 'NonconformityWithdrawn'],
  ...['NonconformityEscalated', 'AuditTerminated', 'AuditSuspended', 'AuditResumed'],
];

/** What the first person did, by what the second one does: in the same log, or anywhere in the journey. */
const firstSteps: Readonly<Record<string, readonly string[]>> = {
  CertificateReissued: ['CertificateIssued', 'CertificateReissued'],
  AccreditationGateWaived: ['CertificationProposed'],
  ImpartialityCaseClosed: ['ImpartialityCaseOpened'],
  CertificationProposed: ['NegativeRecommendationOverturned'],
  NonconformityDowngraded: ['NonconformityDowngradeProposed'],
};
/** Second steps of which the first one may lie in another log. */
const ofJourney = ['AccreditationGateWaived', 'CertificateReissued'];

function firstOf(last: Fact, past: Past): string | undefined {
  const { entity, type } = last.event;
  const own = past.in(entity).filter((fact) => fact !== last);
  const steps = firstSteps[type];
  if (!steps) {
    const evidence = own.findLast(({ event }) => event.type === 'EvidenceSubmitted');
    return evidence?.data.text('carriedOutBy');
  }
  const first = ofJourney.includes(type)
    ? lastBefore(past, last, ...steps)
    : own.findLast(({ event }) => steps.includes(event.type));
  return first?.event.actor?.id;
}

function joined(
  entries: readonly (readonly [string, unknown])[],
): Readonly<Record<string, unknown>>[] {
  return entries.length === 0 ? [] : [Object.fromEntries(entries)];
}

/** What holds of who does what. */
export const personInvariants = defineInvariants([
  {
    id: 'INV-03',
    says: 'Nobody who was ever on an audit team of the client reviews its file, sits on its panel or decides.',
    source: 'domain 8.3; SOD-01, SOD-02, SOD-07, R-DEC-01',
    after: [
      ...['PanelConvened', 'PanelVoteCast', 'TechnicalReviewPassed', 'CertificationMaintained'],
      ...['CertificateRestored', ...decisions.filter((type) => type !== 'ApplicationDeclined')],
    ],
    fault: (last, past) => {
      const auditors = auditorsIn(past);
      const found = deciding(last).find((person) => auditors.has(person));
      return found && `${found} has audited this client`;
    },
  },
  {
    id: 'INV-29',
    says: 'Nobody who has reviewed, decided or handled an appeal or complaint joins an audit team of the client.',
    source: 'SOD-07, SOD-06',
    after: ['AuditScheduled', 'TeamMemberReplaced', 'PreTransferReviewPlanned'],
    fault: (last, past) => {
      const known = new Set([...decidersIn(past), ...handlersIn(past)]);
      const found = joining(last).find((person) => known.has(person));
      return found && `${found} has decided or handled a case before`;
    },
  },
  {
    id: 'INV-30',
    says: 'Whoever handles an appeal or complaint has neither audited nor decided.',
    source: 'SOD-06',
    after: ['AppealHandlersAssigned', 'ComplaintHandlersAssigned'],
    fault: ({ data }, past) => {
      const known = new Set([...auditorsIn(past), ...decidersIn(past)]);
      const found = data.texts('handlers').find((person) => known.has(person));
      return found && `${found} has audited or decided before`;
    },
  },
  {
    id: 'INV-25',
    says: 'Nobody audits the client during the cooling-off after an interest in it that was known.',
    source: 'domain T-21; SOD-03',
    after: ['AuditScheduled', 'TeamMemberReplaced', 'PreTransferReviewPlanned'],
    fault: barredFault,
  },
  {
    id: 'INV-21',
    says: 'Whoever acts for an audit team is on it, in that role.',
    source: 'ROLE-01; architecture I11',
    after: ofTeam,
    fault: ({ event }, past) => {
      if (event.cause !== 'command') return undefined;
      const { id = '', role = '' } = event.actor ?? {};
      const held = teamOf(past, event.entity).get(id);
      return held === role ? undefined : `${id} as ${role} is ${held ?? 'not'} on the team`;
    },
  },
  {
    id: 'INV-22',
    says: 'What takes a second person is not done by the first: downgrade, verification, waiver, reissue, overturned advice, impartiality case.',
    source: 'SOD-05, SOD-09, R-IMP-02',
    after: [
      ...['CertificateReissued', 'AccreditationGateWaived', 'ImpartialityCaseClosed'],
      ...['CertificationProposed', 'NonconformityDowngraded', 'CorrectiveActionVerified'],
    ],
    fault: (last, past) => {
      const first = firstOf(last, past);
      const isSame = first !== undefined && first === last.event.actor?.id;
      return isSame ? `${first} was the first person` : undefined;
    },
  },
  {
    id: 'INV-23',
    says: 'No audit begins without a declaration of impartiality of everybody on its team.',
    source: 'R-S1-01; SOD-04',
    after: ['OpeningMeetingHeld'],
    fault: ({ event }, past) => {
      const declared = new Map<string, boolean>();
      for (const { data } of past.in(event.entity)) {
        for (const each of [...data.list('team'), ...joined(data.entries('joins'))]) {
          declared.set(String(each['id']), each['impartialityDeclared'] === true);
        }
      }
      const kind = kindOfAudit(past, event.entity) ?? '';
      const team = teamOf(past, event.entity);
      const found = [...team.keys()].find((id) => declared.get(id) !== true);
      return found && `${found} has declared nothing for this ${kind}`;
    },
  },
]);
