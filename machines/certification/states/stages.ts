import { and, not } from 'xstate';
import { journey } from '../setup.ts';
import { again, closed, told } from './audit-reports.ts';
import { auditRules, bodyRules } from './rule-lists.ts';

/** The certification body has Stage 1 repeated. */
const repeat = {
  target: '#certification.stage1',
  guard: and(bodyRules),
  actions: ['remember', 'beginAnew'],
} as const;

/** Until Stage 2 begins the client tells what it did about the areas of concern. */
const addressing = {
  AreaOfConcernAddressed: { guard: and(['R-S1-09', 'DATE-01']), actions: 'remember' },
} as const;

/** Stage 1 until it has concluded: before the first certificate, and again after significant changes. */
export const stage1Audit = journey.createStateConfig({
  states: {
    scheduling: {
      tags: 'waitingForCertificationBody',
      on: {
        Stage1Scheduled: {
          target: 'planned',
          guard: and(['R-APP-04', ...auditRules]),
          actions: ['remember', 'startAudit'],
        },
      },
    },
    planned: {
      tags: 'waitingForLeadAuditor',
      on: {
        OpeningMeetingHeld: { target: 'fieldwork', ...told },
        AuditTerminated: { target: 'scheduling', ...told },
      },
    },
    fieldwork: {
      tags: 'waitingForLeadAuditor',
      on: {
        ClosingMeetingHeld: { target: 'reporting', ...told },
        AuditTerminated: { target: 'scheduling', ...told },
      },
    },
    reporting: {
      tags: 'waitingForLeadAuditor',
      on: { AuditCompleted: { target: 'concluded', ...told } },
    },
  },
}).states;

/** Stage 1, until the certification body finds it a sound basis for Stage 2. */
export const stage1 = journey.createStateConfig({
  initial: 'scheduling',
  on: addressing,
  states: {
    ...stage1Audit,
    concluded: { always: [{ guard: 'isReady', target: 'authorising' }, { target: 'scheduling' }] },
    authorising: {
      tags: 'waitingForCertificationBody',
      on: {
        Stage1RepeatRequired: repeat,
        Stage2Authorised: {
          target: '#certification.stage2',
          guard: and(bodyRules),
          actions: 'remember',
        },
      },
    },
  },
});

/** What the certification body does before Stage 2 has dates and a team. */
const scheduling = {
  ...addressing,
  Stage1RepeatRequired: repeat,
  Stage2Authorised: {
    target: 'scheduling',
    reenter: true,
    guard: and(bodyRules),
    actions: 'remember',
  },
  Stage2Scheduled: {
    target: 'planned',
    guard: and(['R-S2-01', ...auditRules]),
    actions: ['remember', 'startAudit', 'handOver'],
  },
} as const;

const stage1Lapses = { actions: ['lapseStage1', 'announceLapsedStage1'] } as const;

/** Stage 2, the first time or again. */
export const stage2 = journey.createStateConfig({
  initial: 'scheduling',
  states: {
    scheduling: {
      tags: 'waitingForCertificationBody',
      always: { guard: 'hasStage1Lapsed', target: 'lapsed' },
      after: { stage1Validity: { target: 'lapsed', ...stage1Lapses } },
      on: scheduling,
    },
    lapsed: { tags: ['waitingForCertificationBody', 'overdue'], on: scheduling },
    planned: {
      initial: 'valid',
      states: {
        valid: {
          tags: 'waitingForLeadAuditor',
          always: { guard: 'hasStage1Lapsed', target: 'lapsed' },
          after: { stage1Validity: { target: 'lapsed', ...stage1Lapses } },
        },
        lapsed: { tags: ['waitingForCertificationBody', 'overdue'] },
      },
      on: {
        ...addressing,
        Stage2Authorised: {
          target: '.valid',
          reenter: true,
          guard: and(bodyRules),
          actions: ['remember', 'renewStage1'],
        },
        Stage2Postponed: {
          guard: and(['R-S2-01', 'R-APP-04', 'R-APP-05', 'PLAN-01', ...bodyRules]),
          actions: ['remember', 'postponeAudit'],
        },
        OpeningMeetingHeld: { target: 'fieldwork', ...told },
        AuditTerminated: { target: 'scheduling', ...told },
      },
    },
    fieldwork: {
      tags: 'waitingForLeadAuditor',
      on: {
        ClosingMeetingHeld: closed,
        AuditTerminated: again,
      },
    },
    reporting: {
      tags: 'waitingForLeadAuditor',
      on: {
        AuditCompleted: {
          target: '#certification.correctiveAction',
          ...told,
        },
      },
    },
  },
});

/** A follow-up audit that the panel asked for is given dates and a team; the file is completed when it is done. */
export const followUp = {
  FollowUpAuditScheduled: {
    guard: and(['R-DEC-11', 'R-APP-04', ...auditRules]),
    actions: ['remember', 'startAudit', 'handOver'],
  },
} as const;

/** The client answers the nonconformities of Stage 2; the cases themselves are children. */
export const correctiveAction = journey.createStateConfig({
  initial: 'majorsOpen',
  on: {
    ...followUp,
    DecisionFileCompleted: {
      target: '#certification.decision',
      guard: and(['R-DEC-04', 'R-DEC-11', 'R-S2-10', 'R-DEC-06', 'R-IMP-01', ...bodyRules]),
      actions: ['remember', 'startDecision'],
    },
  },
  states: {
    majorsOpen: {
      tags: 'waitingForClient',
      always: [
        { guard: 'hasNoOpenMajor', target: 'minorsOpen' },
        { guard: 'hasMajorClosureLapsed', target: 'reauditRequired' },
        { guard: 'hasOtherClosureDay', target: 'majorsOpen', reenter: true },
      ],
      entry: 'setMajorClosureClock',
      after: {
        majorClosureWindow: {
          target: 'reauditRequired',
          actions: ['lapseMajorClosure', 'requireReaudit'],
        },
      },
    },
    reauditRequired: {
      tags: ['waitingForCertificationBody', 'overdue'],
      always: [
        { guard: 'hasMajorsVerifiedInTime', target: 'minorsOpen' },
        { guard: not('hasMajorClosureLapsed'), target: 'majorsOpen' },
      ],
      on: {
        Stage2Authorised: {
          target: '#certification.stage2',
          guard: and(bodyRules),
          actions: 'remember',
        },
      },
    },
    minorsOpen: {
      tags: 'waitingForClient',
      always: [
        { guard: not('hasNoOpenMajor'), target: 'majorsOpen' },
        { guard: and(['hasNoOpenMinor', 'R-S2-10']), target: 'fileComplete' },
      ],
    },
    fileComplete: {
      tags: 'waitingForCertificationBody',
      always: { guard: not('hasNoOpenMajor'), target: 'majorsOpen' },
    },
  },
});
