import { eventId, journeyOf, type RecordedEvent } from '../../../machines/engine/index.ts';
import { say } from '../../../machines/text/index.ts';
import {
  eventSubject,
  fromEnvelope,
  parseEnvelope,
  parseSubject,
  type CloudEvent,
} from '../../event-log/index.ts';
import { inClear } from '../../personal-data/index.ts';
import { headerOf, type LogMessage } from '../message.ts';
import type { Fault, FirstBad } from './verdict.ts';

/** A message that is an event, in its right place. */
export interface ReadEvent {
  readonly envelope: CloudEvent;
  readonly event: RecordedEvent;
}

/** Reads the event in a message, and whether it is where it says. */
export function readEvent(message: LogMessage, tenant: string): ReadEvent | Fault {
  const read = parsed(message);
  if (!read) {
    const reason = say('verify.noEvent', 'its body is no event of certway');
    return { check: 'envelope', reason };
  }
  const reason = misplaced(message, read, tenant);
  return reason === undefined ? read : { check: 'subject', reason };
}

/** Whether something is a fault. */
export function isFault(given: object): given is Fault {
  return 'check' in given;
}

function parsed({ data, base64 }: LogMessage): ReadEvent | undefined {
  if (base64) return undefined;
  try {
    // A verifier needs no key: an encrypted text is judged like one that was erased.
    const envelope = inClear.open(parseEnvelope(data));
    return { envelope, event: fromEnvelope(envelope) };
  } catch {
    return undefined;
  }
}

function misplaced(
  message: LogMessage,
  { envelope, event }: ReadEvent,
  tenant: string,
): string | undefined {
  const { entity } = event;
  const named: readonly (readonly [string, string, string])[] = [
    [
      say('verify.messageSubject', 'subject of the message'),
      message.subject,
      eventSubject(tenant, event),
    ],
    ['id', envelope.id, eventId(entity, event.sequence)],
    ['Nats-Msg-Id', headerOf(message, 'Nats-Msg-Id') ?? envelope.id, envelope.id],
    ['source', envelope.source, `/tenants/${tenant}/${entity}`],
    ['subject', envelope.subject, journeyOf(entity)],
  ];
  const wrong = named.find(([, found, expected]) => found !== expected);
  if (!wrong) return undefined;
  const [what, found, expected] = wrong;
  return say('verify.misplaced', 'its {what} is {found}, not {expected}', {
    ...{ what, found, expected },
  });
}

/** A fault of a message, as it is told. */
export function firstBadOf(message: LogMessage, { check, reason }: Fault): FirstBad {
  const { seq, subject } = message;
  const event = parsed(message)?.event;
  const place = parseSubject(subject);
  return {
    streamSequence: seq,
    subject,
    id: event ? eventId(event.entity, event.sequence) : '',
    entity: event?.entity ?? place?.entity ?? '',
    sequence: event?.sequence ?? 0,
    check,
    reason,
  };
}
