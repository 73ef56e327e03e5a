import { and, not } from 'xstate';
import { journey } from './setup.ts';

/** Stage 1, until the certification body finds it a sound basis for Stage 2. */
export const stage1 = journey.createStateConfig({
  initial: 'scheduling',
  states: {
    scheduling: {
      tags: 'waitingForCertificationBody',
      on: {
        Stage1Scheduled: {
          target: 'planned',
          guard: and([
            'R-APP-04',
            'R-APP-05',
            'R-IMP-01',
            'PLAN-01',
            'SOD-03',
            'SOD-07',
            'SOD-08',
            'ROLE-02',
          ]),
          actions: ['remember', 'startAudit'],
        },
      },
    },
    planned: {
      tags: 'waitingForLeadAuditor',
      on: { OpeningMeetingHeld: { target: 'fieldwork', actions: 'remember' } },
    },
    fieldwork: {
      tags: 'waitingForLeadAuditor',
      on: { ClosingMeetingHeld: { target: 'reporting', actions: 'remember' } },
    },
    reporting: {
      tags: 'waitingForLeadAuditor',
      on: { AuditCompleted: { target: 'concluded', actions: 'remember' } },
    },
    concluded: { always: [{ guard: 'isReady', target: 'authorising' }, { target: 'scheduling' }] },
    authorising: {
      tags: 'waitingForCertificationBody',
      on: {
        Stage2Authorised: {
          target: '#certification.stage2',
          guard: and(['ROLE-02', 'DATE-01', 'DATE-02']),
          actions: 'remember',
        },
      },
    },
  },
});

/** Stage 2, the first time or again. */
export const stage2 = journey.createStateConfig({
  initial: 'scheduling',
  states: {
    scheduling: {
      tags: 'waitingForCertificationBody',
      on: {
        Stage2Authorised: {
          guard: and(['ROLE-02', 'DATE-01', 'DATE-02']),
          actions: 'remember',
        },
        Stage2Scheduled: {
          target: 'planned',
          guard: and([
            'R-S2-01',
            'R-APP-05',
            'R-IMP-01',
            'PLAN-01',
            'SOD-03',
            'SOD-07',
            'SOD-08',
            'ROLE-02',
          ]),
          actions: ['remember', 'startAudit', 'handOver'],
        },
      },
    },
    planned: {
      tags: 'waitingForLeadAuditor',
      on: { OpeningMeetingHeld: { target: 'fieldwork', actions: 'remember' } },
    },
    fieldwork: {
      tags: 'waitingForLeadAuditor',
      on: {
        ClosingMeetingHeld: { target: 'reporting', actions: ['remember', 'setResponseDates'] },
      },
    },
    reporting: {
      tags: 'waitingForLeadAuditor',
      on: { AuditCompleted: { target: '#certification.correctiveAction', actions: 'remember' } },
    },
  },
});

/** The client answers the nonconformities of Stage 2; the cases themselves are children. */
export const correctiveAction = journey.createStateConfig({
  initial: 'majorsOpen',
  on: {
    DecisionFileCompleted: {
      target: '#certification.decision',
      guard: and(['R-DEC-04', 'R-S2-10', 'R-DEC-06', 'R-IMP-01', 'ROLE-02', 'DATE-01', 'DATE-02']),
      actions: ['remember', 'startDecision'],
    },
  },
  states: {
    majorsOpen: {
      tags: 'waitingForClient',
      always: { guard: 'hasNoOpenMajor', target: 'minorsOpen' },
      after: { majorClosureWindow: { target: 'reauditRequired', actions: 'requireReaudit' } },
    },
    reauditRequired: {
      tags: ['waitingForCertificationBody', 'overdue'],
      always: { guard: 'hasMajorsVerifiedInTime', target: 'minorsOpen' },
      on: {
        Stage2Authorised: {
          target: '#certification.stage2',
          guard: and(['ROLE-02', 'DATE-01', 'DATE-02']),
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
