import {
  entityName,
  isReceived,
  journeyOf,
  type RecordedEvent,
} from '../../machines/engine/index.ts';

/** Which messages belong to one entity. */
export interface EntityAddress {
  readonly tenant: string;
  /** Workflow id. */
  readonly entity: string;
  /** Id of the machine. */
  readonly machine: string;
}

/** Everything of an entity: the subject its optimistic concurrency is checked on. */
export function entitySubjects({ tenant, entity, machine }: EntityAddress): string {
  return `certway.${tenant}.${journeyOf(entity)}.${machine}.${entityName(entity)}.>`;
}

/**
 * `certway.<tenant>.<journey>.<machine>.<entity>.<Event>`; the receiver's copy of another entity's event lies one
 * level deeper, `….received.<Event>`, so that nobody who subscribes to an event type sees it twice.
 */
export function eventSubject(
  tenant: string,
  event: Pick<RecordedEvent, 'entity' | 'machine' | 'cause' | 'type'>,
): string {
  const received = isReceived(event) ? 'received.' : '';
  const prefix = entitySubjects({ tenant, entity: event.entity, machine: event.machine });
  return `${prefix.slice(0, -1)}${received}${event.type}`;
}
