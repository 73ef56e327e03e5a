import { median } from '../report/statistics.ts';
import { askUsage } from '../variants/usage.ts';
import type { Variant } from '../variants/variant.ts';
import type { Bench } from './context.ts';
import { remarkFor } from './load.ts';

const COMMANDS = 2_000;
const PARTS = 10;
const WORKLOAD = 'many commands';

/** What one command has cost in one part of the whole. */
interface Part {
  readonly latency: number;
  readonly cpuMs: number;
}

/**
 * One journey with so many commands that its workflow has to continue as new several times: does the last one cost more
 * than the first? The variants take turns, so that all of them see the same machine.
 */
export async function measureManyCommands(bench: Bench): Promise<void> {
  const { variants, results, progress } = bench;
  const parts = new Map<Variant, Part[]>(variants.map((variant) => [variant, []]));
  await Promise.all(variants.map((variant) => variant.start(entityOf(variant))));
  for (let part = 0; part < PARTS; part += 1) {
    for (const [variant, done] of parts) {
      progress(`${WORKLOAD}, part ${String(part + 1)} of ${String(PARTS)}, ${variant.name}`);
      done.push(await giveOnePart(bench, variant));
    }
  }
  for (const [{ name }, done] of parts) {
    const about = { workload: WORKLOAD, better: 'less' } as const;
    for (const { latency, cpuMs } of done) {
      results.add({ ...about, measure: 'p50', unit: 'ms' }, { [name]: latency });
      results.add({ ...about, measure: 'worker CPU', unit: 'ms/command' }, { [name]: cpuMs });
    }
    results.add({ ...about, measure: 'last over first', unit: '×' }, { [name]: growthOf(done) });
  }
}

const entityOf = ({ name }: Variant): string => `${name}-many`;

async function giveOnePart({ connection }: Bench, variant: Variant): Promise<Part> {
  const { usageName } = variant;
  const count = COMMANDS / PARTS;
  const before = await askUsage(connection, usageName);
  const { latencies } = await remarkFor(variant, [entityOf(variant)], (given) => given >= count);
  const after = await askUsage(connection, usageName);
  return { latency: median(latencies), cpuMs: (after.cpuMs - before.cpuMs) / count };
}

/** CPU of the last third over the first, without the very first part, in which the worker warms up. */
function growthOf(parts: readonly Part[]): number {
  const third = Math.floor((parts.length - 1) / 3);
  const cpu = parts.map(({ cpuMs }) => cpuMs);
  return median(cpu.slice(-third)) / median(cpu.slice(1, 1 + third));
}
