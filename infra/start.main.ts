import { say, speak } from '../machines/text/index.ts';
import { readConfig } from './config/index.ts';
import type { Config } from './config/index.ts';
import { createReporter } from './logging/index.ts';
import type { Reporter } from './logging/index.ts';
import {
  clearDataFolder,
  describeNext,
  killRegistered,
  registerProgram,
  reservePort,
  startStack,
  watchInterruption,
  workerProgram,
} from './stack/index.ts';
import type { Interruption, Stack } from './stack/index.ts';
import { describeFault, StartError } from './start-error.ts';
import { readCatalogue } from './text/index.ts';

const lostJourneys = ({ contents: { eventCount } }: Stack): string =>
  say(
    'start.lost',
    `The log holds {eventCount} events, but Temporal knows no journey: its data was lost. Two ways on:
  npm run certway -- log resume   starts every journey again from the log
  npm start -- --fresh            removes all data and begins anew`,
    { eventCount },
  );

/** Runs until the person has enough, or a program ends that should not. */
async function serve(stack: Stack, reporter: Reporter, signal: AbortSignal): Promise<void> {
  const { eventCount, journeyCount } = stack.contents;
  if (eventCount > 0 && journeyCount === 0) reporter.warn(lostJourneys(stack));
  reporter.step(
    say(
      'start.bundlingAll',
      'bundling the workflows and starting the worker and the public register',
    ),
  );
  await Promise.all([
    stack.run(workerProgram(stack.config)),
    stack.run(registerProgram(stack.config)),
  ]);
  const { dataDir } = stack.config;
  reporter.done(say('start.runs', 'certway runs, with its data in {dataDir}', { dataDir }));
  reporter.say(`\n${await describeNext(stack)}\n`);
  const failure = await Promise.race([stack.failure, untilAborted(signal)]);
  if (failure) throw failure;
}

const untilAborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined));
  });

interface Settings {
  readonly config: Config;
  readonly isFresh: boolean;
}

async function startAndServe(
  { config, isFresh }: Settings,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<void> {
  if (isFresh) {
    await clearDataFolder(config.dataDir, reporter.step);
    const { dataDir } = config;
    reporter.done(say('start.removed', 'removed the data in {dataDir}', { dataDir }));
  }
  const registerPort = await reservePort({
    port: config.registerPort,
    purpose: say('start.purposeRegister', 'public register'),
    variable: 'CERTWAY_REGISTER_PORT',
  });
  const settled = { ...config, registerPort };
  const stack = await startStack({ config: settled, report: reporter.step, signal });
  try {
    await serve(stack, reporter, signal);
  } finally {
    reporter.step(say('start.stopping', 'stopping'));
    await stack.stop();
  }
}

/** @throws StartError `CONFIGURATION_INVALID` when there is anything but `--fresh` */
function readArguments(): { readonly isFresh: boolean } {
  const given = process.argv.slice(2);
  const unknown = given.filter((argument) => argument !== '--fresh');
  if (unknown.length === 0) return { isFresh: given.length > 0 };
  throw new StartError(
    'CONFIGURATION_INVALID',
    say(
      'start.unknown',
      'npm start does not know {given}: it takes --fresh, which removes all data, or nothing.',
      { given: unknown.join(' ') },
    ),
  );
}

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** @returns the exit code: 0 also after an orderly stop, 128 + n when a signal came before it ran */
async function main(write: (text: string) => void): Promise<number> {
  let reporter = createReporter({ write, hasColor: false });
  let interruption: Interruption | undefined;
  try {
    const config = readConfig();
    speak(readCatalogue(config.language));
    const { isFresh } = readArguments();
    reporter = createReporter({ write, hasColor: config.isColorAllowed && process.stdout.isTTY });
    interruption = watchInterruption(() => {
      killRegistered(config.dataDir);
      process.exit(exitCodes.SIGINT);
    });
    await startAndServe({ config, isFresh }, reporter, interruption.signal);
    reporter.done(say('start.stopped', 'stopped'));
    return 0;
  } catch (fault) {
    const received = interruption?.received();
    if (received === undefined) reporter.fail(describeFault(fault));
    else reporter.done(say('start.stoppedBefore', 'stopped before it ran'));
    return received === undefined ? 1 : exitCodes[received];
  }
}

// A terminal that was closed takes no more text; the servers are still to be stopped.
process.stdout.on('error', () => undefined);
process.exitCode = await main((text) => void process.stdout.write(text));
