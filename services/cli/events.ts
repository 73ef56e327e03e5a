import { InvalidArgumentError, type Command } from 'commander';
import { say } from '../../machines/text/index.ts';
import type { From } from '../consumer/index.ts';
import { subscribe } from '../event-log/index.ts';
import { eventLine } from './event-line.ts';
import { below, examples } from './help/index.ts';
import { JOURNEY, matching, type CliOptions } from './options.ts';

interface EventsFlags {
  readonly from?: From;
  readonly machine?: string;
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
    .description('Print the domain events, in the order in which they were stored.')
    .option('-f, --follow', 'wait for further events')
    .option(
      '--from <where>',
      'beginning, now, an instant (when it was stored), or a stream sequence',
      readFrom,
      'beginning',
    )
    .option(
      '-m, --machine <id>',
      'only events of entities of this machine, e.g. nonconformity',
      matching(/^[A-Za-z0-9_-]+$/, () =>
        say('cli.must.machine', 'It must be the id of a machine, e.g. nonconformity.'),
      ),
    )
    .option(
      '-j, --journey <id>',
      'only this journey and its audits, nonconformities and decisions',
      matching(...JOURNEY),
    )
    .option(
      '-t, --type <name>',
      'only events of this name, e.g. CertificateIssued',
      matching(/^[A-Za-z0-9]+$/, () =>
        say('cli.must.event', 'It must be the name of an event, e.g. CertificateIssued.'),
      ),
    )
    .option('--received', "also the copies that a journey keeps of its children's events")
    .option('--json', 'one CloudEvent per line')
    .addHelpText(
      'after',
      below(
        examples(
          'certway events --follow',
          'certway events --journey globex-27001 --type NonconformityClosed',
          'certway events --machine audit --from 2027-03-01T09:00:00Z',
        ),
      ),
    )
    .action((flags: EventsFlags) => printEvents(options, flags));
}

const instant = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

function readFrom(given: string): From {
  if (given === 'beginning' || given === 'now') return given;
  if (/^[1-9]\d{0,14}$/.test(given)) return { sequence: Number(given) };
  if (instant.test(given) && !Number.isNaN(Date.parse(given))) return { time: given };
  throw new InvalidArgumentError(
    say(
      'cli.must.from',
      'It must be beginning, now, an instant such as 2027-03-01T09:00:00Z, or a stream sequence from 1 on.',
    ),
  );
}

function printEvents(options: CliOptions, flags: EventsFlags): Promise<void> {
  const { tenant, signal, write } = options;
  const { follow = false, received = false, json, journey, type, machine, from } = flags;
  const which = {
    ...(journey !== undefined && { journey }),
    ...(type !== undefined && { type }),
    ...(machine !== undefined && { machine }),
    ...(from !== undefined && { from }),
  };
  return options.withLog(async (js, { personal }) => {
    const subscription = { ...{ tenant, follow, received, personal, signal }, ...which };
    let count = 0;
    for await (const stored of subscribe(js, subscription)) {
      write(json ? JSON.stringify(stored.envelope) : eventLine(stored));
      count += 1;
    }
    const isSilent = json === true || follow || signal.aborted;
    if (count === 0 && !isSilent) write(say('cli.events.none', 'The log holds no such event.'));
  });
}
