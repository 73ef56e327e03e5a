import type { Actor } from '../contract/index.ts';

/**
 * Why an event exists: an instance started, somebody commanded, a delay elapsed, an activity answered, a child
 * or the parent sent something, the machine concluded it (`derived`), a signal was refused (`refused`), or another
 * version of the machine took over (`migrated`).
 */
export type Cause =
  'start' | 'command' | 'timer' | 'actor' | 'child' | 'parent' | 'derived' | 'refused' | 'migrated';

/** Place in the ordered messages from one workflow to another. */
export interface MessageOrigin {
  /** Workflow id of the sender. */
  readonly from: string;
  /** 1, 2, 3 … per sender and receiver. */
  readonly number: number;
}

/** What is true of an event before it has its place in the log; the fold hands the machine exactly this. */
export interface Fact {
  readonly cause: Exclude<Cause, 'derived'>;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Version of the shape of the data, where another entity has said it. @defaultValue that of the contract */
  readonly version?: number;
  /** Instant of recording, workflow time, ISO-8601 UTC. */
  readonly at: string;
  /** Command id, id of the event that armed the timer or started the actor, or id of the sender's event. */
  readonly causationId: string;
  readonly correlationId: string;
  readonly actor?: Actor;
  /** Id of the timer that elapsed. */
  readonly sendId?: string;
  /** Id of the activity or child that has answered. */
  readonly invokeId?: string;
  readonly message?: MessageOrigin;
  /** SHA-256 of the canonical payload of the command, so that an id used twice is noticed. */
  readonly payloadHash?: string;
  /** First run of the workflow, on the start event of a root: who may call this log its own. */
  readonly runId?: string;
}

/** A fact while it is put together. */
export type FactDraft = { -readonly [Name in keyof Fact]: Fact[Name] };

/**
 * Copies the members that every fact has, and those of the others that are there. Written out, because spreading takes
 * several times as long, and this is done for every event that is folded.
 */
export function copyFact(fact: Fact): FactDraft {
  const { cause, type, data, at, causationId, correlationId } = fact;
  const copy: FactDraft = { cause, type, data, at, causationId, correlationId };
  if (fact.actor) copy.actor = fact.actor;
  if (fact.sendId !== undefined) copy.sendId = fact.sendId;
  if (fact.invokeId !== undefined) copy.invokeId = fact.invokeId;
  if (fact.message) copy.message = fact.message;
  if (fact.payloadHash !== undefined) copy.payloadHash = fact.payloadHash;
  if (fact.runId !== undefined) copy.runId = fact.runId;
  return copy;
}

/** One event as the log holds it, before it is written as a CloudEvent. */
export interface RecordedEvent extends Omit<Fact, 'cause'> {
  readonly cause: Cause;
  /** Workflow id of the instance. */
  readonly entity: string;
  /** Id of the machine. */
  readonly machine: string;
  readonly machineVersion: string;
  /** Version of the shape of `data`. */
  readonly version: number;
  /** 1, 2, 3 … per entity, without gap. */
  readonly sequence: number;
  /** The step it belongs to; the events of a step are written one behind the other. */
  readonly step: number;
  /** 1 for the primary event, then the derived ones. */
  readonly stepIndex: number;
  readonly stepSize: number;
}

/** Events of the engine itself, which every machine may record: they change nothing in the machine. */
export const ENGINE_EVENTS = {
  CommandRefused:
    'A signal asked for something that is not possible or not allowed; nothing changed.',
  CommandRouted: 'A command that came to the parent was handed to the child it names.',
  InputSetAside:
    'An operator has set aside an input that failed the machine; the machine has never taken it.',
  Stopped: 'The parent has ended this instance.',
  MachineMigrated: 'Another version of the machine has taken over; the data hold the whole state.',
} as const;

/** Id of an event, unique for ever: `<workflow id>:<sequence>`. */
export function eventId(entity: string, sequence: number): string {
  return `${entity}:${String(sequence)}`;
}

/** Workflow id of the entity that recorded the event with this id. */
export function entityOfEvent(id: string): string {
  return id.slice(0, id.lastIndexOf(':'));
}

/** The root workflow's id: `globex-27001` of `globex-27001/nc-s2-003`. */
export function journeyOf(entity: string): string {
  const slash = entity.indexOf('/');
  return slash < 0 ? entity : entity.slice(0, slash);
}

/** The name of an entity below its journey: `nc-s2-003` of `globex-27001/nc-s2-003`, `self` for the journey itself. */
export function entityName(entity: string): string {
  const slash = entity.indexOf('/');
  return slash < 0 ? 'self' : entity.slice(slash + 1).replaceAll('/', '~');
}

/** Workflow id of a child. */
export function childEntity(parent: string, name: string): string {
  return `${parent}/${name}`;
}

/** Whether an event is bookkeeping: the receiver's own copy of what another entity has published. */
export function isReceived(event: Pick<RecordedEvent, 'cause'>): boolean {
  return event.cause === 'child' || event.cause === 'parent';
}

/** `capDue` → `CapDueElapsed`: the event that records an elapsed delay. */
export function elapsedEvent(delay: string): string {
  return `${pascal(delay)}Elapsed`;
}

/** `renderCertificate` → `RenderCertificateDone`: the event that records the result of an activity or child. */
export function doneEvent(src: string): string {
  return `${pascal(src)}Done`;
}

/** `renderCertificate` → `RenderCertificateFailed`. */
export function failedEvent(src: string): string {
  return `${pascal(src)}Failed`;
}

function pascal(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('');
}
