import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { createActivities } from '../../activities/index.ts';
import { localDateAt } from '../../machines/calendar/index.ts';
import { workflowTypeOf } from '../../machines/engine/index.ts';
import { certification, machines } from '../../machines/index.ts';
import { resolvePolicy } from '../../machines/policy/index.ts';
import { subscribe, type StoredEvent } from '../../services/event-log/index.ts';
import { writerKeys } from '../keys/index.ts';
import { startStack, type Stack } from '../stack/index.ts';
import { connectClock, connectTemporal } from '../temporal/index.ts';
import { waitUntil } from '../wait-until.ts';
import { buildWorkflows, createWorker, openLog, type OpenLog } from '../worker/index.ts';
import type { Config } from '../config/index.ts';
import { readCase, type ReadCase } from './case.ts';
import { childrenOf, compare, liveState, type Comparison, type LiveState } from './entities.ts';
import { play, playSteps, type Stage } from './play.ts';

/** How the demonstration is played. */
export interface DemoOptions {
  /** Addresses and ports are those of servers of its own. */
  readonly config: Config;
  /** Whether to go on through both surveillance audits to the recertification. */
  readonly goesOn: boolean;
  /** File with the case to play. @defaultValue the worked case */
  readonly casePath: string | undefined;
  readonly signal: AbortSignal;
  readonly onStep: (text: string) => void;
  readonly onEvent: (event: StoredEvent) => void;
  readonly onState: (journey: LiveState) => void;
}

/** What the demonstration came to. */
export interface DemoResult {
  readonly result: string;
  /** Events that a subscriber of the log has seen. */
  readonly events: number;
  readonly entities: number;
  readonly foldEqualsState: boolean;
}

const TASK_QUEUE = 'demo';
const SEEN_WITHIN_MS = 20_000;
const cases = join(import.meta.dirname, 'cases');

/**
 * Plays a case on servers of its own, whose time skips, beginning today.
 * @throws Error when the case cannot be read, before anything is started, and when anything goes otherwise than it says
 */
export async function runDemo(options: DemoOptions): Promise<DemoResult> {
  const { config, signal, onStep, goesOn, casePath = join(cases, 'worked-case.json') } = options;
  const parts = [await readCase(casePath)];
  if (goesOn) parts.push(await readCase(join(cases, 'worked-case-years.json')));
  const stack = await startStack({
    config,
    temporal: 'time-skipping',
    isHeadless: true,
    report: onStep,
    signal,
  });
  try {
    return await onServers({ ...options, parts }, stack);
  } finally {
    await stack.stop();
  }
}

type Playing = DemoOptions & {
  /** The case, and what continues it. */
  readonly parts: readonly ReadCase[];
};

async function onServers(options: Playing, stack: Stack): Promise<DemoResult> {
  const { namespace, tenant, dataDir } = stack.config;
  options.onStep('bundling the workflows');
  const { codePath } = await buildWorkflows({
    workflowsPath: join(import.meta.dirname, '../../workflows/index.ts'),
    buildsDir: join(dataDir, 'builds'),
  });
  const open = await openLog(stack.natsUrl, tenant, writerKeys(stack.config.keysDir));
  const connection = await NativeConnection.connect({ address: stack.temporalAddress });
  const activities = createActivities({ log: open.log, machines });
  const worker = await createWorker({
    connection,
    namespace,
    taskQueue: TASK_QUEUE,
    codePath,
    activities,
  });
  const client = new Client({
    connection: await connectTemporal(stack.temporalAddress),
    namespace,
  });
  try {
    return await worker.runUntil(() => playAll(options, { stack, open, client }));
  } finally {
    await client.connection.close();
    await connection.close();
    await open.close();
  }
}

interface Opened {
  readonly stack: Stack;
  readonly open: OpenLog;
  readonly client: Client;
}

async function playAll(options: Playing, opened: Opened): Promise<DemoResult> {
  const { client, open, stack } = opened;
  const { signal, onState } = options;
  const watching = new AbortController();
  let seen = 0;
  const subscriber = watch(opened, watching.signal, (event) => {
    seen += 1;
    options.onEvent(event);
  });
  const clock = await connectClock(stack.temporalAddress);
  try {
    const { zone } = resolvePolicy('demonstration', {});
    const today = localDateAt(await clock.now(), zone);
    const stage: Stage = { client, clock, taskQueue: TASK_QUEUE, zone, signal, onState };
    const [played, ...further] = options.parts.map((read) => read(today));
    if (!played) throw new Error('there is nothing to play');
    await play(stage, played, workflowTypeOf(certification.contract));
    for (const next of further) await playSteps(stage, next);
    const compared = await compareAll(client, open, played.journey);
    const published = compared.reduce((sum, { published: count }) => sum + count, 0);
    await waitUntil(() => seen >= published, { withinMs: SEEN_WITHIN_MS, signal });
    if (seen !== published) {
      throw new Error(`a subscriber saw ${String(seen)} of ${String(published)} events`);
    }
    return {
      result: resultOf(await liveState(client, played.journey), options.goesOn),
      events: seen,
      entities: compared.length,
      foldEqualsState: compared.every(({ equal }) => equal),
    };
  } finally {
    watching.abort();
    await subscriber;
    await clock.close();
  }
}

async function watch(
  { open, stack }: Opened,
  signal: AbortSignal,
  onEvent: (event: StoredEvent) => void,
): Promise<void> {
  const { tenant } = stack.config;
  for await (const event of subscribe(open.js, { tenant, follow: true, signal })) onEvent(event);
}

async function compareAll(
  client: Client,
  { log }: OpenLog,
  journey: string,
): Promise<Comparison[]> {
  const root = await liveState(client, journey);
  if (!root) throw new Error(`${journey} has no state`);
  const compared: Comparison[] = [];
  for (const entity of [journey, ...childrenOf(root)]) {
    const live = await liveState(client, entity);
    if (!live) throw new Error(`${entity} has no state`);
    compared.push(await compare(log, machines, live));
  }
  return compared;
}

function resultOf(journey: LiveState | undefined, goesOn: boolean): string {
  const { cycle } = (journey?.snapshot.context ?? {}) as { readonly cycle?: number };
  const isCertified = journey?.path.startsWith('certified') === true;
  if (!isCertified || cycle !== (goesOn ? 2 : 1)) return journey?.path ?? 'lost';
  return goesOn ? 'recertified' : 'certified';
}
