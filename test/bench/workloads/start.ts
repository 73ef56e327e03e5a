import { performance } from 'node:perf_hooks';
import type { Bench } from './context.ts';
import { accepted, remark } from './load.ts';

const JOURNEYS = 64;

/** Journeys that are started at once, each until its first command is answered: a first task waits longer than others. */
export async function measureStarts({ variants, amount, results, progress }: Bench): Promise<void> {
  const about = { workload: '64 starts', measure: 'with a command', unit: 'journeys/s' } as const;
  for (let round = 0; round < amount.rounds; round += 1) {
    for (const variant of variants) {
      progress(`starts, round ${String(round + 1)}, ${variant.name}`);
      const names = Array.from(
        { length: JOURNEYS },
        (_, index) => `${variant.name}-start-${String(round)}-${String(index)}`,
      );
      const began = performance.now();
      await Promise.all(
        names.map(async (entity) => {
          await variant.start(entity);
          await accepted(variant, entity, remark());
        }),
      );
      const rate = (JOURNEYS * 1_000) / (performance.now() - began);
      results.add({ ...about, better: 'more' }, { [variant.name]: rate });
    }
  }
}
