export {
  ensureKeyRing,
  openKeyRing,
  type KeyRing,
  type KeyRingPlace,
  type SubjectErased,
} from './key-ring.ts';
export { encrypted, inClear, type PersonalData } from './personal-data.ts';
