import { Command, InvalidArgumentError } from 'commander';
import { subscribe } from '../event-log/index.ts';
import { resumeJourneys, type Resumed } from '../resume/index.ts';
import { eventLine } from './event-line.ts';
import { addMigrate } from './migrate.ts';
import type { CliOptions } from './options.ts';

interface EventsFlags {
  readonly follow?: true;
  readonly journey?: string;
  readonly type?: string;
  readonly received?: true;
  readonly json?: true;
}

interface ResumeFlags {
  readonly journey?: string;
  readonly json?: true;
}

/** The command line `certway`. */
export function createProgram(options: CliOptions): Command {
  const program = new Command('certway').description(
    'Certification journeys: their events and their log.',
  );
  program
    .command('events')
    .description('Print the domain events, from the first on.')
    .option('-f, --follow', 'wait for further events')
    .option(
      '-j, --journey <id>',
      'only this journey and its audits, nonconformities and decisions',
      matching(/^[A-Za-z0-9_-]+$/, 'It must be the id of a journey, e.g. globex-27001.'),
    )
    .option(
      '-t, --type <name>',
      'only events of this name, e.g. CertificateIssued',
      matching(/^[A-Za-z0-9]+$/, 'It must be the name of an event, e.g. CertificateIssued.'),
    )
    .option('--received', "also the copies that a journey keeps of its children's events")
    .option('--json', 'one CloudEvent per line')
    .addHelpText(
      'after',
      '\nExamples:\n  certway events --follow\n  certway events --journey globex-27001 --type NonconformityClosed',
    )
    .action((flags: EventsFlags) => printEvents(options, flags));
  program
    .command('log')
    .description('Work on the event log.')
    .command('resume')
    .description(
      'Start every journey again that Temporal has lost; each takes its state from the log.',
    )
    .option(
      '-j, --journey <id>',
      'only this one, e.g. globex-27001 or globex-27001/stage-1, also when it was terminated',
      matching(/^[A-Za-z0-9_~/-]+$/, 'It must be the id of a journey, e.g. globex-27001.'),
    )
    .option('--json', 'one JSON object per line')
    .action((flags: ResumeFlags) => resume(options, flags));
  addMigrate(program, options);
  return program;
}

/** Both become parts of a subject, where other signs have a meaning of their own. */
function matching(pattern: RegExp, form: string): (given: string) => string {
  return (given) => {
    if (pattern.test(given)) return given;
    throw new InvalidArgumentError(form);
  };
}

function printEvents(options: CliOptions, flags: EventsFlags): Promise<void> {
  const { tenant, signal, write } = options;
  const { follow = false, received = false, journey, type, json } = flags;
  return options.withLog(async (js) => {
    const subscription = {
      tenant,
      follow,
      received,
      signal,
      ...(journey !== undefined && { journey }),
      ...(type !== undefined && { type }),
    };
    for await (const stored of subscribe(js, subscription)) {
      write(json ? JSON.stringify(stored.envelope) : eventLine(stored));
    }
  });
}

function resume(options: CliOptions, flags: ResumeFlags): Promise<void> {
  const { tenant, taskQueue, contract, write } = options;
  const only = flags.journey === undefined ? {} : { only: flags.journey };
  return options.withLog((js) =>
    options.withTemporal(async (client) => {
      let count = 0;
      for await (const one of resumeJourneys({
        ...{ tenant, taskQueue, contract, js, client, ...only },
      })) {
        if (!one.journey.includes('/')) count += 1;
        write(flags.json ? JSON.stringify(one) : resumedLine(one));
      }
      const journeys = count === 1 ? 'journey' : 'journeys';
      if (!flags.json && flags.journey === undefined)
        write(`${String(count)} ${journeys} in the log`);
    }),
  );
}

function resumedLine({ journey, outcome, state }: Resumed): string {
  if (outcome === 'unknown') return `${journey}: the log does not hold it`;
  const isHeld = outcome === 'terminated' || outcome === 'failed';
  const remedy = isHeld ? `; to go on: certway log resume --journey ${journey}` : '';
  return `${journey}: ${outcome}, ${state ?? 'no answer yet'}${remedy}`;
}
