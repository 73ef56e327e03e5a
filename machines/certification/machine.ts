import { and } from 'xstate';
import { application, preAudit, selection } from './before-stage1.ts';
import { changes, lapses, nothingChanges } from './changes.ts';
import { certified } from './cycle.ts';
import { initialDecision } from './deciding.ts';
import { extending, nothingMoves } from './extending.ts';
import { begin } from './memory.ts';
import { restorable } from './renewal.ts';
import { afterAppeal, appeals, reopened } from './reopening.ts';
import { journey } from './setup.ts';
import { correctiveAction, stage1, stage2 } from './stages.ts';
import { anew, missed } from './transition.ts';
import { takeoverLimit, transfer } from './transfer.ts';

/**
 * The journey of a client through the nine phases. What children report is kept at the root, whatever the phase;
 * a phase that goes on because of a report keeps it as well.
 */
export const certificationMachine = journey.createMachine({
  id: 'certification',
  version: '1.0.0',
  context: ({ input }) => begin(input),
  initial: 'selection',
  on: {
    TeamMemberReplaced: { actions: ['remember', 'handOver'] },
    OpeningMeetingHeld: { actions: 'remember' },
    ApplicabilityRecorded: { actions: 'remember' },
    FindingRaised: { actions: ['remember', 'startNonconformity'] },
    MinorsAggregatedToMajor: { actions: ['remember', 'startNonconformity', 'supersedeMinors'] },
    ClosingMeetingHeld: { actions: ['remember', 'setResponseDates'] },
    AuditSuspended: {},
    AuditResumed: {},
    AuditTerminated: { actions: ['remember', 'setResponseDates'] },
    AuditCompleted: { actions: ['remember', 'announceSpecial'] },
    CapAccepted: { actions: 'remember' },
    CorrectiveActionVerified: { actions: 'remember' },
    NonconformityClosed: { actions: 'remember' },
    NonconformityWithdrawn: { actions: ['remember', 'tellAudit'] },
    NonconformityDowngraded: { actions: ['remember', 'tellAudit'] },
    NonconformityEscalated: { actions: ['remember', 'tellAudit'] },
    TechnicalReviewPassed: { actions: 'remember' },
    PanelConvened: { actions: 'remember' },
    PanelMemberRecused: { actions: 'remember' },
    CertificationProposed: { actions: 'remember' },
    RefusalProposed: { actions: 'remember' },
    FollowUpAuditRequested: { actions: 'remember' },
    AuditProgrammeAmended: { guard: and(['R-PRG-03', 'R-PRG-05', 'ROLE-02']), actions: 'remember' },
    ...changes,
    ...lapses,
    ...takeoverLimit,
    ...appeals,
    ...extending,
    MarkUseStopped: { guard: and(['R-CRT-01', 'DATE-01']), actions: 'remember' },
    MarkMisuseDetected: { guard: and(['R-CRT-01', 'ROLE-02', 'DATE-01']), actions: 'remember' },
    AccreditationLost: { guard: and(['R-AB-04', 'ROLE-02', 'DATE-01']), actions: 'remember' },
    AccreditationRegained: { guard: and(['R-AB-04', 'ROLE-02', 'DATE-01']), actions: 'remember' },
    EngagementTerminated: {
      target: '.terminated',
      guard: 'ROLE-02',
      actions: ['remember', 'endChildren', 'endRevisedQuote', 'endTakeoverClock'],
    },
  },
  states: {
    selection,
    application,
    preAudit,
    transfer,
    stage1,
    stage2,
    correctiveAction,
    decision: { initial: 'technicalReview', states: initialDecision.panel },
    accreditation: {
      initial: 'forwarding',
      on: initialDecision.grant,
      states: initialDecision.accreditation,
    },
    certified,
    expired: {
      initial: 'restorable',
      states: {
        restorable,
        lapsed: { tags: 'waitingForCertificationBody', on: anew },
        missed,
      },
    },
    declined: { on: { ...nothingChanges, ...nothingMoves, ...afterAppeal.declined } },
    refused: { on: { ...nothingMoves, ...afterAppeal.refused } },
    withdrawn: { on: { ...nothingMoves, ...afterAppeal.withdrawn } },
    cancelled: { on: { ...nothingChanges, ...nothingMoves } },
    transferredOut: { on: { ...nothingChanges, ...nothingMoves } },
    reopened,
    terminated: {
      after: { retention: {} },
      on: {
        EngagementTerminated: {},
        MarkUseStopped: {},
        MarkMisuseDetected: {},
        AccreditationLost: {},
        AccreditationRegained: {},
        ...nothingChanges,
        ...nothingMoves,
        ApplicabilityRecorded: { actions: 'remember' },
        FindingRaised: { actions: 'remember' },
        MinorsAggregatedToMajor: { actions: 'remember' },
        ClosingMeetingHeld: { actions: 'remember' },
        AuditTerminated: { actions: 'remember' },
      },
    },
  },
});
