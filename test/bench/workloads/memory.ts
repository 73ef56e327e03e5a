import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporalVariants, transparentWorkerSpec } from '../variants/programs.ts';
import { temporalVariant } from '../variants/temporal.ts';
import { askSnapshot, askUsage } from '../variants/usage.ts';
import type { Variant } from '../variants/variant.ts';
import type { Bench } from './context.ts';
import { accepted, remark } from './load.ts';

const FIRST = 50;
const MORE = 200;
const AT_ONCE = 25;
const KIB = 1_024;

/** Heap of a worker per workflow that it has cached, after a collection, beyond what the first ones bring with them. */
export async function measureMemory(bench: Bench): Promise<void> {
  const { stack, client, connection, codePaths, results, progress } = bench;
  for (const name of temporalVariants) {
    progress(`memory per cached workflow, ${name}`);
    const taskQueue = `bench-memory-${name}`;
    const setting = { name: `memory-${name}`, taskQueue, codePath: codePaths[name] };
    const program = await stack.run(transparentWorkerSpec(stack.config, setting));
    const usageName = setting.name;
    const variant = temporalVariant(client, { name, program, servers: [], usageName, taskQueue });
    await open(variant, 0, FIRST);
    await snapshot(bench, usageName, 'before');
    const before = await askUsage(connection, usageName);
    await open(variant, FIRST, MORE);
    const after = await askUsage(connection, usageName);
    await snapshot(bench, usageName, 'after');
    await program.stop();
    const value = (after.heapBytes - before.heapBytes) / MORE / KIB;
    const about = { workload: 'memory', measure: 'cached workflow' } as const;
    results.add({ ...about, unit: 'KiB', better: 'less' }, { [name]: value });
  }
}

/** For a look at what the workflows between the two snapshots hold. */
async function snapshot(
  { connection, profileDir }: Bench,
  name: string,
  when: 'before' | 'after',
): Promise<void> {
  if (profileDir === undefined) return;
  const folder = resolve(profileDir, name);
  mkdirSync(folder, { recursive: true });
  await askSnapshot(connection, name, join(folder, `${when}.heapsnapshot`));
}

async function open(variant: Variant, from: number, count: number): Promise<void> {
  for (let index = from; index < from + count; index += AT_ONCE) {
    const entities = Array.from(
      { length: AT_ONCE },
      (_, place) => `${variant.name}-memory-${String(index + place)}`,
    );
    await Promise.all(entities.map((entity) => variant.start(entity)));
    await Promise.all(entities.map((entity) => accepted(variant, entity, remark())));
  }
}
