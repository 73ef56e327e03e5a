import type { Command } from 'commander';
import { say } from '../../../machines/text/index.ts';
import { subscribe } from '../../event-log/index.ts';
import { bodiesOf, openJourneysOf, type Occasion } from '../../fan-out/index.ts';
import { JourneyError } from '../../journeys/index.ts';
import { matching, OPAQUE_ID, type CliOptions } from '../options.ts';
import { helpText, run, withFlags, type Concerned, type FanOutFlags } from './tell.ts';

interface BodyFlags extends FanOutFlags {
  readonly body: string;
  readonly reason?: string;
}

/** Event in which a journey chooses its body. */
const SELECTED = 'RcbSelected';

/** What befalls the accreditation of a certification body. */
export function addAccreditation(parent: Command, options: CliOptions): void {
  const lost = occasion(options, parent, 'accreditation-lost');
  lost
    .description(
      'The body has lost its accreditation: nothing is granted meanwhile, and certificates can be taken over by others for a time.',
    )
    .requiredOption('--reason <text>', 'what the accreditation body decided')
    .addHelpText('after', bodyHelp(lost.name(), " --reason 'Suspended for six months'"));
  const regained = occasion(options, parent, 'accreditation-regained');
  regained
    .description('The body is accredited again.')
    .addHelpText('after', bodyHelp(regained.name(), ''));
}

function bodyHelp(name: string, more: string): string {
  return helpText(`certway fan-out ${name} --body northcert --on 2028-05-02${more}`);
}

function occasion(options: CliOptions, parent: Command, name: Occasion): Command {
  const command = parent
    .command(name)
    .requiredOption(
      '--body <id>',
      'id under which clients choose the body',
      matching(...OPAQUE_ID),
    );
  return withFlags(command).action((flags: BodyFlags) =>
    run(options, flags, concernedBy(options, name, flags)),
  );
}

function concernedBy(
  { tenant, contract, signal, progress }: CliOptions,
  occasion: Occasion,
  { body, reason }: BodyFlags,
): Concerned {
  return {
    order: { occasion, about: body, fields: reason === undefined ? {} : { reason } },
    words: say('cli.fanOut.ofBody', 'of {body}', { body }),
    named: { body },
    find: async (js, running) => {
      progress?.(say('cli.fanOut.reading', 'reading which body each journey has chosen'));
      const chosen = { tenant, machine: contract.id, type: SELECTED, follow: false, signal };
      const bodies = await bodiesOf(subscribe(js, chosen));
      signal.throwIfAborted();
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
    },
  };
}
