import type { Command } from 'commander';
import { resumeJourneys, type Resumed } from '../../resume/index.ts';
import { matching, type CliOptions } from '../options.ts';

interface ResumeFlags {
  readonly journey?: string;
  readonly json?: true;
}

/** `log resume`: journeys that Temporal has lost. */
export function addResume(log: Command, options: CliOptions): void {
  log
    .command('resume')
    .description(
      'Start every journey again that Temporal has lost; each takes its state from the log.',
    )
    .option(
      '-j, --journey <id>',
      'only this one, e.g. globex-27001 or globex-27001/stage-1, also when it was terminated',
      matching(/^[A-Za-z0-9_~/-]+$/, 'It must be the id of a journey, e.g. globex-27001.'),
    )
    .option('--json', 'one JSON object per line')
    .action((flags: ResumeFlags) => resume(options, flags));
}

function resume(options: CliOptions, flags: ResumeFlags): Promise<void> {
  const { tenant, taskQueue, contract, machines, write, progress, signal, setExitCode } = options;
  const only = flags.journey === undefined ? {} : { only: flags.journey };
  return options.withLog((js, log) =>
    options.withTemporal(async (client) => {
      const counts = new Map<Resumed['outcome'], number>();
      const onProgress = (done: number): void => progress?.(`${String(done)} looked at`);
      for await (const one of resumeJourneys({
        ...{ tenant, taskQueue, contract, machines, js, log, client, signal, onProgress, ...only },
      })) {
        const isJourney = !one.journey.includes('/');
        if (isJourney) counts.set(one.outcome, (counts.get(one.outcome) ?? 0) + 1);
        if (one.outcome === 'broken') setExitCode(1);
        write(flags.json ? JSON.stringify(one) : resumedLine(one));
      }
      if (!flags.json && flags.journey === undefined) write(totalLine(counts));
    }),
  );
}

function totalLine(counts: ReadonlyMap<Resumed['outcome'], number>): string {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const parts = [...counts].map(([outcome, count]) => `${outcome} ${String(count)}`);
  const each = parts.length > 1 ? `: ${parts.join(', ')}` : '';
  return `${String(total)} ${total === 1 ? 'journey' : 'journeys'} in the log${each}`;
}

/** One journey as one line for people. */
export function resumedLine({ journey, outcome, state, reason }: Resumed): string {
  if (outcome === 'unknown') return `${journey}: the log does not hold it`;
  if (outcome === 'broken') return `${journey}: not started, ${reason ?? 'its log is broken'}`;
  const isHeld = outcome === 'terminated' || outcome === 'failed';
  const remedy = isHeld ? `; to go on: certway log resume --journey ${journey}` : '';
  return `${journey}: ${outcome}, ${state ?? 'no answer yet'}${remedy}`;
}
