import type { JetStreamClient } from '@nats-io/jetstream';
import type { Client } from '@temporalio/client';
import type { Command } from 'commander';
import { createCatchUp } from '../../catch-up/index.ts';
import { resumeJourneys, type ResumeOptions, type Resumed } from '../../resume/index.ts';
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
  const { write, setExitCode, signal } = options;
  const isWhole = flags.journey === undefined;
  return options.withLog((js, log) =>
    options.withTemporal(async (client) => {
      const seen: Resumed[] = [];
      for await (const one of resumeJourneys(resumeOptions(options, flags, { js, log, client }))) {
        seen.push(one);
        write(flags.json ? JSON.stringify(one) : resumedLine(one));
      }
      signal.throwIfAborted();
      if (seen.some(({ outcome }) => outcome === 'broken')) setExitCode(1);
      // Where no worker answers, asking every one of many thousand would take hours.
      const isAnswered = seen.some(({ state }) => state !== undefined);
      const told = isWhole && isAnswered ? await tellBehind(js, client, options) : [];
      for (const journey of told) {
        write(flags.json ? JSON.stringify({ journey, outcome: 'behind' }) : behindLine(journey));
      }
      if (isWhole && !flags.json) write(totalLine(seen));
    }),
  );
}

function resumeOptions(
  { tenant, taskQueue, contract, machines, progress, signal }: CliOptions,
  { journey }: ResumeFlags,
  servers: Pick<ResumeOptions, 'js' | 'log' | 'client'>,
): ResumeOptions {
  return {
    ...{ ...servers, tenant, taskQueue, contract, machines, signal },
    onProgress: (done) => progress?.(`${String(done)} looked at`),
    ...(journey !== undefined && { only: journey }),
  };
}

/** Workflows that were restored from an older copy of Temporal's database do not know the end of their log. */
async function tellBehind(
  js: JetStreamClient,
  client: Client,
  { tenant }: CliOptions,
): Promise<readonly string[]> {
  const jsm = await js.jetstreamManager();
  const catchUp = createCatchUp({ tenant, js, jsm, client, now: () => Date.now() });
  return (await catchUp.everything()).told;
}

function behindLine(journey: string): string {
  return `${journey}: was behind its log, and was told`;
}

/** How many journeys there are, and what became of them. */
function totalLine(seen: readonly Resumed[]): string {
  const outcomes = seen
    .filter(({ journey }) => !journey.includes('/'))
    .map(({ outcome }) => outcome);
  const parts = [...new Set(outcomes)].map(
    (each) => `${each} ${String(outcomes.filter((outcome) => outcome === each).length)}`,
  );
  const journeys = outcomes.length === 1 ? 'journey' : 'journeys';
  const total = `${String(outcomes.length)} ${journeys} in the log`;
  return parts.length === 0 ? total : `${total}: ${parts.join(', ')}`;
}

/** One journey as one line for people. */
export function resumedLine({ journey, outcome, state, reason }: Resumed): string {
  if (outcome === 'unknown') return `${journey}: the log does not hold it`;
  if (outcome === 'broken') return `${journey}: not started, ${reason ?? 'its log is broken'}`;
  const isHeld = outcome === 'terminated' || outcome === 'failed';
  const remedy = isHeld ? `; to go on: certway log resume --journey ${journey}` : '';
  return `${journey}: ${outcome}, ${state ?? 'no answer yet'}${remedy}`;
}
