import { z } from 'zod';
import { say } from '../../machines/text/index.ts';
import { streamName } from '../event-log/index.ts';
import type { Verifier } from '../signing/index.ts';
import { isConsistent, type TreeName } from './check-path.ts';
import { bodyOf, signatureIn, type LogMessage } from './message.ts';
import { emptyRoot, growingTree, NO_PEAKS, rootOf, treeOf, type Hash, type Peaks } from './tree.ts';

/** Of each leaf hash a head repeats this much: enough to tell which event is another than it was. */
const LEAF_BYTES = 8;

/** How many events one head may add: with more its message would be too large for the stream. */
export const MOST_LEAVES = 16_384;

const count = z.int().min(0);
const hex = z.string().regex(/^[0-9a-f]{64}$/);
const headSchema = z.strictObject({
  format: z.literal('certway-head'),
  version: z.literal(1),
  tenant: z.string().min(1),
  /** The stream that it seals. */
  stream: z.string().min(1),
  /** Stream sequence of the last event that it seals; also the number of leaves, for a log has no gaps. */
  size: z.int().min(1),
  /** Root of the tree over them, RFC 9162, 2.1.1. */
  root: hex,
  /** When it was made, ISO-8601 UTC. */
  at: z.iso.datetime(),
  /** The head before it; `null` for the first. */
  previous: z.strictObject({ size: count, root: hex }).nullable(),
  /** That the tree goes on with the one before it, RFC 9162, 2.1.4.1; empty for the first. */
  consistency: z.array(hex),
  /** Roots of the perfect trees that it consists of, the largest first: all that is needed to go on. */
  peaks: z.array(hex),
  /** The first 8 bytes of each new leaf hash, one behind the other, base64url. */
  leaves: z.base64url(),
});

/** What a sealer signs: that the log up to a stream sequence is this and no other. */
export type Head = z.infer<typeof headSchema>;

/** The stream of a tenant's heads: `CERTWAY_ACME_CERT_HEADS`. */
export function headsStream(tenant: string): string {
  return `${streamName(tenant)}_HEADS`;
}

/** The one subject of that stream; not below `certway.`, where the events are. */
export function headsSubject(tenant: string): string {
  return `certway-heads.${tenant}`;
}

/**
 * The head that follows upon another.
 * @param leaves - of the events behind the previous head, one to {@link MOST_LEAVES}
 * @param at - ISO-8601 UTC
 */
export function nextHead(given: {
  readonly tenant: string;
  readonly previous: Head | undefined;
  readonly leaves: readonly Hash[];
  readonly at: string;
}): Head {
  const { tenant, previous, leaves, at } = given;
  const before = peaksOf(previous);
  const grown = growingTree(before);
  for (const leaf of leaves) grown.add(leaf);
  const peaks = grown.peaks();
  const consistency = previous ? treeOf(leaves, before).consistencyPath(previous.size) : [];
  return {
    format: 'certway-head',
    version: 1,
    tenant,
    stream: streamName(tenant),
    size: peaks.size,
    root: rootOf(peaks).toString('hex'),
    at,
    previous: previous ? { size: previous.size, root: previous.root } : null,
    consistency: consistency.map((hash) => hash.toString('hex')),
    peaks: peaks.hashes.map((hash) => hash.toString('hex')),
    leaves: Buffer.concat(leaves.map((leaf) => leaf.subarray(0, LEAF_BYTES))).toString('base64url'),
  };
}

/** The tree of a head, to go on from; the empty one before the first. */
export function peaksOf(head: Head | undefined): Peaks {
  if (!head) return NO_PEAKS;
  return { size: head.size, hashes: head.peaks.map((peak) => Buffer.from(peak, 'hex')) };
}

/**
 * Tells whether a leaf is the one that a head has sealed.
 * @param head - checked
 * @returns for stream sequences that this head, and none before it, seals
 */
export function leafCheck(head: Head): (seq: number, leaf: Hash) => boolean {
  const begun = head.previous?.size ?? 0;
  const known = Buffer.from(head.leaves, 'base64url');
  return (seq, leaf) => {
    const from = (seq - begun - 1) * LEAF_BYTES;
    return leaf.compare(known, from, from + LEAF_BYTES, 0, LEAF_BYTES) === 0;
  };
}

/** A head that is what it should be, or why it is not. */
export type HeadCheck = { readonly head: Head } | { readonly fault: string };

/** What a head is checked against. */
export interface HeadContext {
  readonly tenant: string;
  /** The head before it, checked; `undefined` when it is to be the first. */
  readonly previous: Pick<Head, 'size' | 'root'> | undefined;
  /** Knows the sealing keys; absent where none is known: then signatures count for nothing. */
  readonly verifier: Verifier | undefined;
}

/** Checks all of a head that can be checked without the events. */
export function checkHead(message: LogMessage, context: HeadContext): HeadCheck {
  const head = headOf(message);
  if (!head) return { fault: say('proof.noHead', 'it is no head of a log') };
  const fault =
    signatureFault(message, context.verifier) ?? placeFault(head, context) ?? treeFault(head);
  return fault === undefined ? { head } : { fault };
}

/** As {@link checkHead} for one of which the head before it is known by nothing but itself. */
export function checkLastHead(
  message: LogMessage,
  { tenant, verifier }: Omit<HeadContext, 'previous'>,
): HeadCheck {
  const previous = headOf(message)?.previous ?? undefined;
  return checkHead(message, { tenant, verifier, previous });
}

/** What a message says of a head, not checked; `undefined` when it holds none. */
export function headOf(message: LogMessage): Head | undefined {
  try {
    return headSchema.parse(JSON.parse(message.data));
  } catch {
    return undefined;
  }
}

function signatureFault(message: LogMessage, verifier: Verifier | undefined): string | undefined {
  if (!verifier) return undefined;
  const signature = signatureIn(message);
  if (!signature) return say('proof.unsigned', 'it is not signed');
  const { keyId } = signature;
  if (!verifier.keyIds.has(keyId)) {
    return say('proof.unknownSealer', 'it is signed with {keyId}, which is no known sealing key', {
      keyId,
    });
  }
  const isSigned = verifier.verify({ ...signature, bytes: bodyOf(message) });
  return isSigned
    ? undefined
    : say('proof.otherKey', 'its signature is not that of the key it names');
}

function placeFault(head: Head, { tenant, previous }: HeadContext): string | undefined {
  if (head.tenant !== tenant || head.stream !== streamName(tenant)) {
    return say('proof.otherStream', 'it is of {stream} of {tenant}', {
      ...{ stream: head.stream, tenant: head.tenant },
    });
  }
  const [named, present] = [nameOf(head.previous), nameOf(previous)];
  if (named.size !== present.size) {
    return say(
      'proof.otherSize',
      'it follows upon a head of {named} events, and the one before it has {present}',
      { named: named.size, present: present.size },
    );
  }
  const isSame = named.root.equals(present.root);
  return isSame
    ? undefined
    : say('proof.otherHead', 'it follows upon another head than the one before it');
}

function treeFault(head: Head): string | undefined {
  const { size, root, previous, consistency, leaves } = head;
  const added = size - (previous?.size ?? 0);
  if (added < 1) return say('proof.addsNothing', 'it adds no event');
  if (Buffer.from(leaves, 'base64url').length !== added * LEAF_BYTES) {
    return say('proof.otherLeaves', 'it does not name as many leaves as it adds');
  }
  if (!hasRoot(peaksOf(head), root)) {
    return say('proof.otherRoot', 'its root is not that of its peaks');
  }
  const isProved = previous
    ? isConsistent(nameOf(previous), nameOf({ size, root }), consistency.map(hashOf))
    : consistency.length === 0;
  return isProved
    ? undefined
    : say(
        'proof.notOn',
        'nothing proves that it goes on with the head before it, of {size} events',
        { size: previous?.size ?? 0 },
      );
}

function hasRoot(peaks: Peaks, root: string): boolean {
  try {
    return rootOf(growingTree(peaks).peaks()).toString('hex') === root;
  } catch {
    return false;
  }
}

const hashOf = (text: string): Hash => Buffer.from(text, 'hex');

/** Before the first head there was no event. */
function nameOf(head: Pick<Head, 'size' | 'root'> | null | undefined): TreeName {
  return head ? { size: head.size, root: hashOf(head.root) } : { size: 0, root: emptyRoot() };
}
