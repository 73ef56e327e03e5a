import { and } from 'xstate';
import { journey } from '../setup.ts';
import { transferDecision } from './deciding.ts';
import { reopens } from './reopening.ts';
import { auditRules, bodyRules } from './rule-lists.ts';
import { followUp } from './stages.ts';

/** Until the application is accepted, the client can have a certificate of another body taken over. */
export const request = {
  TransferRequested: {
    guard: and(['R-TR-06', 'R-TR-09', 'DATE-01']),
    actions: ['remember', 'startTakeoverClock'],
  },
} as const;

/** Somebody judges whether that is possible; if not, the client applies as a new one. */
export const eligibility = {
  TransferEligibilityConfirmed: {
    guard: and(['R-TR-06', 'R-TR-01', 'R-TR-02', 'ROLE-02', 'DATE-01']),
    actions: 'remember',
  },
  TransferEligibilityRefused: {
    guard: and(['R-TR-06', 'ROLE-02', 'DATE-01']),
    actions: ['remember', 'endTakeoverClock'],
  },
} as const;

/** When the certificate of the other body cannot be taken over any more, whatever the phase. */
export const takeoverLimit = {
  takeoverLimit: { actions: ['lapseTakeover', 'announceLapsedTakeover'] },
} as const;

/** What cannot be taken over is certified as a new client: with Stage 1 and Stage 2, of a programme drafted anew. */
const asNewClient = {
  AuditProgrammeDrafted: {
    target: '#certification.application.programmed',
    guard: 'ROLE-02',
    actions: ['endChildren', 'endTakeoverClock', 'remember'],
  },
} as const;

const planning = {
  PreTransferReviewPlanned: {
    target: 'reviewing',
    guard: and(['R-APP-04', ...auditRules]),
    actions: 'remember',
  },
} as const;

/** Rules of what a pre-transfer review records. */
const reviewRules = ['R-TR-03', 'R-TR-08', 'R-TR-09', 'DATE-01', 'DATE-02'] as const;

const reviewing = journey.createStateConfig({
  tags: 'waitingForLeadAuditor',
  on: {
    ...planning,
    NonconformityTakenOver: {
      guard: and(['R-TR-08', 'R-TR-09']),
      actions: ['remember', 'startNonconformity'],
    },
    PreTransferReviewCompleted: {
      target: 'reviewed',
      guard: and(reviewRules),
      actions: ['remember', 'setTakenOverDates'],
    },
  },
});

/**
 * A certificate of another body is taken over: review, decision, and beside them the last day on which that can be.
 * Source: IAF MD 2.
 */
export const transfer = journey.createStateConfig({
  type: 'parallel',
  states: {
    work: {
      id: 'takeover',
      initial: 'planning',
      states: {
        planning: { tags: 'waitingForCertificationBody', on: planning },
        reviewing,
        reviewed: {
          always: [
            { guard: 'asksForVisit', target: 'visiting' },
            { guard: 'findsNewClient', target: 'rejected' },
            { target: 'completing' },
          ],
        },
        visiting: {
          tags: 'waitingForLeadAuditor',
          on: {
            PreTransferVisitMade: {
              target: 'reviewing',
              guard: and(['R-TR-08', 'DATE-01', 'DATE-02']),
              actions: 'remember',
            },
          },
        },
        completing: {
          tags: 'waitingForClient',
          on: {
            ...followUp,
            DecisionFileCompleted: {
              target: 'decision',
              guard: and(['R-DEC-04', 'R-DEC-11', 'R-S2-10', 'R-IMP-01', ...bodyRules]),
              actions: ['remember', 'startDecision'],
            },
          },
        },
        decision: { initial: 'technicalReview', states: transferDecision.panel },
        accreditation: {
          initial: 'forwarding',
          on: transferDecision.grant,
          states: transferDecision.accreditation,
        },
        accepted: {
          always: [
            { guard: 'owesFirstSurveillance', target: '#certification.certified' },
            { guard: 'isSurveillanceOwed', target: '#secondSurveillance' },
            { target: '#renewal' },
          ],
        },
        rejected: { tags: 'waitingForCertificationBody', on: asNewClient },
        refused: {
          tags: 'waitingForCertificationBody',
          on: { ...asNewClient, ...reopens('isAgainstRefusal', '#takeover.completing') },
        },
      },
    },
    window: {
      initial: 'open',
      states: {
        open: { always: { guard: 'isTakeoverLapsed', target: 'lapsed' } },
        lapsed: { tags: ['waitingForCertificationBody', 'overdue'], on: asNewClient },
      },
    },
  },
});

/** A certified client goes to another body, or stays after all. Source: IAF MD 2 2.4. */
export const leaving = {
  TransferOutRequested: { guard: and(['R-TR-06', 'DATE-01']), actions: 'remember' },
  TransferRecordsHandedOver: {
    guard: and(['R-TR-06', 'ROLE-02', 'DATE-01']),
    actions: 'remember',
  },
  TransferOutAbandoned: { guard: and(['R-TR-06', 'DATE-01']), actions: 'remember' },
  TransferredOut: {
    target: '#certification.transferredOut',
    guard: and(['R-TR-01', 'R-TR-02', 'R-TR-05', ...bodyRules]),
    actions: ['remember', 'endChildren'],
  },
} as const;

/** Once for each certificate that is taken over: when that of the other body ends. */
export const previousEnd = {
  PreviousCertificateEnded: { guard: and(['R-TR-06', 'ROLE-02', 'DATE-01']), actions: 'remember' },
} as const;
