import type { KeyObject } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import { say } from '../../machines/text/index.ts';
import { keyIdOf } from '../signing/index.ts';
import { journeyEntries } from './prove-journey.ts';
import type { LiveLog } from './live-log.ts';
import { ExportError, type Manifest } from './manifest.ts';
import { writeExport, type ExportEntry } from './write-export.ts';

/** What is exported, and whereto. */
export interface ExportOptions {
  readonly log: LiveLog;
  /** Must not exist. */
  readonly folder: string;
  /** Only this journey and its children. */
  readonly journey?: string | undefined;
  /** Public keys by what they sign. */
  readonly keys: Readonly<Record<'events' | 'sealing', readonly KeyObject[]>>;
  /** ISO-8601 UTC. */
  readonly at: string;
  /** @param seq - stream sequence of the last event that was read */
  readonly onProgress?: ((seq: number) => void) | undefined;
}

const PROGRESS_EVERY = 1_000;

/**
 * Writes a log, or one journey of it, into a folder.
 * @throws ExportError when the folder exists, or the log has no such journey
 */
export async function exportLog(options: ExportOptions): Promise<Manifest> {
  const { log, folder, journey, at } = options;
  const messages = watched(options);
  const entries =
    journey === undefined
      ? plain(messages)
      : someOf(journeyEntries(messages, log.heads(), journey), journey);
  return writeExport(folder, {
    tenant: log.tenant,
    stream: log.stream,
    exportedAt: at,
    ...(journey !== undefined && { journey }),
    lastSequence: log.lastSequence,
    entries,
    heads: log.heads(),
    keys: filesOf(options.keys),
  });
}

async function* watched({ log, onProgress }: ExportOptions): ReturnType<LiveLog['messages']> {
  for await (const message of log.messages()) {
    yield message;
    if (message.seq % PROGRESS_EVERY === 0) onProgress?.(message.seq);
  }
}

async function* plain(messages: ReturnType<LiveLog['messages']>): AsyncGenerator<ExportEntry> {
  for await (const message of messages) yield { message };
}

async function* someOf(
  entries: AsyncIterable<ExportEntry>,
  journey: string,
): AsyncGenerator<ExportEntry> {
  let isEmpty = true;
  for await (const entry of entries) {
    isEmpty = false;
    yield entry;
  }
  if (isEmpty) {
    throw new ExportError(
      say('export.noJourney', 'The log holds no journey {journey}.', { journey }),
    );
  }
}

function filesOf(keys: ExportOptions['keys']): Record<string, string> {
  const named = Object.entries(keys).flatMap(([name, each]) =>
    each.map((key) => [`${name}.${keyIdOf(key)}.pub.pem`, pemOf(key)] as const),
  );
  return Object.fromEntries(named);
}

function pemOf(key: KeyObject): string {
  const given = key.type === 'private' ? createPublicKey(key) : key;
  return given.export({ format: 'pem', type: 'spki' }).toString();
}
