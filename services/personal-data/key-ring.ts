import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { EngineError } from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
import { subjectKey, type SubjectKey } from './cipher.ts';
import { createFile, ensureFolder, readIfThere, replaceFile, shredFile } from './files.ts';
import { createMasters, ensureMasterKeys, readMasterKeys } from './master-keys.ts';
import {
  erasedSchema,
  pathsOf,
  read,
  ringSchema,
  subjectSchema,
  textOf,
  type KeyRingPlace,
} from './ring-files.ts';

/** What is recorded of an erasure, in a file of its own. It names nobody. */
export interface SubjectErased {
  readonly type: 'SubjectErased';
  readonly tenant: string;
  /** Keyed reference of the subject, as in every encrypted text. */
  readonly reference: string;
  /** Instant, ISO-8601 UTC. */
  readonly at: string;
}

/** A subject that has a key. */
export interface KnownSubject {
  /** `person:<opaque id>` or `journey:<journey>`. */
  readonly subject: string;
  readonly reference: string;
  readonly createdAt: string;
}

/** The keys of a tenant's data subjects, in files. All calls are synchronous and safe with several processes on one host. */
export interface KeyRing {
  readonly id: string;
  readonly tenant: string;
  readonly referenceOf: (subject: string) => string;
  /** The key of a subject, created durably at first use; `undefined` for one that was erased: it gets none again. */
  readonly keyFor: (subject: string) => SubjectKey | undefined;
  /**
   * The key behind a reference; `undefined` when it was erased.
   * @throws EngineError `PERSONAL_DATA_KEY_MISSING` when the ring has neither the key nor a record of its erasure
   */
  readonly keyBehind: (reference: string) => SubjectKey | undefined;
  readonly subjects: () => readonly KnownSubject[];
  readonly erasures: () => readonly SubjectErased[];
  /** Records the erasure, then destroys the key. Erasing again changes nothing. */
  readonly erase: (subject: string, at: string) => SubjectErased;
  /** Wraps every key by the first master key again. @returns how many were wrapped by another one */
  readonly rewrap: () => number;
}

const KEY_BYTES = 32;
const REFERENCE_NAME = 'references';
const SUFFIX = '.json';

/** Creates the ring and its master key, unless they are there. */
export function ensureKeyRing(place: KeyRingPlace): void {
  const paths = pathsOf(place);
  if (readIfThere(paths.ring) !== undefined) return;
  for (const folder of [place.folder, paths.subjects, paths.erased]) ensureFolder(folder);
  ensureMasterKeys(place.masterKeys);
  const ring: z.infer<typeof ringSchema> = {
    format: 'certway-key-ring/1',
    id: randomUUID(),
    tenant: place.tenant,
    reference: readMasterKeys(place.masterKeys).wrap(randomBytes(KEY_BYTES), REFERENCE_NAME),
  };
  createFile(paths.ring, textOf(ring));
}

/**
 * Opens a ring.
 * @throws EngineError `KEY_RING_NOT_FOUND` without ring or master keys, `KEY_RING_INVALID` when they do not fit
 */
export function openKeyRing(place: KeyRingPlace): KeyRing {
  const paths = pathsOf(place);
  const ring = read(paths.ring, ringSchema);
  if (!ring) {
    throw new EngineError(
      'KEY_RING_NOT_FOUND',
      say(
        'ring.none',
        'There is no key ring in {folder}: put it back, or name its folder in CERTWAY_KEY_RING.',
        { folder: place.folder },
      ),
    );
  }
  if (ring.tenant !== place.tenant) {
    throw new EngineError(
      'KEY_RING_INVALID',
      say('ring.otherTenant', 'The key ring in {folder} belongs to {own}, not to {tenant}.', {
        ...{ folder: place.folder, own: ring.tenant, tenant: place.tenant },
      }),
    );
  }
  const masters = createMasters(place.masterKeys);
  const referenceKey = masters.unwrap(ring.reference, REFERENCE_NAME);
  const cache = new Map<string, SubjectKey>();
  const pathOf = (reference: string): string => join(paths.subjects, reference + SUFFIX);
  const erasurePath = (reference: string): string => join(paths.erased, reference + SUFFIX);
  const isErased = (reference: string): boolean =>
    statSync(erasurePath(reference), { throwIfNoEntry: false }) !== undefined;
  const referenceOf: KeyRing['referenceOf'] = (subject) =>
    createHmac('sha256', referenceKey).update(subject).digest('hex').slice(0, KEY_BYTES);

  const load = (reference: string): SubjectKey | undefined => {
    const stored = read(pathOf(reference), subjectSchema);
    return stored && subjectKey(reference, masters.unwrap(stored.wrapped, reference));
  };
  const cached = (reference: string): SubjectKey | undefined => {
    const key = cache.get(reference) ?? load(reference);
    if (key) cache.set(reference, key);
    return key;
  };
  const create = (subject: string, reference: string): void => {
    const wrapped = masters.current().wrap(randomBytes(KEY_BYTES), reference);
    const createdAt = new Date().toISOString();
    const stored = { format: 'certway-subject-key/1', subject, createdAt, wrapped };
    createFile(pathOf(reference), textOf(stored));
    // A rotation that began meanwhile may have passed by this key.
    if (masters.current().active !== wrapped.master) rewrapOne(reference);
  };
  /** Also drafts that a killed process has left: they hold the same key. */
  const destroy = (reference: string): void => {
    cache.delete(reference);
    const files = readdirSync(paths.subjects).filter((file) => file.startsWith(reference));
    for (const file of files) shredFile(join(paths.subjects, file));
  };
  const rewrapOne = (reference: string): boolean => {
    // What a backup has brought back after its erasure is not kept alive.
    if (isErased(reference)) destroy(reference);
    const path = pathOf(reference);
    const stored = read(path, subjectSchema);
    const current = masters.current();
    if (!stored || stored.wrapped.master === current.active) return false;
    const dek = current.unwrap(stored.wrapped, reference);
    replaceFile(path, textOf({ ...stored, wrapped: current.wrap(dek, reference) }));
    if (isErased(reference)) destroy(reference);
    return true;
  };
  const references = (folder: string): string[] =>
    readdirSync(folder)
      .filter((file) => file.endsWith(SUFFIX))
      .map((file) => file.slice(0, -SUFFIX.length));

  const keyBehind: KeyRing['keyBehind'] = (reference) => {
    if (isErased(reference)) return undefined;
    const key = cached(reference);
    if (key) return key;
    throw new EngineError(
      'PERSONAL_DATA_KEY_MISSING',
      `The key ring in ${place.folder} has neither the key ${reference} nor a record of its erasure: put ${reference}${SUFFIX} back from a backup.`,
    );
  };

  return {
    ...{ id: ring.id, tenant: ring.tenant, referenceOf, keyBehind },
    keyFor: (subject) => {
      const reference = referenceOf(subject);
      if (isErased(reference)) return undefined;
      if (!cached(reference)) create(subject, reference);
      return keyBehind(reference);
    },
    subjects: () =>
      references(paths.subjects).flatMap((reference) => {
        const stored = isErased(reference) ? undefined : read(pathOf(reference), subjectSchema);
        return stored ? [{ subject: stored.subject, reference, createdAt: stored.createdAt }] : [];
      }),
    erasures: () =>
      references(paths.erased).flatMap(
        (reference) => read(erasurePath(reference), erasedSchema) ?? [],
      ),
    erase: (subject, at) => {
      const reference = referenceOf(subject);
      const fact = { type: 'SubjectErased', tenant: ring.tenant, reference, at } as const;
      createFile(erasurePath(reference), textOf(fact));
      destroy(reference);
      return read(erasurePath(reference), erasedSchema) ?? fact;
    },
    rewrap: () => {
      const current = masters.current();
      if (ring.reference.master !== current.active) {
        const reference = current.wrap(referenceKey, REFERENCE_NAME);
        replaceFile(paths.ring, textOf({ ...ring, reference }));
      }
      return references(paths.subjects).filter(rewrapOne).length;
    },
  };
}
