// The order's workflow with a step too many: no recorded history fits it.
import { sleep } from '@temporalio/workflow';
import type { StartOptions } from '../../../workflows/engine/index.ts';
import { order as sound } from './index.ts';

export async function order(input: unknown, options?: StartOptions): Promise<unknown> {
  await sleep(1_000);
  return sound(input, options);
}
