import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Command } from 'commander';
import { railLine, railOf } from '../../../machines/engine/index.ts';
import { nameOf, say } from '../../../machines/text/index.ts';
import type { Row } from '../../journeys/index.ts';
import { below, examples } from '../help/index.ts';
import { ENTITY, machineOf, matching, type CliOptions } from '../options.ts';
import { dayOf, line, named, styled } from '../text.ts';
import { rowNow } from './row-now.ts';

const EVERY_MS = 1_000;

/** `watch`: the rail of a workflow while it moves. */
export function addWatch(program: Command, options: CliOptions): void {
  program
    .command('watch')
    .description(
      'Show how a workflow moves, until it ends or Ctrl-C; in a pipe, a line per change.',
    )
    .argument('<id>', 'e.g. globex-27001 or globex-27001/nc-s2-003', matching(...ENTITY))
    .option('--json', 'one JSON object per change')
    .addHelpText('after', below(examples('certway watch globex-27001')))
    .action((id: string, flags: { readonly json?: true }) => watch(options, id, flags));
}

function watch(options: CliOptions, id: string, { json }: { readonly json?: true }): Promise<void> {
  const { write, redraw } = options;
  return options.withTemporal(async (client) => {
    for await (const row of changesOf(client, id, options.signal)) {
      if (json) write(JSON.stringify(row));
      else if (redraw) redraw(watchLines(options, row));
      else write(watchLine(row));
    }
  });
}

/** What is told of a workflow, whenever it changes, until it has ended. */
async function* changesOf(client: Client, id: string, signal: AbortSignal): AsyncGenerator<Row> {
  let before = '';
  while (!signal.aborted) {
    const row = await rowNow(client, id);
    const now = JSON.stringify(row);
    if (now !== before) yield row;
    before = now;
    if (row.status !== 'running') return;
    await delay(EVERY_MS, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}

/** For a terminal, drawn again in the same place. */
export function watchLines(
  options: Pick<CliOptions, 'hasColor' | 'machines'>,
  row: Row,
): readonly string[] {
  const overdue = row.isOverdue
    ? styled(options, 'red', ` ${say('details.overdue', 'overdue')}`)
    : '';
  const who = row.waitingFor.map(nameOf).join(', ') || say('cli.watch.nobody', 'nobody');
  return [
    railLine(railOf(machineOf(options, row.machine), row.state)),
    named(row.entity, ` ${row.state}${row.status === 'running' ? '' : ` (${row.status})`}`),
    line('waitingFor', `${who}${overdue}`),
    line('nextDue', `${dayOf(row.nextDue)} ${row.nextDueRule ?? ''}`.trimEnd()),
  ];
}

/** For a pipe. */
export function watchLine(row: Row): string {
  const parts = [
    row.state,
    ...(row.status === 'running' ? [] : [row.status]),
    ...(row.waitingFor.length > 0 ? [waitingText(row)] : []),
    ...(row.isOverdue ? [say('details.overdue', 'overdue')] : []),
    ...(row.nextDue === null
      ? []
      : [say('cli.watch.nextDue', 'next due {day}', { day: dayOf(row.nextDue) })]),
  ];
  return `${row.entity}: ${parts.join('; ')}`;
}

function waitingText({ waitingFor }: Row): string {
  const who = waitingFor.map(nameOf).join(', ');
  return say('cli.watch.waitingFor', 'waiting for {who}', { who });
}
