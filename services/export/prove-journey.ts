import { say } from '../../machines/text/index.ts';
import { parseSubject } from '../event-log/index.ts';
import {
  headOf,
  leafOf,
  peaksOf,
  treeOf,
  type Hash,
  type Head,
  type LogMessage,
} from '../proof/index.ts';
import { ExportError } from './manifest.ts';
import type { ExportEntry } from './write-export.ts';

/**
 * The events of one journey, each with the proof that it lies under the first head that seals it; those behind the last head
 * have none yet. Holds no more at once than one head seals.
 * @param messages - all of the log, from its first event on
 * @throws ExportError when a head holds nothing that can be read
 */
export async function* journeyEntries(
  messages: AsyncIterable<LogMessage>,
  heads: AsyncIterable<LogMessage>,
  journey: string,
): AsyncGenerator<ExportEntry> {
  const rows = heads[Symbol.asyncIterator]();
  const next = async (): Promise<Head | undefined> => {
    const row = await rows.next();
    return row.done === true ? undefined : readable(row.value);
  };
  let previous: Head | undefined;
  let head = await next();
  let leaves: Hash[] = [];
  let own: LogMessage[] = [];
  for await (const message of messages) {
    if (head) leaves.push(leafOf(message));
    if (parseSubject(message.subject)?.journey === journey) own.push(message);
    if (!head || message.seq < head.size) continue;
    yield* proven(own, { head, previous, leaves });
    [leaves, own, previous] = [[], [], head];
    head = await next();
  }
  for (const message of own) yield { message };
}

function* proven(
  messages: readonly LogMessage[],
  seal: { readonly head: Head; readonly previous: Head | undefined; readonly leaves: Hash[] },
): Generator<ExportEntry> {
  const tree = treeOf(seal.leaves, peaksOf(seal.previous));
  for (const message of messages) {
    const { seq } = message;
    const path = tree.inclusionPath(seq - 1).map((hash) => hash.toString('hex'));
    yield { message, proof: { seq, size: seal.head.size, path } };
  }
}

function readable(message: LogMessage): Head {
  const head = headOf(message);
  if (head) return head;
  throw new ExportError(
    say(
      'proof.unreadableHead',
      'Head {seq} of the log cannot be read, so nothing can be proved: `certway log verify` says more.',
      { seq: message.seq },
    ),
  );
}
