import {
  canonicalJson,
  entityOfEvent,
  type Followed,
  type Message,
  type RecordedEvent,
} from '../../../machines/engine/index.ts';
import { say } from '../../../machines/text/index.ts';
import { hashOfBytes } from '../../event-log/index.ts';
import type { Fault } from './verdict.ts';

type Sent = Pick<Message, 'id' | 'kind' | 'type'> & { readonly data: string };

/** What entities have told one another: the receiver's copy must be what the sender sent. */
export interface LinkBook {
  /** Notes what a step has posted. @returns the same without it: nobody delivers it here */
  readonly posted: (entity: string, followed: Followed) => Followed;
  /** Whether an event follows from something that exists and says the same. */
  readonly judge: (event: RecordedEvent, has: (id: string) => boolean) => Fault | undefined;
}

/** Begins with no message. */
export function createLinkBook(): LinkBook {
  const boxes = new Map<string, Map<number, Sent>>();
  /** Senders of which not everything is known: versions that this build does not hold. */
  const obscure = new Set<string>();

  const received = (event: RecordedEvent): string | undefined => {
    const { from, number } = event.message ?? { from: '', number: 0 };
    const box = boxes.get(keyOf(from, event.entity));
    const sent = box?.get(number);
    for (const taken of box?.keys() ?? []) if (taken <= number) box?.delete(taken);
    if (!sent) {
      return obscure.has(from)
        ? undefined
        : say('verify.notSent', '{from} has sent no message {number} to {entity}', {
            ...{ from, number, entity: event.entity },
          });
    }
    return differenceOf(event, sent);
  };

  return {
    posted: (entity, followed) => {
      if (followed.unverified !== undefined) obscure.add(entity);
      const { adopted } = followed;
      if (!adopted) return followed;
      const { outbox } = adopted.state;
      const targets = Object.keys(outbox);
      if (targets.length === 0) return followed;
      for (const target of targets) note(boxes, keyOf(entity, target), outbox[target] ?? []);
      return { ...followed, adopted: { ...adopted, state: { ...adopted.state, outbox: {} } } };
    },
    judge: (event, has) => {
      const reason = event.message ? received(event) : uncaused(event, has);
      return reason === undefined ? undefined : { check: 'cause', reason };
    },
  };
}

function note(
  boxes: Map<string, Map<number, Sent>>,
  key: string,
  messages: readonly Message[],
): void {
  const box = boxes.get(key) ?? new Map<number, Sent>();
  boxes.set(key, box);
  for (const { number, id, kind, type, data } of messages) {
    box.set(number, { id, kind, type, data: hashOfBytes(canonicalJson(data)) });
  }
}

function differenceOf(event: RecordedEvent, sent: Sent): string | undefined {
  if (event.type === 'InputSetAside') return undefined;
  const { id } = sent;
  if (event.causationId !== id) {
    return say('verify.otherCause', 'it follows upon {id}, not {causationId}', {
      ...{ id, causationId: event.causationId },
    });
  }
  if (event.cause !== 'child' && event.cause !== 'parent') return undefined;
  const isNamed = sent.kind === 'event' || sent.kind === 'stop';
  if (isNamed && event.type !== sent.type) {
    return say('verify.otherType', '{id} is {sent}, not {type}', {
      ...{ id, sent: sent.type, type: event.type },
    });
  }
  const isSame = hashOfBytes(canonicalJson(event.data)) === sent.data;
  return isSame ? undefined : say('verify.otherData', 'its data are not those of {id}', { id });
}

/** A command's id is the caller's; every other cause is an event of this log. */
function uncaused(event: RecordedEvent, has: (id: string) => boolean): string | undefined {
  const { cause, causationId, entity } = event;
  if (cause === 'command' || cause === 'refused' || causationId === '') return undefined;
  if (cause === 'derived') return undefined;
  if (!has(causationId)) {
    return say(
      'verify.noCause',
      'it follows upon {causationId}, which the log does not hold before it',
      { causationId },
    );
  }
  const isOwn = entityOfEvent(causationId) === entity;
  const isParent = cause === 'start' && entity.startsWith(`${entityOfEvent(causationId)}/`);
  return isOwn || isParent
    ? undefined
    : say('verify.strangeCause', 'it follows upon {causationId} of another entity', {
        causationId,
      });
}

function keyOf(from: string, to: string): string {
  return `${from} ${to}`;
}
