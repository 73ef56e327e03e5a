import { jetstream } from '@nats-io/jetstream';
import { say } from '../../../machines/text/index.ts';
import { forgetConsumer, startSequence, streamName } from '../../consumer/index.ts';
import {
  activeSecrets,
  consumerOf,
  createPost,
  newEndpoint,
  rotated,
  signedHeaders,
  wordsOf,
  type Endpoint,
  type Posted,
} from '../../webhooks/index.ts';
import type { CliOptions } from '../options.ts';
import { line } from '../text.ts';
import { unknown, withRecords } from './records.ts';

/** How an endpoint is added. */
export interface AddFlags {
  readonly types?: readonly string[];
  readonly fromBeginning?: true;
  readonly json?: true;
}

const TIMEOUT_MS = 15_000;

/** Adds an endpoint and prints its secret. */
export function add(options: CliOptions, url: string, flags: AddFlags): Promise<void> {
  const { types, fromBeginning, json } = flags;
  return withRecords(options, async ({ endpoints }, connection) => {
    const stream = streamName(options.tenant);
    const begins = fromBeginning ? 'beginning' : 'now';
    const from = await startSequence(jetstream(connection), stream, begins);
    const more = types ? { types: [...types] } : {};
    const endpoint = newEndpoint({ url, from, ...more }, Date.now());
    await endpoints.put(endpoint.id, endpoint);
    tellSecret(options, endpoint, json);
  });
}

/** Gives an endpoint another secret and prints it. */
export function rotate(
  options: CliOptions,
  id: string,
  { json }: Pick<AddFlags, 'json'>,
): Promise<void> {
  return withRecords(options, async ({ endpoints }) => {
    const endpoint = await endpoints.change(id, (one) => rotated(one, Date.now()));
    if (!endpoint) throw unknown(id);
    tellSecret(options, endpoint, json);
  });
}

function tellSecret({ write }: CliOptions, { id, secrets }: Endpoint, json?: true): void {
  const secret = secrets[0]?.value ?? '';
  if (json) {
    write(JSON.stringify({ id, secret }));
    return;
  }
  write(line('endpoint', id));
  write(line('secret', `${secret}   ${say('cli.webhook.shownOnce', 'it is shown only now')}`));
}

/** Sends an event that says nothing, and tells what came of it. */
export function test(
  options: CliOptions,
  id: string,
  { json }: Pick<AddFlags, 'json'>,
): Promise<void> {
  const { write, setExitCode } = options;
  return withRecords(options, async ({ endpoints }) => {
    const endpoint = await endpoints.get(id);
    if (!endpoint) throw unknown(id);
    const posted = await sendTest(options, endpoint);
    const isTaken = posted.kind === 'answered' && posted.status >= 200 && posted.status < 300;
    const told = `${endpoint.url}: ${wordsOf(posted)}`;
    if (json) write(JSON.stringify({ id, url: endpoint.url, isTaken, ...posted }));
    else write(isTaken ? told : `${told}; ${say('cli.webhook.wanted', '2xx was to come')}`);
    if (!isTaken) setExitCode(1);
  });
}

function sendTest(options: CliOptions, endpoint: Endpoint): Promise<Posted> {
  const { tenant, isWebhookLoopbackAllowed: allowsLoopback, signal } = options;
  const at = Date.now();
  const time = new Date(at).toISOString();
  const id = `webhook-${endpoint.id}:${String(at)}`;
  const body = JSON.stringify({
    ...{ specversion: '1.0', id, source: `/tenants/${tenant}/webhooks`, time },
    ...{ type: 'org.certway.webhook.Test.v1', datacontenttype: 'application/json', data: {} },
  });
  const headers = {
    ...signedHeaders(activeSecrets(endpoint, at), { id, at, body }),
    'content-type': 'application/cloudevents+json; charset=utf-8',
  };
  const post = createPost({ allowsLoopback, timeoutMs: TIMEOUT_MS });
  return post({ url: endpoint.url, headers, body, signal });
}

/** Forgets an endpoint, and everything that waits for it. */
export function remove(
  options: CliOptions,
  id: string,
  { json }: Pick<AddFlags, 'json'>,
): Promise<void> {
  const { tenant, write } = options;
  return withRecords(options, async ({ endpoints, attempts, retries }, connection) => {
    // First, so that nobody begins anew what is forgotten next.
    if (!(await endpoints.remove(id))) throw unknown(id);
    await forgetConsumer({ connection, tenant, name: consumerOf(id) });
    await attempts.remove(id);
    for (const key of (await retries.all()).keys()) {
      if (key.startsWith(`${id}.`)) await retries.remove(key);
    }
    const told = say('cli.webhook.removed', '{id} is removed', { id });
    write(json ? JSON.stringify({ id, isRemoved: true }) : told);
  });
}
