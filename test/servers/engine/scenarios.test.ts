import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import { NativeConnection, type Worker } from '@temporalio/worker';
import { createActivities } from '../../../activities/index.ts';
import { createWorker, type OpenLog } from '../../../infra/worker/index.ts';
import {
  actorEntity,
  canonicalJson,
  dehydrate,
  fold,
  hydrate,
  type DurableMachine,
  type PersistedState,
  type RecordedEvent,
} from '../../../machines/engine/index.ts';
import { START_POSITION } from '../../../services/event-log/index.ts';
import { until, type View } from '../../support/engine-client.ts';
import { machinesById, scenarios } from '../../support/scenarios/index.ts';
import { activityNames, createJobs, type Jobs } from '../../support/scenarios/jobs.ts';
import { plain } from '../../support/scenarios/players.ts';
import { eventOf, type Scenario } from '../../support/scenarios/scenario.ts';
import { runningOf, seenOf, type Player, type Seen } from '../../support/scenarios/trace.ts';
import { startInProcess, type InProcess } from '../../support/in-process.ts';
import type { TestStack } from '../../support/stack.ts';

const clerk = { id: 'a-1', role: 'clerk' };
/** A scenario that stands still fails soon instead of holding up the others; without a cache each move replays all. */
const EACH_WITHIN_MS = 40_000;
const machines = machinesById();
/** Without moves of time: those are the subject of tests of their own. */
const sample = scenarios.filter(
  ({ onServers, script }) =>
    onServers && !script.some((move) => typeof move === 'object' && 'wait' in move),
);
/** The twenty shorter ones: without a cache each task and each look replays everything so far. */
const evictable = sample.filter(({ script }) => script.length <= 11);
const named = (some: readonly Scenario[]) =>
  some.map((scenario): [string, Scenario] => [scenario.name, scenario]);

let servers: InProcess;
let stack: TestStack;
let open: OpenLog;
let client: Client;
let connection: NativeConnection;
let codePath: string;
/** Those of the scenario that is played now. */
let jobs: Jobs;

beforeAll(async () => {
  servers = await startInProcess('memory', 'scenarios/workflows/index.ts');
  ({ stack, open, codePath } = servers);
  client = new Client({ connection: await Connection.connect({ address: stack.temporalAddress }) });
  connection = await NativeConnection.connect({ address: stack.temporalAddress });
});
afterAll(async () => {
  await connection.close();
  await client.connection.close();
  await servers.close();
});

function machineOf(id: string): DurableMachine {
  const machine = machines.get(id);
  if (!machine) throw new Error(`no machine ${id}`);
  return machine;
}

/** An activity fails for good: a script says once what becomes of it. */
async function failing(result: Promise<unknown>): Promise<unknown> {
  try {
    return await result;
  } catch (error) {
    throw ApplicationFailure.nonRetryable((error as Error).message);
  }
}

async function startWorker(maxCachedWorkflows: number): Promise<() => Promise<void>> {
  const { namespace, taskQueue } = stack.config;
  const played = activityNames.map((name) => [name, () => failing(jobs.activity(name)())] as const);
  const log = createActivities({ log: open.log, machines: [...machines.values()] });
  const activities = { ...log, ...Object.fromEntries(played) };
  const common = { connection, namespace, taskQueue, codePath, activities };
  const worker: Worker = await createWorker({ ...common, maxCachedWorkflows });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
  };
}

const stateOf = (entity: string) =>
  client.connection.withDeadline(Date.now() + 5_000, () =>
    client.workflow.getHandle(entity).query<View>('state'),
  );
const logOf = async (entity: string, machine: string): Promise<RecordedEvent[]> =>
  (await open.log.read({ entity, machine }, START_POSITION)).map(({ event }) => event);

/** A command that is refused, or comes after the end, changes nothing: what a machine ignores in XState. */
async function give(entity: string, { type, ...data }: { readonly type: string }): Promise<void> {
  try {
    const args: [object] = [{ actor: clerk, ...data }];
    await client.workflow.getHandle(entity).executeUpdate(`do${type}`, { args });
  } catch (error) {
    const isRefused = error instanceof WorkflowUpdateFailedError;
    if (!isRefused && !(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** A workflow on the servers. */
function served(scenario: Scenario, entity: string): Player {
  const { id } = scenario.machine;
  return {
    move: async (move) => {
      const event = eventOf(move);
      if (event) await give(entity, event);
      else jobs.settle(move);
    },
    seen: async () => {
      const view = await stateOf(entity);
      const { snapshot, actors } = hydrate(machineOf(id), view);
      const events = await logOf(entity, id);
      const told = events.flatMap(({ cause, type, data }) =>
        cause === 'derived' ? [{ type, ...data }] : [],
      );
      return seenOf(snapshot, { told, running: runningOf(actors) });
    },
  };
}

/** Plays a scenario on XState and on the servers; after each move both are to show the same. */
async function play(scenario: Scenario, entity: string): Promise<void> {
  const oracle = plain(scenario);
  const player = served(scenario, entity);
  for (const [index, move] of [undefined, ...scenario.script].entries()) {
    if (move !== undefined) {
      await oracle.move(move);
      await player.move(move);
    }
    const expected = await oracle.seen();
    const isSame = (seen: Seen) => canonicalJson(seen) === canonicalJson(expected);
    const isStarted = () => activityNames.every((name) => jobs.starts(name) >= oracle.starts(name));
    await until(
      () => player.seen(),
      (seen) => isSame(seen) && isStarted(),
      20_000,
    ).catch(async (error: unknown) => {
      expect({ index, move, seen: await player.seen() }).toEqual({ index, move, seen: expected });
      throw error;
    });
  }
}

const withoutMail = (state: PersistedState) => ({ ...state, outbox: {} });

/** Folds the logs of a workflow and its children; each is to give the state that the workflow has. */
async function expectFolded(entity: string, machine: string): Promise<void> {
  const definition = machineOf(machine);
  const {
    path: _path,
    position: _position,
    problem,
    waiting: _waiting,
    ...state
  } = await stateOf(entity);
  expect(problem).toBeNull();
  const folded = dehydrate(definition, fold(definition, await logOf(entity, machine)));
  expect(withoutMail(state)).toEqual(withoutMail(folded));
  const children = (definition.contract.children ?? {}) as Record<string, { readonly id: string }>;
  for (const child of startedBy(entity, state)) {
    for (const contract of Object.values(children)) {
      const isChild = (await logOf(child, contract.id)).length > 0;
      if (isChild) await expectFolded(child, contract.id);
    }
  }
}

/** Workflow ids of everything that was ever started, were it a child. */
function startedBy(entity: string, { generations }: Pick<PersistedState, 'generations'>): string[] {
  return Object.entries(generations).flatMap(([id, count]) =>
    Array.from({ length: count }, (_, index) => actorEntity(entity, id, { generation: index + 1 })),
  );
}

describe.each([
  { how: 'evicted before each task', maxCachedWorkflows: 0, played: evictable },
  { how: 'cached', maxCachedWorkflows: 1_000, played: sample },
])('workflows that are $how', ({ how, maxCachedWorkflows, played }) => {
  let stopWorker: () => Promise<void>;
  beforeAll(async () => {
    stopWorker = await startWorker(maxCachedWorkflows);
  });
  afterAll(async () => {
    await stopWorker();
  });

  it.each(named(played))(
    'given %s, when the same things happen to XState and to the servers, then both show the same and so does the log',
    async (name, scenario) => {
      const entity = `${how}-${name}`.replaceAll(/[^a-z]+/gi, '-').slice(0, 60);
      jobs = createJobs();
      try {
        await client.workflow.start(scenario.machine.id, {
          ...{ workflowId: entity, taskQueue: stack.config.taskQueue },
          args: [scenario.input ?? {}],
        });
        await play(scenario, entity);
        await until(
          () => expectFolded(entity, scenario.machine.id).then(() => true),
          (isFolded) => isFolded,
        );
      } finally {
        jobs.close();
      }
    },
    EACH_WITHIN_MS,
  );
});
