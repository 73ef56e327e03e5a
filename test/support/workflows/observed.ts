// The same workflows, telling their last state when a run ends: a replay compares commands, not states.
import { proxySinks, type Sinks } from '@temporalio/workflow';
import { getActivator } from '@temporalio/workflow/lib/global-attributes.js';
import type { StartOptions } from '../../../workflows/engine/index.ts';
import { order as soundOrder, parcel as soundParcel } from './index.ts';

export interface LastState extends Sinks {
  readonly last: { state(state: unknown): void };
}
const { last } = proxySinks<LastState>();

async function observed(running: Promise<unknown>): Promise<unknown> {
  try {
    return await running;
  } finally {
    last.state(await getActivator().queryHandlers.get('state')?.handler());
  }
}

export function order(input: unknown, options?: StartOptions): Promise<unknown> {
  return observed(soundOrder(input, options));
}
export function parcel(input: unknown, options?: StartOptions): Promise<unknown> {
  return observed(soundParcel(input, options));
}
