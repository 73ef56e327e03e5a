import type { Logger } from 'pino';
import { machines } from '../../machines/index.ts';
import {
  answerCalendar,
  createCalendar,
  createCalendarConsumer,
  openDeadlines,
  openTokens,
  type TokenRecord,
} from '../../services/calendar/index.ts';
import type { Consumer } from '../../services/consumer/index.ts';
import { eventOpener, eventTypes } from '../../services/event-log/index.ts';
import {
  createPost,
  createWebhooks,
  NotDueError,
  openWebhookRecords,
  PAUSES,
  type Webhooks,
} from '../../services/webhooks/index.ts';
import type { Config } from '../config/index.ts';
import type { OpenLog } from '../worker/index.ts';
import { serveReaders } from './answer.ts';
import { logNotice } from './notice.ts';
import type { ServingReaders } from './serve-register.ts';

/** What is served, and from which log. */
export interface ConsumersOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** Closed when everything has stopped. */
  readonly open: OpenLog;
  /** Pauses between the attempts of a webhook, in milliseconds. @defaultValue the schedule over three days */
  readonly pauses?: readonly number[];
}

const DELIVERY_TIMEOUT_MS = 15_000;

/** Fills and serves the calendar of due dates, and sends webhooks. @throws StartError `PORT_IN_USE` */
export async function serveConsumers(options: ConsumersOptions): Promise<ServingReaders> {
  const { config, logger, open } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const calendar = await openCalendar(options, signal);
  const webhooks = await openWebhooks(options);
  let isComplete = false;
  const http = await serveReaders({
    ...{ logger, port: config.consumersPort, variable: 'CERTWAY_CONSUMERS_PORT' },
    own: (ask) => answerCalendar({ ...calendar, isComplete: () => isComplete }, ask),
    consumers: () => [calendar.consumer, ...webhooks.consumers()],
    check: () => open.connection.rtt(),
  });
  const running = [calendar.consumer.start(), webhooks.start()];
  calendar.consumer
    .caughtUp()
    .then(() => {
      isComplete = true;
      logger.info('the calendar is complete');
    })
    .catch((error: unknown) => {
      // Its consumer tells why, unless it was just stopped.
      if (!signal.aborted) logger.warn({ error }, 'the calendar is not complete');
    });
  const stop = (): void => {
    stopping.abort();
    void calendar.consumer.stop();
    void webhooks.stop();
  };
  const stopped = Promise.all(running)
    .then(() => undefined)
    .finally(async () => {
      stop();
      await Promise.allSettled(running);
      await http.close();
      await open.close();
    });
  return { url: http.url, stopped, stop };
}

interface OpenCalendar {
  readonly calendar: ReturnType<typeof createCalendar>;
  readonly consumer: Consumer;
  readonly tokens: () => ReadonlyMap<string, TokenRecord>;
}

async function openCalendar(
  { config, logger, open }: ConsumersOptions,
  signal: AbortSignal,
): Promise<OpenCalendar> {
  const { tenant, streamReplicas: replicas } = config;
  const { connection, log } = open;
  const records = await openDeadlines({ connection, tenant, replicas });
  const kept = await openTokens({ connection, tenant, replicas });
  const tokens = new Map<string, TokenRecord>();
  await kept.watch((id, token) => {
    if (token) tokens.set(id, token);
    else tokens.delete(id);
  }, signal);
  const calendar = createCalendar({ log, machines, records });
  await calendar.follow(signal);
  const consumer = createCalendarConsumer({
    ...{ connection, tenant, calendar, records },
    onNotice: (notice) => logNotice(logger, notice),
  });
  return { calendar, consumer, tokens: () => tokens };
}

async function openWebhooks(options: ConsumersOptions): Promise<Webhooks> {
  const { config, logger, open, pauses = PAUSES } = options;
  const { tenant, streamReplicas: replicas, isWebhookLoopbackAllowed: allowsLoopback } = config;
  const { connection, log } = open;
  return createWebhooks({
    ...(await openWebhookRecords({ connection, tenant, replicas })),
    open: eventOpener(log.personal, machines),
    newest: eventTypes(machines).newest,
    ...{ connection, tenant, pauses, now: () => Date.now(), random: () => Math.random() },
    post: createPost({ allowsLoopback, timeoutMs: DELIVERY_TIMEOUT_MS }),
    onNotice: (endpoint, notice) => {
      if (notice.kind === 'failed' && notice.error instanceof NotDueError) return;
      logNotice(logger.child({ endpoint }), notice);
    },
    onFault: (endpoint, error) => {
      logger.error({ endpoint, error }, 'the deliveries to an endpoint are disturbed');
    },
  });
}
