import { openBench, type BenchOptions } from './setup.ts';
import { measureBundles } from './workloads/bundle.ts';
import { checkVariants } from './workloads/check.ts';
import { measureCommands, openJourneys } from './workloads/commands.ts';
import type { Amount, Bench } from './workloads/context.ts';
import { measureFolds } from './workloads/fold.ts';
import { measureHistory } from './workloads/history.ts';
import { faultsOf } from './workloads/ledger.ts';
import { measureManyCommands } from './workloads/many-commands.ts';
import { measureMemory } from './workloads/memory.ts';
import { measureReading } from './workloads/read-back.ts';
import { measureRecovery } from './workloads/recovery.ts';
import { measureStarts } from './workloads/start.ts';

const quick: Amount = {
  ...{ isQuick: true, rounds: 3, windowMs: 1_500 },
  ...{ bursts: [20], burstsPerRound: 3 },
};
const full: Amount = {
  ...{ isQuick: false, rounds: 5, windowMs: 5_000 },
  ...{ bursts: [8, 20, 60], burstsPerRound: 5 },
};

/**
 * Commands to certway and to the baselines, side by side, on servers of their own.
 * @throws Error when a variant does not keep what it promises: its figures would mean nothing
 */
export async function commandsWorkload(
  given: Omit<BenchOptions, 'amount'> & { readonly isQuick: boolean },
): Promise<void> {
  const { isQuick, signal, withPeers } = given;
  const bench = await openBench({ ...given, amount: isQuick ? quick : full });
  const workloads = workloadsOf(isQuick, withPeers === true);
  try {
    await checkVariants(bench);
    await openJourneys(bench);
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

type Workload = (bench: Bench) => Promise<void>;

function workloadsOf(isQuick: boolean, withPeers: boolean): readonly Workload[] {
  if (withPeers) return isQuick ? [measureCommands] : besidePeers;
  return isQuick ? [measureCommands, measureFolds] : thorough;
}

/** What peers can do as well, and what concerns them. */
const besidePeers: readonly Workload[] = [
  measureCommands,
  measureStarts,
  measureManyCommands,
  measureRecovery,
];

const thorough: readonly Workload[] = [
  measureCommands,
  measureFolds,
  measureStarts,
  measureHistory,
  measureManyCommands,
  measureBundles,
  measureMemory,
  measureReading,
  // Last: what the kills leave behind would disturb the others.
  measureRecovery,
];
