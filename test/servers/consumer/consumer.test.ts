import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { waitUntil } from '../../../infra/wait-until.ts';
import {
  createConsumer,
  deadLetters,
  firstOfEach,
  forgetConsumer,
  redrive,
  RetryLaterError,
  streamName,
  type CloudEvent,
  type Consumer,
  type ConsumerOptions,
  type Notice,
} from '../../../services/consumer/index.ts';
import { eventOf, openEventStream, type EventStream } from '../../support/event-stream.ts';
import { killRuns, runProgram } from '../../support/run-program.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';

interface Run {
  /** Ids of the events in the order in which they were handled. */
  readonly seen: string[];
  readonly consumer: Consumer;
  readonly ended: Promise<void>;
}

let stack: TestStack;
let tenants = 0;
let stream: EventStream;
let runs: Run[] = [];

beforeAll(async () => {
  stack = await startTestStack({ temporal: 'time-skipping' });
});
beforeEach(async () => {
  tenants += 1;
  stream = await openEventStream(stack.natsUrl, `tenant-${tenants}`);
});
afterEach(async () => {
  killRuns();
  await Promise.allSettled(runs.flatMap(({ consumer, ended }) => [consumer.stop(), ended]));
  runs = [];
  await stream.close();
});
afterAll(() => stack.stop());

function start(options: Partial<ConsumerOptions> = {}): Run {
  const seen: string[] = [];
  const consumer = createConsumer({
    ...{ connection: stream.connection, tenant: stream.tenant },
    ...options,
    handle: async (event, context) => {
      await options.handle?.(event, context);
      seen.push(event.id);
    },
  });
  const run = { seen, consumer, ended: consumer.start() };
  run.ended.catch(() => undefined);
  runs.push(run);
  return run;
}

function must<T>(value: T | null | undefined): T {
  if (value === undefined || value === null) throw new Error('there is none');
  return value;
}
const end = async ({ consumer, ended }: Run): Promise<void> => {
  await consumer.stop();
  await ended;
};
const soon = async (isSo: () => boolean | Promise<boolean>, withinMs = 15_000): Promise<void> =>
  expect(await waitUntil(isSo, { withinMs })).toBe(true);
const lettersOf = () => deadLetters(stream.tenant, stream.js);
const parked = async () =>
  (await lettersOf().list()).map(({ note }) => [note.eventId, note.state, note.cause]);

describe('consumer, what it is given', () => {
  const issued = 'org.certway.certificate.CertificateIssued.v1';
  const events = [
    eventOf('g', 1),
    eventOf('g/c-1', 1, { machine: 'certificate', type: 'CertificateIssued' }),
    eventOf('g', 2, { machine: 'order', cause: 'child', type: 'CertificateIssued' }),
    eventOf('h/c-1', 1, { machine: 'certificate', type: 'CertificateIssued', version: 2 }),
    eventOf('h', 1),
  ];

  it.each<[string, ConsumerOptions['filter'], string[]]>([
    ['no filter', undefined, ['g:1', 'g/c-1:1', 'h/c-1:1', 'h:1']],
    ['copies too', { received: true }, ['g:1', 'g/c-1:1', 'g:2', 'h/c-1:1', 'h:1']],
    ['a machine', { machine: 'order' }, ['g:1', 'h:1']],
    ['a journey', { journey: 'g' }, ['g:1', 'g/c-1:1']],
    ['a type', { types: [issued] }, ['g/c-1:1']],
    ['a received type', { types: ['org.certway.order.received.CertificateIssued.v1'] }, ['g:2']],
  ])(
    'given %s, when consumed, then the server gives just that',
    async (_what, filter, expected) => {
      await stream.publish(...events);
      const { seen, consumer } = start({ name: 'reader', ...(filter && { filter }) });
      await consumer.caughtUp();
      expect(seen).toEqual(expected);
      expect(consumer.counts.unknown).toBe(filter?.types?.[0] === issued ? 1 : 0);
      expect(await consumer.lag()).toBe(0);
    },
  );

  it.each(['reader', undefined])(
    'given the name %s, when begun at a sequence, an instant or now, then there',
    async (name) => {
      await stream.publish(eventOf('a', 1), eventOf('a', 2));
      const jsm = await jetstreamManager(stream.connection);
      const before = Date.now();
      await soon(() => Date.now() > before + 1);
      const third = await stream.publish(eventOf('a', 3));
      const { time } = must(
        await jsm.streams.getMessage(streamName(stream.tenant), { seq: third }),
      );
      const named = (suffix: string) => (name === undefined ? {} : { name: name + suffix });
      const bySequence = start({ ...named('-1'), from: { sequence: 2 } });
      const byTime = start({ ...named('-2'), from: { time: time.toISOString() } });
      const now = start({ ...named('-3'), from: 'now' });
      await Promise.all([bySequence, byTime, now].map(({ consumer }) => consumer.caughtUp()));
      await stream.publish(eventOf('a', 4));
      await Promise.all([bySequence, byTime, now].map(({ consumer }) => consumer.caughtUp()));
      expect(bySequence.seen).toEqual(['a:2', 'a:3', 'a:4']);
      expect(byTime.seen).toEqual(['a:3', 'a:4']);
      expect(now.seen).toEqual(['a:4']);
    },
  );
});

describe('consumer, restarted', () => {
  it('given a name, when stopped and started again, then it goes on behind what it has handled', async () => {
    await stream.publish(eventOf('a', 1), eventOf('b', 1), eventOf('a', 2));
    const first = start({ name: 'register' });
    await first.consumer.caughtUp();
    await end(first);
    await stream.publish(eventOf('a', 3));
    const second = start({ name: 'register' });
    await second.consumer.caughtUp();
    expect([first.seen, second.seen]).toEqual([['a:1', 'b:1', 'a:2'], ['a:3']]);
  });

  it('given a handler under way, when stopped, then it ends and is acknowledged, and the rest comes next time', async () => {
    await stream.publish(eventOf('a', 1), eventOf('b', 1));
    const under = { way: false, finish: (): void => undefined };
    const first = start({
      name: 'register',
      handle: () => {
        under.way = true;
        return new Promise((resolve) => (under.finish = resolve));
      },
    });
    await soon(() => under.way);
    const stopped = end(first);
    under.finish();
    await stopped;
    const second = start({ name: 'register' });
    await second.consumer.caughtUp();
    expect([first.seen, second.seen]).toEqual([['a:1'], ['b:1']]);
  });

  it('given a process that has died with events in hand, when another starts, then it is given those before later ones', async () => {
    const doomed = await connect({ servers: stack.natsUrl });
    await stream.publish(eventOf('a', 1), eventOf('a', 2));
    let holds = false;
    const handle = () => {
      holds = true;
      return new Promise<never>(() => undefined);
    };
    const dead = createConsumer({ connection: doomed, tenant: stream.tenant, name: 'r', handle });
    dead.start().catch(() => undefined);
    await soon(() => holds);
    await doomed.close();
    await stream.publish(eventOf('a', 3));
    // Nobody waits for the dead one: a:3 is handed out before the server hands out a:1 and a:2 again.
    const jsm = await jetstreamManager(stream.connection);
    await jsm.consumers.unpin(streamName(stream.tenant), 'r', 'one');
    // It remembers nothing: only the order of delivery keeps it from taking a:3 for all there is.
    const heir = start({ name: 'r' });
    await heir.consumer.caughtUp();
    expect(heir.seen).toEqual(['a:1', 'a:2', 'a:3']);
  });

  it('given a process that is killed between an effect and its acknowledgement, when it runs again, then each effect is there once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'certway-register-'));
    const file = join(folder, 'register.json');
    const entities = ['a', 'b', 'c', 'd', 'e'];
    const rounds = Array.from({ length: 20 }, (_, index) => index + 1);
    const events = rounds.flatMap((round) => entities.map((entity) => eventOf(entity, round)));
    await stream.publish(...events);
    const run = (...dieAt: string[]) =>
      runProgram(
        ['test/support/register.main.ts', stack.natsUrl, stream.tenant, file, ...dieAt],
        stack.config,
      );
    expect(await run('c:7').ended).toBeNull();
    const last = run();
    const read = () =>
      (JSON.parse(readFileSync(file, 'utf8')) as { readonly effects: readonly string[] }).effects;
    await soon(() => read().length >= events.length, 20_000);
    last.child.kill('SIGTERM');
    expect([await last.ended, last.errors()]).toEqual([0, '']);
    expect(read()).toEqual(events.map(({ entity, sequence }) => `${entity}:${sequence}`));
    rmSync(folder, { recursive: true });
  });

  it('given another filter than before, when started, then it is refused; forgotten, it begins anew', async () => {
    await stream.publish(eventOf('a', 1));
    const first = start({ name: 'register' });
    await first.consumer.caughtUp();
    await end(first);
    const other = start({ name: 'register', filter: { machine: 'order' } });
    await expect(other.ended).rejects.toThrow('The consumer register has taken certway.');
    await forgetConsumer({ ...stream, name: 'register' });
    const anew = start({ name: 'register', filter: { machine: 'order' } });
    await anew.consumer.caughtUp();
    expect(anew.seen).toEqual(['a:1']);
    await forgetConsumer({ ...stream, name: 'nobody' });
  });
});

describe('consumer, when events fail', () => {
  const poison = (...ids: readonly string[]) => {
    const bad = new Set(ids);
    return {
      cure: () => {
        bad.clear();
      },
      handle: ({ id }: CloudEvent) =>
        bad.has(id) ? Promise.reject(new Error('poison')) : Promise.resolve(),
    };
  };

  it('given a poison event, when it fails for good, then it is parked with the rest of its entity, others flow, and redriven all follow in order', async () => {
    await stream.publish(eventOf('a', 1), eventOf('a', 2), eventOf('b', 1), eventOf('a', 3));
    const { cure, handle } = poison('a:2');
    const notices: Notice[] = [];
    const onNotice = (notice: Notice) => void notices.push(notice);
    const one = start({ name: 'register', maxDeliver: 2, handle, onNotice });
    await one.consumer.caughtUp();
    expect(one.seen).toEqual(['a:1', 'b:1']);
    expect(await parked()).toEqual([
      ['a:2', 'parked', 'failed'],
      ['a:3', 'parked', 'behind'],
    ]);
    expect(notices.map(({ kind }) => kind)).toEqual(['failed', 'failed', 'parked', 'parked']);
    const [first] = await lettersOf().list('register');
    expect(first?.note).toMatchObject({ reason: 'Error: poison', attempts: 2, streamSequence: 2 });
    expect(first?.note.stack).toContain('consumer.test.ts');
    // In vain at first.
    expect(await redrive(lettersOf(), must(first))).toBe(true);
    expect(await redrive(lettersOf(), must(first))).toBe(false);
    await soon(async () => (await lettersOf().list())[0]?.note.attempts === 4);
    cure();
    for (const letter of firstOfEach(await lettersOf().list())) await redrive(lettersOf(), letter);
    await soon(() => one.seen.length === 4);
    await stream.publish(eventOf('a', 4));
    await one.consumer.caughtUp();
    expect(one.seen).toEqual(['a:1', 'b:1', 'a:2', 'a:3', 'a:4']);
    expect((await parked()).map(([, state]) => state)).toEqual(['handled', 'handled']);
    expect(one.consumer.counts).toMatchObject({ handled: 5, failures: 4, parked: 3, redriven: 2 });
  });

  it('given a parked entity, when redriven while the consumer does not run, then it follows at the next start', async () => {
    await stream.publish(eventOf('a', 1), eventOf('a', 2));
    const { cure, handle } = poison('a:1');
    const options = { name: 'register', maxDeliver: 1, handle };
    const first = start(options);
    await first.consumer.caughtUp();
    await end(first);
    await stream.publish(eventOf('a', 3));
    cure();
    const second = start(options);
    await second.consumer.caughtUp();
    expect([second.seen, (await parked()).length]).toEqual([[], 3]);
    await end(second);
    const [letter] = await lettersOf().list();
    await redrive(lettersOf(), must(letter));
    const third = start(options);
    await soon(() => third.seen.length === 3);
    expect(third.seen).toEqual(['a:1', 'a:2', 'a:3']);
  });

  it('given what is no event, when consumed, then it is parked at once, and its entity behind it', async () => {
    const subject = `certway.${stream.tenant}.a.order.self.NoteAdded`;
    await stream.publishText(subject, 'certway');
    await stream.publishText(subject.replace('.a.', '.b.'), JSON.stringify({ id: 'c:1' }));
    await stream.publish(eventOf('a', 2), eventOf('c', 1));
    const one = start({ name: 'register' });
    await one.consumer.caughtUp();
    expect(one.seen).toEqual(['c:1']);
    expect(await parked()).toEqual([
      [undefined, 'parked', 'unreadable'],
      [undefined, 'parked', 'unreadable'],
      ['a:2', 'parked', 'behind'],
    ]);
  });

  it('given a handler that cannot work now, when it can again, then nothing was parked and all is in order', async () => {
    await stream.publish(eventOf('a', 1), eventOf('a', 2));
    let away = 2;
    const handle = () => {
      away -= 1;
      return away >= 0 ? Promise.reject(new RetryLaterError('no database')) : Promise.resolve();
    };
    const one = start({ name: 'register', maxDeliver: 1, handle });
    await one.consumer.caughtUp();
    expect([one.seen, await parked()]).toEqual([['a:1', 'a:2'], []]);
  });

  it('given every event of an entity but one, when consumed, then the one behind the gap is parked, not applied', async () => {
    await stream.publish(eventOf('a', 1), eventOf('a', 3));
    const last = new Map<string, number>();
    const one = start({
      ...{ name: 'register', maxDeliver: 1, filter: { received: true } },
      positions: { last: (entity) => Promise.resolve(last.get(entity)) },
      handle: ({ sequence }, { entity }) => {
        last.set(entity, Number(sequence));
        return Promise.resolve();
      },
    });
    await one.consumer.caughtUp();
    expect(one.seen).toEqual(['a:1']);
    expect((await lettersOf().list())[0]?.note.reason).toContain('a:3 does not follow');
  });

  it('given no name, when an event fails for good, then the consumer ends with its error', async () => {
    await stream.publish(eventOf('a', 1));
    const one = start({ maxDeliver: 2, handle: poison('a:1').handle });
    await expect(one.ended).rejects.toThrow('poison');
  });
});

describe('consumer, when servers and processes come and go', () => {
  it('given consumers that run, when NATS is restarted under them, then they go on: nothing is lost, and in order', async () => {
    await stream.publish(eventOf('a', 1));
    const durable = start({ name: 'register' });
    const ordered = start();
    const fromNow = start({ from: 'now' });
    await Promise.all([durable, ordered, fromNow].map(({ consumer }) => consumer.caughtUp()));
    await stack.nats.stop();
    await stack.nats.start();
    await soon(async () => (await stream.connection.rtt()) >= 0);
    await stream.publish(eventOf('a', 2), eventOf('a', 3));
    await soon(() => [durable, ordered, fromNow].every(({ seen }) => seen.includes('a:3')));
    expect([durable.seen, ordered.seen]).toEqual([
      ['a:1', 'a:2', 'a:3'],
      ['a:1', 'a:2', 'a:3'],
    ]);
    expect(fromNow.seen).toEqual(['a:2', 'a:3']);
  });

  it('given two of one name, when both run, then one works, and when it stops the other goes on at once', async () => {
    const both = [start({ name: 'register' }), start({ name: 'register' })];
    const all = () => both.flatMap(({ seen }) => seen);
    await stream.publish(eventOf('a', 1), eventOf('b', 1), eventOf('a', 2));
    await soon(() => all().length === 3);
    const active = must(both.find(({ seen }) => seen.length > 0));
    expect(active.seen).toEqual(['a:1', 'b:1', 'a:2']);
    await end(active);
    await stream.publish(eventOf('a', 3));
    await soon(() => all().length === 4, 2_000);
  });

  it('given a consumer that is deleted on the server, when it runs, then it ends with an error', async () => {
    const one = start({ name: 'register' });
    await one.consumer.caughtUp();
    await forgetConsumer({ ...stream, name: 'register' });
    await expect(one.ended).rejects.toThrow(/consumer deleted/i);
  });
});
