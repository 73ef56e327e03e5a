import type { NatsConnection } from '@nats-io/nats-core';
import type { TestStack } from '../../support/stack.ts';
import type { OpenLog } from '../../../infra/worker/index.ts';
import type { Client } from '@temporalio/client';
import type { Series } from '../report/series.ts';
import type { Variant, VariantName } from '../variants/variant.ts';
import type { TemporalVariant } from '../variants/programs.ts';

/** How long a run is. */
export interface Amount {
  readonly isQuick: boolean;
  readonly rounds: number;
  /** Of commands, per variant and round, in ms. */
  readonly windowMs: number;
  readonly bursts: readonly number[];
  readonly burstsPerRound: number;
}

/** What workloads work with. */
export interface Bench {
  readonly stack: TestStack;
  readonly open: OpenLog;
  readonly connection: NatsConnection;
  readonly client: Client;
  readonly variants: readonly Variant[];
  readonly codePaths: Readonly<Record<TemporalVariant, string>>;
  readonly amount: Amount;
  readonly results: Results;
  /** Tells a person what is being done. */
  readonly progress: (text: string) => void;
}

/** Collects values, a list for each workload, measure and variant. */
export interface Results {
  readonly add: (given: Omit<Series, 'values' | 'variant'>, values: ByVariant) => void;
  readonly series: () => readonly Series[];
}

/** A value for each variant that has one. */
export type ByVariant = Partial<Readonly<Record<VariantName, number>>>;

/** Begins to collect. */
export function collectResults(): Results {
  const found = new Map<string, { readonly about: Omit<Series, 'values'>; values: number[] }>();
  return {
    add: (given, values) => {
      for (const [variant, value] of Object.entries(values)) {
        const key = [given.workload, given.measure, variant].join('|');
        const known = found.get(key) ?? { about: { ...given, variant }, values: [] };
        known.values.push(value);
        found.set(key, known);
      }
    },
    series: () => [...found.values()].map(({ about, values }) => ({ ...about, values })),
  };
}
