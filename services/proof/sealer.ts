import type { JetStreamClient } from '@nats-io/jetstream';
import { isWrongSequence, signedHeaders, streamName } from '../event-log/index.ts';
import type { Signer, Verifier } from '../signing/index.ts';
import {
  checkLastHead,
  headsStream,
  headsSubject,
  MOST_LEAVES,
  nextHead,
  type Head,
} from './head.ts';
import { leafOf } from './leaf.ts';
import { lastSequence, messagesOf, oneMessage, type Stretch } from './message.ts';
import type { Hash } from './tree.ts';

/** What a sealer needs. */
export interface SealerOptions {
  readonly tenant: string;
  readonly js: JetStreamClient;
  readonly signer: Signer;
  /** Knows all keys that ever sealed this log. */
  readonly verifier: Verifier;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** How far a log is sealed. */
export interface Sealed {
  /** Stream sequence of the last sealed event. */
  readonly size: number;
  /** Events behind it. */
  readonly unsealed: number;
}

/**
 * Signs tree heads over a tenant's log. It keeps nothing: the last head holds all it needs to go on. Of several at work at once
 * one wins each head, and the others go on from there.
 */
export interface Sealer {
  /** @throws SealingError when the log does not go on with what was sealed */
  readonly look: () => Promise<Sealed>;
  /**
   * Seals everything that the log holds now.
   * @param signal - stops it between two heads
   * @throws SealingError when the log does not go on with what was sealed
   */
  readonly seal: (signal?: AbortSignal) => Promise<Sealed>;
}

/** The log is not what was sealed: nothing more is sealed until a person has looked. */
export class SealingError extends Error {
  override readonly name = 'SealingError';
}

/** A head is made for so many events at the latest … */
const MOST_UNSEALED = 1_000;

/** … or when the oldest of them has waited for so long. */
const LONGEST_WAIT_MS = 10_000;

/** Whether it is time for a head. */
export function isSealDue(given: {
  readonly unsealed: number;
  readonly waitedMs: number;
}): boolean {
  const { unsealed, waitedMs } = given;
  return unsealed >= MOST_UNSEALED || (unsealed > 0 && waitedMs >= LONGEST_WAIT_MS);
}

/** Makes a sealer. */
export function createSealer(options: SealerOptions): Sealer {
  const { tenant, js } = options;
  const stream = streamName(tenant);

  const position = async (): Promise<{ readonly last: LastHead; readonly end: number }> => {
    const last = await lastHead(options);
    const end = await lastSequence(js, stream);
    const size = last.head?.size ?? 0;
    if (end < size) {
      throw new SealingError(
        `${stream} ends at ${end}, and its last head has sealed ${size}: ${size - end} events are missing`,
      );
    }
    return { last, end };
  };

  const look: Sealer['look'] = async () => sealedOf(await position());

  const seal: Sealer['seal'] = async (signal) => {
    for (;;) {
      const { last, end } = await position();
      const { size, unsealed } = sealedOf({ last, end });
      if (unsealed === 0 || signal?.aborted) return { size, unsealed };
      const to = Math.min(end, size + MOST_LEAVES);
      const leaves = await leavesOf(js, { stream, from: size + 1, to });
      const at = new Date(options.now()).toISOString();
      await publish(options, last, nextHead({ tenant, previous: last.head, leaves, at }));
    }
  };
  return { look, seal };
}

function sealedOf({ last, end }: { readonly last: LastHead; readonly end: number }): Sealed {
  const size = last.head?.size ?? 0;
  return { size, unsealed: end - size };
}

interface LastHead {
  readonly head: Head | undefined;
  /** Its sequence in the stream of heads; 0 before the first. */
  readonly seq: number;
}

async function lastHead({ tenant, js, verifier }: SealerOptions): Promise<LastHead> {
  const last = { last_by_subj: headsSubject(tenant) };
  const message = await oneMessage(js, headsStream(tenant), last);
  if (!message) return { head: undefined, seq: 0 };
  const checked = checkLastHead(message, { tenant, verifier });
  if ('head' in checked) return { head: checked.head, seq: message.seq };
  throw new SealingError(
    `the last head of ${streamName(tenant)} cannot be gone on from: ${checked.fault}`,
  );
}

async function leavesOf(js: JetStreamClient, stretch: Stretch): Promise<readonly Hash[]> {
  const leaves: Hash[] = [];
  for await (const message of messagesOf(js, stretch)) {
    const expected = stretch.from + leaves.length;
    if (message.seq !== expected) {
      throw new SealingError(`${stretch.stream} has no event at ${expected}`);
    }
    leaves.push(leafOf(message));
  }
  return leaves;
}

/** Another sealer may have been faster; its head is the next one then, and ours goes on from it. */
async function publish(
  { tenant, js, signer }: SealerOptions,
  last: LastHead,
  head: Head,
): Promise<void> {
  const body = JSON.stringify(head);
  const made = signedHeaders('application/json', body, signer);
  const expect = { streamName: headsStream(tenant), lastSequence: last.seq };
  try {
    await js.publish(headsSubject(tenant), body, { headers: made, expect });
  } catch (error) {
    if (!isWrongSequence(error)) throw error;
  }
}
