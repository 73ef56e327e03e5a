import type { NatsConnection } from '@nats-io/nats-core';
import { openRecords, type Records } from '../records/index.ts';
import { attemptSchema, retrySchema, type Attempt, type Retry } from './deliver.ts';
import { endpointSchema, type Endpoint } from './endpoint.ts';

/** Whose records, and where. */
export interface BucketOptions {
  readonly connection: NatsConnection;
  readonly tenant: string;
  /** Copies on a cluster, 1 to 5. */
  readonly replicas: number;
}

/** What is kept of webhooks. */
export interface WebhookRecords {
  /** By id. They hold the secrets: whoever may read the bucket may sign. */
  readonly endpoints: Records<Endpoint>;
  /** The last attempts of each endpoint, by its id. */
  readonly attempts: Records<Attempt>;
  /** Events that wait for another attempt, by endpoint and stream sequence. */
  readonly retries: Records<Retry>;
}

const KEPT_ATTEMPTS = 64;

/** Opens what is kept of a tenant's webhooks. */
export async function openWebhookRecords(options: BucketOptions): Promise<WebhookRecords> {
  const { tenant, ...common } = options;
  const [endpoints, attempts, retries] = await Promise.all([
    openRecords({ ...common, bucket: `certway-webhooks-${tenant}`, schema: endpointSchema }),
    openRecords({
      ...{ ...common, bucket: `certway-webhook-attempts-${tenant}`, schema: attemptSchema },
      history: KEPT_ATTEMPTS,
    }),
    openRecords({ ...common, bucket: `certway-webhook-retries-${tenant}`, schema: retrySchema }),
  ]);
  return { endpoints, attempts, retries };
}
