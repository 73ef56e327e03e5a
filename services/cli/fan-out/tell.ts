import type { JetStreamClient } from '@nats-io/jetstream';
import type { Client } from '@temporalio/client';
import type { Command } from 'commander';
import { isLocalDate } from '../../../machines/calendar/index.ts';
import { say } from '../../../machines/text/index.ts';
import { fanOut, type FannedOut, type FanOutOrder, type Outcome } from '../../fan-out/index.ts';
import { giveCommand, listRunning, type Row } from '../../journeys/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { below, examples } from '../help/index.ts';
import { CommandError, matching, OPAQUE_ID, type CliOptions } from '../options.ts';

/** Flags of everything that is told to many journeys. */
export interface FanOutFlags {
  readonly on: string;
  readonly actor?: string;
  readonly role: string;
  readonly run?: true;
  readonly json?: true;
}

/** What is told, and whom it concerns. */
export interface Concerned {
  readonly order: Omit<FanOutOrder, 'on' | 'actor'>;
  /** Behind "3 open journeys", e.g. `of northcert`. */
  readonly words: string;
  /** The same for programs. */
  readonly named: Readonly<Record<string, string>>;
  /**
   * Those of the running journeys that it concerns.
   * @throws JourneyError `unknown` where it concerns none
   */
  readonly find: (js: JetStreamClient, running: readonly Row[]) => Promise<readonly Row[]>;
}

interface Telling {
  readonly client: Client;
  readonly concerned: Concerned;
  readonly flags: FanOutFlags;
  readonly rows: readonly Row[];
}

/** Adds the flags of {@link FanOutFlags}. */
export function withFlags(command: Command): Command {
  return command
    .requiredOption('--on <date>', 'local date on which it happened, e.g. 2028-05-02')
    .option(
      '--actor <id>',
      'opaque id of who records it; needed with --run',
      matching(...OPAQUE_ID),
    )
    .option('--role <role>', 'in which role: cbAdmin or accreditationBody', 'cbAdmin')
    .option('--run', 'record it; without this the journeys are listed, and nothing is recorded')
    .option('--json', 'one JSON object per journey, the totals last');
}

/** Exit codes and examples behind the help of a command. */
export function helpText(typed: string): string {
  return below(
    examples(typed, `${typed} --actor o-1 --run`),
    say(
      'help.exit.fanOut',
      `Exit codes:
  0    all of them have it on record, or nothing was to be recorded (without --run)
  3    a rule refuses it in some journey; the others have it on record
  4    no open journey is concerned
  5    some journey did not answer: give the same again, each records it once`,
    ),
  );
}

/** A local date that was typed. @throws CommandError where it is none */
export function dateIn(flag: string, given: string): string {
  if (isLocalDate(given)) return given;
  throw new CommandError(
    say('cli.fanOut.date', '{flag} must be a date such as 2028-05-02 (given {given}).', {
      ...{ flag, given },
    }),
  );
}

/** Lists whom it concerns, or tells it to each of them. */
export function run(options: CliOptions, flags: FanOutFlags, concerned: Concerned): Promise<void> {
  dateIn('--on', flags.on);
  if (flags.run && flags.actor === undefined) {
    throw new CommandError(
      say('cli.fanOut.who', 'Who records it? {flag} is needed with --run.', {
        flag: '--actor <id>',
      }),
    );
  }
  return options.withLog((js) =>
    options.withTemporal(async (client) => {
      const { contract, signal } = options;
      const running = (await listRunning(client)).filter(({ machine }) => machine === contract.id);
      signal.throwIfAborted();
      const rows = await concerned.find(js, running);
      const telling = { client, concerned, flags, rows };
      if (flags.run) await tell(options, telling);
      else list(options, telling);
    }),
  );
}

function list({ write }: CliOptions, { concerned, flags, rows }: Telling): void {
  const { json } = flags;
  for (const { entity: journey, state } of rows) {
    write(json ? JSON.stringify({ journey, state }) : `${journey}: ${state}`);
  }
  const journeys = rows.length;
  write(
    json
      ? JSON.stringify({ ...concerned.named, journeys, isRecorded: false })
      : say(
          'cli.fanOut.listed',
          '{journeys} open {journeys, plural, one {journey} other {journeys}} {concerned}; nothing was recorded yet: the same with --actor and --run records it.',
          { journeys, concerned: concerned.words },
        ),
  );
}

async function tell(options: CliOptions, telling: Telling): Promise<void> {
  const { client, concerned, flags, rows } = telling;
  const { write, progress, setExitCode, signal } = options;
  const { on, actor = '', role, json } = flags;
  const totals: Record<Outcome, number> = {
    ...{ recorded: 0, known: 0, elsewhere: 0, refused: 0, ended: 0, failed: 0 },
  };
  const order = { ...concerned.order, on, actor: { id: actor, role } };
  const told = fanOut(
    order,
    rows.map(({ entity }) => entity),
    {
      give: (giving) => giveCommand(client, giving),
      onProgress: (done, of) =>
        progress?.(say('cli.fanOut.told', '{done} of {of} told', { done, of })),
      signal,
    },
  );
  for await (const one of told) {
    totals[one.outcome] += 1;
    write(json ? JSON.stringify(one) : outcomeLine(one));
  }
  signal.throwIfAborted();
  const journeys = rows.length;
  write(
    json
      ? JSON.stringify({ ...concerned.named, journeys, isRecorded: true, ...totals })
      : say(
          'cli.fanOut.total',
          '{journeys} open {journeys, plural, one {journey} other {journeys}} {concerned}: {totals}',
          { journeys, concerned: concerned.words, totals: totalText(totals) },
        ),
  );
  if (totals.failed > 0) setExitCode(exitCodes.NO_ANSWER);
  else if (totals.refused > 0) setExitCode(exitCodes.REFUSED);
}

/** One journey as one line for people. */
export function outcomeLine({ journey, outcome, eventId, reason }: FannedOut): string {
  const [why = ''] = (reason ?? '').split('\n');
  const says: Readonly<Record<Outcome, string>> = {
    recorded: say('cli.fanOut.recordedAs', 'recorded as {eventId}', { eventId: eventId ?? '' }),
    known: say('cli.fanOut.wasKnown', 'was on record already'),
    elsewhere: say('cli.fanOut.notConcerned', 'is not concerned'),
    refused: why,
    ended: say('cli.fanOut.hasEnded', 'has ended: {why}', { why }),
    failed: say('cli.fanOut.notKnown', 'not known: {why}', { why }),
  };
  return `${journey}: ${says[outcome]}`;
}

function totalText(totals: Readonly<Record<Outcome, number>>): string {
  const names: Readonly<Record<Outcome, string>> = {
    recorded: say('cli.fanOut.recorded', 'recorded'),
    known: say('cli.fanOut.known', 'known'),
    elsewhere: say('cli.fanOut.elsewhere', 'not concerned'),
    refused: say('cli.fanOut.refused', 'refused'),
    ended: say('cli.fanOut.ended', 'ended'),
    failed: say('cli.fanOut.failed', 'failed'),
  };
  const outcomes = Object.keys(names) as Outcome[];
  return outcomes
    .filter((outcome) => totals[outcome] > 0)
    .map((outcome) => `${names[outcome]} ${String(totals[outcome])}`)
    .join(', ');
}
