import type { Command } from 'commander';
import { say } from '../../../machines/text/index.ts';
import { closeGaps, compareAll, type Closed, type Compared } from '../../reconcile/index.ts';
import { below } from '../help/index.ts';
import type { CliOptions } from '../options.ts';

interface ReconcileFlags {
  readonly apply?: true;
  readonly json?: true;
}

const SHOWN_TYPES = 4;

/** `log reconcile`: what the log lacks since it was restored, and bringing it back. */
export function addReconcile(log: Command, options: CliOptions): void {
  log
    .command('reconcile')
    .description(
      'Compare the log with what the workflows know, after NATS was restored from an older copy, and bring back what it lacks.',
    )
    .option('--apply', 'write the missing events; without it nothing is written')
    .option('--json', 'one JSON object per entity that is not in step, the totals last')
    .addHelpText(
      'after',
      below(
        say(
          'help.below.logReconcile',
          `One line per entity that is not in step:
  gap        the log lacks events; they are derived again from Temporal's history and proved by the hash of the last one
  refused    it lacks events that cannot be proved, and why
  conflict   log and workflow hold different events at the same place
  ahead      the workflow lacks events; its worker tells it within a minute
  lost       Temporal does not know it: certway log resume`,
        ),
        say(
          'help.exit.logReconcile',
          'Exit code: 0 when nothing is left to do here, 1 when a gap, refusal or conflict is left.',
        ),
      ),
    )
    .action((flags: ReconcileFlags) => reconcile(options, flags));
}

function reconcile(options: CliOptions, flags: ReconcileFlags): Promise<void> {
  const { machines, write, progress, signal, setExitCode } = options;
  return options.withWritableLog((js, log) =>
    options.withTemporal((client) =>
      options.withReplay(async (replay) => {
        const { compared, gaps } = await compareAll({
          ...{ js, log, client, machines, replay, signal },
          onProgress: (text) => progress?.(text),
        });
        signal.throwIfAborted();
        const jsm = await js.jetstreamManager();
        const onProgress = (done: number, of: number): void =>
          progress?.(say('cli.reconcile.written', '{done} of {of} events written', { done, of }));
        const closed = flags.apply ? await closeGaps(gaps, { log, jsm, onProgress, signal }) : [];
        const outcomes = compared.map((one) => outcomeOf(one, closed));
        for (const one of outcomes.filter(({ standing }) => standing !== 'in step')) {
          write(flags.json ? JSON.stringify(one) : reconcileLine(one));
        }
        const totals = totalsOf(outcomes);
        write(flags.json ? JSON.stringify(totals) : totalLine(totals, flags));
        signal.throwIfAborted();
        if (outcomes.some(isOpen)) setExitCode(1);
      }),
    ),
  );
}

/** One entity with what became of its gap. */
export interface Outcome extends Compared {
  /** Events that were brought back. */
  readonly written: number;
}

function outcomeOf(one: Compared, closed: readonly Closed[]): Outcome {
  const found = closed.find(({ entity }) => entity === one.entity);
  const { written = 0, reason } = found ?? {};
  return { ...one, written, ...(reason !== undefined && { reason }) };
}

function isOpen({ standing, missing, written }: Outcome): boolean {
  return standing === 'refused' || standing === 'conflict' || written < missing.length;
}

/** One entity as one line for people. */
export function reconcileLine(one: Outcome): string {
  const { entity, standing, log, known, missing, written, reason } = one;
  const why = reason === undefined ? '' : `: ${reason}`;
  const place = { entity, log, known };
  if (standing === 'lost')
    return `${say('cli.reconcile.lost', '{entity}: lost to Temporal', place)}${why}`;
  if (standing !== 'gap') {
    return `${say(
      'cli.reconcile.standing',
      '{entity}: {standing, select, refused {refused} conflict {conflict} ahead {ahead} other {in step}}, the log ends at {log}, {known} is known',
      { ...place, standing },
    )}${why}`;
  }
  const count = missing.length - SHOWN_TYPES;
  const more = count > 0 ? [say('cli.more', '{count} more', { count })] : [];
  const types = [...missing.slice(0, SHOWN_TYPES), ...more].join(', ');
  return `${say(
    'cli.reconcile.gap',
    '{entity}: gap, the log ends at {log}, {known} is known: {types}{written, plural, =0 {} other {; {written} written}}',
    { ...place, types, written },
  )}${why}`;
}

type Totals = Readonly<Record<'entities' | 'gaps' | 'missing' | 'written' | 'refused', number>>;

function totalsOf(outcomes: readonly Outcome[]): Totals {
  const gaps = outcomes.filter(({ standing }) => standing === 'gap');
  return {
    entities: outcomes.length,
    gaps: gaps.length,
    missing: gaps.reduce((sum, { missing }) => sum + missing.length, 0),
    written: gaps.reduce((sum, { written }) => sum + written, 0),
    refused: outcomes.filter(({ standing }) => standing === 'refused' || standing === 'conflict')
      .length,
  };
}

function totalLine(totals: Totals, { apply }: ReconcileFlags): string {
  if (apply) {
    return say(
      'cli.reconcile.applied',
      '{entities} {entities, plural, one {entity} other {entities}} compared, {gaps} with a gap, {missing} events missing, {written} written, {refused} refused',
      totals,
    );
  }
  return say(
    'cli.reconcile.total',
    '{entities} {entities, plural, one {entity} other {entities}} compared, {gaps} with a gap, {missing} events missing, {refused} refused{gaps, plural, =0 {} other {; to write them: certway log reconcile --apply}}',
    totals,
  );
}
