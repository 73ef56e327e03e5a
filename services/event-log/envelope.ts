import { createHash } from 'node:crypto';
import { eventId, isReceived, journeyOf, type RecordedEvent } from '../../machines/engine/index.ts';
import { entityOf, type CloudEvent } from '../consumer/index.ts';

/** `prevhash` of an entity's first event. */
export const GENESIS_HASH = '0'.repeat(64);

/** SHA-256 of stored bytes, lower-case hexadecimal. */
export function hashOfBytes(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The type consumers subscribe to: `org.certway.<machine>.<Event>.v<n>`. */
export function cloudEventType(
  event: Pick<RecordedEvent, 'machine' | 'cause' | 'type' | 'version'>,
): string {
  const received = isReceived(event) ? 'received.' : '';
  return `org.certway.${event.machine}.${received}${event.type}.v${String(event.version)}`;
}

/** Names the shape of the data: the `$id` of its JSON Schema. */
export function dataSchemaOf(event: Pick<RecordedEvent, 'machine' | 'type' | 'version'>): string {
  return `urn:certway:event:${event.machine}:${event.type}:${String(event.version)}`;
}

/**
 * The event as it is stored. The same event gives the same bytes on every attempt: nothing in it comes from the
 * clock, trace or attempt of whoever writes it.
 */
export function toBytes(tenant: string, event: RecordedEvent, prevhash: string): string {
  const envelope: CloudEvent = {
    specversion: '1.0',
    id: eventId(event.entity, event.sequence),
    source: `/tenants/${tenant}/${event.entity}`,
    type: cloudEventType(event),
    subject: journeyOf(event.entity),
    time: event.at,
    datacontenttype: 'application/json',
    dataschema: dataSchemaOf(event),
    sequence: String(event.sequence).padStart(10, '0'),
    cause: event.cause,
    step: event.step,
    stepindex: event.stepIndex,
    stepsize: event.stepSize,
    machineversion: event.machineVersion,
    causationid: event.causationId === '' ? undefined : event.causationId,
    correlationid: event.correlationId,
    actorid: event.actor?.id,
    actorrole: event.actor?.role,
    sendid: event.sendId,
    invokeid: event.invokeId,
    sender: event.message?.from,
    sendersequence: event.message?.number,
    payloadhash: event.payloadHash,
    firstexecutionrunid: event.runId,
    prevhash,
    data: event.data,
  };
  return JSON.stringify(envelope);
}

/** The event behind an envelope: what the fold takes. */
export function fromEnvelope(envelope: CloudEvent): RecordedEvent {
  const [, , machine = '', ...rest] = envelope.type.split('.');
  const version = Number(rest.at(-1)?.slice(1) ?? 1);
  return {
    entity: entityOf(envelope),
    machine,
    machineVersion: envelope.machineversion,
    version,
    type: rest.at(-2) ?? '',
    cause: envelope.cause,
    data: envelope.data,
    at: envelope.time,
    sequence: Number(envelope.sequence),
    step: envelope.step,
    stepIndex: envelope.stepindex,
    stepSize: envelope.stepsize,
    causationId: envelope.causationid ?? '',
    correlationId: envelope.correlationid,
    ...optionalOf(envelope),
  };
}

type Optional = 'actor' | 'sendId' | 'invokeId' | 'message' | 'payloadHash' | 'runId';

/** The attributes that only some events have. */
function optionalOf(envelope: CloudEvent): Pick<RecordedEvent, Optional> {
  const { actorid, actorrole, sender, sendersequence } = envelope;
  const given = {
    actor: actorid === undefined ? undefined : { id: actorid, role: String(actorrole) },
    sendId: envelope.sendid,
    invokeId: envelope.invokeid,
    message: sender === undefined ? undefined : { from: sender, number: Number(sendersequence) },
    payloadHash: envelope.payloadhash,
    runId: envelope.firstexecutionrunid,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
