import { defineInvariants } from './invariant.ts';
import type { Fact, Past } from './past.ts';
import { localDay } from '../own-calendar.ts';

/** Fields in which a journey or one of its children gives a number or id, by the event that gives it. */
const given: Readonly<Record<string, string>> = {
  PreAuditRequested: 'audit',
  Stage1Scheduled: 'audit',
  Stage2Scheduled: 'audit',
  SurveillanceScheduled: 'audit',
  RecertificationPlanned: 'audit',
  SpecialAuditScheduled: 'audit',
  FindingRaised: 'id',
  NonconformityTakenOver: 'id',
  MinorsAggregatedToMajor: 'id',
  EvidenceRecorded: 'id',
  RequirementCovered: 'id',
  DecisionFileCompleted: 'decision',
  AppealLodged: 'appeal',
  ComplaintReceived: 'complaint',
  CertificateIssued: 'number',
};

/** Events whose ids come from one row. */
const rows: readonly (readonly string[])[] = [
  ['PreAuditRequested', 'Stage1Scheduled', 'Stage2Scheduled', 'SurveillanceScheduled'].concat(
    'RecertificationPlanned',
    'FollowUpAuditScheduled',
    'SpecialAuditScheduled',
  ),
  ['FindingRaised', 'MinorsAggregatedToMajor', 'NonconformityTakenOver'],
  ['EvidenceRecorded', 'RequirementCovered'],
];

function usedFault(last: Fact, past: Past): string | undefined {
  const { type } = last.event;
  const value = last.data.text(given[type] ?? '');
  const row = rows.find((types) => types.includes(type)) ?? [type];
  const other = past
    .of(...row)
    .find((fact) => fact !== last && fact.data.text(given[fact.event.type] ?? '') === value);
  return other && `${value ?? 'nothing'} was given by ${other.id} before`;
}

/** Events with which the log of a child ends. */
const lastOf: Readonly<Record<string, readonly string[]>> = {
  audit: ['AuditCompleted', 'AuditTerminated'],
  nonconformity: ['NonconformityClosed', 'NonconformityWithdrawn', 'NonconformitySuperseded'],
  decision: ['CertificationProposed', 'RefusalProposed'],
  appeal: ['AppealClosed', 'AppealWithdrawn'],
  complaint: ['ComplaintClosed'],
};
/** What goes on after the end of an engagement. */
const outlives =
  /^(Appeal|Complaint|Involvement|Acknowledgement|ClientAnswer|EngagementTerminated|Retention)/;
/** What the journey still hears of its children as they stop, and bookkeeping of the engine. */
const echoes = ['child', 'refused', 'actor'];

function endedFault({ event, place }: Fact, past: Past): string | undefined {
  const ends = ['Stopped', ...(lastOf[event.machine] ?? [])];
  const end = past.in(event.entity).find((fact) => ends.includes(fact.event.type));
  if (end && end.place < place && !echoes.includes(event.cause)) return `it came after ${end.id}`;
  const over = past.of('EngagementTerminated').at(0);
  if (!over || over.place >= place || event.machine !== 'certification') return undefined;
  const isAllowed = outlives.test(event.type) || echoes.includes(event.cause);
  return isAllowed ? undefined : `it came after ${over.id}`;
}

function orderFault({ event }: Fact, past: Past): string | undefined {
  const log = past.in(event.entity);
  if (event.sequence !== log.length) return `it is number ${log.length} of its log`;
  const before = past.all.at(-2);
  return before && before.event.at > event.at ? `${before.id} is later` : undefined;
}

function causeFault({ event }: Fact, past: Past): string | undefined {
  if (event.cause === 'command') return event.actor ? undefined : 'nobody gave the command';
  if (event.cause === 'start' && event.causationId === '') return undefined;
  const isEvent = /:\d+$/.test(event.causationId);
  return !isEvent || past.byId(event.causationId) ? undefined : `${event.causationId} is missing`;
}

/** What holds of the log as a whole. */
export const logInvariants = defineInvariants([
  {
    id: 'INV-14',
    says: 'Nothing is recorded after the end: of a child after its last event, of a journey after the engagement, save appeals and complaints.',
    source: 'domain 8.14, 10a.19',
    fault: endedFault,
    alsoCopies: true,
  },
  {
    id: 'INV-16',
    says: 'No number or id is given twice: audits, nonconformities, evidence, decisions, cases, certificates.',
    source: 'architecture 5',
    after: Object.keys(given),
    fault: usedFault,
  },
  {
    id: 'INV-17',
    says: 'Sequences have neither gap nor repeat, and time does not go back.',
    source: 'architecture I2',
    alsoCopies: true,
    fault: orderFault,
  },
  {
    id: 'INV-27',
    says: 'Every event has a cause that exists, and every command somebody who gave it.',
    source: 'architecture I3',
    alsoCopies: true,
    fault: causeFault,
  },
  {
    id: 'INV-35',
    says: 'Nothing is recorded that has not happened yet.',
    source: 'DATE-01',
    fault: ({ event, data }, past) => {
      const on = event.cause === 'command' ? data.text('on') : undefined;
      const today = localDay(event.at, past.zone);
      return on === undefined || on <= today ? undefined : `${on} is after ${today}`;
    },
  },
]);
