export { ensureEventKey, readerKeys, writerKeys, type EventKeys } from './event-keys.ts';
export { ensureKey, publicKeys } from './keys.ts';
export { ensureSealingKey, sealerKeys } from './sealing-keys.ts';
export {
  keyRingPlace,
  personalDataWhenNeeded,
  readerPersonalData,
  writerPersonalData,
  type RingChoice,
} from './personal-data.ts';
