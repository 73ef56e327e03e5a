import type { JetStreamClient } from '@nats-io/jetstream';
import type { Client } from '@temporalio/client';
import type { Command } from 'commander';
import { isLocalDate } from '../../../machines/calendar/index.ts';
import { say } from '../../../machines/text/index.ts';
import { subscribe } from '../../event-log/index.ts';
import {
  bodiesOf,
  fanOut,
  openJourneysOf,
  type FannedOut,
  type Occasion,
  type Outcome,
} from '../../fan-out/index.ts';
import { giveCommand, JourneyError, listRunning, type Row } from '../../journeys/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { below, examples } from '../help/index.ts';
import { CommandError, matching, OPAQUE_ID, type CliOptions } from '../options.ts';

interface FanOutFlags {
  readonly body: string;
  readonly on: string;
  readonly reason?: string;
  readonly actor?: string;
  readonly role: string;
  readonly run?: true;
  readonly json?: true;
}

/** Event in which a journey chooses its body. */
const SELECTED = 'RcbSelected';

/** `fan-out`: what befalls a certification body is recorded in each of its open journeys. */
export function addFanOut(program: Command, options: CliOptions): void {
  const parent = program
    .command('fan-out')
    .description(
      'Record in every open journey of a certification body what has befallen the body.',
    );
  const lost = occasion(options, parent, 'accreditation-lost');
  lost
    .description(
      'The body has lost its accreditation: nothing is granted meanwhile, and certificates can be taken over by others for a time.',
    )
    .requiredOption('--reason <text>', 'what the accreditation body decided')
    .addHelpText('after', helpText("--reason 'Suspended for six months'", lost.name()));
  const regained = occasion(options, parent, 'accreditation-regained');
  regained
    .description('The body is accredited again.')
    .addHelpText('after', helpText('', regained.name()));
}

function occasion(options: CliOptions, parent: Command, name: Occasion): Command {
  return parent
    .command(name)
    .requiredOption('--body <id>', 'id under which clients choose the body', matching(...OPAQUE_ID))
    .requiredOption('--on <date>', 'local date on which it happened, e.g. 2028-05-02')
    .option(
      '--actor <id>',
      'opaque id of who records it; needed with --run',
      matching(...OPAQUE_ID),
    )
    .option('--role <role>', 'in which role: cbAdmin or accreditationBody', 'cbAdmin')
    .option('--run', 'record it; without this the journeys are listed, and nothing is recorded')
    .option('--json', 'one JSON object per journey, the totals last')
    .action((flags: FanOutFlags) => run(options, name, flags));
}

function helpText(more: string, name: string): string {
  const typed = ['certway fan-out', name, '--body northcert --on 2028-05-02', more].join(' ');
  return below(
    examples(typed.trim(), `${typed.trim()} --actor o-1 --run`),
    say(
      'help.exit.fanOut',
      `Exit codes:
  0    all of them have it on record, or nothing was to be recorded (without --run)
  3    a rule refuses it in some journey; the others have it on record
  4    no open journey has chosen this body
  5    some journey did not answer: give the same again, each records it once`,
    ),
  );
}

function run(options: CliOptions, name: Occasion, flags: FanOutFlags): Promise<void> {
  if (!isLocalDate(flags.on)) {
    throw new CommandError(
      say('cli.fanOut.date', '{flag} must be a date such as 2028-05-02 (given {given}).', {
        ...{ flag: '--on', given: flags.on },
      }),
    );
  }
  if (flags.run && flags.actor === undefined) {
    throw new CommandError(
      say('cli.fanOut.who', 'Who records it? {flag} is needed with --run.', {
        flag: '--actor <id>',
      }),
    );
  }
  return options.withLog((js) =>
    options.withTemporal(async (client) => {
      const rows = await journeysOf(options, { js, client, body: flags.body });
      if (flags.run) await tell(options, { client, name, flags, rows });
      else list(options, flags, rows);
    }),
  );
}

interface Looking {
  readonly js: JetStreamClient;
  readonly client: Client;
  readonly body: string;
}

/** @throws JourneyError `unknown` where no open journey has chosen the body, with those that were chosen */
async function journeysOf(
  { tenant, contract, signal, progress }: CliOptions,
  { js, client, body }: Looking,
): Promise<readonly Row[]> {
  progress?.(say('cli.fanOut.reading', 'reading which body each journey has chosen'));
  const chosen = { tenant, machine: contract.id, type: SELECTED, follow: false, signal };
  const bodies = await bodiesOf(subscribe(js, chosen));
  signal.throwIfAborted();
  const running = (await listRunning(client)).filter(({ machine }) => machine === contract.id);
  const rows = openJourneysOf(body, bodies, running);
  if (rows.length > 0) return rows;
  const open = running.flatMap(({ entity }) => bodies.get(entity) ?? []);
  const known = [...new Set(open)].sort().join(', ');
  throw new JourneyError(
    'unknown',
    known === ''
      ? say('cli.fanOut.none', 'No open journey has chosen {body}.', { body })
      : say('cli.fanOut.noneOf', 'No open journey has chosen {body}; chosen are {known}.', {
          ...{ body, known },
        }),
  );
}

function list({ write }: CliOptions, { body, json }: FanOutFlags, rows: readonly Row[]): void {
  for (const { entity: journey, state } of rows) {
    write(json ? JSON.stringify({ journey, state }) : `${journey}: ${state}`);
  }
  const journeys = rows.length;
  write(
    json
      ? JSON.stringify({ body, journeys, isRecorded: false })
      : say(
          'cli.fanOut.listed',
          '{journeys} open {journeys, plural, one {journey} other {journeys}} of {body}; nothing was recorded yet: the same with --actor and --run records it.',
          { journeys, body },
        ),
  );
}

interface Telling {
  readonly client: Client;
  readonly name: Occasion;
  readonly flags: FanOutFlags;
  readonly rows: readonly Row[];
}

async function tell(options: CliOptions, { client, name, flags, rows }: Telling): Promise<void> {
  const { write, progress, setExitCode, signal } = options;
  const { body, on, reason, actor = '', role, json } = flags;
  const totals: Record<Outcome, number> = {
    recorded: 0,
    known: 0,
    refused: 0,
    ended: 0,
    failed: 0,
  };
  const order = { occasion: name, body, on, reason, actor: { id: actor, role } };
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
      ? JSON.stringify({ body, journeys, isRecorded: true, ...totals })
      : say(
          'cli.fanOut.total',
          '{journeys} open {journeys, plural, one {journey} other {journeys}} of {body}: {totals}',
          { journeys, body, totals: totalText(totals) },
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
