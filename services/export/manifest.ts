import { z } from 'zod';

/** Version of the folder's layout. */
export const FORMAT_VERSION = 1;

/** The files of an export; keys lie in a folder of their own. */
export const FILES = {
  events: 'events.jsonl',
  heads: 'heads.jsonl',
  proofs: 'proofs.jsonl',
  manifest: 'manifest.json',
  keys: 'keys',
} as const;

const count = z.int().min(0);
const fileSchema = z.strictObject({
  /** Path below the folder, with `/`. */
  name: z.string().min(1),
  bytes: count,
  /** Of the whole file, lower-case hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The manifest as it is read. */
export const manifestSchema = z.strictObject({
  format: z.literal('certway-log-export'),
  version: z.literal(FORMAT_VERSION),
  tenant: z.string().min(1),
  stream: z.string().min(1),
  exportedAt: z.iso.datetime(),
  /** Present in the export of one journey: its events only, each with the proof that the log holds it. */
  journey: z.string().min(1).optional(),
  /** Stream sequence of the first event of the folder; 0 when there is none. */
  firstSequence: count,
  /** Where the stream ended at the export; of a whole one also the sequence of its last event. */
  lastSequence: count,
  /** Events in the folder. */
  count,
  /** Signed heads in the folder. */
  headCount: count,
  files: z.array(fileSchema),
});

/** What an export is, and the hash of each of its files. */
export type Manifest = z.infer<typeof manifestSchema>;

/** One file of an export. */
export type ExportedFile = z.infer<typeof fileSchema>;

/** A folder that is no export, or one that cannot be read. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}
