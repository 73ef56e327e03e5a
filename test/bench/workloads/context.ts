import type { NatsConnection } from '@nats-io/nats-core';
import type { ServersOfTest } from '../../support/stack.ts';
import type { Program } from '../../../infra/stack/index.ts';
import type { OpenLog } from '../../../infra/worker/index.ts';
import type { Client } from '@temporalio/client';
import type { Results } from '../report/results.ts';
import type { Variant } from '../variants/variant.ts';
import type { TemporalVariant } from '../variants/programs.ts';
import type { Ledger } from './ledger.ts';

/** How long a run is. */
export interface Amount {
  readonly isQuick: boolean;
  readonly rounds: number;
  /** Of commands, per variant and round, in ms. */
  readonly windowMs: number;
  readonly bursts: readonly number[];
  readonly burstsPerRound: number;
  /** That are idle at once. */
  readonly idleJourneys: number;
}

/** What workloads work with. */
export interface Bench {
  readonly stack: ServersOfTest;
  readonly open: OpenLog;
  readonly connection: NatsConnection;
  readonly client: Client;
  readonly variants: readonly Variant[];
  readonly codePaths: Readonly<Record<TemporalVariant, string>>;
  readonly amount: Amount;
  /** What the variants have acknowledged. */
  readonly ledger: Ledger;
  readonly results: Results;
  /** Folder for profiles and heap snapshots of the workers. */
  readonly profileDir: string | undefined;
  /** Tells a person what is being done. */
  readonly progress: (text: string) => void;
}

/** Whose CPU counts for a command: both servers, or none when one of them is not ours to look at. */
export function measuredServers({ temporal, nats }: ServersOfTest): readonly Program[] {
  return temporal ? [temporal, nats] : [];
}
