import { performance } from 'node:perf_hooks';

/** One line of a benchmark's table. */
export interface Measurement {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The same per second that this process has computed: what the machine does beside it matters less. */
  readonly perCpuSecond?: number;
  /** What the value has to reach; absent where it is only told. */
  readonly goal?: number;
}

/** What a workload is given. */
export interface BenchContext {
  /** A short run: that it works, and roughly how it is. */
  readonly isQuick: boolean;
  /** Called with each measurement as soon as there is one. */
  readonly report: (measurement: Measurement) => void;
}

/** A set of measurements under one name. */
export type Workload = (context: BenchContext) => Promise<void>;

/** How many events per second, of work that tells how many it did. */
export async function rateOf(
  work: () => Promise<number> | number,
): Promise<Pick<Measurement, 'value' | 'perCpuSecond' | 'unit'>> {
  const began = performance.now();
  const used = process.cpuUsage();
  const count = await work();
  const { user, system } = process.cpuUsage(used);
  return {
    value: Math.round((count * 1_000) / (performance.now() - began)),
    perCpuSecond: Math.round((count * 1_000_000) / (user + system)),
    unit: 'events/s',
  };
}

/** The value below which a share of all lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
