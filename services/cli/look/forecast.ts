import { InvalidArgumentError, type Command } from 'commander';
import type { Client } from '@temporalio/client';
import { actorEntity, journeyOf } from '../../../machines/engine/index.ts';
import { nameOf as wordsOf, say } from '../../../machines/text/index.ts';
import { createAsk } from '../../ask/index.ts';
import {
  forecast,
  lateForecast,
  liveStateOf,
  type Deadline,
  type LateForecast,
  type LiveState,
  type Prospect,
  type Recorded,
} from '../../journeys/index.ts';
import { below, examples } from '../help/index.ts';
import { CommandError, ENTITY, matching, positive, type CliOptions } from '../options.ts';
import { columns } from '../text.ts';

interface ForecastFlags {
  readonly limit: number;
  readonly late?: Late;
  readonly by?: readonly string[];
  readonly json?: true;
}

/** A deadline, and how many days behind it is met. */
interface Late {
  readonly deadline: string;
  readonly days: number;
}

const ANSWERED_WITHIN_MS = 5_000;
const LIMIT = 10;
/** A machine that sets itself one deadline after the other has no last one. */
const MOST_LOOKED_AT = 1_000;

/** `forecast`: the deadlines ahead, and what follows when each of them passes. */
export function addForecast(program: Command, options: CliOptions): void {
  program
    .command('forecast')
    .description(
      'Print the deadlines ahead and what follows when nobody acts: the machine run forward on a virtual clock.',
    )
    .argument('<id>', 'e.g. globex-27001 or globex-27001/nc-s2-003', matching(...ENTITY))
    .option('--limit <n>', 'how many at most', positive, LIMIT)
    .option(
      '--late <deadline=days>',
      'instead: what slips when this deadline is met so many days late, e.g. capDue=10',
      readLate,
    )
    .option(
      '--by <commands>',
      'with --late: the commands that come late, one after the other, when it is not plain which one ends the deadline',
      readCommands,
    )
    .option('--json', 'one JSON object per instant, or one for --late')
    .addHelpText(
      'after',
      below(
        say(
          'help.below.forecast',
          `With --late the same commands are given on the due date and late, with the values of their examples, by people whom
the case names; nobody does anything else. Nothing is sent.`,
        ),
        examples(
          'certway forecast globex-27001',
          'certway forecast globex-27001/nc-s2-003 --limit 3',
          'certway forecast globex-27001/nc-s2-003 --late capDue=10',
          'certway forecast globex-27001 --late abAnswerDue=10 --by concur,grantCertification',
        ),
      ),
    )
    .action((id: string, flags: ForecastFlags) => printForecast(options, id, flags));
}

function readLate(given: string): Late {
  const [, deadline, days] = /^([A-Za-z][A-Za-z0-9]*)=([1-9]\d{0,3})$/.exec(given) ?? [];
  if (deadline !== undefined) return { deadline, days: Number(days) };
  throw new InvalidArgumentError(
    say(
      'cli.must.late',
      'It must be the name of a deadline and how many days from 1 on, e.g. capDue=10.',
    ),
  );
}

function readCommands(given: string): readonly string[] {
  if (/^[A-Za-z0-9]+(,[A-Za-z0-9]+)*$/.test(given)) return given.split(',');
  throw new InvalidArgumentError(
    say('cli.must.commands', 'It must be names of commands, e.g. concur,grantCertification.'),
  );
}

function printForecast(options: CliOptions, id: string, flags: ForecastFlags): Promise<void> {
  const { machines, write } = options;
  const { limit, json, late, by = [] } = flags;
  if (by.length > 0 && !late) {
    throw new CommandError(
      say('cli.forecast.byWithoutLate', '{by} belongs to {late}.', {
        by: '--by',
        late: '--late <deadline=days>',
      }),
    );
  }
  return options.withTemporal(async (client) => {
    const states = await familyOf(client, id);
    const now = new Date().toISOString();
    if (late) {
      const found = lateForecast({ machines, states, now, entity: id, by, ...late });
      if (typeof found === 'string') throw new CommandError(found);
      if (json) write(JSON.stringify(found));
      else for (const text of lateLines(found)) write(text);
      return;
    }
    const all = forecast({ machines, states, now, limit: MOST_LOOKED_AT });
    const found = all.filter((one) => concerns(one, id)).slice(0, limit);
    if (json) for (const one of found) write(JSON.stringify(one));
    else for (const text of forecastLines(id, found)) write(text);
  });
}

/** A journey and its children that run: what passes for one has its effect on the others. */
async function familyOf(client: Client, id: string): Promise<readonly LiveState[]> {
  const asked = await liveStateOf(client, id);
  const journey = journeyOf(id);
  const root = journey === id ? asked : await liveStateOf(client, journey);
  const ask = createAsk(client);
  const children = await Promise.all(
    Object.entries(root.actors)
      .filter(([, { kind }]) => kind === 'machine')
      .map(([name, actor]) =>
        ask<LiveState | null>(actorEntity(journey, name, actor), {
          query: 'state',
          withinMs: ANSWERED_WITHIN_MS,
        }),
      ),
  );
  return [root, ...children.filter((child) => child !== null && child !== undefined)];
}

/** Of a journey everything is told, of a child only what happens to it. */
function concerns({ passes, states, events }: Prospect, id: string): boolean {
  if (journeyOf(id) === id) return true;
  return [...passes, ...states, ...events].some(({ entity }) => entity === id);
}

/** The prospects as text. */
export function forecastLines(id: string, found: readonly Prospect[]): readonly string[] {
  if (found.length === 0) return [say('cli.forecast.none', '{id}: no deadline is ahead', { id })];
  return [
    say('cli.forecast.title', '{id}, when nobody acts:', { id }),
    ...found.flatMap(({ at, passes, events, states, ends, begins }) => [
      ...passes.map((one) => `${at.slice(0, 10)}  ${nameOf(one)}`),
      ...events.map(({ entity, type }) =>
        more(say('cli.forecast.records', 'records {type} of {entity}', { type, entity })),
      ),
      ...states.map(({ entity, from, to }) => more(`${entity}: ${from} → ${to}`)),
      ...begins.map((one) =>
        more(say('cli.forecast.begins', 'begins {deadline}', { deadline: nameOf(one) })),
      ),
      ...ends.map((one) =>
        more(say('cli.forecast.ends', 'ends {deadline}', { deadline: nameOf(one) })),
      ),
    ]),
  ];
}

/** Below the date of what it follows from. */
function more(text: string): string {
  return `${' '.repeat(12)}${text}`;
}

function nameOf({ entity, name, due, rule, fireAt }: Deadline): string {
  const when = due === undefined ? fireAt : `${due} (${rule ?? ''})`;
  return `${ofEntity(name, entity)}, ${when}`;
}

function ofEntity(name: string, entity: string): string {
  return say('cli.forecast.deadlineOf', '{name} of {entity}', { name: wordsOf(name), entity });
}

/** What slips, as text: both dates side by side. */
export function lateLines(found: LateForecast): readonly string[] {
  const { deadline, commands, inTime, late, slips, unmoved } = found;
  const given = commands.join(say('cli.forecast.then', ', then '));
  const rows = slips.map(({ entity, name, rule, ...dates }) => [
    ofEntity(name, entity),
    rule ?? '',
    dates.inTime ?? '–',
    dates.late ?? '–',
    dates.days === null
      ? ''
      : say('cli.forecast.days', '{days} d', {
          days: `${dates.days > 0 ? '+' : ''}${String(dates.days)}`,
        }),
  ]);
  const only = late.events.filter((one) => !isAmong(one, inTime.events));
  return [
    say('cli.forecast.lateTitle', '{given} on {inTime}, and on {late} instead; due {deadline}', {
      given,
      inTime: inTime.on,
      late: late.on,
      deadline: nameOf(deadline),
    }),
    ...(late.refusal === null
      ? []
      : [
          say('cli.forecast.refusedThen', 'on {day} {refusal}', {
            ...{ day: late.on, refusal: late.refusal },
          }),
        ]),
    ...only.map(({ entity, type }) =>
      say('cli.forecast.onlyThen', 'only then: {type} of {entity}', { type, entity }),
    ),
    ...(rows.length === 0
      ? [say('cli.forecast.noSlip', 'no deadline slips')]
      : columns([headingOf(found), ...rows])),
    ...unmoved.map((one) =>
      say('cli.forecast.stays', 'stays: {deadline}', { deadline: nameOf(one) }),
    ),
  ];
}

function headingOf({ inTime, late }: LateForecast): readonly string[] {
  return [
    say('cli.forecast.deadline', 'DEADLINE'),
    say('cli.forecast.rule', 'RULE'),
    ...[inTime.on, late.on],
    say('cli.forecast.slips', 'SLIPS'),
  ];
}

function isAmong(one: Recorded, events: readonly Recorded[]): boolean {
  return events.some(({ entity, type }) => entity === one.entity && type === one.type);
}
