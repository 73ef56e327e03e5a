import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Command, CommanderError } from 'commander';
import { waitUntil } from '../../../infra/wait-until.ts';
import { cliOptions } from '../../support/cli-options.ts';
import { inClear } from '../../../services/personal-data/index.ts';
import { CommandError, createProgram } from '../../../services/cli/index.ts';
import { createConsumer, type CloudEvent } from '../../../services/consumer/index.ts';
import type { EventLog } from '../../../services/event-log/index.ts';
import { eventOf, openEventStream, type EventStream } from '../../support/event-stream.ts';
import { packConsumer } from '../../support/packed-consumer.ts';
import { killRuns, runProgram } from '../../support/run-program.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';

let stack: TestStack;
let stream: EventStream;
const bad = new Set(['a:2', 'b:1']);
const seen: string[] = [];
const consumerOf = (name: string) =>
  createConsumer({
    ...{ connection: stream.connection, tenant: stream.tenant, name, maxDeliver: 1 },
    handle: ({ id }: CloudEvent) => {
      if (bad.has(id)) return Promise.reject(new Error(`cannot störe ${id}`));
      seen.push(id);
      return Promise.resolve();
    },
  });

beforeAll(async () => {
  stack = await startTestStack({ temporal: 'time-skipping' });
  stream = await openEventStream(stack.natsUrl, stack.config.tenant);
  await stream.publish(
    ...[eventOf('a', 1), eventOf('a', 2), eventOf('b', 1), eventOf('a', 3), eventOf('c', 1)],
  );
  await stream.publishText(`certway.${stream.tenant}.d.order.self.NoteAdded`, '{"id":"\u009B2J"}');
  const consumer = consumerOf('register');
  const ended = consumer.start();
  await consumer.caughtUp();
  await consumer.stop();
  await ended;
});
afterEach(killRuns);
afterAll(async () => {
  await stream.close();
  await stack.stop();
});

interface Said {
  readonly code: number;
  readonly lines: readonly string[];
  readonly errors: string;
}

/** The command line in this process. */
async function certway(...args: string[]): Promise<Said> {
  const lines: string[] = [];
  let errors = '';
  const options = cliOptions({
    tenant: stream.tenant,
    write: (line) => void lines.push(line),
    withLog: (work) => work(stream.js, { personal: inClear } as unknown as EventLog),
  });
  const program = createProgram(options);
  const prepare = (command: Command): void => {
    command.exitOverride().configureOutput({ writeErr: (text) => (errors += text) });
    command.commands.forEach(prepare);
  };
  prepare(program);
  const ended = program.parseAsync(args, { from: 'user' });
  const code = await ended
    .then(() => 0)
    .catch((error: unknown) => {
      if (!(error instanceof CommandError)) return (error as CommanderError).exitCode;
      errors += `${error.message}\n`;
      return 1;
    });
  return { code, lines, errors };
}
const said = (...lines: readonly unknown[]) => ({ code: 0, errors: '', lines });
const refused = (text: string) => ({ code: 1, errors: `${text}\n`, lines: [] });
const since = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d';

describe('certway dlq', () => {
  it('given parked events, when listed, then each is a line that says why', async () => {
    const type = 'org.certway.order.NoteAdded.v1';
    const line = (text: string): unknown =>
      expect.stringMatching(new RegExp(`^register {6}${text}`));
    expect(await certway('dlq', 'list')).toEqual(
      said(
        line(`a:2 +${type}  parked since ${since} after 1 attempt: Error: cannot störe a:2$`),
        line(`b:1 +${type}  parked since ${since} after 1 attempt: Error: cannot störe b:1$`),
        line(`a:3 +${type}  parked since ${since}: behind a:2$`),
        line(`6 +\\(unreadable\\)  parked since ${since} after 1 attempt: ZodError: `),
        '4 parked, of which 1 only wait behind another',
      ),
    );
    const { lines } = await certway('dlq', 'list', '--json', '--consumer', 'register');
    expect(lines.map((text) => JSON.parse(text) as object)).toMatchObject([
      { id: 'a:2', consumer: 'register', type, state: 'parked', cause: 'failed', attempts: 1 },
      { id: 'b:1', entity: 'b', streamSequence: 3, reason: 'Error: cannot störe b:1' },
      { id: 'a:3', cause: 'behind', attempts: 0 },
      { id: '6', cause: 'unreadable' },
    ]);
    expect(await certway('dlq', 'list', '-c', 'nobody')).toEqual(said('nothing is parked'));
  });

  it('given a parked event, when shown, then with reason, stack and itself; what is none, as text that is harmless', async () => {
    const { lines } = await certway('dlq', 'show', 'a:2');
    expect(lines.slice(0, 6)).toEqual([
      'consumer    register',
      'event       a:2  org.certway.order.NoteAdded.v1',
      `subject     certway.${stream.tenant}.a.order.self.NoteAdded, stream sequence 2`,
      expect.stringMatching(/^state {7}parked since 20.*Z, 1 attempts?$/),
      'reason      Error: cannot störe a:2',
      '            Error: cannot störe a:2',
    ]);
    expect(lines.join('\n')).toContain('"id": "a:2"');
    const json = await certway('dlq', 'show', '6', '--json');
    expect(json.lines.map((text) => JSON.parse(text) as object)).toMatchObject([
      { id: '6', event: { id: '\u009B2J' } },
    ]);
    expect((await certway('dlq', 'show', '6')).lines.join('\n')).not.toContain('\u009B');
  });

  it.each([
    [['show', 'z:1'], 'no event z:1 was parked. What is parked: certway dlq list'],
    [
      ['redrive', 'a:1', '-c', 'register'],
      'no event a:1 was parked by register. What is parked: certway dlq list',
    ],
    [['redrive'], 'name an event, or --consumer <name>, or --all'],
    [['redrive', 'a:2', '--all'], 'either an event or --all'],
  ])('given %j, when run, then one line says why not', async (args, text) => {
    expect(await certway('dlq', ...args)).toEqual(refused(text));
  });

  it('given parked events, when redriven while the consumer does not run, then it takes them at its start, in order', async () => {
    bad.clear();
    seen.splice(0);
    expect(await certway('dlq', 'redrive', 'a:3')).toEqual(
      said('register: a:2 redriven, 1 behind it will follow'),
    );
    expect((await certway('dlq', 'list')).lines[0]).toMatch(/ a:2 .* redriven since /);
    const consumer = consumerOf('register');
    const ended = consumer.start();
    expect(await waitUntil(() => seen.length === 2, { withinMs: 10_000 })).toBe(true);
    const all = await certway('dlq', 'redrive', '--all', '--json');
    expect(all.lines.map((text) => JSON.parse(text) as object)).toMatchObject([
      { id: 'b:1', state: 'redriven', behind: 0 },
      { id: '6', state: 'redriven', behind: 0 },
    ]);
    expect(await waitUntil(() => seen.length === 3, { withinMs: 10_000 })).toBe(true);
    expect(seen).toEqual(['a:2', 'a:3', 'b:1']);
    expect(await certway('dlq', 'redrive', 'a:2')).toEqual(
      refused('a:2 was handled after it had been redriven'),
    );
    await consumer.stop();
    await ended;
  });
});

describe('certway events', () => {
  it('given a beginning and a machine, when asked, then what lies there is printed', async () => {
    const ids = async (...args: string[]) =>
      (await certway('events', '--journey', 'a', ...args, '--json')).lines.map(
        (line) => (JSON.parse(line) as CloudEvent).id,
      );
    expect(await ids('--from', '3', '--machine', 'order')).toEqual(['a:3']);
    expect(await ids('--machine', 'audit')).toEqual([]);
    expect(await ids('--from', 'now')).toEqual([]);
    expect(await ids('--from', '2020-01-01')).toEqual(['a:1', 'a:2', 'a:3']);
    const wrong = await certway('events', '--from', 'yesterday');
    expect(wrong.code).toBe(1);
    expect(wrong.errors).toMatch(/'yesterday' is invalid\. It must be beginning, now, an instant/);
  });
});

describe('certway dlq, as a program', () => {
  it('given an event that is not parked, when it is redriven, then one line and exit code 1', async () => {
    const run = runProgram(['infra/certway.main.ts', 'dlq', 'redrive', 'z:1'], stack.config);
    expect([await run.ended, run.lines()]).toEqual([1, []]);
    expect(run.errors()).toBe('no event z:1 was parked. What is parked: certway dlq list\n');
  });
});

describe('the packed consumer SDK', () => {
  it('given plain JavaScript in another folder, when it consumes, then it reads the events', () => {
    const packed = packConsumer();
    const output = packed.run(`
      import { connect } from '@nats-io/transport-node';
      import { createConsumer } from '@certway/consumer';
      const connection = await connect({ servers: '${stack.natsUrl}' });
      const handle = async ({ id }) => console.log(id);
      const options = { connection, tenant: '${stream.tenant}', filter: { journey: 'a' }, handle };
      const consumer = createConsumer(options);
      const ended = consumer.start();
      await consumer.caughtUp();
      await consumer.stop();
      await ended;
      await connection.close();
    `);
    expect(output.split('\n')).toEqual(['a:1', 'a:2', 'a:3', '']);
    packed.remove();
  });
});
