import type { Client } from '@temporalio/client';
import { writerKeys } from '../../infra/keys/index.ts';
import { openLog } from '../../infra/worker/index.ts';
import { createProgram } from '../../services/cli/index.ts';
import { begun, play, readCase } from '../support/cases.ts';
import { cliOptions } from '../support/cli-options.ts';
import { pastCase } from '../support/journey-client.ts';
import type { TestStack } from '../support/stack.ts';
import { storyWriter } from '../support/stories.ts';

const FIRST_DAY = Date.parse('2026-11-30');
const DAY_MS = 86_400_000;

/**
 * Lets a journey run that was certified three years ago, as after a loss of Temporal: its log is written, each event with
 * the date that it had, and `certway log resume` starts it. No server could wait for the years between.
 * @returns what the command line said
 */
export async function resumeThirdYear(
  stack: TestStack,
  client: Client,
  journey: string,
): Promise<readonly string[]> {
  const { namespace, tenant, taskQueue, keysDir } = stack.config;
  const open = await openLog(stack.natsUrl, tenant, writerKeys(keysDir));
  try {
    await storyWriter(open.log)(upToRecertification(journey));
    const lines: string[] = [];
    const options = cliOptions({
      ...{ tenant, taskQueue, namespace, write: (line) => void lines.push(line) },
      withLog: (work) => work(open.js, open.log),
      withTemporal: (work) => work(client),
    });
    const words = ['log', 'resume', '--journey', journey];
    await createProgram(options).parseAsync(['node', 'certway', ...words]);
    return lines;
  } finally {
    await open.close();
  }
}

/** The worked case on the day on which its recertification audit was planned: the day before yesterday. */
function upToRecertification(journey: string) {
  const planned = ({ command }: { readonly command: string }) => command === 'planRecertification';
  const { date = '' } = readCase('worked-case-years').steps.find(planned) ?? {};
  const past = { day: (Date.parse(date) - FIRST_DAY) / DAY_MS, ago: 2 };
  const [first, years] = [pastCase('worked-case', past), pastCase('worked-case-years', past)];
  const runner = begun({ ...first, journey });
  play(runner, { ...first, journey });
  play(runner, { journey, steps: years.steps.slice(0, years.steps.findIndex(planned) + 1) });
  return runner;
}
