export {
  createEventLogActivities,
  type AppendReply,
  type AppendRequest,
  type EventLogActivities,
  type EventLogDependencies,
  type FoldReply,
} from './event-log.ts';
