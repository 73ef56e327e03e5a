import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { registerProgram, reservePort } from '../../../infra/stack/index.ts';
import type { Program } from '../../../infra/stack/index.ts';
import { waitUntil } from '../../../infra/wait-until.ts';
import { openLog, openWritableLog, type OpenLog } from '../../../infra/worker/index.ts';
import { machines } from '../../../machines/index.ts';
import { eventOpener } from '../../../services/event-log/index.ts';
import { project, type Standing } from '../../../services/register/project.ts';
import { openPostgres } from '../../../services/register/postgres.ts';
import { createRegisterConsumer } from '../../../services/register/register-consumer.ts';
import { openStore } from '../../../services/register/store.ts';
import { startPostgres } from '../../support/postgres.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';
import { issueOf, publicEvents, storyWriter, suspendedStory } from '../../support/stories.ts';

let stack: TestStack;
let open: OpenLog;
let register: Program;
let url: string;
const names = Array.from({ length: 8 }, (_, at) => `story-${String(at + 1)}`);
beforeAll(async () => {
  stack = await startTestStack();
  const config = { ...stack.config, keyRing: join(stack.config.dataDir, 'ring') };
  const wish = { port: 0, purpose: 'register', variable: 'CERTWAY_REGISTER_PORT' };
  const registerPort = await reservePort(wish);
  url = `http://127.0.0.1:${String(registerPort)}`;
  // It begins before the first writer has made the key ring.
  register = await stack.run(registerProgram({ ...config, registerPort }));
  open = await openWritableLog({ ...config, natsUrl: stack.natsUrl }, machines);
});
afterAll(async () => {
  await open.close();
  await stack.stop();
});

interface Page {
  readonly certificates: readonly Record<string, unknown>[];
}

const get = async (path: string) => {
  const response = await fetch(`${url}${path}`, { signal: AbortSignal.timeout(5_000) });
  return { status: response.status, text: await response.text() };
};
const list = async () => JSON.parse((await get('/certificates?limit=1000')).text) as Page;
const hasAll = async () => (await list()).certificates.length > names.length;
const caughtUp = async () =>
  Object.values((JSON.parse((await get('/healthz')).text) as { lag: object }).lag).every(
    (lag) => lag === 0,
  );
const until = async (isSo: () => Promise<boolean>) => {
  expect(await waitUntil(isSo, { withinMs: 20_000, everyMs: 50 })).toBe(true);
};

/** What the pure projection makes of the stories. */
const expected = () =>
  ['story-0', ...names].flatMap((name) => {
    const events = publicEvents(suspendedStory(name), name);
    const standing = events.reduce<Standing | undefined>(project, undefined);
    return (standing?.certificates ?? []).map(({ lastEvent: id, lastEventAt: time, ...rest }) => ({
      ...rest,
      mayBeReferredTo: rest.status === 'valid',
      lastEvent: { id, time },
    }));
  });

describe('a register that dies between effect and acknowledgement', () => {
  it('given a row that was written and never acknowledged, when the event comes again, then nothing changes', async () => {
    await storyWriter(open.log)(suspendedStory('story-0'));
    const server = await startPostgres();
    const database = openPostgres(server.url, () => undefined);
    const { tenant } = stack.config;
    const store = await openStore(database, tenant);
    const own = await openLog(stack.natsUrl, tenant);
    const taken: string[] = [];
    let died: () => void = () => undefined;
    const death = new Promise<void>((resolve) => (died = resolve));
    const dying = createRegisterConsumer({
      ...{ connection: own.connection, tenant, onNotice: () => undefined },
      open: eventOpener(own.log.personal, machines),
      store: {
        ...store,
        take: async (event) => {
          await store.take(event);
          taken.push(`${event.entity}:${String(event.sequence)}`);
          if (event.type !== 'CertificateIssued') return true;
          died();
          return new Promise<boolean>(() => undefined);
        },
      },
    });
    dying.start().catch(() => undefined);
    await death;
    await own.connection.close();

    const again: string[] = [];
    const living = createRegisterConsumer({
      ...{ connection: open.connection, tenant, onNotice: () => undefined },
      open: eventOpener(open.log.personal, machines),
      store: {
        ...store,
        take: async (event) => {
          again.push(`${event.entity}:${String(event.sequence)}`);
          return store.take(event);
        },
      },
    });
    const running = living.start();
    await living.caughtUp();
    await living.stop();
    await running;
    const rows = await store.list({ limit: 100 }, Date.parse('2028-02-02'));
    expect(rows).toMatchObject([{ number: 'story-0-1', revision: 2, status: 'suspended' }]);
    expect(taken.at(-1)).toBe(issueOf(suspendedStory('story-0'), 'story-0'));
    expect(again).toHaveLength(1);
    await database.close();
    await server.stop();
  });
});

describe('the public register', () => {
  it('given events that come while it is killed again and again, when it has caught up, then each took effect once', async () => {
    const write = storyWriter(open.log);
    for (const part of [0, 1]) {
      const before = (await list()).certificates.length;
      const writing = (async () => {
        for (const name of names.slice(part * 4, part * 4 + 4)) await write(suspendedStory(name));
      })();
      await until(async () => (await list()).certificates.length > before);
      register.kill('SIGKILL');
      await register.start();
      await writing;
    }
    await until(hasAll);
    await until(caughtUp);
    expect((await list()).certificates).toEqual(expected());
    expect((await get('/certificates/story-1-1')).text).toContain('"status":"suspended"');
    expect((await get('/certificates?status=valid')).text).toBe('{"certificates":[]}\n');
  });

  it('given its tables removed, when it starts, then it rebuilds the same rows from the log', async () => {
    const before = await list();
    await register.stop();
    rmSync(join(stack.config.dataDir, 'register'), { recursive: true });
    await register.start();
    await until(hasAll);
    await until(caughtUp);
    expect(await list()).toEqual(before);
  });

  it('given NATS away, when asked, then it answers from what it knows, and goes on when NATS is back', async () => {
    await stack.nats.stop();
    expect((await get('/certificates/story-1-1')).status).toBe(200);
    await stack.nats.start();
    const write = storyWriter(open.log);
    const isStored = () => write(suspendedStory('story-late')).then(() => true);
    expect(await waitUntil(isStored, { withinMs: 20_000 })).toBe(true);
    await until(async () => (await get('/certificates/story-late-1')).status === 200);
    expect((await get('/metrics')).text).toMatch(
      /^certway_consumer_lag_events\{consumer="register-[0-9a-f]{8}"\} 0$/m,
    );
  });
});
