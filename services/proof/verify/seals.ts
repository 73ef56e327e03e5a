import { say } from '../../../machines/text/index.ts';
import type { Verifier } from '../../signing/index.ts';
import { rootOfPath } from '../check-path.ts';
import { checkHead, leafCheck, type Head } from '../head.ts';
import { leafOf } from '../leaf.ts';
import type { LogMessage } from '../message.ts';
import { growingTree, rootOf } from '../tree.ts';
import type { Fault } from './verdict.ts';

/** Compares events with what signed heads say of them. */
export interface Seals {
  /** Takes the next message. */
  readonly check: (message: LogMessage) => Fault | undefined | Promise<Fault | undefined>;
  /** What heads say of events that are not there. @param last - stream sequence of the last message */
  readonly end: (
    last: number,
  ) => Promise<{ readonly at: number; readonly fault: Fault } | undefined>;
  /** Size of the last head that was reached. */
  readonly sealedTo: () => number;
}

/** What heads are checked with. */
export interface SealContext {
  readonly tenant: string;
  readonly verifier: Verifier | undefined;
  readonly heads: AsyncIterable<LogMessage>;
}

/** A head, or one that is none and the place it would have. */
type Upcoming = { readonly head: Head } | { readonly fault: Fault; readonly at: number };

interface HeadReader {
  /** Size and root of the last good head that was read. */
  readonly last: () => Head | undefined;
  readonly next: () => Promise<Upcoming | undefined>;
}

function headReader({ tenant, verifier, heads }: SealContext): HeadReader {
  const rows = heads[Symbol.asyncIterator]();
  let previous: Head | undefined;
  let isBroken = false;
  return {
    last: () => previous,
    next: async () => {
      if (isBroken) return undefined;
      const row = await rows.next();
      if (row.done === true) return undefined;
      const message = row.value;
      const checked = checkHead(message, { tenant, previous, verifier });
      if ('head' in checked) {
        previous = checked.head;
        return checked;
      }
      // Whatever comes behind it has nothing to stand on.
      isBroken = true;
      const reason = say('verify.head', 'head {seq}: {fault}', {
        ...{ seq: message.seq, fault: checked.fault },
      });
      return { fault: { check: 'head', reason }, at: claimedSize(message) };
    },
  };
}

function claimedSize({ data }: LogMessage): number {
  try {
    const { size } = JSON.parse(data) as { readonly size?: unknown };
    return Number.isSafeInteger(size) ? (size as number) : 0;
  } catch {
    return 0;
  }
}

/** For every event of a log: each root is computed again. */
export function wholeSeals(context: SealContext): Seals {
  const reader = headReader(context);
  const tree = growingTree();
  let upcoming: (Upcoming & { readonly isLeaf?: ReturnType<typeof leafCheck> }) | undefined;
  let isOver = false;
  let sealedTo = 0;

  const load = async (): Promise<void> => {
    const next = await reader.next();
    isOver = next === undefined;
    upcoming = next && ('head' in next ? { ...next, isLeaf: leafCheck(next.head) } : next);
  };

  const compare = (message: LogMessage): Fault | undefined => {
    const leaf = leafOf(message);
    tree.add(leaf);
    if (!upcoming) return undefined;
    if ('fault' in upcoming) return upcoming.at <= message.seq ? upcoming.fault : undefined;
    const { head, isLeaf } = upcoming;
    const { size, at } = head;
    if (isLeaf?.(message.seq, leaf) === false) {
      const reason = say(
        'verify.otherLeaf',
        'the head of {size} events, made at {at}, has sealed another event at {seq}',
        { size, at, seq: message.seq },
      );
      return { check: 'tree', reason };
    }
    if (message.seq < head.size) return undefined;
    if (rootOf(tree.peaks()).toString('hex') !== head.root) {
      const reason = say(
        'verify.otherRoot',
        'the head of {size} events, made at {at}, has sealed other events up to here',
        { size, at },
      );
      return { check: 'tree', reason };
    }
    sealedTo = head.size;
    upcoming = undefined;
    return undefined;
  };

  return {
    check: (message) =>
      upcoming || isOver ? compare(message) : load().then(() => compare(message)),
    end: async (last) => {
      if (!upcoming && !isOver) await load();
      if (!upcoming) return undefined;
      if ('fault' in upcoming) return { at: last, fault: upcoming.fault };
      return { at: last + 1, fault: truncation(last, upcoming.head) };
    },
    sealedTo: () => sealedTo,
  };
}

function truncation(last: number, { size, at }: Head): Fault {
  const reason = say(
    'verify.truncated',
    'the log ends at {last}, and the head made at {at} has sealed {size} events',
    { last, at, size },
  );
  return { check: 'truncated', reason };
}

/** That an event lies in the tree of a signed head. */
export interface InclusionRow {
  readonly seq: number;
  readonly size: number;
  readonly path: readonly string[];
}

/** For some events of a log, each with its proof. */
export function provenSeals(
  context: SealContext & { readonly proofs: AsyncIterable<InclusionRow> },
): Seals {
  const reader = headReader(context);
  const rows = context.proofs[Symbol.asyncIterator]();
  let row: InclusionRow | undefined;
  let isOver = false;
  let unproven: number | undefined;
  let broken: Fault | undefined;

  const headOf = async (size: number): Promise<Head | undefined> => {
    while ((reader.last()?.size ?? 0) < size && !broken) {
      const next = await reader.next();
      if (!next) return undefined;
      if ('fault' in next) broken = next.fault;
    }
    const head = reader.last();
    return head?.size === size ? head : undefined;
  };

  const peek = async (): Promise<InclusionRow | undefined> => {
    if (row || isOver) return row;
    const next = await rows.next();
    isOver = next.done === true;
    row = next.done === true ? undefined : next.value;
    return row;
  };

  const check: Seals['check'] = async (message) => {
    const proof = await peek();
    if (!proof || proof.seq > message.seq) {
      unproven ??= message.seq;
      return proof ? noProof() : undefined;
    }
    row = undefined;
    if (proof.seq < message.seq) {
      return {
        check: 'missing',
        reason: say(
          'verify.goneProved',
          'the event at {seq}, of which there is a proof, is not there',
          { seq: proof.seq },
        ),
      };
    }
    const head = await headOf(proof.size);
    if (broken) return broken;
    if (!head) {
      const reason = say('verify.noHead', 'there is no head of {size} events', {
        size: proof.size,
      });
      return { check: 'head', reason };
    }
    return isIncluded(message, proof, head)
      ? undefined
      : {
          check: 'tree',
          reason: say(
            'verify.otherProof',
            'its proof does not lead to the root of the head of {size} events',
            { size: head.size },
          ),
        };
  };

  return {
    check,
    end: async (last) => {
      const proof = await peek();
      await headOf(Infinity);
      if (broken) return { at: last, fault: broken };
      if (proof)
        return {
          at: proof.seq,
          fault: {
            check: 'missing',
            reason: say('verify.onlyProof', 'its proof is there, and it is not'),
          },
        };
      const isSealed = unproven !== undefined && unproven <= (reader.last()?.size ?? 0);
      return isSealed ? { at: unproven ?? 0, fault: noProof() } : undefined;
    },
    sealedTo: () => reader.last()?.size ?? 0,
  };
}

function noProof(): Fault {
  const reason = say('verify.noProof', 'it is sealed, and its proof is not there');
  return { check: 'tree', reason };
}

/** Whether an event lies in the tree of a head. */
export function isIncluded(
  message: LogMessage,
  { path, size }: Pick<InclusionRow, 'path' | 'size'>,
  head: Pick<Head, 'root' | 'size'>,
): boolean {
  const root = rootOfPath({
    index: message.seq - 1,
    size,
    leaf: leafOf(message),
    path: path.map((hash) => Buffer.from(hash, 'hex')),
  });
  return size === head.size && root?.toString('hex') === head.root;
}
