import type { Command } from 'commander';
import { say } from '../../../machines/text/index.ts';
import { savedLinks } from '../../journeys/index.ts';
import { below, examples } from '../help/index.ts';
import type { CliOptions } from '../options.ts';
import { linkToQuery } from '../text.ts';

/** `links`: lists of workflows in the Temporal UI. */
export function addLinks(program: Command, options: CliOptions): void {
  program
    .command('links')
    .description(
      'Print links to the lists of the Temporal UI that people look at again and again: what waits for whom, overdue, majors, expiring, suspended.',
    )
    .option('--json', 'one JSON object per line')
    .addHelpText(
      'after',
      below(
        say(
          'help.below.links',
          'What expires soon counts from today: print the links anew rather than keep that one.',
        ),
        examples('certway links'),
      ),
    )
    .action((flags: { readonly json?: true }) => {
      links(options, flags);
    });
}

function links(options: CliOptions, { json }: { readonly json?: true }): void {
  const { write, machines, namespace } = options;
  const today = new Date().toISOString().slice(0, 10);
  const found = savedLinks(machines, today).map(({ name, query }) => ({
    ...{ name, query },
    url: linkToQuery(options, namespace, query),
  }));
  const width = Math.max(...found.map(({ name }) => name.length));
  for (const link of found) {
    write(json ? JSON.stringify(link) : `${link.name.padEnd(width)}  ${link.url}`);
  }
}
