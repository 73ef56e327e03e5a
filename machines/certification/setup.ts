import { and, assign, cancel, emit, enqueueActions, raise, setup, spawnChild } from 'xstate';
import type { AppealInput } from '../appeal/index.ts';
import type { AuditInput } from '../audit/index.ts';
import type { ComplaintInput } from '../complaint/index.ts';
import type { DecisionInput } from '../decision/index.ts';
import { childMachine, guardsFrom, known, type EventDataOf } from '../engine/index.ts';
import type { NonconformityInput } from '../nonconformity/index.ts';
import { transitionFrom } from '../standards/index.ts';
import type { Context, contract, Event, Input } from './contract.ts';
import { rejectedBy, residual } from './derived/index.ts';
import { remember } from './memory.ts';
import {
  beganAnew,
  decisionTaken,
  newlyInvolved,
  nextYear,
  noSurveillance,
  transferred,
} from './memory/index.ts';
import { rules } from './rules.ts';
import { escalations } from './rules/index.ts';
import {
  appealInput,
  auditInput,
  caseId,
  childId,
  clockGuards,
  complaintInput,
  decisionInput,
  delays,
  lapsedWith,
  newlyBarred,
  nonconformityInput,
  openNonconformities,
  placeGuards,
  runningAudits,
  runningChildren,
  stateGuards,
} from './setup/index.ts';

type Announced =
  | 'RcbRejected'
  | 'QuoteExpired'
  | 'Stage1ValidityLapsed'
  | 'Stage2ReauditRequired'
  | 'SurveillanceOverdue'
  | 'CertificateExpiryApproached'
  | 'CertificateExpired'
  | 'CertificateSuperseded'
  | 'CoverageResidualComputed'
  | 'CoverageCompleted'
  | 'MaintenanceEscalated'
  | 'SpecialAuditCompleted'
  | 'StandardTransitionMissed'
  | 'TransferLapsed';
type Emitted = {
  [Name in Announced]: { type: Name } & EventDataOf<typeof contract, Name>;
}[Announced];
type Tag =
  | 'waitingForClient'
  | 'waitingForLeadAuditor'
  | 'waitingForTechnicalReviewer'
  | 'waitingForPanel'
  | 'waitingForAccreditationBody'
  | 'waitingForCertificationBody'
  | 'overdue';

/** What the journey's graph is made of: its guards, actions, delays and children by name. */
export const journey = setup({
  types: {
    context: {} as Context,
    events: {} as Event,
    input: {} as Input,
    emitted: {} as Emitted,
    tags: {} as Tag,
  },
  actors: {
    audit: childMachine<AuditInput>(),
    nonconformity: childMachine<NonconformityInput>(),
    decision: childMachine<DecisionInput>(),
    appeal: childMachine<AppealInput>(),
    complaint: childMachine<ComplaintInput>(),
  },
  guards: {
    ...guardsFrom<Context, Event, typeof rules>(rules),
    ...placeGuards,
    ...stateGuards,
    ...clockGuards,
    hasMajorsVerifiedInTime: and(['hasNoOpenMajor', 'R-DEC-06']),
  },
  actions: {
    remember: enqueueActions(({ context, event, enqueue }) => {
      const kept = remember({ context, event });
      const change = { ...kept, ...decisionTaken({ ...context, ...kept }, event) };
      enqueue.assign(change);
      const { persons, cases } = newlyInvolved(context, change);
      for (const id of cases) enqueue.sendTo(id, { type: 'InvolvementChanged', persons });
      const barring = newlyBarred(context, { ...context, ...change });
      for (const id of barring?.audits ?? []) enqueue.sendTo(id, barring?.event);
    }),
    startAppeal: spawnChild('appeal', { id: caseId, input: appealInput }),
    startComplaint: spawnChild('complaint', { id: caseId, input: complaintInput }),
    rejectCandidates: enqueueActions(({ context, event, enqueue }) => {
      for (const rejection of rejectedBy(context, event))
        enqueue.emit({ type: 'RcbRejected', ...rejection });
    }),
    announceExpiredQuote: emit(({ context }) => ({
      type: 'QuoteExpired' as const,
      ...known(context.quoteValid),
    })),
    // A quote is revised in any phase: its clock runs beside the states until it is answered. What it raises is the
    // machine's own word, so no event of the contract; the log has `RevisedQuoteValidityElapsed`.
    startRevisedQuote: raise({ type: 'revisedQuoteValidity' } as unknown as Event, {
      delay: 'revisedQuoteValidity',
      id: 'revisedQuote',
    }),
    endRevisedQuote: enqueueActions(({ event, enqueue }) => {
      if (event.type !== 'ClientDataChanged' || event.isTimeDue) enqueue.cancel('revisedQuote');
    }),
    lapseRevisedQuote: assign({ requote: 'due' }),
    // A certificate of another body can be taken over until a day that passes in whatever phase; as with quotes.
    startTakeoverClock: raise({ type: 'takeoverLimit' } as unknown as Event, {
      delay: 'takeoverLimit',
      id: 'takeoverLimit',
    }),
    endTakeoverClock: cancel('takeoverLimit'),
    judgeTakeoverAnew: assign({
      transfer: ({ context: { transfer } }) => transfer && { ...transfer, status: 'requested' },
      // A quote for a new client is no longer there to be accepted.
      quoteValid: null,
    }),
    lapseTakeover: assign({
      transfer: ({ context: { transfer } }) => transfer && { ...transfer, hasLapsed: true },
    }),
    announceLapsedTakeover: emit(({ context }) => ({
      type: 'TransferLapsed' as const,
      ...known(context.transfer).transferBy,
    })),
    setTakenOverDates: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'PreTransferReviewCompleted' || event.outcome !== 'takeOver') return;
      const { on, capDue, majorEvidenceDue, minorPlanDue } = event;
      for (const id of openNonconformities(context)) {
        const { audit, grade } = known(context.findings[id] ?? null);
        const responseDue = grade === 'major' ? majorEvidenceDue : minorPlanDue;
        if (audit === transferred)
          enqueue.sendTo(id, { type: 'ResponseDatesSet', on, capDue, responseDue });
      }
    }),
    startAudit: spawnChild('audit', { id: childId, input: auditInput }),
    startNonconformity: spawnChild('nonconformity', { id: childId, input: nonconformityInput }),
    startDecision: spawnChild('decision', { id: childId, input: decisionInput }),
    setResponseDates: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'ClosingMeetingHeld' && event.type !== 'AuditTerminated') return;
      if (!event.deadlines) return;
      const { capDue, majorEvidenceDue, minorPlanDue } = event.deadlines;
      for (const id of openNonconformities(context)) {
        const { audit, grade } = known(context.findings[id] ?? null);
        const responseDue = grade === 'major' ? majorEvidenceDue : minorPlanDue;
        const dates = { type: 'ResponseDatesSet', on: event.on, capDue, responseDue };
        if (audit === event.meta.from) enqueue.sendTo(id, dates);
      }
    }),
    supersedeMinors: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'MinorsAggregatedToMajor') return;
      for (const id of event.minors) {
        if (context.findings[id]?.status === 'superseded')
          enqueue.sendTo(id, { type: 'NonconformitySuperseded', by: event.id });
      }
    }),
    tellAudit: enqueueActions(({ context, event, enqueue }) => {
      const id = 'meta' in event ? (event.meta.from ?? '') : '';
      const { audit = '', grade = 'minor', status } = context.findings[id] ?? {};
      if (context.audits[audit]?.completed !== false) return;
      const standing = status === 'withdrawn' ? status : grade;
      enqueue.sendTo(audit, { type: 'FindingStandingChanged', id, standing });
    }),
    handOver: enqueueActions(({ context, event, enqueue }) => {
      const audit = ('audit' in event ? event.audit : event.meta.from) ?? context.audit;
      const team = context.audits[audit]?.team;
      for (const id of openNonconformities(context))
        enqueue.sendTo(id, { type: 'AuditTeamChanged', team });
    }),
    announceLapsedStage1: emit(({ context }) => ({
      type: 'Stage1ValidityLapsed' as const,
      ...known(context.stage1Validity),
    })),
    lapseStage1: assign({
      lapsed: ({ context }) => lapsedWith(context.lapsed, context.stage1Validity),
    }),
    setMajorClosureClock: assign({ majorClosureClock: ({ context }) => context.majorClosure }),
    lapseMajorClosure: assign({
      lapsed: ({ context }) => lapsedWith(context.lapsed, context.majorClosure),
    }),
    renewStage1: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'Stage2Authorised') return;
      enqueue.sendTo(context.audit, { type: 'Stage1ValidityReviewed', openBy: event.openBy });
    }),
    postponeAudit: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'Stage2Postponed') return;
      enqueue.sendTo(context.audit, { type: 'AuditPostponed', from: event.from, to: event.to });
    }),
    requireReaudit: emit(({ context }) => ({
      type: 'Stage2ReauditRequired' as const,
      ...known(context.majorClosure),
    })),
    markOverdue: assign(({ context }) => nextYear(context)),
    setSurveillanceClock: assign({ surveillanceClock: ({ context }) => context.surveillanceDue }),
    announceOverdue: emit(({ context }) => ({
      type: 'SurveillanceOverdue' as const,
      ...known(context.surveillanceDue),
    })),
    announceExpiryAhead: emit(({ context }) => ({
      type: 'CertificateExpiryApproached' as const,
      validUntil: known(context.expiry).due,
    })),
    announceExpiry: emit(({ context }) => ({
      type: 'CertificateExpired' as const,
      ...known(context.expiry),
    })),
    announceMissed: emit(({ context }) => ({
      type: 'StandardTransitionMissed' as const,
      ...known(context.editionCutOff),
      fromEdition: context.standard,
      toEdition: known(transitionFrom(context.standard) ?? null).toEdition,
    })),
    announceCutOff: emit(({ context }) => ({
      type: 'CertificateExpired' as const,
      ...known(context.editionCutOff),
    })),
    beginAnew: assign(({ context, event }) => ({
      restorationWindow: null,
      ...('on' in event && event.on !== undefined && beganAnew(context, event.on)),
    })),
    // A suspension stays: nothing goes on from it when the transition is recorded late.
    endDocument: assign({ document: null }),
    endValidity: assign({
      ...noSurveillance,
      ...{ suspendedOn: null, suspensionLimit: null, document: null },
    }),
    takeReminder: assign({ reminders: ({ context }) => context.reminders.slice(1) }),
    announceSuperseded: enqueueActions(({ context: { document }, event, enqueue }) => {
      if (!document || !('revision' in event)) return;
      const by = { number: event.number, revision: event.revision };
      enqueue.emit({ type: 'CertificateSuperseded', ...document, by });
    }),
    announceCoverage: enqueueActions(({ context, enqueue }) => {
      const left = [...residual(context)];
      enqueue.emit({ type: 'CoverageResidualComputed', residual: left });
      if (left.length === 0) enqueue.emit({ type: 'CoverageCompleted', cycle: context.cycle });
    }),
    announceEscalation: emit(({ context }) => ({
      type: 'MaintenanceEscalated' as const,
      reasons: escalations(context),
    })),
    announceSpecial: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'AuditCompleted') return;
      for (const [special, { audit, purpose }] of Object.entries(context.specials)) {
        if (audit === event.meta.from)
          enqueue.emit({ type: 'SpecialAuditCompleted', special, purpose });
      }
    }),
    endAudits: enqueueActions(({ context, enqueue }) => {
      for (const id of runningAudits(context)) enqueue.stopChild(id);
    }),
    endChildren: enqueueActions(({ context, enqueue }) => {
      for (const id of runningChildren(context)) enqueue.stopChild(id);
    }),
  },
  delays,
});
