import { remembering } from '../engine/index.ts';
import type { Context, Event } from './contract.ts';

/** What a nonconformity keeps of an event. */
export const remember = remembering<Context, Event>({
  AuditTeamChanged: (_, { team }) => ({ team }),
  ResponseDatesSet: (_, { on, capDue, responseDue }) => ({ reachedOn: on, capDue, responseDue }),
  NonconformityAcknowledged: () => ({ acknowledged: true }),
  CapRejected: ({ rejections }) => ({ rejections: rejections + 1 }),
  FollowUpAuditOrdered: () => ({ rejections: 0 }),
  EvidenceSubmitted: (_, { on, carriedOutBy }) => ({ reachedOn: on, carriedOutBy }),
  CorrectiveActionVerified: (_, { on }) => ({ reachedOn: on }),
  NonconformityClosed: (_, { on }) => ({ reachedOn: on }),
});
