import { unlinkSync } from 'node:fs';
import { EngineError } from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
import { createFile, readIfThere } from './files.ts';
import { openKeyRing } from './key-ring.ts';
import { addMasterKey, dropOldMasterKeys, readMasterKeys } from './master-keys.ts';
import type { KeyRingPlace } from './ring-files.ts';

/**
 * Makes a new master key, wraps every key of the ring by it, and forgets the old ones. A rotation that was interrupted is
 * finished by the next one. Processes that run take the new key when they need it.
 * @returns how many keys were wrapped again
 * @throws EngineError as `openKeyRing`; `KEY_RING_IN_USE` while another process of this host does the same
 */
export function rotateMasterKey(place: KeyRingPlace): number {
  const { masterKeys } = place;
  const ring = openKeyRing(place);
  return locked(`${masterKeys}.lock`, () => {
    // More than one key: a rotation that was interrupted.
    if (readMasterKeys(masterKeys).ids.length === 1) addMasterKey(masterKeys);
    const count = ring.rewrap();
    dropOldMasterKeys(masterKeys);
    return count;
  });
}

/** Two new master keys at once would be one too many: keys wrapped by the other one were lost. */
function locked<T>(path: string, work: () => T): T {
  const holder = Number(readIfThere(path) ?? 0);
  if (holder > 0 && !isAlive(holder)) unlinkSync(path);
  if (!createFile(path, String(process.pid))) {
    throw new EngineError(
      'KEY_RING_IN_USE',
      say(
        'ring.inUse',
        'The process {holder} changes the master key now: wait for it, or remove {path} if it is another program.',
        { holder: String(holder), path },
      ),
    );
  }
  try {
    return work();
  } finally {
    unlinkSync(path);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
