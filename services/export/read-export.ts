import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { say } from '../../machines/text/index.ts';
import { LineError, messageSchema, type InclusionRow, type LogMessage } from '../proof/index.ts';
import { hashOfFile, linesOf } from './lines.ts';
import { ExportError, FILES, manifestSchema, type Manifest } from './manifest.ts';

/** An export on disk. Nothing of it is believed: `certway log verify --export` checks it. */
export interface LogExport {
  readonly manifest: Manifest;
  /** Absolute or relative as the folder was given; holds the public keys. */
  readonly keysFolder: string;
  /** The events in stream order, each as it was stored. @throws LineError at a line that is none */
  readonly messages: () => AsyncGenerator<LogMessage>;
  /** The messages of the heads' stream, in order. @throws LineError */
  readonly heads: () => AsyncGenerator<LogMessage>;
  /** The proofs of a journey's events, in stream order; none in a whole export. @throws LineError */
  readonly proofs: () => AsyncGenerator<InclusionRow>;
  /** Files that are missing or not as the manifest has them; one reason each. */
  readonly differences: () => Promise<readonly string[]>;
}

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const proofSchema = z.strictObject({
  seq: z.int().min(1),
  /** Of the head under which the event lies. */
  size: z.int().min(1),
  /** Sibling hashes from the leaf to the root, RFC 9162, 2.1.3.1. */
  path: z.array(hash),
});

/**
 * Opens an export.
 * @throws ExportError when the folder is none, or one of a newer version
 */
export async function readExport(folder: string): Promise<LogExport> {
  const manifest = await readManifest(folder);
  const rows = <Row>(name: string, schema: z.ZodType<Row>): AsyncGenerator<Row> =>
    readRows(join(folder, name), name, schema);
  return {
    manifest,
    keysFolder: join(folder, FILES.keys),
    messages: () => rows(FILES.events, messageSchema),
    heads: () => rows(FILES.heads, messageSchema),
    proofs: () => rows(FILES.proofs, proofSchema),
    differences: () => differencesOf(folder, manifest),
  };
}

async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, FILES.manifest);
  if (!existsSync(path)) {
    throw new ExportError(
      say(
        'export.none',
        '{folder} is no export of a log: there is no {file} in it. `certway log export` makes one.',
        { folder, file: FILES.manifest },
      ),
    );
  }
  try {
    return manifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new ExportError(
      `${say('export.otherVersion', '{path} cannot be read by this version of certway:', { path })}\n${why}`,
      { cause: error },
    );
  }
}

async function* readRows<Row>(
  path: string,
  name: string,
  schema: z.ZodType<Row>,
): AsyncGenerator<Row> {
  if (!existsSync(path)) return;
  let line = 0;
  for await (const lines of linesOf(path)) {
    for (const text of lines) {
      line += 1;
      let row: Row;
      try {
        row = schema.parse(JSON.parse(text));
      } catch (error) {
        throw new LineError(name, line, error);
      }
      yield row;
    }
  }
}

async function differencesOf(folder: string, { files }: Manifest): Promise<string[]> {
  const found: string[] = [];
  for (const { name, sha256 } of files) {
    const path = join(folder, ...name.split('/'));
    if (!existsSync(path)) found.push(say('export.missing', '{name} is missing', { name }));
    else if ((await hashOfFile(path)) !== sha256)
      found.push(say('export.changed', '{name} is not as it was written', { name }));
  }
  return found;
}
