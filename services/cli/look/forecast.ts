import { InvalidArgumentError, type Command } from 'commander';
import type { Client } from '@temporalio/client';
import { actorEntity, journeyOf } from '../../../machines/engine/index.ts';
import { createAsk } from '../../ask/index.ts';
import {
  forecast,
  liveStateOf,
  words,
  type Deadline,
  type LiveState,
  type Prospect,
} from '../../journeys/index.ts';
import { ENTITY, matching, type CliOptions } from '../options.ts';

interface ForecastFlags {
  readonly limit: number;
  readonly json?: true;
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
    .option('--limit <n>', 'how many at most', readLimit, LIMIT)
    .option('--json', 'one JSON object per instant')
    .addHelpText(
      'after',
      '\nExamples:\n  certway forecast globex-27001\n  certway forecast globex-27001/nc-s2-003 --limit 3',
    )
    .action((id: string, flags: ForecastFlags) => printForecast(options, id, flags));
}

function readLimit(given: string): number {
  if (/^[1-9]\d{0,3}$/.test(given)) return Number(given);
  throw new InvalidArgumentError('It must be a whole number from 1 on, e.g. 10.');
}

function printForecast(
  options: CliOptions,
  id: string,
  { limit, json }: ForecastFlags,
): Promise<void> {
  const { machines, write } = options;
  return options.withTemporal(async (client) => {
    const states = await familyOf(client, id);
    const now = new Date().toISOString();
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
  if (found.length === 0) return [`${id}: no deadline is ahead`];
  return [
    `${id}, when nobody acts:`,
    ...found.flatMap(({ at, passes, events, states, ends, begins }) => [
      ...passes.map((one) => `${at.slice(0, 10)}  ${nameOf(one)}`),
      ...events.map(({ entity, type }) => more(`records ${type} of ${entity}`)),
      ...states.map(({ entity, from, to }) => more(`${entity}: ${from} → ${to}`)),
      ...begins.map((one) => more(`begins ${nameOf(one)}`)),
      ...ends.map((one) => more(`ends ${nameOf(one)}`)),
    ]),
  ];
}

/** Below the date of what it follows from. */
function more(text: string): string {
  return `${' '.repeat(12)}${text}`;
}

function nameOf({ entity, name, due, rule, fireAt }: Deadline): string {
  const when = due === undefined ? fireAt : `${due} (${rule ?? ''})`;
  return `${words(name)} of ${entity}, ${when}`;
}
