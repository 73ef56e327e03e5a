import { remembering } from '../engine/index.ts';
import type { Context, Event, Input } from './contract.ts';
import { notCertified, noTransfer, ordinary, unapplied, type Programme } from './contract/index.ts';
import { samplesOfNewCycle } from './derived/index.ts';
import {
  afterTransfer,
  appealMemory,
  applicationMemory,
  auditMemory,
  changedSinceGrant,
  circumstanceMemory,
  cycleTakenOver,
  decisionMemory,
  findingMemory,
  lifeMemory,
  newCycle,
  noAppeals,
  noSurveillance,
  settled,
  transferMemory,
  transitionMemory,
} from './memory/index.ts';

/** The journey at its start. */
export function begin(input: Input): Context {
  return {
    ...input,
    ...unapplied,
    zone: input.policy.zone,
    staff: input.policy.staff,
    reachedOn: '2000-01-01',
    competences: { team: [], panel: [] },
    programme: null,
    applicability: null,
    barred: [],
    audits: {},
    audit: '',
    auditors: [],
    formerAuditors: [],
    deciders: [],
    findings: {},
    stage1On: null,
    conclusion: null,
    concerns: [],
    addressed: [],
    openBy: null,
    stage1Validity: null,
    ...{ majorClosure: null, majorClosureClock: null, lapsed: [] },
    followUp: null,
    file: null,
    decisions: 0,
    panel: [],
    answerDue: null,
    concurredOn: null,
    proposer: null,
    gateWaivedOn: null,
    cycle: 0,
    grantedOn: null,
    firstGrantedOn: null,
    issueDue: null,
    expiry: null,
    surveillances: 0,
    ...noSurveillance,
    restorationWindow: null,
    certificate: null,
    revision: 0,
    certificateIssuer: null,
    ...noAppeals,
    ...notCertified,
    ...ordinary,
    ...settled(input),
    ...noTransfer,
  };
}

type Grant =
  | 'CertificationGranted'
  | 'RecertificationGranted'
  | 'CertificationRestoredAfterExpiry'
  | 'TransferAccepted';

function granted(context: Context, event: Extract<Event, { type: Grant }>): Partial<Context> {
  const { on, cycle, expiry, issueDue } = event;
  const { surveillanceDue, surveillanceYears, restorationWindow } = event;
  const { recertificationReminder, furtherReminders } = event;
  return {
    ...newCycle(context),
    siteSamples: samplesOfNewCycle(context.siteSamples, event.type),
    reachedOn: on,
    ...{ followUp: null, majorClosure: null },
    grantedOn: on,
    firstGrantedOn: context.firstGrantedOn ?? on,
    issueDue,
    revision: 0,
    cycle,
    expiry,
    surveillances: 0,
    ...{ surveillanceDue, surveillanceYears, surveillanceOverdue: null },
    reminders: [recertificationReminder, ...furtherReminders],
    restorationWindow,
    editionCutOff: event.editionCutOff ?? null,
    surveyedIn: context.standard,
  };
}

function programmed(_: Context, { audits, note, surveillanceEvery }: Programme): Partial<Context> {
  return { programme: { audits, note, surveillanceEvery } };
}

/** What a journey keeps of an event. */
export const remember = remembering<Context, Event>({
  ...applicationMemory,
  ...appealMemory,
  ...lifeMemory,
  ...circumstanceMemory,
  ...decisionMemory,
  ...transitionMemory,
  ...transferMemory,
  ...auditMemory,
  ...findingMemory,
  ClientDataChanged: (context, event) => ({
    ...applicationMemory.ClientDataChanged?.(context, event),
    ...changedSinceGrant(context, event),
  }),
  AuditProgrammeDrafted: (context, event) => ({
    ...programmed(context, event),
    ...afterTransfer(context, event.meta),
  }),
  AuditProgrammeAmended: programmed,
  CertificationGranted: granted,
  RecertificationGranted: granted,
  CertificationRestoredAfterExpiry: granted,
  TransferAccepted: (context, event) => ({
    ...granted(context, event),
    ...cycleTakenOver(context, event),
  }),
  CertificationRefused: (_, { on }) => ({ reachedOn: on }),
  CertificateIssued: (_, { number, revision, meta }) => ({
    document: { number, revision },
    certificate: number,
    revision,
    isOutdated: false,
    certificateIssuer: meta.actor?.id ?? null,
  }),
  CertificateReissued: (_, { number, revision, meta }) => ({
    document: { number, revision },
    revision,
    isOutdated: false,
    certificateIssuer: meta.actor?.id ?? null,
  }),
  CertificationMaintained: (_, { on, surveillanceDue }) => ({ reachedOn: on, surveillanceDue }),
});
