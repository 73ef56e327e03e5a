import type { Command } from 'commander';
import { subscribe } from '../event-log/index.ts';
import { eventLine } from './event-line.ts';
import { matching, type CliOptions } from './options.ts';

interface EventsFlags {
  readonly follow?: true;
  readonly journey?: string;
  readonly type?: string;
  readonly received?: true;
  readonly json?: true;
}

/** `events`: what happened, for people and pipes. */
export function addEvents(program: Command, options: CliOptions): void {
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
}

function printEvents(options: CliOptions, flags: EventsFlags): Promise<void> {
  const { tenant, signal, write } = options;
  const { follow = false, received = false, journey, type, json } = flags;
  return options.withLog(async (js, { personal }) => {
    const subscription = {
      tenant,
      follow,
      received,
      personal,
      signal,
      ...(journey !== undefined && { journey }),
      ...(type !== undefined && { type }),
    };
    for await (const stored of subscribe(js, subscription)) {
      write(json ? JSON.stringify(stored.envelope) : eventLine(stored));
    }
  });
}
