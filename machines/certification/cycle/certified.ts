import { and, not } from 'xstate';
import { journey } from '../setup.ts';
import { auditRules, bodyRules, decisionRules, leaving, previousEnd } from '../states/index.ts';
import { expiry, recertification } from './renewal.ts';
import { surveillanceClock } from './surveillance-clock.ts';
import { surveillance1, surveillance2 } from './surveillance.ts';
import { edition, transitions } from './transition.ts';

const reissue = {
  CertificateReissued: {
    target: '.current',
    guard: and(['ROLE-02', 'SOD-09', 'R-CRT-03', 'R-CRT-04', 'DATE-01']),
    actions: ['announceSuperseded', 'remember'],
  },
} as const;

/** The certificate from the grant on, as the public may know it. Source: ISO/IEC 17021-1 9.6.4, 9.6.5 (unconfirmed). */
const certificate = journey.createStateConfig({
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
        ...previousEnd,
        CertificateIssued: {
          target: 'active',
          guard: and(['ROLE-02', 'R-CRT-03', 'R-CRT-04', 'R-TR-04', 'DATE-01', 'DATE-02']),
          actions: ['announceSuperseded', 'remember'],
        },
      },
    },
    active: {
      initial: 'current',
      on: {
        ...reissue,
        CertificateSuspended: {
          target: 'suspended',
          guard: and(['R-TR-05', ...decisionRules]),
          actions: 'remember',
        },
        CertificateScopeReduced: {
          target: '.outdated',
          guard: and(['R-CRT-06', ...decisionRules]),
          actions: 'remember',
        },
        CertificateScopeExtended: {
          target: '.outdated',
          guard: and(['R-CRT-07', 'R-SPC-01', 'R-AB-03', 'R-IMP-01', ...decisionRules]),
          actions: 'remember',
        },
      },
      states: {
        current: { always: { guard: 'isOutdated', target: 'outdated' } },
        outdated: { tags: 'waitingForCertificationBody' },
      },
    },
    suspended: {
      initial: 'resolving',
      tags: 'waitingForClient',
      on: {
        CertificateRestored: {
          target: 'active',
          guard: and(['R-CRT-05', ...decisionRules]),
          actions: 'remember',
        },
        CertificateScopeReduced: {
          target: 'active',
          guard: and(['R-CRT-06', ...decisionRules]),
          actions: 'remember',
        },
      },
      states: {
        resolving: { after: { suspensionLimit: 'overdue' } },
        overdue: { tags: ['waitingForPanel', 'overdue'] },
      },
    },
  },
});

/** A cycle of three years: the certificate, and beside it what keeps it alive. */
export const certified = journey.createStateConfig({
  type: 'parallel',
  after: { certificateExpiry: expiry },
  on: {
    CertificateWithdrawn: {
      target: '#certification.withdrawn',
      guard: and(['R-TR-05', ...decisionRules]),
      actions: ['remember', 'endAudits'],
    },
    CertificateCancelled: {
      target: '#certification.cancelled',
      guard: and(bodyRules),
      actions: ['remember', 'endChildren'],
    },
    ...transitions,
    ...leaving,
    SpecialAuditOrdered: { guard: and(['R-STD-05', 'ROLE-02', 'DATE-01']), actions: 'remember' },
    SpecialAuditScheduled: {
      guard: and(['R-SPC-02', 'R-APP-04', ...auditRules]),
      actions: ['remember', 'startAudit'],
    },
    CoverageGapAccepted: { guard: and(['ROLE-02', 'DATE-01', 'R-DEC-01']), actions: 'remember' },
    SurveillanceActivityRecorded: { guard: and(['ROLE-02', 'DATE-01']), actions: 'remember' },
    ChangeAssessed: { guard: and(['ROLE-02', 'DATE-01']), actions: 'remember' },
  },
  states: {
    certificate,
    cycle: {
      initial: 'surveillance1',
      states: {
        surveillance1,
        surveillance2: { ...surveillance2, id: 'secondSurveillance' },
        recertification: { ...recertification, id: 'renewal' },
      },
    },
    surveillance: surveillanceClock,
    body: {
      initial: 'accredited',
      states: {
        accredited: { always: { guard: 'isAccreditationLost', target: 'lost' } },
        lost: {
          initial: 'waiting',
          tags: 'waitingForCertificationBody',
          always: { guard: not('isAccreditationLost'), target: 'accredited' },
          states: {
            waiting: { after: { transferWindow: 'overdue' } },
            overdue: { tags: 'overdue' },
          },
        },
      },
    },
    edition,
    before: { type: 'history', history: 'deep' },
  },
});
