import type { NatsConnection } from '@nats-io/nats-core';
import {
  createConsumer,
  type CloudEvent,
  type Consumer,
  type Measured,
  type Notice,
} from '../consumer/index.ts';
import type { Records } from '../records/index.ts';
import { createDeliver, type DeliverOptions } from './deliver.ts';
import { consumerOf, type Endpoint } from './endpoint.ts';

/** What sending to all endpoints needs. */
export interface WebhooksOptions extends Omit<
  DeliverOptions,
  'id' | 'endpoint' | 'endpoints' | 'onFault'
> {
  readonly connection: NatsConnection;
  readonly tenant: string;
  /** What receivers are to see of a stored event. */
  readonly open: (stored: CloudEvent) => CloudEvent;
  /** What `open` makes of the type of an event. */
  readonly newest: (type: string) => string;
  readonly endpoints: Pick<Records<Endpoint>, 'change' | 'watch'>;
  readonly onNotice: (endpoint: string, notice: Notice) => void;
  /** Told of an endpoint whose consumer has ended, and begins again a little later, or of what could not be written. */
  readonly onFault: (endpoint: string, error: unknown) => void;
}

/** Deliveries to every endpoint that is not disabled. */
export interface Webhooks {
  /** Begins, and follows every change of the endpoints. Resolves when it was stopped. */
  readonly start: () => Promise<void>;
  /** Lets what is under way end. */
  readonly stop: () => Promise<void>;
  readonly consumers: () => readonly Measured[];
  readonly endpoints: () => readonly Endpoint[];
}

const AGAIN_AFTER_MS = 5_000;
/** A slow receiver holds up its own events only a little. */
const CONCURRENCY = 4;

/** Prepares the deliveries; nothing is sent before the start. */
export function createWebhooks(options: WebhooksOptions): Webhooks {
  const { connection, tenant, open, newest, endpoints, onNotice, onFault } = options;
  const known = new Map<string, Endpoint>();
  const running = new Map<string, { consumer: Consumer; done: Promise<void> }>();
  const stopping = new AbortController();
  const { signal } = stopping;
  const again = new Set<NodeJS.Timeout>();

  const begin = ({ id, types, from }: Endpoint): void => {
    const deliver = createDeliver({
      ...options,
      ...{ id, endpoint: () => known.get(id), onFault: (error) => onFault(id, error) },
    });
    const consumer = createConsumer({
      ...{ connection, tenant, name: consumerOf(id), open, handle: deliver },
      from: { sequence: from },
      ...{ maxDeliver: 1, concurrency: CONCURRENCY, signal },
      ...(types && { filter: { types: types.map(newest) } }),
      onNotice: (notice) => onNotice(id, notice),
    });
    const done = consumer
      .start()
      .catch((error: unknown) => {
        if (isWanted(id)) onFault(id, error);
      })
      .finally(() => {
        running.delete(id);
        if (isWanted(id)) later(id);
      });
    running.set(id, { consumer, done });
  };
  const isWanted = (id: string): boolean => {
    const endpoint = known.get(id);
    return !signal.aborted && endpoint !== undefined && !endpoint.disabled;
  };
  const later = (id: string): void => {
    const timer = setTimeout(() => {
      again.delete(timer);
      agree(id);
    }, AGAIN_AFTER_MS);
    again.add(timer);
  };
  /** Makes what runs agree with what is known of an endpoint. */
  const agree = (id: string): void => {
    const endpoint = known.get(id);
    const own = running.get(id);
    if (endpoint && isWanted(id) && !own) begin(endpoint);
    if (own && !isWanted(id)) void own.consumer.stop();
  };
  const change = (id: string, endpoint: Endpoint | undefined): void => {
    if (endpoint) known.set(id, endpoint);
    else known.delete(id);
    agree(id);
  };

  return {
    start: async () => {
      await endpoints.watch(change, signal);
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await Promise.all([...running.values()].map(({ done }) => done));
    },
    stop: async () => {
      stopping.abort();
      for (const timer of again) clearTimeout(timer);
      await Promise.all([...running.values()].map(({ done }) => done));
    },
    consumers: () => [...running.values()].map(({ consumer }) => consumer),
    endpoints: () => [...known.values()],
  };
}
