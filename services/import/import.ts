import type { JetStreamClient } from '@nats-io/jetstream';
import { say } from '../../machines/text/index.ts';
import { isStreamMissing, streamName } from '../event-log/index.ts';
import { readExport, type LogExport } from '../export/index.ts';
import { headsStream } from '../proof/index.ts';
import { copyInto, type Copied } from './copy.ts';
import { importRefused, refusalOf } from './refusal.ts';

/** What is restored, and where. */
export interface ImportOptions {
  readonly folder: string;
  readonly tenant: string;
  readonly js: JetStreamClient;
  readonly onProgress?: (done: number, of: number) => void;
  /** Aborted when the rest is to be written another time. */
  readonly signal?: AbortSignal;
}

/** What was restored. */
export interface Imported {
  readonly stream: string;
  /** Events in the export. */
  readonly events: number;
  /** Signed heads in the export. */
  readonly heads: number;
  /** Events and heads that were there already. */
  readonly found: number;
  readonly written: number;
  /** Whether everything is there. */
  readonly complete: boolean;
}

/**
 * Restores an export into the tenant's empty stream: the same sequences, subjects, headers and bytes. Interrupted and
 * begun again it goes on behind the last message.
 * @throws EngineError `IMPORT_REFUSED` with the reason
 */
export async function importLog(options: ImportOptions): Promise<Imported> {
  const { folder, tenant, js, onProgress } = options;
  const signal = options.signal ? { signal: options.signal } : {};
  const { manifest, messages, heads, differences } = await opened(folder);
  const refusal = refusalOf({ folder, manifest, tenant, differences: await differences() });
  if (refusal !== undefined) throw importRefused(refusal);
  const jsm = await js.jetstreamManager();
  const { count, headCount, stream } = manifest;
  if (stream !== streamName(tenant)) {
    throw importRefused(
      say('import.otherStream', '{folder} is of the stream {stream}', { folder, stream }),
    );
  }
  const into = { js, jsm, ...signal };
  const events = await copied({
    ...{ ...into, stream, count, messages: messages() },
    onProgress: (done) => onProgress?.(done, count),
  });
  const isDone = events.found + events.written === count;
  const isNext = isDone && headCount > 0;
  const signed = isNext
    ? await copied({ ...into, stream: headsStream(tenant), count: headCount, messages: heads() })
    : { found: 0, written: 0 };
  return {
    ...{ stream, events: count, heads: headCount },
    found: events.found + signed.found,
    written: events.written + signed.written,
    complete: isDone && (headCount === 0 || signed.found + signed.written === headCount),
  };
}

async function opened(folder: string): Promise<LogExport> {
  try {
    return await readExport(folder);
  } catch (error) {
    throw importRefused(error instanceof Error ? error.message : String(error));
  }
}

async function copied(copy: Parameters<typeof copyInto>[0]): Promise<Copied> {
  try {
    return await copyInto(copy);
  } catch (error) {
    if (!isStreamMissing(error)) throw error;
    throw importRefused(
      say(
        'import.noStream',
        'there is no stream {stream} yet: `npm start` creates it; then stop the worker and import',
        { stream: copy.stream },
      ),
    );
  }
}
