import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { say } from '../../machines/text/index.ts';
import { hashOfBytes } from '../event-log/index.ts';
import type { InclusionRow, LogMessage } from '../proof/index.ts';
import { writeLines, type WriteLine } from './lines.ts';
import {
  ExportError,
  FILES,
  FORMAT_VERSION,
  type ExportedFile,
  type Manifest,
} from './manifest.ts';

/** One event of an export, and in that of one journey its proof. */
export interface ExportEntry {
  readonly message: LogMessage;
  readonly proof?: InclusionRow;
}

/** What goes into an export. */
export interface ExportContents extends Pick<
  Manifest,
  'tenant' | 'stream' | 'exportedAt' | 'journey' | 'lastSequence'
> {
  readonly entries: AsyncIterable<ExportEntry>;
  readonly heads: AsyncIterable<LogMessage>;
  /** Public keys as PEM, by file name. */
  readonly keys: Readonly<Record<string, string>>;
}

/**
 * Writes an export. The folder gets its name when everything in it is on the disk; what fails or is interrupted
 * before leaves nothing behind.
 * @param folder - must not exist
 * @throws ExportError when it does
 */
export async function writeExport(folder: string, contents: ExportContents): Promise<Manifest> {
  const target = resolve(folder);
  assertFree(target, folder);
  const draft = join(dirname(target), `.${basename(target)}.${String(process.pid)}.unfinished`);
  await rm(draft, { recursive: true, force: true });
  await mkdir(join(draft, FILES.keys), { recursive: true });
  try {
    const manifest = await writeFiles(draft, contents);
    assertFree(target, folder);
    await rename(draft, target);
    return manifest;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function assertFree(target: string, folder: string): void {
  if (existsSync(target)) {
    throw new ExportError(
      say(
        'export.exists',
        '{folder} exists already: name another folder with --out, or remove it.',
        {
          folder,
        },
      ),
    );
  }
}

async function writeFiles(draft: string, contents: ExportContents): Promise<Manifest> {
  const { tenant, stream, exportedAt, journey, lastSequence } = contents;
  const heads = await writeHeads(draft, contents.heads);
  const events = await writeEntries(draft, contents);
  const keys = await writeKeys(draft, contents.keys);
  const manifest: Manifest = {
    format: 'certway-log-export',
    version: FORMAT_VERSION,
    tenant,
    stream,
    exportedAt,
    ...(journey !== undefined && { journey }),
    firstSequence: events.first,
    lastSequence,
    count: events.count,
    headCount: heads.count,
    files: [...events.files, ...heads.files, ...keys],
  };
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await writeFile(join(draft, FILES.manifest), text, { flush: true });
  return manifest;
}

interface Written {
  readonly count: number;
  /** Stream sequence of the first message; 0 when there is none. */
  readonly first: number;
  readonly files: readonly ExportedFile[];
}

async function writeHeads(draft: string, heads: AsyncIterable<LogMessage>): Promise<Written> {
  const seen = { count: 0, first: 0 };
  const file = await writeLines(join(draft, FILES.heads), async (write) => {
    for await (const head of heads) {
      await write(JSON.stringify(head));
      note(seen, head);
    }
  });
  return { ...seen, files: [{ name: FILES.heads, ...file }] };
}

/** A whole export has no file of proofs: its events give the root of every head. */
async function writeEntries(draft: string, contents: ExportContents): Promise<Written> {
  const seen = { count: 0, first: 0 };
  const files: ExportedFile[] = [];
  const fill = async (writeEvent: WriteLine, writeProof?: WriteLine): Promise<void> => {
    for await (const { message, proof } of contents.entries) {
      await writeEvent(JSON.stringify(message));
      if (proof) await writeProof?.(JSON.stringify(proof));
      note(seen, message);
    }
  };
  const events = await writeLines(join(draft, FILES.events), async (writeEvent) => {
    if (contents.journey === undefined) return fill(writeEvent);
    const proofs = await writeLines(join(draft, FILES.proofs), (writeProof) =>
      fill(writeEvent, writeProof),
    );
    files.push({ name: FILES.proofs, ...proofs });
  });
  return { ...seen, files: [{ name: FILES.events, ...events }, ...files] };
}

function note(seen: { count: number; first: number }, { seq }: LogMessage): void {
  if (seen.count === 0) seen.first = seq;
  seen.count += 1;
}

async function writeKeys(
  draft: string,
  keys: ExportContents['keys'],
): Promise<readonly ExportedFile[]> {
  const files: ExportedFile[] = [];
  for (const [file, pem] of Object.entries(keys)) {
    const name = `${FILES.keys}/${file}`;
    await writeFile(join(draft, FILES.keys, file), pem, { flush: true });
    files.push({ name, bytes: Buffer.byteLength(pem), sha256: hashOfBytes(pem) });
  }
  return files;
}
