export { keyIdOf } from './key-id.ts';
export { createSigner, type Signer } from './signer.ts';
export { createVerifier, type Signed, type Verifier } from './verifier.ts';
