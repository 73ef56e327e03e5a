import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { Worker } from '@temporalio/worker';
import { temporalVariants } from '../variants/programs.ts';
import type { Bench } from './context.ts';
import { accepted, remark } from './load.ts';

const COMMANDS = 200;

/** Replaying the history of a journey with so many commands, as a worker does that has forgotten it. */
export async function measureReplay(bench: Bench): Promise<void> {
  const { client, codePaths, variants, amount, results, progress } = bench;
  for (const name of temporalVariants) {
    const variant = variants.find((each) => each.name === name);
    if (!variant) continue;
    progress(`a history to replay, ${name}`);
    const entity = `${name}-replay`;
    await variant.start(entity);
    for (let given = 0; given < COMMANDS; given += 1) await accepted(variant, entity, remark());
    const history = await client.workflow.getHandle(entity).fetchHistory();
    const code = readFileSync(codePaths[name], 'utf8');
    for (let round = 0; round <= amount.rounds; round += 1) {
      progress(`replay, round ${String(round)}, ${name}`);
      const began = performance.now();
      await Worker.runReplayHistory({ workflowBundle: { code } }, history, entity);
      const value = performance.now() - began;
      const workload = `replay of ${String(COMMANDS)} commands`;
      const about = { workload, measure: 'with its bundle', unit: 'ms', better: 'less' } as const;
      // The first one warms up.
      if (round > 0) results.add(about, { [name]: value });
    }
  }
}
