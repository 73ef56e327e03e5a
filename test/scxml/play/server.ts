import { join } from 'node:path';
import { Client, Connection, WorkflowUpdateFailedError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import { waitUntil } from '../../../infra/wait-until.ts';
import type { PersistedState } from '../../../machines/engine/index.ts';
import { testWorker } from '../../support/engine-worker.ts';
import { startTestStack } from '../../support/stack.ts';
import { differenceOf, isDecided, sentEvent, type Result } from './play.ts';
import type { Scenario, ScenarioEvent } from './scenario.ts';

/** Temporal, NATS and a worker that runs documents as workflows. */
export interface Server {
  play(scenario: Scenario): Promise<Result>;
  stop(): Promise<void>;
}

const workflows = join(import.meta.dirname, '../../support/workflows/scxml.ts');
const ANYONE = { id: 'a-17', role: 'anyone' };
const WITHIN_MS = 20_000;

/** Starts the servers; `stop` ends them. */
export async function startServer(): Promise<Server> {
  const stack = await startTestStack();
  try {
    const { config, temporalAddress } = stack;
    const failpoint = join(config.dataDir, 'failpoint.json');
    await stack.run(testWorker(config, { failpoint, workflows }));
    const connection = await Connection.connect({ address: temporalAddress });
    const client = new Client({ connection, namespace: config.namespace });
    const start = ({ name, document }: Scenario): Promise<WorkflowHandle> =>
      client.workflow.start('scxml', {
        workflowId: name.replace(/[^\w-]/g, '-'),
        taskQueue: config.taskQueue,
        args: [{ document }],
      });
    return {
      play: (scenario) => play(start, scenario),
      stop: async () => {
        await connection.close();
        await stack.stop();
      },
    };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function play(
  start: (scenario: Scenario) => Promise<WorkflowHandle>,
  scenario: Scenario,
): Promise<Result> {
  try {
    const reason = await follow(await start(scenario), scenario);
    return reason === undefined ? { kind: 'passed' } : { kind: 'failed', reason };
  } catch (error) {
    return { kind: 'failed', reason: String(error) };
  }
}

async function follow(handle: WorkflowHandle, scenario: Scenario): Promise<string | undefined> {
  const { initialConfiguration, events, decidesAlone } = scenario;
  if (decidesAlone) {
    const { value } = await seen(handle, (state) => isDecided(state.snapshot.value));
    return differenceOf(value, ['pass']);
  }
  const difference = differenceOf((await seen(handle)).value, initialConfiguration);
  if (difference !== undefined) return `at first ${difference}`;
  for (const [index, { after, event, nextConfiguration }] of events.entries()) {
    // What elapses meanwhile has elapsed when nothing is left to wait for.
    if (after !== undefined) await seen(handle, (state) => Object.keys(state.timers).length === 0);
    await give(handle, event);
    const next = differenceOf((await seen(handle)).value, nextConfiguration);
    if (next !== undefined) return `after event ${index + 1}, ${event.name}, ${next}`;
  }
  return undefined;
}

type Seen = Pick<PersistedState, 'snapshot' | 'timers'>;

/** The snapshot once the machine has started and is as wanted; the last one seen when it does not become so. */
async function seen(
  handle: WorkflowHandle,
  isSo: (state: Seen) => boolean = () => true,
): Promise<PersistedState['snapshot']> {
  let last: Seen | null = null;
  const look = async (): Promise<boolean> => {
    last = await handle.query<Seen | null>('state');
    return last !== null && isSo(last);
  };
  await waitUntil(look, { withinMs: WITHIN_MS, everyMs: 20 });
  const found = last as Seen | null;
  if (!found) throw new Error(`${handle.workflowId} has not started`);
  return found.snapshot;
}

/** A machine that has no use for an event ignores it in XState; as a command it is refused. */
async function give(handle: WorkflowHandle, event: ScenarioEvent['event']): Promise<void> {
  const { type, ...data } = sentEvent(event);
  try {
    await handle.executeUpdate<unknown, [object]>(type, { args: [{ actor: ANYONE, ...data }] });
  } catch (error) {
    const code =
      error instanceof WorkflowUpdateFailedError && (error.cause as ApplicationFailure).type;
    if (code !== 'COMMAND_REFUSED' && code !== 'COMMAND_UNKNOWN') throw error;
  }
}
