import { remembering, type DueDate } from '../engine/index.ts';
import type { Context, Event } from './contract.ts';

/** The missed deadlines without the one that was met after all. */
function inTime({ missed }: Context, met: DueDate | null): readonly string[] {
  return missed.filter((rule) => rule !== met?.rule);
}

/** What a nonconformity keeps of an event. */
export const remember = remembering<Context, Event>({
  AuditTeamChanged: (_, { team }) => ({ team }),
  ResponseDatesSet: (_, { on, capDue, responseDue }) => ({
    reachedOn: on,
    closingOn: on,
    capDue,
    responseDue,
  }),
  NonconformityAcknowledged: () => ({ acknowledged: true, disputed: false }),
  NonconformityDisputed: () => ({ disputed: true }),
  NonconformityWithdrawn: (_, { on }) => ({ reachedOn: on }),
  NonconformityDowngradeProposed: (_, { meta }) => ({
    downgradeProposedBy: meta.actor?.id ?? null,
  }),
  NonconformityDowngraded: ({ capDue, missed }, { responseDue }) => ({
    ...{ grade: 'minor', disputed: false, downgradeProposedBy: null, turn: 'client' },
    ...{ missed: missed.filter((rule) => rule === capDue?.rule), rejections: 0 },
    responseDue,
  }),
  NonconformityEscalated: (_, { capDue, responseDue }) => ({
    ...{ grade: 'major', carriedForward: false, missed: [], rejections: 0, turn: 'client' },
    capDue,
    responseDue,
  }),
  NonconformityCarriedForward: () => ({ carriedForward: true }),
  CapSubmitted: (context, { round, verification, extent, actions, recordedAfterLapse }) => ({
    rounds: round,
    isPlanComplete: verification !== undefined,
    extent: extent ?? null,
    actionSites: actions.map(({ site }) => site ?? null),
    turn: 'certificationBody',
    // T-05 is about the first plan.
    capDue: null,
    missed: inTime(context, recordedAfterLapse ? context.capDue : null),
  }),
  CapAccepted: () => ({ turn: 'client' }),
  CapRejected: ({ rejections }) => ({ rejections: rejections + 1, turn: 'client' }),
  FollowUpAuditOrdered: () => ({ rejections: 0 }),
  EvidenceSubmitted: (context, { on, carriedOutBy, recordedAfterLapse }) => ({
    reachedOn: on,
    carriedOutBy,
    missed: inTime(context, recordedAfterLapse ? context.responseDue : null),
  }),
  CorrectiveActionVerified: (_, { on }) => ({ reachedOn: on }),
  NonconformityClosed: (_, { on }) => ({ reachedOn: on }),
});
