import { and } from 'xstate';
import { journey } from '../setup.ts';
import { bodyRules } from './rule-lists.ts';

const grant = {
  CertificationGranted: {
    target: '#certification.certified',
    guard: and([
      'R-STD-01',
      'R-AB-02',
      'R-AB-03',
      'R-IMP-01',
      'R-DEC-01',
      'R-DEC-04',
      'R-S2-10',
      'R-DEC-06',
      'ROLE-03',
      'ROLE-02',
      'DATE-01',
      'DATE-02',
    ]),
    actions: 'remember',
  },
} as const;

/** Rules of every decision on a further cycle. */
const renewalRules = [
  ...(['R-AB-02', 'R-AB-03', 'R-IMP-01', 'R-DEC-01', 'R-DEC-04', 'R-S2-10'] as const),
  ...(['R-STD-01', 'T-09', 'R-CRT-08', 'ROLE-03', 'ROLE-02', 'DATE-01', 'DATE-02'] as const),
] as const;

const renewal = {
  RecertificationGranted: {
    target: '#certification.certified',
    reenter: true,
    guard: and(['R-RC-05', ...renewalRules]),
    actions: 'remember',
  },
} as const;

/** After the expiry: a decision that was in time and is recorded late, or a restoration within its time. */
const restoration = {
  ...renewal,
  CertificationRestoredAfterExpiry: {
    target: '#certification.certified',
    guard: and(['R-RC-06', ...renewalRules]),
    actions: 'remember',
  },
} as const;

/** Rules of a decision to take a certificate over from another body. */
const takeoverRules = [
  ...(['R-TR-02', 'R-TR-03', 'R-AB-02', 'R-AB-03', 'R-IMP-01', 'R-DEC-01', 'R-DEC-04'] as const),
  ...(['R-STD-01', 'R-S2-10', 'ROLE-03', 'ROLE-02', 'DATE-01', 'DATE-02'] as const),
] as const;

const takeover = {
  TransferAccepted: {
    target: '#takeover.accepted',
    guard: and(takeoverRules),
    actions: ['remember', 'endTakeoverClock'],
  },
} as const;

/** Where a decision leads, as ids of states, and the transition that a grant is. */
interface Ways {
  readonly accreditation: string;
  readonly refused: string;
  /** State that completes the file anew after an objection, or after a follow-up audit. */
  readonly again: string;
  readonly grant: typeof grant | typeof renewal | typeof restoration | typeof takeover;
}

/** Technical review and panel, mirrored from the child that runs them, until the panel has made its proposal. */
function decisionStates({ accreditation, refused, again, grant: on }: Ways) {
  return {
    technicalReview: journey.createStateConfig({
      tags: 'waitingForTechnicalReviewer',
      on: { TechnicalReviewPassed: { target: 'panel', actions: 'remember' } },
    }),
    panel: journey.createStateConfig({
      tags: 'waitingForPanel',
      on: {
        CertificationProposed: [
          { guard: 'asksAccreditationBody', target: accreditation, actions: 'remember' },
          { target: 'proposed', actions: 'remember' },
        ],
        RefusalProposed: { target: 'refusalProposed', actions: 'remember' },
        FollowUpAuditRequested: { target: again, actions: 'remember' },
      },
    }),
    proposed: journey.createStateConfig({ tags: 'waitingForPanel', on }),
    refusalProposed: journey.createStateConfig({
      tags: 'waitingForPanel',
      on: {
        CertificationRefused: {
          target: refused,
          guard: and(['SOD-11', 'R-DEC-01', 'ROLE-03', ...bodyRules]),
          actions: 'remember',
        },
      },
    }),
  };
}

/** The accreditation body is asked; it concurs or objects and never decides. */
function accreditationStates({ again }: Ways) {
  const waiver = {
    AccreditationGateWaived: {
      target: 'concurred',
      guard: and(['SOD-09', 'ROLE-03', ...bodyRules]),
      actions: 'remember',
    },
  } as const;
  const answers = {
    ...waiver,
    AccreditationBodyQueried: { target: 'queried', actions: 'remember' },
    AccreditationBodyConcurred: {
      target: 'concurred',
      guard: and(['DATE-01', 'DATE-02']),
      actions: 'remember',
    },
    AccreditationBodyObjected: {
      target: again,
      guard: and(['DATE-01', 'DATE-02']),
      actions: 'remember',
    },
  } as const;
  return {
    forwarding: journey.createStateConfig({
      tags: 'waitingForCertificationBody',
      on: {
        ...waiver,
        FileForwardedToAccreditationBody: {
          target: 'awaitingAnswer',
          guard: and(bodyRules),
          actions: 'remember',
        },
      },
    }),
    awaitingAnswer: journey.createStateConfig({
      tags: 'waitingForAccreditationBody',
      after: { abAnswerDue: { target: 'reminded' } },
      on: answers,
    }),
    reminded: journey.createStateConfig({
      tags: ['waitingForAccreditationBody', 'overdue'],
      on: answers,
    }),
    queried: journey.createStateConfig({
      tags: 'waitingForCertificationBody',
      on: {
        ...waiver,
        AccreditationBodyQueryAnswered: {
          target: 'awaitingAnswer',
          guard: and(bodyRules),
          actions: 'remember',
        },
      },
    }),
    concurred: journey.createStateConfig({ tags: 'waitingForPanel' }),
  };
}

const initialWays: Ways = {
  accreditation: '#certification.accreditation',
  refused: '#certification.refused',
  again: '#certification.correctiveAction',
  grant,
};
const renewalWays: Ways = {
  accreditation: '#renewal.accreditation',
  refused: '#renewal.refused',
  again: '#renewal.correctiveAction',
  grant: renewal,
};
const restorationWays: Ways = {
  accreditation: '#restoration.accreditation',
  refused: '#restoration.refused',
  again: '#restoration.correctiveAction',
  grant: restoration,
};

const takeoverWays: Ways = {
  accreditation: '#takeover.accreditation',
  refused: '#takeover.refused',
  again: '#takeover.completing',
  grant: takeover,
};

const reopenedWays: Ways = {
  accreditation: '#reopenedAccreditation',
  refused: '#certification.refused',
  again: '#certification.reopened',
  grant,
};

/** The decision on the first certificate, and where it leads. */
export const initialDecision = {
  grant,
  panel: decisionStates(initialWays),
  accreditation: accreditationStates(initialWays),
};

/** The decision on a certificate of another body that is taken over. */
export const transferDecision = {
  grant: takeover,
  panel: decisionStates(takeoverWays),
  accreditation: accreditationStates(takeoverWays),
};

/** The decision that is taken anew after an upheld appeal, and where it leads. */
export const reopenedDecision = {
  grant,
  panel: decisionStates(reopenedWays),
  accreditation: accreditationStates(reopenedWays),
};

/** The decision on a further cycle, while the certificate goes on. */
export const renewalDecision = {
  grant: renewal,
  panel: decisionStates(renewalWays),
  accreditation: accreditationStates(renewalWays),
};

/** The decision on a further cycle after the certificate has expired. */
export const restorationDecision = {
  grant: restoration,
  panel: decisionStates(restorationWays),
  accreditation: accreditationStates(restorationWays),
};
