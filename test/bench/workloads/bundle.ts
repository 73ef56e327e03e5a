import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { bundle, bundleProduct, temporalVariants } from '../variants/programs.ts';
import type { Bench } from './context.ts';

const KIB = 1_024;

/** Size of the code that each workflow of a worker is loaded from, without its source map, and how long making it takes. */
export async function measureBundles({
  stack,
  codePaths,
  results,
  progress,
}: Bench): Promise<void> {
  progress('size of the bundles');
  const about = { workload: 'bundle', unit: 'KiB', better: 'less' } as const;
  const { dataDir } = stack.config;
  for (const variant of temporalVariants) {
    results.add({ ...about, measure: 'code' }, { [variant]: codeKib(codePaths[variant]) });
  }
  for (const variant of temporalVariants) {
    const { seconds } = await timed(() => bundle(variant, dataDir));
    results.add({ ...about, measure: 'time', unit: 's' }, { [variant]: seconds });
  }
  const { value: path, seconds } = await timed(() => bundleProduct(dataDir));
  results.add({ ...about, measure: 'code of the product' }, { certway: codeKib(path) });
  results.add({ ...about, measure: 'time of the product', unit: 's' }, { certway: seconds });
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const began = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - began) / 1_000 };
}

function codeKib(path: string): number {
  const text = readFileSync(path, 'utf8');
  const map = text.lastIndexOf('//# sourceMappingURL=');
  return Buffer.byteLength(map === -1 ? text : text.slice(0, map)) / KIB;
}
