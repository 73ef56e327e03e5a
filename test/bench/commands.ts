import { openBench, type BenchOptions } from './setup.ts';
import { measureBundles } from './workloads/bundle.ts';
import { checkVariants } from './workloads/check.ts';
import { measureCommands, openJourneys } from './workloads/commands.ts';
import type { Amount, Bench } from './workloads/context.ts';
import { measureFolds } from './workloads/fold.ts';
import { measureHistory } from './workloads/history.ts';
import { measureIdle } from './workloads/idle.ts';
import { faultsOf } from './workloads/ledger.ts';
import { measureManyCommands } from './workloads/many-commands.ts';
import { measureMemory } from './workloads/memory.ts';
import { measureReading } from './workloads/read-back.ts';
import { measureRecovery } from './workloads/recovery.ts';
import { measureReplay } from './workloads/replay.ts';
import { measureStarts } from './workloads/start.ts';
import { measureStartup } from './workloads/startup.ts';

const quick: Amount = {
  ...{ isQuick: true, rounds: 3, windowMs: 1_500 },
  ...{ bursts: [20], burstsPerRound: 3, idleJourneys: 200 },
};
const full: Amount = {
  ...{ isQuick: false, rounds: 5, windowMs: 5_000 },
  ...{ bursts: [8, 20, 60], burstsPerRound: 5, idleJourneys: 10_000 },
};

/**
 * Commands to certway and to the baselines, side by side, on servers of their own.
 * @throws Error when a variant does not keep what it promises: its figures would mean nothing
 */
export async function commandsWorkload(
  given: Omit<BenchOptions, 'amount' | 'withPeers'> & CommandsOptions,
): Promise<void> {
  const { isQuick, signal, set, idleJourneys } = given;
  const usual = isQuick ? quick : full;
  const amount = { ...usual, idleJourneys: idleJourneys ?? usual.idleJourneys };
  const bench = await openBench({ ...given, amount, withPeers: set === 'peers' });
  const workloads = sets[set][isQuick ? 'quick' : 'full'];
  try {
    await checkVariants(bench);
    if (set !== 'idle') await openJourneys(bench);
    for (const workload of workloads) {
      signal.throwIfAborted();
      await workload(bench);
    }
    const faults = await faultsOf(bench.open, bench.ledger);
    if (faults.length > 0) throw new Error(`events and answers differ:\n${faults.join('\n')}`);
  } finally {
    await bench.close();
  }
}

/** What is measured in one run. */
export type WorkloadSet = 'commands' | 'peers' | 'idle';

/** What a run is asked for. */
interface CommandsOptions {
  readonly set: WorkloadSet;
  readonly isQuick: boolean;
  /** Instead of 10,000, or 200 in a quick run. */
  readonly idleJourneys?: number | undefined;
}

type Workload = (bench: Bench) => Promise<void>;

/** What peers can do as well, and what concerns them. */
const besidePeers: readonly Workload[] = [
  measureCommands,
  measureStarts,
  measureManyCommands,
  measureStartup,
  measureRecovery,
];

const thorough: readonly Workload[] = [
  measureCommands,
  measureFolds,
  measureStarts,
  measureHistory,
  measureReplay,
  measureManyCommands,
  measureBundles,
  measureMemory,
  measureReading,
  measureStartup,
  // Last: what the kills leave behind would disturb the others.
  measureRecovery,
];

const sets: Readonly<Record<WorkloadSet, Record<'quick' | 'full', readonly Workload[]>>> = {
  commands: { quick: [measureCommands, measureFolds], full: thorough },
  peers: { quick: [measureCommands], full: besidePeers },
  idle: { quick: [measureIdle], full: [measureIdle] },
};
