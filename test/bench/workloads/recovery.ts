import { performance } from 'node:perf_hooks';
import type { Variant } from '../variants/variant.ts';
import type { Bench } from './context.ts';
import { accepted, remark } from './load.ts';

const KILLS = 3;

/** From the SIGKILL of the process, with a command in flight, to the next answer; its restart is part of it. */
export async function measureRecovery({ variants, results, progress }: Bench): Promise<void> {
  for (let kill = 0; kill < KILLS; kill += 1) {
    for (const variant of variants) {
      progress(`killed and restarted, ${String(kill + 1)} of ${String(KILLS)}, ${variant.name}`);
      const { toReady, toAnswer } = await recover(
        variant,
        `${variant.name}-recovery-${String(kill)}`,
      );
      const about = { workload: 'from SIGKILL', unit: 's', better: 'less' } as const;
      results.add({ ...about, measure: 'to ready' }, { [variant.name]: toReady / 1_000 });
      results.add(
        { ...about, measure: 'to the next answer' },
        { [variant.name]: toAnswer / 1_000 },
      );
    }
  }
}

async function recover(variant: Variant, entity: string) {
  await variant.start(entity);
  await accepted(variant, entity, remark());
  const lost = accepted(variant, entity, remark());
  // On its way: sent, and not answered within the same turn of the event loop.
  await new Promise((resolve) => setImmediate(resolve));
  const began = performance.now();
  variant.program.kill('SIGKILL');
  await variant.program.start();
  const toReady = performance.now() - began;
  await Promise.all([lost, accepted(variant, entity, remark())]);
  return { toReady, toAnswer: performance.now() - began };
}
