import type { Command } from 'commander';
import type { CliOptions } from '../options.ts';
import { addAccreditation } from './accreditation.ts';
import { addEdition } from './edition.ts';

/** `fan-out`: what concerns many journeys at once is recorded in each of them. */
export function addFanOut(program: Command, options: CliOptions): void {
  const parent = program
    .command('fan-out')
    .description(
      'Record in many open journeys at once what concerns them all: what has befallen their certification body, or the end of an edition.',
    );
  addAccreditation(parent, options);
  addEdition(parent, options);
}
