import type { NatsConnection } from '@nats-io/nats-core';
import { openRecords, type Records } from '../records/index.ts';
import { entitySchema, type EntityRecord } from './calendar.ts';
import { tokenSchema, type TokenRecord } from './tokens.ts';

/** Whose records, and where. */
export interface BucketOptions {
  readonly connection: NatsConnection;
  readonly tenant: string;
  /** Copies on a cluster, 1 to 5. */
  readonly replicas: number;
}

/** The deadlines of a tenant by workflow id. */
export function openDeadlines(options: BucketOptions): Promise<Records<EntityRecord>> {
  const { connection, tenant, replicas } = options;
  const bucket = `certway-calendar-deadlines-${tenant}`;
  return openRecords({ connection, bucket, replicas, schema: entitySchema });
}

/** The tokens of a tenant by their ids. */
export function openTokens(options: BucketOptions): Promise<Records<TokenRecord>> {
  const { connection, tenant, replicas } = options;
  const bucket = `certway-calendar-tokens-${tenant}`;
  return openRecords({ connection, bucket, replicas, schema: tokenSchema });
}
