import { performance } from 'node:perf_hooks';
import type { Variant } from '../variants/variant.ts';
import type { Bench } from './context.ts';
import { accepted, remark } from './load.ts';

const STARTS = 3;

/** From the start of a process that was stopped in order: until it is ready, until a waiting command is answered. */
export async function measureStartup({ variants, results, progress }: Bench): Promise<void> {
  for (let start = 0; start < STARTS; start += 1) {
    for (const variant of variants) {
      progress(`stopped and started, ${String(start + 1)} of ${String(STARTS)}, ${variant.name}`);
      const entity = `${variant.name}-startup-${String(start)}`;
      const { toReady, toAnswer } = await startAgain(variant, entity);
      const about = { workload: 'startup', unit: 's', better: 'less' } as const;
      results.add({ ...about, measure: 'to ready' }, { [variant.name]: toReady / 1_000 });
      results.add(
        { ...about, measure: 'to the first command' },
        { [variant.name]: toAnswer / 1_000 },
      );
    }
  }
}

async function startAgain(variant: Variant, entity: string) {
  await variant.start(entity);
  await accepted(variant, entity, remark());
  await variant.program.stop();
  const began = performance.now();
  await variant.program.start();
  const toReady = performance.now() - began;
  await accepted(variant, entity, remark());
  return { toReady, toAnswer: performance.now() - began };
}
