import type { Command } from 'commander';
import { say } from '../../../machines/text/index.ts';
import { subscribe } from '../../event-log/index.ts';
import { editionsOf, journeysUnder } from '../../fan-out/index.ts';
import { JourneyError } from '../../journeys/index.ts';
import { CommandError, type CliOptions } from '../options.ts';
import { dateIn, helpText, run, withFlags, type Concerned, type FanOutFlags } from './tell.ts';

interface EditionFlags extends FanOutFlags {
  readonly edition: string;
  readonly decisionsUntil: string;
  readonly certificatesUntil: string;
  readonly source: string;
}

/** Event with which a journey goes to the next edition. */
const MOVED = 'StandardTransitionCompleted';

/** Until when an edition of the standard lasts. */
export function addEdition(parent: Command, options: CliOptions): void {
  const command = parent
    .command('edition-end')
    .description(
      'It was published, or changed, until when an edition of the standard is certified to and its certificates last.',
    )
    .requiredOption('--edition <edition>', 'standard and edition that ends, e.g. 27001:2013')
    .requiredOption('--decisions-until <date>', 'last day of decisions to certify to it')
    .requiredOption('--certificates-until <date>', 'last day of every certificate to it')
    .requiredOption('--source <text>', 'document that says so');
  withFlags(command)
    .addHelpText(
      'after',
      helpText(
        "certway fan-out edition-end --edition 27001:2013 --decisions-until 2024-04-30 --certificates-until 2025-10-31 --source 'IAF MD 26:2023' --on 2023-02-15",
      ),
    )
    .action((flags: EditionFlags) => run(options, flags, concernedBy(options, flags)));
}

function concernedBy(options: CliOptions, flags: EditionFlags): Concerned {
  const { edition, source } = flags;
  const decisionsUntil = dateIn('--decisions-until', flags.decisionsUntil);
  const certificatesUntil = dateIn('--certificates-until', flags.certificatesUntil);
  if (certificatesUntil < decisionsUntil) {
    throw new CommandError(
      say(
        'cli.fanOut.order',
        '{flag} {given} comes before --decisions-until {decisionsUntil}: certificates last at least as long as decisions are taken.',
        { flag: '--certificates-until', given: certificatesUntil, decisionsUntil },
      ),
    );
  }
  return {
    order: {
      occasion: 'edition-end',
      about: [edition, decisionsUntil, certificatesUntil].join(':'),
      fields: { edition, decisionsUntil, certificatesUntil, source },
    },
    words: say('cli.fanOut.underEdition', 'under {edition}', { edition }),
    named: { edition },
    find: findIn(options, edition),
  };
}

function findIn(
  { tenant, contract, signal, progress }: CliOptions,
  edition: string,
): Concerned['find'] {
  return async (js, running) => {
    progress?.(
      say('cli.fanOut.readingEditions', 'reading to which edition each journey certifies'),
    );
    const of = (type: string) =>
      subscribe(js, { tenant, machine: contract.id, type, follow: false, signal });
    const editions = await editionsOf(of(contract.starts), of(MOVED));
    signal.throwIfAborted();
    const rows = journeysUnder(edition, editions, running);
    if (rows.length > 0) return rows;
    const open = running.flatMap(({ entity }) => editions.get(entity) ?? []);
    const known = [...new Set(open)].sort().join(', ');
    throw new JourneyError(
      'unknown',
      known === ''
        ? say('cli.fanOut.noneUnder', 'No open journey certifies to {edition}.', { edition })
        : say(
            'cli.fanOut.noneUnderOf',
            'No open journey certifies to {edition}; open ones certify to {known}.',
            { edition, known },
          ),
    );
  };
}
