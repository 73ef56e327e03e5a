import type { NatsConnection } from '@nats-io/nats-core';
import { say } from '../../../machines/text/index.ts';
import {
  disabledText,
  openWebhookRecords,
  type Endpoint,
  type WebhookRecords,
} from '../../webhooks/index.ts';
import { CommandError, type CliOptions } from '../options.ts';

/** Works on what is kept of the tenant's webhooks. */
export function withRecords(
  { tenant, streamReplicas: replicas, withConnection }: CliOptions,
  work: (records: WebhookRecords, connection: NatsConnection) => Promise<void>,
): Promise<void> {
  return withConnection(async (connection) =>
    work(await openWebhookRecords({ connection, tenant, replicas }), connection),
  );
}

/** That there is no such endpoint. */
export function unknown(id: string): CommandError {
  return new CommandError(
    say(
      'cli.webhook.unknown',
      'There is no endpoint {id}; certway webhook list names those there are.',
      { id },
    ),
  );
}

/** How it is with an endpoint, in a few words. */
export function standingOf({ disabled }: Endpoint): string {
  if (!disabled) return say('cli.webhook.enabled', 'enabled');
  return say('cli.webhook.disabled', 'disabled {at}: {reason}', {
    ...{ at: disabled.at.slice(0, 19), reason: disabledText(disabled.reason) },
  });
}

/** Replaces an endpoint and tells how it is now. */
export function change(
  options: CliOptions,
  { id, json }: { readonly id: string; readonly json: true | undefined },
  by: (endpoint: Endpoint) => Endpoint,
): Promise<void> {
  return withRecords(options, async ({ endpoints }) => {
    const changed = await endpoints.change(id, by);
    if (!changed) throw unknown(id);
    const standing = standingOf(changed);
    const told = say('cli.webhook.isNow', '{id} is {standing}', { id, standing });
    options.write(json ? JSON.stringify({ id, disabled: changed.disabled ?? null }) : told);
  });
}
