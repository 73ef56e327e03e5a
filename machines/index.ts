import { audit } from './audit/index.ts';
import { certification } from './certification/index.ts';
import { decision } from './decision/index.ts';
import type { DurableMachine } from './engine/index.ts';
import { nonconformity } from './nonconformity/index.ts';

/** Every machine of certway; the first one is what people start, the others are its children. */
export const machines: readonly DurableMachine[] = [certification, audit, nonconformity, decision];

export { audit, certification, decision, nonconformity };
export { certificationContract } from './certification/index.ts';
export { nonconformityContract } from './nonconformity/index.ts';
