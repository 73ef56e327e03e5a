import { and } from 'xstate';
import { journey } from '../setup.ts';
import { reopenedDecision } from './deciding.ts';
import { followUp } from './stages.ts';

const told = { actions: 'remember' } as const;

/** Appeals and complaints, whatever the phase: they outlive the engagement and stop no clock. */
export const appeals = {
  AppealLodged: {
    guard: and(['R-APL-01', 'R-APL-02', 'R-APL-03', 'DATE-01']),
    actions: ['remember', 'startAppeal'],
  },
  AppealHandlersAssigned: told,
  AppealFoundInadmissible: told,
  AppealUpheld: told,
  AppealPartlyUpheld: told,
  AppealDismissed: told,
  AppealWithdrawn: told,
  AppealClosed: told,
  ComplaintReceived: {
    guard: and(['R-CPL-01', 'ROLE-02', 'DATE-01']),
    actions: ['remember', 'startComplaint'],
  },
  ComplaintHandlersAssigned: told,
  ComplaintFoundUnrelated: told,
  ComplaintResolved: told,
  ComplaintClosed: told,
} as const;

const judgedAnew = {
  guard: 'isAgainstIneligibility',
  actions: ['remember', 'judgeTakeoverAnew', 'startTakeoverClock'],
} as const;

/** Whether a certificate of another body can be taken over is judged anew, in the review that goes on. */
export const judgedInReview = { AppealUpheld: judgedAnew, AppealPartlyUpheld: judgedAnew } as const;

const reviewedAnew = { ...judgedAnew, target: '#certification.application.reviewing' } as const;

/** Until the programme is agreed the review opens again for it: a transfer needs another quote and another programme. */
export const opensReview = {
  AppealUpheld: reviewedAnew,
  AppealPartlyUpheld: reviewedAnew,
} as const;

interface Anew<Guard, Target> {
  readonly target: Target;
  readonly guard: Guard;
  readonly actions: 'remember';
}

/** An upheld appeal changes no decision; it opens the way to another one. */
export function reopens<Guard extends string, Target extends string>(
  guard: Guard,
  target: Target,
): Readonly<Record<'AppealUpheld' | 'AppealPartlyUpheld', Anew<Guard, Target>>> {
  const anew = { target, guard, actions: 'remember' } as const;
  return { AppealUpheld: anew, AppealPartlyUpheld: anew };
}

/** Where an upheld appeal leads, by the state in which the decision left the journey. */
export const afterAppeal = {
  declined: reopens('isAgainstDecline', '#certification.application.reviewing'),
  refused: reopens('isAgainstRefusal', '#certification.reopened'),
  withdrawn: reopens('isAgainstWithdrawal', '#certification.reopened'),
};

/** After an upheld appeal the file is completed again, and another decision taken; what was withdrawn stays withdrawn. */
export const reopened = journey.createStateConfig({
  initial: 'completing',
  states: {
    completing: {
      tags: 'waitingForCertificationBody',
      on: {
        ...followUp,
        DecisionFileCompleted: {
          target: 'decision',
          guard: and([
            'R-DEC-04',
            'R-DEC-11',
            'R-S2-10',
            'R-DEC-06',
            'R-IMP-01',
            'ROLE-02',
            'DATE-01',
            'DATE-02',
          ]),
          actions: ['remember', 'startDecision'],
        },
      },
    },
    decision: { initial: 'technicalReview', states: reopenedDecision.panel },
    accreditation: {
      id: 'reopenedAccreditation',
      initial: 'forwarding',
      on: reopenedDecision.grant,
      states: reopenedDecision.accreditation,
    },
  },
});
