import type { Finding } from '../../services/cli/index.ts';
import type { Config } from '../config/index.ts';
import { examineNats } from './examine-nats.ts';
import { examineTemporal } from './examine-temporal.ts';

/** Where the servers are. */
export interface Addresses {
  /** `host:port`. */
  readonly temporal: string;
  /** `nats://host:port`. */
  readonly nats: string;
}

/** What is found of everything that certway depends on. Changes nothing. */
export async function examine(
  config: Config,
  { temporal, nats }: Addresses,
): Promise<readonly Finding[]> {
  const found = await Promise.all([examineTemporal(config, temporal), examineNats(config, nats)]);
  return found.flat();
}
