import { proxyActivities } from '@temporalio/workflow';
import type { EventLogActivities } from '../../activities/event-log/index.ts';
import { idsToLookUp, type FoundCommands, type Input } from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
import { permanent } from './append.ts';
import type { Entity } from './entity.ts';

/** Made when it is needed: this module is loaded before the language is chosen. */
const activities = () =>
  proxyActivities<EventLogActivities>({
    startToCloseTimeout: '30s',
    retry: { initialInterval: '100ms', maximumInterval: '30s' },
    summary: say('summary.lookUp', 'Look for commands of long ago'),
  });
const NOTHING: FoundCommands = {};

/**
 * What the log tells of the commands whose ids the state remembers no more. Most often there are none, and nothing is
 * asked.
 * @throws EngineError `EVENT_STREAM_CONFLICT`
 */
export async function lookUpForgotten(
  { id, machine, state }: Entity,
  inputs: readonly Input[],
): Promise<FoundCommands> {
  const ids = idsToLookUp(state, inputs);
  if (ids.length === 0) return NOTHING;
  const request = { entity: id, machine: machine.contract.id, ids };
  return permanent(() => activities().findCommands(request));
}
