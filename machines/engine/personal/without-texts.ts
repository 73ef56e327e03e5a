import type { AnyContract } from '../contract/index.ts';
import { erasedEvent } from './withheld.ts';

/**
 * The payload of a command without its personal texts: what may be hashed into an id that is stored in clear.
 * @param payload - as it came, not checked yet
 */
export function withoutTexts(contract: AnyContract, command: string, payload: unknown): unknown {
  if (typeof payload !== 'object' || payload === null) return payload;
  const data = { kind: 'command', name: command, payload };
  return erasedEvent(contract, { entity: '', type: 'InputSetAside', data }).data.payload;
}
