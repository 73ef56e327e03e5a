import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';

const OWNER_ONLY = 0o600;
const FOLDER_OF_OWNER = 0o700;

/** A text file; `undefined` when there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Creates a folder that only its owner can enter. */
export function ensureFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: FOLDER_OF_OWNER });
}

/**
 * Writes a file that is there whole or not at all, also after a loss of power; of several processes one wins.
 * @returns whether this call has created it
 */
export function createFile(path: string, text: string): boolean {
  const draft = writeDraft(path, text);
  try {
    linkSync(draft, path);
    syncFolder(path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

/** Puts a text in the place of a file: readers see the one or the other. What was there before is overwritten. */
export function replaceFile(path: string, text: string): void {
  const before = draftOf(path);
  linkSync(path, before);
  renameSync(writeDraft(path, text), path);
  shredFile(before);
}

/** Overwrites a file and removes it. What is not there is destroyed already. */
export function shredFile(path: string): void {
  try {
    const file = openSync(path, 'r+');
    try {
      writeSync(file, randomBytes(fstatSync(file).size), 0, undefined, 0);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    unlinkSync(path);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
  syncFolder(path);
}

/** A name beside a file that no other call uses. */
function draftOf(path: string): string {
  return `${path}.${String(process.pid)}.${randomBytes(4).toString('hex')}.new`;
}

function writeDraft(path: string, text: string): string {
  const draft = draftOf(path);
  const file = openSync(draft, 'wx', OWNER_ONLY);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return draft;
}

function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function isCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}
