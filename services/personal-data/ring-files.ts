import { join } from 'node:path';
import { z } from 'zod';
import { EngineError } from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
import { readIfThere } from './files.ts';

/** Where the keys of a tenant's data subjects lie. */
export interface KeyRingPlace {
  /** Folder of the ring. */
  readonly folder: string;
  /** File with the master keys that wrap the keys of the ring. */
  readonly masterKeys: string;
  readonly tenant: string;
}

const wrappedSchema = z.strictObject({ master: z.string(), key: z.string() });
/** `ring.json`. */
export const ringSchema = z.strictObject({
  format: z.literal('certway-key-ring/1'),
  id: z.string(),
  tenant: z.string(),
  reference: wrappedSchema,
});
/** `subjects/<reference>.json`. */
export const subjectSchema = z.strictObject({
  format: z.literal('certway-subject-key/1'),
  subject: z.string(),
  createdAt: z.string(),
  wrapped: wrappedSchema,
});
/** `erased/<reference>.json`. */
export const erasedSchema = z.strictObject({
  type: z.literal('SubjectErased'),
  tenant: z.string(),
  reference: z.string(),
  at: z.string(),
});

/** Files and folders of a ring. */
export function pathsOf({ folder }: KeyRingPlace): {
  ring: string;
  subjects: string;
  erased: string;
} {
  return {
    ring: join(folder, 'ring.json'),
    subjects: join(folder, 'subjects'),
    erased: join(folder, 'erased'),
  };
}

/** What a file of the ring holds. */
export function textOf(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/**
 * Reads a file of the ring; `undefined` when there is none.
 * @throws EngineError `KEY_RING_INVALID`
 */
export function read<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): z.infer<Schema> | undefined {
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new EngineError(
      'KEY_RING_INVALID',
      say(
        'ring.fileChanged',
        '{path} is not what certway has written: put it back from a backup.',
        { path },
      ),
    );
  }
}
