import type { Attempt, Endpoint } from '../../webhooks/index.ts';
import type { CliOptions } from '../options.ts';
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
    if (all.length === 0 && !json)
      write('There is no endpoint yet: certway webhook add <url> makes one.');
  });
}

/** Prints all that is known of an endpoint but its secrets. */
export function show(options: CliOptions, id: string, { json }: Json): Promise<void> {
  const { write } = options;
  return withRecords(options, async ({ endpoints, attempts, retries }) => {
    const endpoint = await endpoints.get(id);
    if (!endpoint) {
      unknown(options, id);
      return;
    }
    const waiting = [...(await retries.all()).keys()].filter((key) => key.startsWith(`${id}.`));
    const last = (await attempts.history(id)).at(-1);
    if (json) {
      write(JSON.stringify({ ...publicOf(endpoint), waiting: waiting.length, last }));
      return;
    }
    write(`${id}  ${endpoint.url}  ${standingOf(endpoint)}`);
    write(`since    ${endpoint.createdAt}, from stream sequence ${String(endpoint.from)}`);
    write(`events   ${endpoint.types?.join(', ') ?? 'all'}`);
    const old = endpoint.secrets.find(({ until }) => until !== undefined)?.until;
    if (old !== undefined) write(`secret   the one before signs until ${old}`);
    write(`waiting  ${String(waiting.length)} for another attempt`);
    write(`last     ${last ? attemptLine(last) : 'nothing was sent yet'}`);
  });
}

/** Prints the last attempts. */
export function deliveries(options: CliOptions, id: string, { json }: Json): Promise<void> {
  const { write } = options;
  return withRecords(options, async ({ endpoints, attempts }) => {
    if (!(await endpoints.get(id))) {
      unknown(options, id);
      return;
    }
    for (const one of await attempts.history(id)) {
      write(json ? JSON.stringify(one) : attemptLine(one));
    }
  });
}

/** One attempt as one line for people. */
function attemptLine({ at, event, type, attempt, outcome, status, reason, next }: Attempt): string {
  const what = status === undefined ? (reason ?? '') : String(status);
  const again = next === undefined ? '' : `, again ${next.slice(0, 19)}`;
  const name = type.split('.').at(-2) ?? type;
  return `${at.slice(0, 19)}  ${event}  ${name}  attempt ${String(attempt)} ${outcome} (${what})${again}`;
}
