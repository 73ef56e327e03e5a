export { ensureKeyRing, openKeyRing, type KeyRing, type SubjectErased } from './key-ring.ts';
export { encrypted, inClear, type PersonalData } from './personal-data.ts';
export { type KeyRingPlace } from './ring-files.ts';
export { rotateMasterKey } from './rotate.ts';
export { usesOf, type SubjectUse } from './uses.ts';
