import { InvalidArgumentError, type Command } from 'commander';
import {
  currentBuild,
  moveSleeping,
  planMigration,
  type Planned,
  type Verdict,
} from '../migration/index.ts';
import type { CliOptions } from './options.ts';

const SHOWN_PATHS = 6;
const verdicts: readonly Verdict[] = ['continues', 'migrates', 'changes', 'breaks'];

/** Adds `migrate plan` and `migrate run`. */
export function addMigrate(program: Command, options: CliOptions): void {
  const migrate = program
    .command('migrate')
    .description('Take running journeys to the present build.');
  migrate
    .command('plan')
    .description(
      'Rehearse the build in this checkout against everything that runs, without touching it.',
    )
    .option('--json', 'one JSON object per entity, the totals last')
    .addHelpText(
      'after',
      `
One line per journey, audit, nonconformity and decision:
  continues   the same state on this build
  migrates    by a named migration; the JSON paths that it changes
  changes     folds or loads differently from what runs now; the JSON paths
  breaks      and why: an event that is not legal any more, a state that does not exist, a missing migration

Exit code: 0 when nothing changes or breaks, 1 otherwise.`,
    )
    .action((flags: { readonly json?: true }) => plan(options, flags));
  migrate
    .command('run')
    .description(
      'Tell every workflow that sleeps on an earlier build to go on with the present one.',
    )
    .option('--batch <n>', 'how many are told per second', positive, 50)
    .action((flags: { readonly batch: number }) => run(options, flags));
}

function positive(given: string): number {
  if (/^[1-9]\d{0,5}$/.test(given)) return Number(given);
  throw new InvalidArgumentError('It must be a whole number from 1 on, e.g. 50.');
}

function plan(options: CliOptions, flags: { readonly json?: true }): Promise<void> {
  const { machines, write, progress, setExitCode } = options;
  return options.withLog((js, log) =>
    options.withTemporal(async (client) => {
      const totals = { continues: 0, migrates: 0, changes: 0, breaks: 0 };
      const onProgress = (done: number, of: number): void =>
        progress?.(`${String(done)} of ${String(of)} rehearsed`);
      for await (const one of planMigration({ js, log, client, machines, onProgress })) {
        totals[one.verdict] += 1;
        write(flags.json ? JSON.stringify(one) : planLine(one));
      }
      write(flags.json ? JSON.stringify(totals) : totalLine(totals));
      if (totals.changes + totals.breaks > 0) setExitCode(1);
    }),
  );
}

/** One entity as one line for people. */
export function planLine({ entity, verdict, from, to, paths, reasons, source }: Planned): string {
  const versions = from === to ? '' : ` ${from} → ${to}`;
  const more = paths.length > SHOWN_PATHS ? [`${String(paths.length - SHOWN_PATHS)} more`] : [];
  const details = [...reasons, ...paths.slice(0, SHOWN_PATHS), ...more].join(', ');
  const why = details === '' ? '' : `: ${details}`;
  const how = source === 'log' ? ' (no worker told its state; judged by its log)' : '';
  return `${entity.padEnd(28)}  ${verdict}${source === 'ended' ? ' (ended)' : versions}${why}${how}`;
}

function totalLine(totals: Readonly<Record<Verdict, number>>): string {
  return verdicts.map((verdict) => `${verdict} ${String(totals[verdict])}`).join(', ');
}

function run(options: CliOptions, { batch }: { readonly batch: number }): Promise<void> {
  const { write, progress, signal } = options;
  return options.withTemporal(async (client) => {
    const buildId = await currentBuild(client);
    if (buildId === undefined) {
      write('no build serves yet: npm start');
      return;
    }
    const onProgress = (told: number, of: number): void =>
      progress?.(`${String(told)} of ${String(of)} told`);
    const { told, of } = await moveSleeping({ client, buildId, batch, onProgress, signal });
    write(
      `${String(told)} of ${String(of)} workflows on earlier builds told to go on with ${buildId}`,
    );
  });
}
