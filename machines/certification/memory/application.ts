import type { AuditTime } from '../../audit-time/index.ts';
import { addPeriod, parseLocalDate } from '../../calendar/index.ts';
import type { Memory } from '../../engine/index.ts';
import type { Context, Event } from '../contract.ts';
import type { Candidate, Quoted } from '../contract/index.ts';

type Named<Name extends Event['type']> = Extract<Event, { type: Name }>;

const considered: Candidate = {
  status: 'shortlisted',
  accreditation: null,
  auditDays: null,
  fee: null,
  evaluation: null,
};

function candidate(
  { candidates }: Context,
  id: string,
  change: Partial<Candidate>,
): Partial<Context> {
  const known = candidates[id] ?? considered;
  return { candidates: { ...candidates, [id]: { ...known, ...change } } };
}

/** The application as the client last told it, and who is barred because of its advice. */
function applied(
  { application, barred, policy }: Context,
  event: Named<'ApplicationSubmitted' | 'AdditionalInformationProvided'>,
): Partial<Context> {
  const { type: _type, meta: _meta, ...told } = event;
  const advisers = (told.advice ?? []).map(({ by, until }) => ({
    id: by,
    until: addPeriod(parseLocalDate(until), policy.coolingOff),
  }));
  return { application: { ...application, ...told }, barred: [...barred, ...advisers] };
}

/** The application with what has changed; whether the audit time still rests on it. */
function changed(context: Context, event: Named<'ClientDataChanged'>): Partial<Context> {
  const { type, meta, on: _on, changed: _changed, isTimeDue, ...told } = event;
  const submitted = { type, meta, ...told } as unknown as Named<'AdditionalInformationProvided'>;
  return {
    ...applied(context, submitted),
    isTimeDue: context.isTimeDue || isTimeDue,
    // A quote for other facts is no longer there to be accepted.
    ...(isTimeDue && { quoteValid: null }),
    ...(isTimeDue && context.requote === 'offered' && { requote: 'due' as const }),
  };
}

function timeOf(
  event: Named<'AuditTimeDetermined'> | Omit<Named<'AuditTimeRedetermined'>, 'isQuoteDue'>,
): { auditTime: AuditTime } & Partial<Context> {
  const { type: _type, meta: _meta, ...auditTime } = event;
  return { auditTime, isTimeDue: false, quoteValid: null };
}

function quotedIn(event: Named<'QuoteIssued'> | Named<'QuoteRevised'>): Quoted {
  const { auditDays, surveillanceDays = null, recertificationDays = null } = event;
  return {
    initial: auditDays,
    surveillance: surveillanceDays,
    recertification: recertificationDays,
  };
}

/** What a journey keeps of choice, application, quote and later changes. */
export const applicationMemory: Memory<Context, Event> = {
  RcbShortlisted: ({ candidates }, { candidate: id }) => ({
    candidates: { ...candidates, [id]: considered },
  }),
  AccreditationChecked: (context, { candidate: id, isMraMember = null, coversStandard }) =>
    candidate(context, id, { accreditation: { isMraMember, coversStandard } }),
  ProposalRequested: (context, { candidate: id }) =>
    context.candidates[id]?.status === 'proposed'
      ? {}
      : candidate(context, id, { status: 'asked' }),
  ProposalReceived: (context, { candidate: id, auditDays, fee = null }) =>
    candidate(context, id, { status: 'proposed', auditDays, fee, evaluation: null }),
  ProposalEvaluated: (context, { type: _type, meta: _meta, candidate: id, ...evaluation }) =>
    candidate(context, id, { evaluation }),
  RcbRuledOut: (context, { candidate: id }) => candidate(context, id, { status: 'rejected' }),
  RcbSelected: (_, { candidate: id }) => ({ rcb: id }),
  ApplicationSubmitted: applied,
  AdditionalInformationProvided: applied,
  ApplicationAccepted: (_, { teamCompetences = [], decisionCompetences = [] }) => ({
    competences: { team: teamCompetences, panel: decisionCompetences },
  }),
  AuditTimeDetermined: (_, event) => timeOf(event),
  QuoteIssued: (_, event) => ({
    quoteValid: event.valid,
    quoted: quotedIn(event),
    fee: event.fee ?? null,
  }),
  QuoteAccepted: ({ quoted }) => ({ quoteValid: null, agreedDays: quoted, requote: 'none' }),
  QuoteRejected: ({ requote }) => ({
    quoteValid: null,
    requote: requote === 'offered' ? 'due' : requote,
  }),
  AgreementSigned: (_, { on }) => ({ agreedOn: on, reachedOn: on }),
  ClientDataChanged: changed,
  AuditTimeRedetermined: (_, { isQuoteDue, ...event }) => ({
    ...timeOf(event),
    requote: isQuoteDue ? 'due' : 'none',
  }),
  QuoteRevised: (_, event) => ({
    quoteValid: event.valid,
    quoted: quotedIn(event),
    requote: 'offered',
  }),
  ConflictOfInterestDeclared: ({ barred }, { person, until }) => ({
    barred: [...barred, { id: person, until }],
  }),
  ImpartialityCaseOpened: (_, { meta }) => ({ impartialityCase: meta.actor?.id ?? 'unknown' }),
  ImpartialityCaseClosed: () => ({ impartialityCase: null }),
  SiteSampleSelected: ({ siteSamples }, { year, chosen, drawn }) => ({
    siteSamples: { ...siteSamples, [String(year)]: [...chosen, ...drawn] },
  }),
};
