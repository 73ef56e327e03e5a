import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { say } from '../../machines/text/index.ts';
import { createActivities } from '../../activities/index.ts';
import { machines } from '../../machines/index.ts';
import type { Config } from '../config/index.ts';
import { writerKeys } from '../keys/index.ts';
import { clearDataFolder, startStack, type Stack } from '../stack/index.ts';
import { connectClock, connectTemporal, type ServerClock } from '../temporal/index.ts';
import { buildWorkflows, createWorker, openLog, type OpenLog } from '../worker/index.ts';

/** What is told of servers while they start, and what stops them. */
export interface Watching {
  readonly signal: AbortSignal;
  readonly onStep: (text: string) => void;
}

/** Servers whose time skips, with a worker that runs the journeys of this build. */
export interface OwnServers {
  readonly stack: Stack;
  readonly open: OpenLog;
  readonly client: Client;
  readonly clock: ServerClock;
  readonly taskQueue: string;
}

const TASK_QUEUE = 'demo';

/**
 * The configuration of servers that belong to one command alone, always in the same folder: what a killed one has left
 * is ended by the next.
 * @param name - of the folder, e.g. `demo`
 */
export function ownServersConfig(config: Config, name: string): Config {
  const dataDir = join(config.dataDir, name);
  return {
    ...config,
    dataDir,
    keysDir: join(dataDir, 'keys'),
    temporalAddress: undefined,
    natsUrl: undefined,
    temporalPort: 0,
    natsPort: 0,
  };
}

/**
 * Starts servers and a worker, lets them be used, and stops them, whatever happens.
 * @param config - as {@link ownServersConfig} makes it
 */
export async function withOwnServers<Result>(
  config: Config,
  watching: Watching,
  work: (servers: OwnServers) => Promise<Result>,
): Promise<Result> {
  const { signal, onStep: report } = watching;
  await clearDataFolder(config.dataDir, report);
  const stack = await startStack({
    config,
    temporal: 'time-skipping',
    isHeadless: true,
    report,
    signal,
  });
  try {
    return await onStack(stack, watching, work);
  } finally {
    await stack.stop();
  }
}

async function onStack<Result>(
  stack: Stack,
  { onStep }: Watching,
  work: (servers: OwnServers) => Promise<Result>,
): Promise<Result> {
  const { namespace, tenant, dataDir, keysDir } = stack.config;
  onStep(say('start.bundling', 'bundling the workflows'));
  const { codePath } = await buildWorkflows({
    workflowsPath: join(import.meta.dirname, '../../workflows/index.ts'),
    buildsDir: join(dataDir, 'builds'),
  });
  const open = await openLog(stack.natsUrl, tenant, writerKeys(keysDir));
  const connection = await NativeConnection.connect({ address: stack.temporalAddress });
  const worker = await createWorker({
    connection,
    namespace,
    taskQueue: TASK_QUEUE,
    codePath,
    activities: createActivities({ log: open.log, machines }),
  });
  const client = new Client({
    connection: await connectTemporal(stack.temporalAddress),
    namespace,
  });
  const clock = await connectClock(stack.temporalAddress);
  try {
    const servers = { stack, open, client, clock, taskQueue: TASK_QUEUE };
    return await worker.runUntil(() => work(servers));
  } finally {
    await clock.close();
    await client.connection.close();
    await connection.close();
    await open.close();
  }
}
