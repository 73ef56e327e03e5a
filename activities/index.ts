import {
  createEventLogActivities,
  type EventLogActivities,
  type EventLogDependencies,
} from './event-log/index.ts';

/** Everything that a worker can do for the workflows. */
export type Activities = EventLogActivities;

/** Makes all activities of a worker. */
export function createActivities(dependencies: EventLogDependencies): Activities {
  return createEventLogActivities(dependencies);
}
