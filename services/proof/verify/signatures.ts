import { say } from '../../../machines/text/index.ts';
import type { Verifier } from '../../signing/index.ts';
import { bodyOf, signatureIn, type LogMessage } from '../message.ts';
import { firstBadOf } from './event.ts';
import type { Fault, FirstBad } from './verdict.ts';

/** So many signatures are under way at most; each costs more than all other checks of its event. */
const UNDER_WAY = 512;

/** Checks the signatures of events beside everything else. */
export interface Signatures {
  /** Begins to check one; what can be told at once is. @param before - how many events came before it */
  readonly begin: (message: LogMessage, before: number) => Fault | undefined;
  /** Waits only when too many are under way. @returns the first that is wrong of those that are through */
  readonly inTime: () => Promise<Wrong | undefined> | undefined;
  /** Waits for all. @returns the first that is wrong */
  readonly settled: () => Promise<Wrong | undefined>;
  readonly count: () => { readonly signed: number };
}

/** A signature that is wrong. */
export interface Wrong {
  readonly firstBad: FirstBad;
  /** How many events came before it. */
  readonly before: number;
}

interface UnderWay {
  readonly before: number;
  readonly message: LogMessage;
  readonly isGood: Promise<boolean>;
}

/** Without a verifier it is only checked that what was signed from some event on stays signed. */
export function createSignatures(verifier: Verifier | undefined): Signatures {
  let underWay: UnderWay[] = [];
  let hasBegun = false;
  let signed = 0;
  let wrong: Wrong | undefined;

  const settled = async (): Promise<Wrong | undefined> => {
    const waiting = underWay;
    underWay = [];
    for (const { message, before, isGood } of waiting) {
      if (await isGood) signed += 1;
      else wrong ??= { firstBad: firstBadOf(message, changed()), before };
    }
    return wrong;
  };

  return {
    begin: (message, before) => {
      const signature = signatureIn(message);
      if (!signature) return hasBegun ? unsigned() : undefined;
      hasBegun = true;
      if (!verifier) return undefined;
      const { keyId } = signature;
      if (!verifier.keyIds.has(keyId)) {
        const reason = say('verify.unknownKey', 'nobody knows the key {keyId}', { keyId });
        return { check: 'signature', reason };
      }
      const isGood = verifier.verifyLater({ ...signature, bytes: bodyOf(message) });
      underWay.push({ message, before, isGood });
      return undefined;
    },
    inTime: () => (underWay.length < UNDER_WAY ? undefined : settled()),
    settled,
    count: () => ({ signed }),
  };
}

function changed(): Fault {
  const reason = say(
    'verify.changed',
    'its signature is not that of the key it names: it was changed, or signed by somebody else',
  );
  return { check: 'signature', reason };
}

function unsigned(): Fault {
  const reason = say('verify.unsigned', 'it is not signed, and events before it are');
  return { check: 'signature', reason };
}
