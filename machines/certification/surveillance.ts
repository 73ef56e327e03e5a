import { and } from 'xstate';
import { again, closed, told } from './audit-reports.ts';
import { auditRules, bodyRules } from './rule-lists.ts';
import { journey } from './setup.ts';

const scheduled = {
  guard: and(['T-14', 'R-APP-04', ...auditRules]),
  actions: ['remember', 'startAudit', 'handOver'],
} as const;

/** A surveillance audit is given dates and a team, in time or late. */
const planning = { SurveillanceScheduled: { target: 'planned', ...scheduled } } as const;

/** A further surveillance, where a calendar year owes one before recertification has been decided. */
export const furtherSurveillance = {
  SurveillanceScheduled: [
    {
      ...scheduled,
      target: '#secondSurveillance.late.planned',
      guard: and(['isSurveillanceOverdue', scheduled.guard]),
    },
    { target: '#secondSurveillance.due.planned', ...scheduled },
  ],
} as const;

/** Rules of every decision to let a certification go on. */
const maintenance = [
  ...(['R-SV-02', 'R-SV-06', 'COV-03', 'R-DEC-04', 'T-09', 'R-DEC-01'] as const),
  ...bodyRules,
] as const;

/** Without a year that owes another surveillance, recertification is next. */
function maintained(next: string) {
  return {
    CertificationMaintained: [
      { target: next, guard: and(['owesSurveillance', ...maintenance]), actions: 'remember' },
      { target: '#recertification', guard: and(maintenance), actions: 'remember' },
    ],
  } as const;
}

/** A surveillance audit from its planning until the certification goes on. */
function surveillance(id: string, next: string) {
  const waiting = {
    ...planning,
    DeadlineExtended: {
      target: `#${id}`,
      guard: and(['T-20', 'SOD-09', 'R-DEC-01', 'ROLE-02', 'DATE-01']),
      actions: 'remember',
    },
  } as const;
  const untilClosed = journey.createStateConfig({
    initial: 'scheduling',
    states: {
      scheduling: {
        tags: 'waitingForCertificationBody',
        always: { guard: 'isSurveillanceOverdue', target: 'overdue' },
        on: waiting,
      },
      overdue: { tags: ['waitingForCertificationBody', 'overdue'], on: waiting },
      planned: {
        tags: 'waitingForLeadAuditor',
        on: {
          OpeningMeetingHeld: { target: 'fieldwork', ...told },
          AuditTerminated: again,
        },
      },
      fieldwork: { tags: 'waitingForLeadAuditor', on: { AuditTerminated: again } },
    },
  });
  return journey.createStateConfig({
    initial: 'due',
    states: {
      due: {
        id,
        ...untilClosed,
        after: { surveillanceDue: { actions: ['markOverdue', 'announceOverdue'] } },
        on: { ClosingMeetingHeld: closed },
      },
      // The day had passed before the surveillance began: it does not pass again.
      late: { ...untilClosed, on: { ClosingMeetingHeld: closed } },
      reporting: {
        tags: 'waitingForLeadAuditor',
        on: {
          AuditCompleted: {
            target: 'concluding',
            guard: 'isOfProgramme',
            actions: ['remember', 'announceCoverage'],
          },
        },
      },
      concluding: {
        tags: 'waitingForCertificationBody',
        always: {
          guard: 'needsIndependentDecision',
          target: 'escalated',
          actions: 'announceEscalation',
        },
        on: maintained(next),
      },
      escalated: { tags: 'waitingForPanel', on: maintained(next) },
    },
  });
}

/** The first surveillance of a cycle. */
export const surveillance1 = surveillance('firstDue', '#secondSurveillance');
/** The second one, and any further one. */
export const surveillance2 = surveillance('secondDue', '#recertification');
