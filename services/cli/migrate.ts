import type { Command } from 'commander';
import { say } from '../../machines/text/index.ts';
import {
  currentBuild,
  moveSleeping,
  planMigration,
  type Planned,
  type Verdict,
} from '../migration/index.ts';
import { below } from './help/index.ts';
import { positive, type CliOptions } from './options.ts';

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
      below(
        say(
          'help.below.migratePlan',
          `One line per journey, audit, nonconformity and decision:
  continues   the same state on this build
  migrates    by a named migration; the JSON paths that it changes
  changes     folds or loads differently from what runs now; the JSON paths
  breaks      and why: an event that is not legal any more, a state that does not exist, a missing migration`,
        ),
        say('help.exit.migratePlan', 'Exit code: 0 when nothing changes or breaks, 1 otherwise.'),
      ),
    )
    .action((flags: { readonly json?: true }) => plan(options, flags));
  migrate
    .command('run')
    .description(
      'Tell every workflow that sleeps on an earlier build to go on with the present one.',
    )
    .option('--batch <n>', 'how many are told per second', positive, 50)
    .option('--json', 'one JSON object')
    .action((flags: RunFlags) => run(options, flags));
}

function plan(options: CliOptions, flags: { readonly json?: true }): Promise<void> {
  const { machines, write, progress, setExitCode } = options;
  return options.withLog((js, log) =>
    options.withTemporal(async (client) => {
      const totals = { continues: 0, migrates: 0, changes: 0, breaks: 0 };
      const onProgress = (done: number, of: number): void =>
        progress?.(say('cli.migrate.rehearsed', '{done} of {of} rehearsed', { done, of }));
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
  const count = paths.length - SHOWN_PATHS;
  const more = count > 0 ? [say('cli.more', '{count} more', { count })] : [];
  const details = [...reasons, ...paths.slice(0, SHOWN_PATHS), ...more].join(', ');
  const why = details === '' ? '' : `: ${details}`;
  const how =
    source === 'log'
      ? ` ${say('cli.migrate.byLog', '(no worker told its state; judged by its log)')}`
      : '';
  const now = source === 'ended' ? ` ${say('cli.migrate.ended', '(ended)')}` : versions;
  return `${entity.padEnd(28)}  ${verdictText(verdict)}${now}${why}${how}`;
}

function totalLine(totals: Readonly<Record<Verdict, number>>): string {
  return verdicts.map((verdict) => `${verdictText(verdict)} ${String(totals[verdict])}`).join(', ');
}

function verdictText(verdict: Verdict): string {
  const texts: Readonly<Record<Verdict, string>> = {
    continues: say('cli.migrate.continues', 'continues'),
    migrates: say('cli.migrate.migrates', 'migrates'),
    changes: say('cli.migrate.changes', 'changes'),
    breaks: say('cli.migrate.breaks', 'breaks'),
  };
  return texts[verdict];
}

interface RunFlags {
  readonly batch: number;
  readonly json?: true;
}

function run(options: CliOptions, { batch, json }: RunFlags): Promise<void> {
  const { write, progress, signal } = options;
  return options.withTemporal(async (client) => {
    const buildId = await currentBuild(client);
    if (buildId === undefined) {
      const nobody = say('cli.migrate.noBuild', 'no build serves yet: npm start');
      write(json ? JSON.stringify({ buildId: null, told: 0, of: 0 }) : nobody);
      return;
    }
    const onProgress = (told: number, of: number): void =>
      progress?.(say('cli.migrate.told', '{told} of {of} told', { told, of }));
    const { told, of } = await moveSleeping({ client, buildId, batch, onProgress, signal });
    const moved = say(
      'cli.migrate.moved',
      '{told} of {of} workflows on earlier builds told to go on with {buildId}',
      { told, of, buildId },
    );
    write(json ? JSON.stringify({ buildId, told, of }) : moved);
  });
}
