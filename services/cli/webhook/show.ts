import { say } from '../../../machines/text/index.ts';
import type { Attempt, Endpoint } from '../../webhooks/index.ts';
import type { CliOptions } from '../options.ts';
import { line } from '../text.ts';
import { standingOf, unknown, withRecords } from './records.ts';

interface Json {
  readonly json?: true;
}

/** An endpoint without its secrets. */
function publicOf({ secrets, ...endpoint }: Endpoint): object {
  return { ...endpoint, secrets: secrets.map(({ until }) => ({ until: until ?? null })) };
}

/** Prints the endpoints, the oldest first. */
export function list(options: CliOptions, { json }: Json): Promise<void> {
  const { write } = options;
  return withRecords(options, async ({ endpoints }) => {
    const all = [...(await endpoints.all()).values()];
    all.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
    for (const one of all) {
      if (json) write(JSON.stringify(publicOf(one)));
      else write(`${one.id}  ${one.url}  ${standingOf(one)}`);
    }
    if (all.length === 0 && !json) {
      write(
        say('cli.webhook.none', 'There is no endpoint yet: certway webhook add <url> makes one.'),
      );
    }
  });
}

/** Prints all that is known of an endpoint but its secrets. */
export function show(options: CliOptions, id: string, { json }: Json): Promise<void> {
  const { write } = options;
  return withRecords(options, async ({ endpoints, attempts, retries }) => {
    const endpoint = await endpoints.get(id);
    if (!endpoint) throw unknown(id);
    const waiting = [...(await retries.all()).keys()].filter((key) => key.startsWith(`${id}.`));
    const last = (await attempts.history(id)).at(-1);
    if (json) {
      write(JSON.stringify({ ...publicOf(endpoint), waiting: waiting.length, last }));
      return;
    }
    write(`${id}  ${endpoint.url}  ${standingOf(endpoint)}`);
    endpointLines(endpoint, waiting.length).forEach(write);
    write(
      line(
        'last',
        last ? attemptLine(last) : say('cli.webhook.nothingSent', 'nothing was sent yet'),
      ),
    );
  });
}

/** What is known of an endpoint but its secrets. @param waiting - events that wait for another attempt */
export function endpointLines(endpoint: Endpoint, waiting: number): readonly string[] {
  const { createdAt, from, types, secrets } = endpoint;
  const until = secrets.find((secret) => secret.until !== undefined)?.until;
  return [
    line(
      'since',
      say('cli.webhook.since', '{createdAt}, from stream sequence {from}', { createdAt, from }),
    ),
    line('events', types?.join(', ') ?? say('cli.webhook.all', 'all')),
    ...(until === undefined
      ? []
      : [
          line('secret', say('cli.webhook.until', 'the one before signs until {until}', { until })),
        ]),
    line('waiting', say('cli.webhook.waiting', '{waiting} for another attempt', { waiting })),
  ];
}

/** Prints the last attempts. */
export function deliveries(options: CliOptions, id: string, { json }: Json): Promise<void> {
  const { write } = options;
  return withRecords(options, async ({ endpoints, attempts }) => {
    if (!(await endpoints.get(id))) throw unknown(id);
    for (const one of await attempts.history(id)) {
      write(json ? JSON.stringify(one) : attemptLine(one));
    }
  });
}

/** One attempt as one line for people. */
export function attemptLine({
  at,
  event,
  type,
  attempt,
  outcome,
  status,
  reason,
  next,
}: Attempt): string {
  const what = status === undefined ? (reason ?? '') : String(status);
  const name = type.split('.').at(-2) ?? type;
  const how = say('cli.webhook.attempt', 'attempt {attempt} {outcome} ({what})', {
    ...{ attempt, outcome: outcomeText(outcome), what },
  });
  const again =
    next === undefined
      ? ''
      : `, ${say('cli.webhook.again', 'again {next}', { next: next.slice(0, 19) })}`;
  return `${at.slice(0, 19)}  ${event}  ${name}  ${how}${again}`;
}

function outcomeText(outcome: Attempt['outcome']): string {
  const texts: Readonly<Record<Attempt['outcome'], string>> = {
    delivered: say('cli.webhook.delivered', 'delivered'),
    failed: say('cli.webhook.failed', 'failed'),
    exhausted: say('cli.webhook.exhausted', 'exhausted'),
    gone: say('cli.webhook.gone', 'gone'),
  };
  return texts[outcome];
}
