import type { Command } from 'commander';
import { nameOf, say } from '../../../machines/text/index.ts';
import { listRunning, type Row } from '../../journeys/index.ts';
import { below, examples } from '../help/index.ts';
import type { CliOptions } from '../options.ts';
import { columns, dayOf, styled } from '../text.ts';

/** `list`: the journeys that run. */
export function addList(program: Command, options: CliOptions): void {
  program
    .command('list')
    .description('List the journeys that run, from what Temporal can search: no worker is needed.')
    .option('--json', 'one JSON object per line')
    .addHelpText('after', below(examples('certway list')))
    .action((flags: { readonly json?: true }) => list(options, flags));
}

function list(options: CliOptions, { json }: { readonly json?: true }): Promise<void> {
  const { write, contract } = options;
  return options.withTemporal(async (client) => {
    const rows = (await listRunning(client)).filter(({ machine }) => machine === contract.id);
    if (json) for (const row of rows) write(JSON.stringify(row));
    else for (const text of rowLines(options, rows)) write(text);
  });
}

/** Journeys as a table for people. */
export function rowLines(
  options: Pick<CliOptions, 'hasColor'>,
  rows: readonly Row[],
): readonly string[] {
  if (rows.length === 0) {
    return [say('cli.list.none', 'No journey runs. To start one: certway start')];
  }
  const heading = [
    say('cli.list.journey', 'JOURNEY'),
    say('cli.list.state', 'STATE'),
    say('cli.list.client', 'CLIENT'),
    say('cli.list.nextDue', 'NEXT DUE'),
    say('cli.list.waitingFor', 'WAITING FOR'),
  ];
  const [head = '', ...lines] = columns([heading, ...rows.map(cellsOf)]);
  return [
    styled(options, 'bold', head),
    ...lines.map((text, index) => (rows[index]?.isOverdue ? styled(options, 'red', text) : text)),
  ];
}

function cellsOf(row: Row): readonly string[] {
  const { entity, state, client, nextDue, nextDueRule, problem } = row;
  const due = nextDueRule === null ? dayOf(nextDue) : `${dayOf(nextDue)} ${nextDueRule}`;
  const overdue = row.isOverdue ? ` (${say('details.overdue', 'overdue')})` : '';
  const stopped =
    problem === null ? '' : ` (${say('cli.list.stopped', 'stopped: {problem}', { problem })})`;
  const waiting = row.waitingFor.length === 0 ? '–' : row.waitingFor.map(nameOf).join(', ');
  return [entity, state, client ?? '–', due, `${waiting}${overdue}${stopped}`];
}
