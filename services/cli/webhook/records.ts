import type { NatsConnection } from '@nats-io/nats-core';
import { openWebhookRecords, type Endpoint, type WebhookRecords } from '../../webhooks/index.ts';
import type { CliOptions } from '../options.ts';

/** Works on what is kept of the tenant's webhooks. */
export function withRecords(
  { tenant, streamReplicas: replicas, withConnection }: CliOptions,
  work: (records: WebhookRecords, connection: NatsConnection) => Promise<void>,
): Promise<void> {
  return withConnection(async (connection) =>
    work(await openWebhookRecords({ connection, tenant, replicas }), connection),
  );
}

/** Says that there is no such endpoint, and fails. */
export function unknown({ write, setExitCode }: CliOptions, id: string): void {
  write(`There is no endpoint ${id}; certway webhook list names those there are.`);
  setExitCode(1);
}

/** How it is with an endpoint, in a few words. */
export function standingOf({ disabled }: Endpoint): string {
  return disabled ? `disabled ${disabled.at.slice(0, 19)}: ${disabled.reason}` : 'enabled';
}

/** Replaces an endpoint and tells how it is now. */
export function change(
  options: CliOptions,
  id: string,
  by: (endpoint: Endpoint) => Endpoint,
): Promise<void> {
  return withRecords(options, async ({ endpoints }) => {
    const changed = await endpoints.change(id, by);
    if (!changed) {
      unknown(options, id);
      return;
    }
    options.write(`${id} is ${standingOf(changed)}`);
  });
}
