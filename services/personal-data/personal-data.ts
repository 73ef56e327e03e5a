import {
  type AnyContract,
  ENCRYPTED,
  ERASED,
  eventId,
  hashSubjects,
  isWithheld,
  personalPlaces,
  type RecordedEvent,
  textAt,
  withTexts,
} from '../../machines/engine/index.ts';
import {
  decryptLayer,
  decryptText,
  encryptLayer,
  encryptText,
  referenceIn,
  type TextPlace,
} from './cipher.ts';
import type { KeyRing } from './key-ring.ts';
import { asWritten, mapTexts, plainText } from './plain-text.ts';

/** What of an envelope can be encrypted. */
export interface SealedEnvelope {
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly payloadhash?: string | undefined;
}

/** Turns personal texts of events into what is stored, and back. */
export interface PersonalData {
  /**
   * The event as it is stored. The same event gives the same bytes, until one of its subjects is erased: from then on
   * nothing of that subject is stored any more.
   */
  readonly seal: (event: RecordedEvent) => RecordedEvent;
  /**
   * A stored event as this reader may see it: in clear, or with `[erased]` or `[encrypted]` in the place of a text.
   * @throws EngineError `PERSONAL_DATA_KEY_MISSING`, `PERSONAL_DATA_TAMPERED`
   */
  readonly open: <Envelope extends SealedEnvelope>(envelope: Envelope) => Envelope;
}

const HASH = ['payloadhash'];

/** Without a key ring: everything is stored in clear, and what others have encrypted cannot be read. */
export const inClear: PersonalData = {
  seal: (event) => ({ ...event, data: mapTexts(event.data, plainText) }),
  open: (envelope) =>
    opened(envelope, (text) => (referenceIn(text) === undefined ? asWritten(text) : ENCRYPTED)),
};

/** With a key ring. @param contracts - of the machines whose events are written, which mark what is personal */
export function encrypted(ring: KeyRing, contracts: readonly AnyContract[]): PersonalData {
  const known = new Map(contracts.map((contract) => [contract.id, contract]));

  const sealText = (subject: string, place: TextPlace, text: string): string => {
    if (isWithheld(text)) return text;
    const key = ring.keyFor(subject);
    if (!key) return ERASED;
    return place.path === HASH ? encryptLayer(key, place, text) : encryptText(key, place, text);
  };
  const openText = (text: string, place: TextPlace): string => {
    const reference = referenceIn(text);
    if (reference === undefined) return asWritten(text);
    const key = ring.keyBehind(reference);
    if (!key) return ERASED;
    return place.path === HASH ? decryptLayer(key, place, text) : decryptText(key, place, text);
  };

  return {
    seal: (event) => {
      const contract = known.get(event.machine);
      const plain = inClear.seal(event);
      if (!contract) return plain;
      const placeOf = (path: readonly string[]): TextPlace => ({
        tenant: ring.tenant,
        eventId: eventId(event.entity, event.sequence),
        path,
      });
      const texts = personalPlaces(contract, event).map(({ path, subject }) => ({
        path,
        text: sealText(subject, placeOf(path), textAt(event.data, path)),
      }));
      const data = texts.length === 0 ? plain.data : withTexts(plain.data, texts);
      if (event.payloadHash === undefined) return { ...plain, data };
      // The hash of a short text tells the text to whoever guesses it: it goes with the first subject that goes.
      const payloadHash = hashSubjects(contract, event).reduce(
        (text, subject) => sealText(subject, placeOf(HASH), text),
        event.payloadHash,
      );
      return { ...plain, data, payloadHash };
    },
    open: (envelope) =>
      opened(envelope, (text, path) => {
        const place = { tenant: ring.tenant, eventId: envelope.id, path };
        let clear = text;
        // A hash is encrypted once for each subject.
        do clear = openText(clear, place);
        while (path === HASH && referenceIn(clear) !== undefined);
        return clear;
      }),
  };
}

function opened<Envelope extends SealedEnvelope>(
  envelope: Envelope,
  open: (text: string, path: readonly string[]) => string,
): Envelope {
  const { data, payloadhash } = envelope;
  return {
    ...envelope,
    data: mapTexts(data, open),
    ...(payloadhash !== undefined && { payloadhash: open(payloadhash, HASH) }),
  };
}
