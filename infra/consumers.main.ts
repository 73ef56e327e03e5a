import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { destination } from 'pino';
import { say, speak } from '../machines/text/index.ts';
import { readConfig } from './config/index.ts';
import { findRunningLog, serveConsumers, type ServingReaders } from './consumers/index.ts';
import { createLogger, createReporter } from './logging/index.ts';
import { watchInterruption } from './stack/index.ts';
import { describeFault, StartError } from './start-error.ts';
import { readCatalogue } from './text/index.ts';

const write = (text: string): void => {
  process.stdout.write(text);
};
// A terminal that was closed takes no more text; what is under way is still to be ended.
process.stdout.on('error', () => undefined);

const inWords = (url: string): string =>
  [
    say(
      'consumers.running',
      `Calendar of due dates   {url}/calendar/<token>.ics   a token: npm run certway -- calendar token create
Webhooks                to every endpoint of npm run certway -- webhook list; a new one: webhook add
How far they are        {url}/metrics`,
      { url },
    ),
    '',
    say('consumers.ctrlC', 'Ctrl-C stops them; nothing is lost.'),
  ].join('\n');

let reporter = createReporter({ write, hasColor: false });
const interruption = watchInterruption(() => process.exit(130));

async function begin(): Promise<ServingReaders> {
  const config = readConfig();
  speak(readCatalogue(config.language));
  if (process.argv.length > 2) {
    throw new StartError(
      'CONFIGURATION_INVALID',
      say('consumers.noArgument', 'npm run consumers takes no argument: {given}', {
        given: process.argv.slice(2).join(' '),
      }),
    );
  }
  reporter = createReporter({ write, hasColor: config.isColorAllowed && process.stdout.isTTY });
  const open = await findRunningLog(config);
  try {
    const folder = join(config.dataDir, 'logs');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'consumers.log');
    const { logLevel: level } = config;
    const to = destination({ dest: path, sync: true });
    const logger = createLogger({ name: 'consumers', level, destination: to });
    const serving = await serveConsumers({ config, logger, open });
    reporter.done(say('consumers.run', 'the consumers run, with their log in {path}', { path }));
    reporter.say(`\n${inWords(serving.url)}\n`);
    return serving;
  } catch (error) {
    await open.close();
    throw error;
  }
}

try {
  const serving = await begin();
  const stop = (): void => {
    reporter.step(say('start.stopping', 'stopping'));
    serving.stop();
  };
  if (interruption.signal.aborted) stop();
  interruption.signal.addEventListener('abort', stop);
  await serving.stopped;
  reporter.done(say('start.stopped', 'stopped'));
} catch (error) {
  reporter.fail(describeFault(error));
  process.exitCode = 1;
}
