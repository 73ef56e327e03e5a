import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { Worker } from '@temporalio/worker';
import { temporalVariants } from '../variants/programs.ts';
import type { Bench } from './context.ts';
import { accepted, remark } from './load.ts';

const COMMANDS = 200;

type History = Parameters<typeof Worker.runReplayHistory>[1];

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
    progress(`replay, ${name}`);
    // The first one loads the bundle and warms up.
    const [, ...took] = await replayed({ code }, { history, entity, times: amount.rounds + 1 });
    const about = { workload: `replay of ${String(COMMANDS)} commands`, measure: 'time' } as const;
    for (const value of took)
      results.add({ ...about, unit: 'ms', better: 'less' }, { [name]: value });
  }
}

interface Replays {
  readonly history: History;
  readonly entity: string;
  readonly times: number;
}

/** @returns how long each replay took, in ms */
async function replayed(
  workflowBundle: { readonly code: string },
  { history, entity, times }: Replays,
): Promise<readonly number[]> {
  const histories = Array.from({ length: times }, () => ({ workflowId: entity, history }));
  const took: number[] = [];
  let began = performance.now();
  for await (const { error } of Worker.runReplayHistories({ workflowBundle }, histories)) {
    if (error) throw error;
    took.push(performance.now() - began);
    began = performance.now();
  }
  return took;
}
