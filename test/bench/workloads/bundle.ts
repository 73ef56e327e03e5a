import { readFileSync } from 'node:fs';
import { bundleProduct } from '../variants/programs.ts';
import type { Bench } from './context.ts';

const KIB = 1_024;

/** Size of the code that each workflow of a worker is loaded from, without its source map. */
export async function measureBundles({
  stack,
  codePaths,
  results,
  progress,
}: Bench): Promise<void> {
  progress('size of the bundles');
  const about = { workload: 'bundle', unit: 'KiB', better: 'less' } as const;
  for (const [variant, codePath] of Object.entries(codePaths)) {
    results.add({ ...about, measure: 'code' }, { [variant]: codeKib(codePath) });
  }
  const product = codeKib(await bundleProduct(stack.config.dataDir));
  results.add({ ...about, measure: 'code of the product' }, { certway: product });
}

function codeKib(path: string): number {
  const text = readFileSync(path, 'utf8');
  const map = text.lastIndexOf('//# sourceMappingURL=');
  return Buffer.byteLength(map === -1 ? text : text.slice(0, map)) / KIB;
}
