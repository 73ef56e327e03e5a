import { and } from 'xstate';
import { journey } from '../setup.ts';
import { at, places } from '../setup/index.ts';
import {
  again,
  auditRules,
  bodyRules,
  closed,
  followUp,
  movingRules,
  renewalDecision,
  reopens,
  restorationDecision,
  stage1Audit,
  told,
} from '../states/index.ts';
import { furtherSurveillance } from './surveillance.ts';
import { transitions } from './transition.ts';

const planning = {
  RecertificationPlanned: {
    target: 'planned',
    guard: and(['R-APP-04', 'R-RC-02', 'R-SPC-02', ...auditRules]),
    actions: ['remember', 'startAudit', 'handOver'],
  },
  Stage1RepeatRequired: { target: 'stage1', guard: and(bodyRules), actions: 'remember' },
} as const;

/** Stage 1 before a recertification, after significant changes: R-RC-02. */
const stage1 = journey.createStateConfig({
  initial: 'scheduling',
  states: {
    ...stage1Audit,
    concluded: { type: 'final' },
  },
});

interface Way {
  /** Id of the state that holds these. */
  readonly id: string;
  readonly decision: typeof renewalDecision | typeof restorationDecision;
}

/** The recertification audit and its decision, before the expiry or after it. */
function recertifying({ id, decision }: Way) {
  return {
    stage1: {
      ...stage1,
      onDone: [{ guard: 'isReady' as const, target: 'scheduling' }, { target: 'stage1' }],
    },
    planned: journey.createStateConfig({
      tags: 'waitingForLeadAuditor',
      on: { OpeningMeetingHeld: { target: 'fieldwork', ...told }, AuditTerminated: again },
    }),
    fieldwork: journey.createStateConfig({
      tags: 'waitingForLeadAuditor',
      on: {
        ClosingMeetingHeld: closed,
        AuditTerminated: again,
      },
    }),
    reporting: journey.createStateConfig({
      tags: 'waitingForLeadAuditor',
      on: {
        AuditCompleted: {
          target: 'correctiveAction',
          guard: 'isOfProgramme',
          actions: ['remember', 'announceSpecial'],
        },
      },
    }),
    correctiveAction: journey.createStateConfig({
      tags: 'waitingForClient',
      on: {
        ...followUp,
        DecisionFileCompleted: {
          target: 'decision',
          guard: and(['R-DEC-04', 'R-DEC-11', 'R-S2-10', 'T-09', 'R-IMP-01', ...bodyRules]),
          actions: ['remember', 'startDecision'],
        },
      },
    }),
    decision: journey.createStateConfig({ initial: 'technicalReview', states: decision.panel }),
    accreditation: journey.createStateConfig({
      initial: 'forwarding',
      on: decision.grant,
      states: decision.accreditation,
    }),
    refused: journey.createStateConfig({
      tags: 'waitingForClient',
      on: reopens('isAgainstRefusal', `#${id}.correctiveAction`),
    }),
  };
}

const reminder = { actions: ['announceExpiryAhead', 'takeReminder'] } as const;

/** Recertification while the certificate goes on; a surveillance that a calendar year still owes comes before it. */
export const recertification = journey.createStateConfig({
  initial: 'entered',
  states: {
    // A surveillance that was still owed may have come after the last reminder.
    entered: { always: [{ guard: 'hasReminder', target: 'ahead' }, 'scheduling'] },
    ahead: {
      after: { recertificationReminder: { target: 'scheduling', ...reminder } },
      on: { ...planning, ...furtherSurveillance },
    },
    scheduling: {
      tags: 'waitingForCertificationBody',
      initial: 'choosing',
      on: { ...planning, ...furtherSurveillance },
      states: {
        choosing: { always: [{ guard: 'hasReminder', target: 'waiting' }, 'reminded'] },
        waiting: { after: { recertificationReminder: { target: 'choosing', ...reminder } } },
        reminded: { tags: 'overdue' },
      },
    },
    ...recertifying({ id: 'renewal', decision: renewalDecision }),
  },
});

/** What was begun before the expiry goes on after it, as long as the certification can be restored. */
export const restorable = journey.createStateConfig({
  id: 'restoration',
  initial: 'scheduling',
  tags: 'overdue',
  after: { restorationWindow: { target: 'lapsed', actions: 'endAudits' } },
  on: {
    ...transitions,
    // The clock of the window is set anew; whatever was begun goes on.
    DeadlineExtended: {
      target: '.before',
      reenter: true,
      guard: and(movingRules),
      actions: 'remember',
    },
  },
  states: {
    before: { type: 'history', history: 'deep' },
    scheduling: { tags: 'waitingForCertificationBody', on: planning },
    ...recertifying({ id: 'restoration', decision: restorationDecision }),
  },
});

/** The clock ends the validity; what was begun is not lost: cases B and C of recertification. */
export const expiry = [
  ...places.map((place) => ({
    guard: at(place),
    target: `#restoration.${place}`,
    actions: ['announceExpiry', 'endValidity'] as const,
  })),
  { target: '#restoration', actions: ['announceExpiry', 'endValidity'] as const },
];
