import { and } from 'xstate';
import { journey } from '../setup.ts';
import { again, auditRules, bodyRules, closed, told } from '../states/index.ts';

const scheduled = {
  guard: and(['T-14', 'R-SPC-02', 'R-APP-04', ...auditRules]),
  actions: ['remember', 'startAudit', 'handOver'],
} as const;

/** A further surveillance, where a calendar year owes one before recertification has been decided. */
export const furtherSurveillance = {
  SurveillanceScheduled: { target: '#secondSurveillance.planned', ...scheduled },
} as const;

/** Rules of every decision to let a certification go on. */
const maintenance = [
  ...(['R-SV-06', 'COV-03', 'R-DEC-04', 'T-09', 'R-DEC-01'] as const),
  ...bodyRules,
] as const;

/** Without a year that owes another surveillance, recertification is next. */
function maintained(next: string) {
  return {
    CertificationMaintained: [
      { target: next, guard: and(['owesSurveillance', ...maintenance]), actions: 'remember' },
      { target: '#renewal', guard: and(maintenance), actions: 'remember' },
    ],
  } as const;
}

/** A surveillance audit from its planning, in time or late, until the certification goes on. */
function surveillance(next: string) {
  return journey.createStateConfig({
    initial: 'scheduling',
    states: {
      scheduling: {
        tags: 'waitingForCertificationBody',
        on: { SurveillanceScheduled: { target: 'planned', ...scheduled } },
      },
      planned: {
        tags: 'waitingForLeadAuditor',
        on: { OpeningMeetingHeld: { target: 'fieldwork', ...told }, AuditTerminated: again },
      },
      fieldwork: {
        tags: 'waitingForLeadAuditor',
        on: { ClosingMeetingHeld: closed, AuditTerminated: again },
      },
      reporting: {
        tags: 'waitingForLeadAuditor',
        on: {
          AuditCompleted: {
            target: 'concluding',
            guard: 'isOfProgramme',
            actions: ['remember', 'announceCoverage', 'announceSpecial'],
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
export const surveillance1 = surveillance('#secondSurveillance');
/** The second one, and any further one. */
export const surveillance2 = surveillance('#renewal');
