import { and } from 'xstate';
import { renewalDecision } from './deciding.ts';
import { reopens } from './reopening.ts';
import { auditRules, bodyRules, decisionRules } from './rule-lists.ts';
import { journey } from './setup.ts';
import { followUp } from './stages.ts';

/** An audit that ended before its closing meeting is planned again. */
const again = { target: 'scheduling', actions: ['remember', 'setResponseDates'] } as const;

/** A surveillance audit is given dates and a team, in time or late. */
const surveillanceScheduled = {
  SurveillanceScheduled: {
    target: 'planned',
    guard: and(['R-APP-04', ...auditRules]),
    actions: ['remember', 'startAudit', 'handOver'],
  },
} as const;

/** A surveillance audit from its planning until a person lets the certification go on. */
function surveillance(next: string) {
  return journey.createStateConfig({
    initial: 'due',
    states: {
      due: {
        initial: 'scheduling',
        after: { surveillanceDue: { actions: ['markOverdue', 'announceOverdue'] } },
        states: {
          scheduling: {
            tags: 'waitingForCertificationBody',
            always: { guard: 'isSurveillanceOverdue', target: 'overdue' },
            on: surveillanceScheduled,
          },
          overdue: {
            tags: ['waitingForCertificationBody', 'overdue'],
            on: surveillanceScheduled,
          },
          planned: {
            tags: 'waitingForLeadAuditor',
            on: {
              OpeningMeetingHeld: { target: 'fieldwork', actions: 'remember' },
              AuditTerminated: again,
            },
          },
          fieldwork: { tags: 'waitingForLeadAuditor', on: { AuditTerminated: again } },
        },
        on: {
          ClosingMeetingHeld: { target: 'reporting', actions: ['remember', 'setResponseDates'] },
        },
      },
      reporting: {
        tags: 'waitingForLeadAuditor',
        on: { AuditCompleted: { target: 'concluding', actions: 'remember' } },
      },
      concluding: {
        tags: 'waitingForPanel',
        on: {
          CertificationMaintained: {
            target: next,
            guard: and(['R-DEC-04', 'T-09', 'R-DEC-01', ...bodyRules]),
            actions: 'remember',
          },
        },
      },
    },
  });
}

const planning = {
  RecertificationPlanned: {
    target: 'planned',
    guard: and(['R-APP-04', ...auditRules]),
    actions: ['remember', 'startAudit', 'handOver'],
  },
} as const;

/** The recertification audit and its decision, while the certificate goes on. */
const recertification = journey.createStateConfig({
  initial: 'ahead',
  states: {
    ahead: {
      after: { recertificationReminder: { target: 'scheduling', actions: 'announceExpiryAhead' } },
      on: planning,
    },
    scheduling: { tags: 'waitingForCertificationBody', on: planning },
    planned: {
      tags: 'waitingForLeadAuditor',
      on: {
        OpeningMeetingHeld: { target: 'fieldwork', actions: 'remember' },
        AuditTerminated: again,
      },
    },
    fieldwork: {
      tags: 'waitingForLeadAuditor',
      on: {
        ClosingMeetingHeld: { target: 'reporting', actions: ['remember', 'setResponseDates'] },
        AuditTerminated: again,
      },
    },
    reporting: {
      tags: 'waitingForLeadAuditor',
      on: { AuditCompleted: { target: 'correctiveAction', actions: 'remember' } },
    },
    correctiveAction: {
      id: 'recertificationCorrectiveAction',
      tags: 'waitingForClient',
      on: {
        ...followUp,
        DecisionFileCompleted: {
          target: 'decision',
          guard: and(['R-DEC-04', 'R-DEC-11', 'R-S2-10', 'T-09', 'R-IMP-01', ...bodyRules]),
          actions: ['remember', 'startDecision'],
        },
      },
    },
    decision: { initial: 'technicalReview', states: renewalDecision.panel },
    accreditation: {
      id: 'recertificationAccreditation',
      initial: 'forwarding',
      on: renewalDecision.grant,
      states: renewalDecision.accreditation,
    },
    refused: {
      id: 'recertificationRefused',
      tags: 'waitingForClient',
      on: reopens('isAgainstRefusal', '#recertificationCorrectiveAction'),
    },
  },
});

/** A cycle of three years: the certificate, and beside it what keeps it alive. */
export const certified = journey.createStateConfig({
  type: 'parallel',
  after: { certificateExpiry: { target: '#certification.expired', actions: 'announceExpiry' } },
  on: {
    CertificateWithdrawn: {
      target: '#certification.withdrawn',
      guard: and(decisionRules),
      actions: 'remember',
    },
  },
  states: {
    certificate: {
      initial: 'granted',
      states: {
        granted: {
          initial: 'preparing',
          tags: 'waitingForCertificationBody',
          states: {
            preparing: { after: { issueDue: 'late' } },
            late: { tags: 'overdue' },
          },
          on: {
            CertificateIssued: {
              target: 'active',
              guard: and(['ROLE-02', 'R-CRT-03', 'R-CRT-04', 'DATE-01', 'DATE-02']),
              actions: 'remember',
            },
          },
        },
        active: {
          on: {
            CertificateReissued: {
              guard: and(['ROLE-02', 'SOD-09', 'R-CRT-03', 'R-CRT-04', 'DATE-01']),
              actions: 'remember',
            },
            CertificateSuspended: {
              target: 'suspended',
              guard: and(decisionRules),
              actions: 'remember',
            },
          },
        },
        suspended: {
          tags: 'waitingForClient',
          on: {
            CertificateRestored: {
              target: 'active',
              guard: and(decisionRules),
              actions: 'remember',
            },
          },
        },
      },
    },
    cycle: {
      initial: 'surveillance1',
      states: {
        surveillance1: surveillance('#secondSurveillance'),
        surveillance2: { ...surveillance('#recertification'), id: 'secondSurveillance' },
        recertification: { ...recertification, id: 'recertification' },
      },
    },
  },
});
