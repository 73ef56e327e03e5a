import type { JsMsg, StoredMsg } from '@nats-io/jetstream';
import type { RecordedEvent } from '../../machines/engine/index.ts';
import { parseEnvelope, type CloudEvent } from '../consumer/index.ts';
import { inClear, type PersonalData } from '../personal-data/index.ts';
import { fromEnvelope, hashOfBytes } from './envelope.ts';
import { signatureOf, type EventSignature } from './signature.ts';

/** One stored event with its place. */
export interface StoredEvent {
  readonly streamSequence: number;
  readonly hash: string;
  readonly envelope: CloudEvent;
  readonly event: RecordedEvent;
  /** As the headers have it: not verified. */
  readonly signature: EventSignature | undefined;
}

/**
 * The event that a message of the stream holds.
 * @throws ZodError or SyntaxError when it is no event of certway; EngineError as `personal.open`
 */
export function storedEvent(
  message: JsMsg | StoredMsg,
  personal: PersonalData = inClear,
): StoredEvent {
  const text = message.string();
  const envelope = personal.open(parseEnvelope(text));
  const event = fromEnvelope(envelope);
  const signature = signatureOf('header' in message ? message.header : message.headers);
  return { streamSequence: message.seq, hash: hashOfBytes(text), envelope, event, signature };
}
