import { openKeyRing } from './key-ring.ts';
import { addMasterKey, dropOldMasterKeys, readMasterKeys } from './master-keys.ts';
import type { KeyRingPlace } from './ring-files.ts';

/**
 * Makes a new master key, wraps every key of the ring by it, and forgets the old ones. A rotation that was interrupted is
 * finished by the next one. Processes that run take the new key when they need it.
 * @returns how many keys were wrapped again
 * @throws EngineError as `openKeyRing`
 */
export function rotateMasterKey(place: KeyRingPlace): number {
  // More than one key: a rotation under way.
  if (readMasterKeys(place.masterKeys).ids.length === 1) addMasterKey(place.masterKeys);
  const count = openKeyRing(place).rewrap();
  dropOldMasterKeys(place.masterKeys);
  return count;
}
