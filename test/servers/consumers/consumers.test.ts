import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import { Webhook } from 'standardwebhooks';
import type { Config } from '../../../infra/config/index.ts';
import {
  findRunningLog,
  serveConsumers,
  type ServingReaders,
} from '../../../infra/consumers/index.ts';
import { createLogger } from '../../../infra/logging/index.ts';
import { waitUntil } from '../../../infra/wait-until.ts';
import { openWritableLog, type OpenLog } from '../../../infra/worker/index.ts';
import { machines } from '../../../machines/index.ts';
import { createProgram } from '../../../services/cli/index.ts';
import { cliOptions } from '../../support/cli-options.ts';
import { deadLetters } from '../../../services/consumer/index.ts';
import { newEndpoint, openWebhookRecords } from '../../../services/webhooks/index.ts';
import { killRuns, runProgram } from '../../support/run-program.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';
import { certifiedStory, issueOf, storyWriter, suspendedStory } from '../../support/stories.ts';

let stack: TestStack;
let open: OpenLog;
let config: Config;
let serving: ServingReaders;
const logged: string[] = [];
const write = (runner: ReturnType<typeof certifiedStory>) => storyWriter(open.log)(runner);

async function serve(): Promise<ServingReaders> {
  const logger = createLogger({
    ...{ name: 'consumers', level: 'debug' },
    destination: { write: (line) => void logged.push(line) },
  });
  const own = await findRunningLog(config);
  return serveConsumers({ config, logger, open: own, pauses: [100, 200] });
}

beforeAll(async () => {
  stack = await startTestStack();
  const keyRing = join(stack.config.dataDir, 'ring');
  config = { ...stack.config, keyRing, isWebhookLoopbackAllowed: true };
  open = await openWritableLog({ ...config, natsUrl: stack.natsUrl }, machines);
  await write(suspendedStory('first'));
  serving = await serve();
});
afterEach(killRuns);
afterAll(async () => {
  serving.stop();
  await serving.stopped;
  for (const server of receivers) server.close();
  await open.close();
  await stack.stop();
});

/** The command line, in this process; what it said, and its exit code. */
async function certway(...args: string[]): Promise<{ lines: string[]; code: number }> {
  const lines: string[] = [];
  let code = 0;
  const options = cliOptions({
    tenant: config.tenant,
    ...{ calendarUrl: serving.url, isWebhookLoopbackAllowed: true },
    write: (line) => void lines.push(line),
    setExitCode: (given) => (code = given),
    withConnection: (work) => work(open.connection),
  });
  const program = createProgram(options);
  await program.parseAsync(['node', 'certway', ...args]);
  return { lines, code };
}

const until = async (isSo: () => boolean | Promise<boolean>) => {
  expect(await waitUntil(isSo, { withinMs: 20_000 })).toBe(true);
};

const receivers: Server[] = [];
interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Something that takes POST; `answer` is given what came and how often something did. */
async function receiver(answer: (response: ServerResponse, count: number, body: string) => void) {
  const seen: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push({ headers: request.headers, body });
      answer(response, seen.length, body);
    });
  }).listen(0, '127.0.0.1');
  receivers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { seen, url: `http://127.0.0.1:${String(port)}/hook` };
}

async function endpoint(url: string, ...more: string[]): Promise<{ id: string; secret: string }> {
  const { lines } = await certway('webhook', 'add', url, '--json', ...more);
  return JSON.parse(lines[0] ?? '') as { id: string; secret: string };
}
const taking = (response: ServerResponse) => void response.writeHead(204).end();
/** Id of the event with which the certificate of any of the stories was issued. */
const issued = (journey: string) => issueOf(certifiedStory(journey), journey);
const idsOf = (seen: readonly Received[]) => seen.map(({ headers }) => headers['webhook-id']);

describe('the calendar of due dates', () => {
  it('given a token, when the feed is read, then it holds what is pending; when revoked, then 404', async () => {
    const { lines } = await certway('calendar', 'token', 'create', '--json');
    const { id, url } = JSON.parse(lines[0] ?? '') as { id: string; url: string };
    await until(async () => (await fetch(url)).status === 200);
    const response = await fetch(url);
    const body = await response.text();
    const events = new ICAL.Component(ICAL.parse(body) as unknown[]).getAllSubcomponents('vevent');
    const summaries = events.map((one) => new ICAL.Event(one).summary);
    expect(summaries).toContain('T-16 certificate expiry: first');
    const etag = response.headers.get('etag') ?? '';
    expect((await fetch(url, { headers: { 'If-None-Match': etag } })).status).toBe(304);
    expect((await certway('calendar', 'token', 'list')).lines.join()).toContain(id);
    expect((await certway('calendar', 'token', 'revoke', id)).code).toBe(0);
    await until(async () => (await fetch(url)).status === 404);
    await expect(certway('calendar', 'token', 'revoke', id)).rejects.toThrow('There is no token');
    expect(logged.join('')).not.toContain(url.split('/').at(-1)?.slice(9, -4));
  });

  it('given a feed, when it is emptied and filled again by npm run consumers, then the bytes are the same', async () => {
    const { lines } = await certway('calendar', 'token', 'create', '--json');
    const { url } = JSON.parse(lines[0] ?? '') as { url: string };
    await until(async () => (await fetch(url)).status === 200);
    const before = await (await fetch(url)).text();
    await expect(certway('calendar', 'rebuild')).rejects.toThrow('stop it first');
    serving.stop();
    await serving.stopped;
    expect(await certway('calendar', 'rebuild')).toMatchObject({ code: 0 });

    const run = runProgram(['infra/consumers.main.ts'], config);
    await run.until((said) => said.some((line) => line.startsWith('Ctrl-C')));
    const [, root = ''] = /(http:\/\/127\.0\.0\.1:\d+)\/calendar/.exec(run.lines().join()) ?? [];
    const again = `${root}${new URL(url).pathname}`;
    await until(async () => (await fetch(again)).status === 200);
    expect(await (await fetch(again)).text()).toBe(before);
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(0);
    expect(run.lines().slice(-2)).toEqual(['· stopping', '✓ stopped']);
    serving = await serve();
  });

  it('given no NATS server, when npm run consumers is started, then it says what to do', async () => {
    const run = runProgram(['infra/consumers.main.ts'], {
      ...config,
      natsUrl: 'nats://127.0.0.1:1',
    });
    expect(await run.ended).toBe(1);
    expect(run.lines()).toEqual([
      '✗ No NATS server answers at nats://127.0.0.1:1: run npm start in another terminal first, or name a running one in CERTWAY_NATS_URL.',
    ]);
  });
});

describe('webhooks', () => {
  it('given endpoints, when events come, then each gets its own, signed, whatever the others do', async () => {
    const healthy = await receiver(taking);
    const failing = await receiver((response, count) =>
      response.writeHead(count < 3 ? 500 : 200).end(),
    );
    const gone = await receiver((response) => response.writeHead(410).end());
    const slow = await receiver((response) => void setTimeout(() => taking(response), 1_500));
    const only = ['--types', 'CertificateIssued'];
    const { secret } = await endpoint(healthy.url, ...only, '--from-beginning');
    const late = await endpoint(failing.url, ...only);
    const { id: ended } = await endpoint(gone.url);
    await endpoint(slow.url, ...only);
    await write(certifiedStory('second'));

    await until(() => healthy.seen.length === 2 && failing.seen.length === 3);
    expect(slow.seen.length).toBeLessThan(2);
    expect(idsOf(healthy.seen)).toEqual([issued('first'), issued('second')]);
    for (const { body, headers } of healthy.seen) {
      const event = new Webhook(secret).verify(body, headers as Record<string, string>);
      expect(event).toMatchObject({ type: 'org.certway.certification.CertificateIssued.v1' });
      expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    }
    expect(new Set(idsOf(failing.seen))).toEqual(new Set([issued('second')]));
    await until(async () => {
      const { lines } = await certway('webhook', 'show', ended);
      return lines[0]?.includes('the endpoint answered 410 Gone') ?? false;
    });
    expect(gone.seen.length).toBeLessThan(5);
    const { lines } = await certway('webhook', 'deliveries', late.id);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/second:\d+ {2}CertificateIssued {2}attempt 1 failed \(500\), again /);
    expect(lines[2]).toMatch(/second:\d+ {2}CertificateIssued {2}attempt 3 delivered \(200\)$/);
    await until(() => slow.seen.length === 1);
  });

  it('given an endpoint that chose an event in an earlier version, when events come, then it gets them as they are now', async () => {
    const { tenant, streamReplicas: replicas } = config;
    const { connection } = open;
    const { endpoints } = await openWebhookRecords({ connection, tenant, replicas });
    const { seen, url } = await receiver(taking);
    const types = ['org.certway.certification.CertificateIssued.v0'];
    const earlier = newEndpoint({ url, types, from: 1 }, Date.now());
    await endpoints.put(earlier.id, earlier);
    await until(() => seen.length > 0);
    expect(idsOf(seen)).toContain(issued('first'));
    expect(seen[0]?.body).toContain('"type":"org.certway.certification.CertificateIssued.v1"');
  });

  it('given a key ring, when an event with personal texts is sent, then the receiver reads what the log has encrypted', async () => {
    const reader = await receiver(taking);
    await endpoint(reader.url, '--types', 'ApplicationSubmitted', '--from-beginning');
    await until(() => reader.seen.length > 0);
    const sent = JSON.parse(reader.seen[0]?.body ?? '') as { data: object };
    expect(JSON.stringify(sent.data)).toMatch(/"legalName":"[A-Z]/);
    const subject = `certway.${config.tenant}.first.certification.self.ApplicationSubmitted`;
    const stored = await open.jsm.streams.getMessage(open.log.stream, { last_by_subj: subject });
    expect(stored?.string()).toMatch(/"legalName":"enc:v1:/);
  });

  it('given an event that an endpoint never takes, when its attempts are used up, then it is parked, and others arrive', async () => {
    const [refused, taken] = [issued('third'), issued('fourth')];
    const picky = await receiver((response, _, body) => {
      if (!body.includes(`"id":"${refused}"`)) {
        taking(response);
        return;
      }
      // Not before the other one has arrived: an endpoint that takes nothing at all is disabled instead.
      void until(() => idsOf(picky.seen).includes(taken)).then(() => response.writeHead(422).end());
    });
    const { id } = await endpoint(picky.url, '--types', 'CertificateIssued');
    await write(certifiedStory('third'));
    await write(certifiedStory('fourth'));
    const letters = deadLetters(config.tenant, open.js);
    const parked = async () => (await letters.list(`webhook-${id}`)).map(({ note }) => note);
    await until(async () => (await parked()).length === 1);
    expect(await parked()).toMatchObject([
      {
        ...{ eventId: refused, state: 'parked' },
        reason: `Error: ${refused} was not taken in 3 attempts, while other events were`,
      },
    ]);
    expect(idsOf(picky.seen).filter((one) => one === taken)).toHaveLength(1);
    expect((await certway('webhook', 'remove', id)).code).toBe(0);
    expect(await parked()).toEqual([]);
  });

  it('given a disabled endpoint and a restart, when it is enabled, then it goes on where it was', async () => {
    const later = await receiver(taking);
    const { id } = await endpoint(later.url, '--types', 'CertificateIssued');
    await certway('webhook', 'disable', id);
    await write(certifiedStory('fifth'));
    serving.stop();
    await serving.stopped;
    serving = await serve();
    expect(later.seen).toEqual([]);
    await certway('webhook', 'enable', id);
    await until(() => later.seen.length === 1);
    expect(idsOf(later.seen)).toEqual([issued('fifth')]);
    const test = await certway('webhook', 'test', id);
    expect(test).toEqual({ code: 0, lines: [`${later.url}: status 204`] });
    const rotated = await certway('webhook', 'rotate', id, '--json');
    const { secret } = JSON.parse(rotated.lines[0] ?? '') as { secret: string };
    await certway('webhook', 'test', id);
    const last = later.seen.at(-1);
    const headers = last?.headers as Record<string, string>;
    expect(new Webhook(secret).verify(last?.body ?? '', headers)).toMatchObject({
      type: 'org.certway.webhook.Test.v1',
    });
    expect(logged.join('')).not.toMatch(/whsec_/);
  });
});
