import { percentile } from '../measure.ts';
import type { Variant } from '../variants/variant.ts';
import type { ByVariant } from '../report/results.ts';
import { measureCpu } from './cpu.ts';
import type { Bench } from './context.ts';
import { accepted, burst, during, remark, remarkFor } from './load.ts';
import { median } from '../report/statistics.ts';

const JOURNEYS = 64;

const entityOf = ({ name }: Variant, index: number): string => `${name}-${String(index)}`;
const entitiesOf = (variant: Variant, count: number): string[] =>
  Array.from({ length: count }, (_, index) => entityOf(variant, index));

type Measured = Readonly<Record<string, ByVariant>>;

/** Starts the journeys of every variant and gives each a first command. */
export async function openJourneys({ variants, progress }: Bench): Promise<void> {
  for (const variant of variants) {
    progress(`starting ${String(JOURNEYS)} journeys of ${variant.name}`);
    const entities = entitiesOf(variant, JOURNEYS);
    await Promise.all(entities.map((entity) => variant.start(entity)));
    await Promise.all(entities.map((entity) => accepted(variant, entity, remark())));
  }
}

/**
 * Latency and throughput: in every round each variant does the same for the same time, one variant after the other, and
 * another one begins. What the machine does beside it disturbs all of them.
 */
export async function measureCommands(bench: Bench): Promise<void> {
  const { rounds, bursts } = bench.amount;
  for (let round = 0; round < rounds; round += 1) {
    const told = (what: string, variant: Variant): void =>
      bench.progress(`round ${String(round + 1)} of ${String(rounds)}: ${what}, ${variant.name}`);
    const each = inTurn(bench, round);
    await each(async (variant) => {
      told('one command at a time', variant);
      return latencyAt(bench, variant, { workload: 'one at a time', journeys: 1 });
    });
    await each(async (variant) => {
      told('16 journeys', variant);
      return latencyAt(bench, variant, { workload: '16 journeys', journeys: 16 });
    });
    await each(async (variant) => {
      told('64 journeys', variant);
      return throughput(bench, variant);
    });
    for (const size of bursts) {
      await each(async (variant) => {
        told(`burst of ${String(size)}`, variant);
        return bursting(bench, variant, size);
      });
    }
  }
}

function inTurn(
  { variants }: Bench,
  round: number,
): (work: (variant: Variant) => Promise<void>) => Promise<void> {
  const first = round % variants.length;
  const order = [...variants.slice(first), ...variants.slice(0, first)];
  return async (work) => {
    for (const variant of order) await work(variant);
  };
}

async function latencyAt(
  { results, amount }: Bench,
  variant: Variant,
  { workload, journeys }: { readonly workload: string; readonly journeys: number },
): Promise<void> {
  const entities = entitiesOf(variant, journeys);
  const { latencies } = await remarkFor(variant, entities, during(amount.windowMs));
  const measured: Measured = {
    p50: { [variant.name]: percentile(latencies, 0.5) },
    p99: { [variant.name]: percentile(latencies, 0.99) },
  };
  for (const [measure, value] of Object.entries(measured)) {
    results.add({ workload, measure, unit: 'ms', better: 'less' }, value);
  }
}

async function throughput(bench: Bench, variant: Variant) {
  const { results, amount } = bench;
  const { name } = variant;
  const workload = `${String(JOURNEYS)} journeys`;
  await measureCpu(bench, variant, { workload }, async () => {
    const window = during(amount.windowMs * 1.5);
    const done = await remarkFor(variant, entitiesOf(variant, JOURNEYS), window);
    const count = done.latencies.length;
    const [p50, p99] = [percentile(done.latencies, 0.5), percentile(done.latencies, 0.99)];
    const about = { workload, better: 'less' } as const;
    const rate = (count * 1_000) / done.elapsedMs;
    results.add(
      { workload, measure: 'rate', unit: 'commands/s', better: 'more' },
      { [name]: rate },
    );
    results.add({ ...about, measure: 'p50', unit: 'ms' }, { [name]: p50 });
    results.add({ ...about, measure: 'p99 over p50', unit: '×' }, { [name]: p99 / p50 });
    return count;
  });
}

async function bursting({ results, amount }: Bench, variant: Variant, size: number) {
  const took: number[] = [];
  for (let index = 0; index < amount.burstsPerRound; index += 1) {
    took.push(await burst(variant, entityOf(variant, index), size));
  }
  const workload = `burst of ${String(size)}`;
  const value = (size * 1_000) / median(took);
  results.add(
    { workload, measure: 'rate', unit: 'commands/s', better: 'more' },
    { [variant.name]: value },
  );
}
