import type { Command } from 'commander';
import type { Allowed, AllowedCommand } from '../../../machines/engine/index.ts';
import { say } from '../../../machines/text/index.ts';
import { askJourney } from '../../journeys/index.ts';
import { below, examples } from '../help/index.ts';
import { ENTITY, matching, type CliOptions } from '../options.ts';
import { styled } from '../text.ts';

/** `allowed`: what can be done now, and by whom. */
export function addAllowed(program: Command, options: CliOptions): void {
  program
    .command('allowed')
    .description('Print which commands the present state takes, from whom, and how each is given.')
    .argument('<id>', 'e.g. globex-27001 or globex-27001/nc-s2-003', matching(...ENTITY))
    .option('--json', 'one JSON object')
    .addHelpText('after', below(examples('certway allowed globex-27001')))
    .action((id: string, flags: { readonly json?: true }) => printAllowed(options, id, flags));
}

function printAllowed(
  options: CliOptions,
  id: string,
  { json }: { readonly json?: true },
): Promise<void> {
  const { write } = options;
  return options.withTemporal(async (client) => {
    const found = await askJourney<Allowed>(client, id, { query: 'allowed' });
    if (json) write(JSON.stringify({ entity: id, ...found }));
    else
      for (const text of allowedLines(options, id, dated(found, new Date().toISOString())))
        write(text);
  });
}

/** An example's own day may lie before the case, or be one to come; today is one that a command can have. */
export function dated(found: Allowed, instant: string): Allowed {
  const commands = found.commands.map(({ example, ...rest }) => ({
    ...rest,
    example: 'on' in example ? { ...example, on: instant.slice(0, 10) } : example,
  }));
  return { ...found, commands };
}

/** What is possible, as text with commands to copy. */
export function allowedLines(
  options: Pick<CliOptions, 'hasColor'>,
  id: string,
  { state, commands }: Allowed,
): readonly string[] {
  const own = commands.filter(({ child }) => !child);
  const children = [...new Set(commands.flatMap(({ child }) => child?.open ?? []))];
  return [
    `${id}: ${state}`,
    ...(own.length === 0 ? [say('cli.allowed.nothing', 'nothing is possible any more')] : []),
    ...own.flatMap((each) => commandLines(options, id, each)),
    ...children.map((child) =>
      say('cli.allowed.alsoOpen', 'also open: {command}', {
        command: `certway allowed ${id}/${child}`,
      }),
    ),
  ];
}

function commandLines(
  options: Pick<CliOptions, 'hasColor'>,
  id: string,
  { command, roles, description, example }: AllowedCommand,
): readonly string[] {
  return [
    '',
    `${styled(options, 'bold', command)} (${roles.join(', ')}): ${description}`,
    `  certway do ${id} ${command} --payload '${JSON.stringify(example).replaceAll("'", `'\\''`)}'`,
  ];
}
