import type { JetStreamClient } from '@nats-io/jetstream';
import type { Client } from '@temporalio/client';
import type { Command } from 'commander';
import { say } from '../../../machines/text/index.ts';
import { createCatchUp } from '../../catch-up/index.ts';
import { resumeJourneys, type ResumeOptions, type Resumed } from '../../resume/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { ENTITY, matching, type CliOptions } from '../options.ts';

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
      matching(...ENTITY),
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
      setExitCode(codeOf(seen));
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

function codeOf(seen: readonly Resumed[]): number {
  if (seen.some(({ outcome }) => outcome === 'broken')) return exitCodes.FAILED;
  const isUnknown = seen.some(({ outcome }) => outcome === 'unknown');
  return isUnknown ? exitCodes.NOT_THERE : exitCodes.DONE;
}

function resumeOptions(
  { tenant, taskQueue, contract, machines, progress, signal }: CliOptions,
  { journey }: ResumeFlags,
  servers: Pick<ResumeOptions, 'js' | 'log' | 'client'>,
): ResumeOptions {
  return {
    ...{ ...servers, tenant, taskQueue, contract, machines, signal },
    onProgress: (done) => progress?.(say('cli.resume.progress', '{done} looked at', { done })),
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
  return say('cli.resume.behind', '{journey}: was behind its log, and was told', { journey });
}

/** How many journeys there are, and what became of them. */
function totalLine(seen: readonly Resumed[]): string {
  const outcomes = seen
    .filter(({ journey }) => !journey.includes('/'))
    .map(({ outcome }) => outcome);
  const parts = [...new Set(outcomes)].map(
    (each) =>
      `${outcomeText(each)} ${String(outcomes.filter((outcome) => outcome === each).length)}`,
  );
  const total = say(
    'cli.resume.total',
    '{count} {count, plural, one {journey} other {journeys}} in the log',
    { count: outcomes.length },
  );
  return parts.length === 0 ? total : `${total}: ${parts.join(', ')}`;
}

/** One journey as one line for people. */
export function resumedLine({ journey, outcome, state, reason }: Resumed): string {
  if (outcome === 'unknown') {
    return say('cli.resume.unknown', '{journey}: the log does not hold it', { journey });
  }
  if (outcome === 'broken') {
    const why = reason ?? say('cli.resume.brokenLog', 'its log is broken');
    return say('cli.resume.notStarted', '{journey}: not started, {why}', { journey, why });
  }
  const where = state ?? say('cli.resume.noAnswer', 'no answer yet');
  const line = `${journey}: ${outcomeText(outcome)}, ${where}`;
  if (outcome !== 'terminated' && outcome !== 'failed') return line;
  const command = `certway log resume --journey ${journey}`;
  return `${line}; ${say('cli.resume.goOn', 'to go on: {command}', { command })}`;
}

function outcomeText(outcome: Resumed['outcome']): string {
  const texts: Readonly<Record<Resumed['outcome'], string>> = {
    resumed: say('cli.resume.isResumed', 'resumed'),
    running: say('cli.resume.isRunning', 'running'),
    ended: say('cli.resume.isEnded', 'ended'),
    failed: say('cli.resume.isFailed', 'failed'),
    terminated: say('cli.resume.isTerminated', 'terminated'),
    broken: say('cli.resume.isBroken', 'broken'),
    unknown: say('cli.resume.isUnknown', 'unknown'),
  };
  return texts[outcome];
}
