import type { z } from 'zod';
import type { AnyContract, EventDefinition } from './contract.ts';
import { EngineError } from './errors.ts';

type Data = Readonly<Record<string, unknown>>;

/** An event of a certain version and cause. */
export interface VersionedEvent {
  readonly type: string;
  readonly cause: string;
  readonly version: number;
  readonly data: Data;
}

/** The version in which an event is recorded now. */
export function versionOf(definition: Pick<EventDefinition, 'version'> | undefined): number {
  return definition?.version ?? 1;
}

/** The shape of an event in a version; `undefined` for one that the contract does not know. */
export function shapeOf(definition: EventDefinition, version: number): z.ZodObject | undefined {
  if (version === versionOf(definition)) return definition.data;
  return definition.earlier?.[version]?.data;
}

/** The contracts of a machine's children. */
export function childContracts({ children = {} }: AnyContract): readonly AnyContract[] {
  return Object.values(children) as AnyContract[];
}

/** The contract of a child by the name that the machine gives it. */
export function childContract(
  { children = {} }: AnyContract,
  src: string,
): AnyContract | undefined {
  return Object.hasOwn(children, src) ? (children[src] as AnyContract) : undefined;
}

/** What a contract says of an event: of one that a child has sent, that child's contract. */
export function eventDefinition(
  contract: AnyContract,
  { type, cause }: Pick<VersionedEvent, 'type' | 'cause'>,
): EventDefinition | undefined {
  const contracts = cause === 'child' ? childContracts(contract) : [contract];
  return contracts.map((each) => named(each, type)).find((found) => found !== undefined);
}

function named({ events = {} }: Partial<AnyContract>, type: string): EventDefinition | undefined {
  return Object.hasOwn(events, type) ? events[type] : undefined;
}

/**
 * An event in the newest shape that the contract knows: what consumers and machines work with, whatever lies in the
 * log. Stored bytes are never changed.
 * @returns the same object when there is nothing to do, also for a version newer than the contract
 * @throws EngineError `EVENT_SHAPE_UNKNOWN` when no upcaster begins at the version
 */
export function upcast<Event extends VersionedEvent>(contract: AnyContract, event: Event): Event {
  const definition = eventDefinition(contract, event);
  const newest = versionOf(definition);
  if (!definition || event.version >= newest) return event;
  let { data } = event as VersionedEvent;
  for (let version = event.version; version < newest; version += 1) {
    const shape = definition.earlier?.[version];
    if (!shape) throw unknownShape(contract, event, newest);
    data = shape.upcast(data);
  }
  return { ...event, data, version: newest };
}

/** No reader of this build knows what the data of an event mean. */
export function unknownShape(
  { id }: Pick<AnyContract, 'id'>,
  { type, version }: Pick<VersionedEvent, 'type' | 'version'>,
  newest: number,
): EngineError {
  return new EngineError(
    'EVENT_SHAPE_UNKNOWN',
    `${type} of ${id} in version ${String(version)}: this build knows version ${String(newest)} and no way there; keep the earlier shape with its upcaster, or deploy the build that recorded it`,
    { machine: id, type, version, newest },
  );
}
