import type { NatsConnection } from '@nats-io/nats-core';
import type { Command } from 'commander';
import { say } from '../../machines/text/index.ts';
import { createToken, emptyCalendar, openDeadlines, openTokens } from '../calendar/index.ts';
import { CommandError, JOURNEY, matching, type CliOptions } from './options.ts';

interface Json {
  readonly json?: true;
}
interface CreateFlags extends Json {
  readonly journey?: string;
}

/** `calendar`: who may read the calendar of due dates. */
export function addCalendar(program: Command, options: CliOptions): void {
  const calendar = program
    .command('calendar')
    .description('The calendar of due dates, which npm run consumers serves.');
  const token = calendar.command('token').description('Tokens, each a secret address of the feed.');
  token
    .command('create')
    .description('Make a token and print its address. It is shown only once.')
    .option('-j, --journey <id>', 'only the deadlines of this journey', matching(...JOURNEY))
    .option('--json', 'as one JSON object')
    .action((flags: CreateFlags) => create(options, flags));
  token
    .command('list')
    .description('List the tokens by id; the addresses are kept nowhere.')
    .option('--json', 'one JSON object per line')
    .action((flags: Json) => list(options, flags));
  token
    .command('revoke')
    .argument('<id>', 'as listed')
    .description('Revoke a token: its address answers 404 from now on.')
    .option('--json', 'as one JSON object')
    .action((id: string, flags: Json) => revoke(options, id, flags));
  calendar
    .command('rebuild')
    .description(
      'Empty the calendar; the next npm run consumers fills it from the log. Tokens stay.',
    )
    .option('--json', 'as one JSON object')
    .action((flags: Json) => rebuild(options, flags));
}

function create(options: CliOptions, { journey, json }: CreateFlags): Promise<void> {
  const { write, calendarUrl } = options;
  return options.withConnection(async (connection) => {
    const tokens = await openTokens(bucketOf(options, connection));
    const { id, token } = await createToken(tokens, { journey, at: Date.now() });
    const url = `${calendarUrl}/calendar/${token}.ics`;
    if (json) {
      write(JSON.stringify({ id, url }));
      return;
    }
    write(url);
    write(
      say('cli.calendar.shownOnce', 'It is shown only now; to revoke it: {command}', {
        command: `certway calendar token revoke ${id}`,
      }),
    );
  });
}

function list(options: CliOptions, { json }: Json): Promise<void> {
  const { write } = options;
  return options.withConnection(async (connection) => {
    const tokens = [...(await (await openTokens(bucketOf(options, connection))).all())];
    tokens.sort(([, a], [, b]) => (a.createdAt < b.createdAt ? -1 : 1));
    for (const [id, { journey, createdAt }] of tokens) {
      if (json) write(JSON.stringify({ id, journey, createdAt }));
      else write(`${id}  ${createdAt}  ${journey ?? say('cli.calendar.all', 'all journeys')}`);
    }
    if (tokens.length === 0 && !json) {
      write(
        say(
          'cli.calendar.noTokens',
          'There is no token yet: certway calendar token create makes one.',
        ),
      );
    }
  });
}

function revoke(options: CliOptions, id: string, { json }: Json): Promise<void> {
  const { write } = options;
  return options.withConnection(async (connection) => {
    const tokens = await openTokens(bucketOf(options, connection));
    if (await tokens.remove(id)) {
      const told = say('cli.calendar.revoked', '{id} is revoked', { id });
      write(json ? JSON.stringify({ id, isRevoked: true }) : told);
      return;
    }
    throw new CommandError(
      say(
        'cli.calendar.noToken',
        'There is no token {id}; certway calendar token list names those there are.',
        { id },
      ),
    );
  });
}

function rebuild(options: CliOptions, { json }: Json): Promise<void> {
  const { tenant, write } = options;
  return options.withConnection(async (connection) => {
    const records = await openDeadlines(bucketOf(options, connection));
    if (!(await emptyCalendar({ connection, tenant, records }))) {
      throw new CommandError(
        say('cli.calendar.inUse', 'npm run consumers is filling the calendar: stop it first.'),
      );
    }
    const told = say(
      'cli.calendar.emptied',
      'The calendar is empty; npm run consumers fills it from the log.',
    );
    write(json ? JSON.stringify({ isEmpty: true }) : told);
  });
}

function bucketOf({ tenant, streamReplicas: replicas }: CliOptions, connection: NatsConnection) {
  return { connection, tenant, replicas };
}
