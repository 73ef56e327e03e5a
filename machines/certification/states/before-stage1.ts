import { and } from 'xstate';
import { journey } from '../setup.ts';
import { told } from './audit-reports.ts';
import { changedBeforeAgreement } from './changes.ts';
import { auditRules, bodyRules, timeRules } from './rule-lists.ts';
import { judgedInReview, opensReview } from './reopening.ts';
import { eligibility, request } from './transfer.ts';

/** The client compares certification bodies and chooses one. */
export const selection = journey.createStateConfig({
  initial: 'comparing',
  states: {
    comparing: {
      tags: 'waitingForClient',
      on: {
        RcbShortlisted: { guard: 'R-SEL-01', actions: 'remember' },
        AccreditationChecked: { guard: 'R-SEL-02', actions: 'remember' },
        ProposalRequested: { guard: 'R-SEL-02', actions: 'remember' },
        ProposalReceived: { guard: 'R-SEL-02', actions: 'remember' },
        ProposalEvaluated: { guard: and(['R-SEL-02', 'R-SEL-03']), actions: 'remember' },
        RcbRuledOut: { guard: 'R-SEL-02', actions: ['remember', 'rejectCandidates'] },
        RcbSelected: {
          target: '#certification.application',
          guard: and(['R-SEL-02', 'R-SEL-03']),
          actions: ['remember', 'rejectCandidates'],
        },
      },
    },
  },
});

const drafted = { guard: and(['ROLE-02', 'R-PRG-05']), actions: 'remember' } as const;

/** From the application through its review and the quote to the agreement. */
export const application = journey.createStateConfig({
  initial: 'applying',
  on: opensReview,
  states: {
    applying: {
      tags: 'waitingForClient',
      on: {
        ...request,
        ApplicationSubmitted: { target: 'reviewing', actions: 'remember' },
      },
    },
    reviewing: {
      tags: 'waitingForCertificationBody',
      on: {
        ...request,
        ...eligibility,
        ...judgedInReview,
        AdditionalInformationRequested: { target: 'informing', guard: 'ROLE-02' },
        ApplicationAccepted: {
          target: 'quoting',
          guard: and(['R-STD-01', 'ROLE-02', 'R-APP-02', 'R-APP-08', 'R-TR-07']),
          actions: 'remember',
        },
        ApplicationDeclined: {
          target: '#certification.declined',
          guard: and(['ROLE-02', 'SOD-11']),
          actions: 'remember',
        },
      },
    },
    informing: {
      tags: 'waitingForClient',
      on: {
        ...judgedInReview,
        AdditionalInformationProvided: { target: 'reviewing', actions: 'remember' },
      },
    },
    quoting: {
      tags: 'waitingForCertificationBody',
      on: {
        AuditTimeDetermined: {
          guard: and(['ROLE-02', ...timeRules]),
          actions: 'remember',
        },
        QuoteAccepted: { target: 'agreeing', guard: and(['T-01', 'DATE-01']), actions: 'remember' },
        QuoteIssued: {
          target: 'quoted',
          guard: and(['ROLE-02', 'R-APP-03']),
          actions: 'remember',
        },
      },
    },
    quoted: {
      tags: 'waitingForClient',
      after: { quoteValidity: { target: 'quoting', actions: 'announceExpiredQuote' } },
      on: {
        QuoteAccepted: { target: 'agreeing', guard: and(['T-01', 'DATE-01']), actions: 'remember' },
        QuoteRejected: { target: 'quoting', actions: 'remember' },
        ...changedBeforeAgreement,
      },
    },
    agreeing: {
      tags: 'waitingForCertificationBody',
      on: {
        AgreementSigned: {
          target: 'programming',
          guard: and(['R-APP-09', ...bodyRules]),
          actions: 'remember',
        },
        ...changedBeforeAgreement,
      },
    },
    programming: {
      tags: 'waitingForCertificationBody',
      on: {
        AuditProgrammeDrafted: { target: 'programmed', ...drafted },
      },
    },
    programmed: {
      tags: 'waitingForClient',
      on: {
        AuditProgrammeDrafted: drafted,
        AuditProgrammeAgreed: [
          { guard: 'takesOver', target: '#certification.transfer', actions: 'remember' },
          { target: '#certification.preAudit', actions: 'remember' },
        ],
      },
    },
  },
});

/** The client may have a pre-audit; it lies outside the file. */
export const preAudit = journey.createStateConfig({
  initial: 'offered',
  states: {
    offered: {
      tags: 'waitingForClient',
      on: {
        PreAuditRequested: {
          target: 'planned',
          guard: and(['R-APP-04', ...auditRules]),
          actions: ['remember', 'startAudit'],
        },
        PreAuditSkipped: { target: '#certification.stage1' },
      },
    },
    planned: {
      tags: 'waitingForLeadAuditor',
      on: {
        OpeningMeetingHeld: { target: 'fieldwork', ...told },
        AuditTerminated: {
          target: '#certification.stage1',
          ...told,
        },
      },
    },
    fieldwork: {
      tags: 'waitingForLeadAuditor',
      on: {
        ClosingMeetingHeld: { target: 'reporting', ...told },
        AuditTerminated: {
          target: '#certification.stage1',
          ...told,
        },
      },
    },
    reporting: {
      tags: 'waitingForLeadAuditor',
      on: {
        AuditCompleted: {
          target: '#certification.stage1',
          ...told,
        },
      },
    },
  },
});
