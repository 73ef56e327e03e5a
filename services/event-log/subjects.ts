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

/** The tenant's stream: `CERTWAY_ACME_CERT` of `acme-cert`. */
export function streamName(tenant: string): string {
  return `CERTWAY_${tenant.toUpperCase().replaceAll('-', '_')}`;
}

/** Everything of a tenant. */
export function tenantSubjects(tenant: string): string {
  return `certway.${tenant}.>`;
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

/** An entity as its subjects name it. */
export interface SubjectParts {
  readonly tenant: string;
  readonly journey: string;
  readonly machine: string;
  /** Workflow id. */
  readonly entity: string;
  readonly event: string;
  readonly received: boolean;
}

/**
 * Reads a subject.
 * @returns `undefined` when it is not one of an event
 */
export function parseSubject(subject: string): SubjectParts | undefined {
  const [root, tenant, journey, machine, name, ...rest] = subject.split('.');
  const event = rest.at(-1);
  if (root !== 'certway' || !tenant || !journey || !machine || !name || !event) return undefined;
  const entity = name === 'self' ? journey : `${journey}/${name}`;
  return { tenant, journey, machine, entity, event, received: rest.length > 1 };
}
