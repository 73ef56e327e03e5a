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
  const { tenant, taskQueue, contract, write } = options;
  const only = flags.journey === undefined ? {} : { only: flags.journey };
  return options.withLog((js) =>
    options.withTemporal(async (client) => {
      let count = 0;
      for await (const one of resumeJourneys({
        ...{ tenant, taskQueue, contract, js, client, ...only },
      })) {
        if (!one.journey.includes('/')) count += 1;
        write(flags.json ? JSON.stringify(one) : resumedLine(one));
      }
      const journeys = count === 1 ? 'journey' : 'journeys';
      if (!flags.json && flags.journey === undefined)
        write(`${String(count)} ${journeys} in the log`);
    }),
  );
}

function resumedLine({ journey, outcome, state }: Resumed): string {
  if (outcome === 'unknown') return `${journey}: the log does not hold it`;
  const isHeld = outcome === 'terminated' || outcome === 'failed';
  const remedy = isHeld ? `; to go on: certway log resume --journey ${journey}` : '';
  return `${journey}: ${outcome}, ${state ?? 'no answer yet'}${remedy}`;
}
