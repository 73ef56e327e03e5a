import { parseArgs } from 'node:util';
import { Runtime } from '@temporalio/worker';
import { say, speak } from '../machines/text/index.ts';
import { eventLine } from '../services/cli/index.ts';
import { readConfig, type Config } from './config/index.ts';
import { ownServersConfig, rail, runDemo, type DemoResult } from './demo/index.ts';
import { createLogger, createReporter, runtimeOptions } from './logging/index.ts';
import { killRegistered, watchInterruption } from './stack/index.ts';
import { readCatalogue } from './text/index.ts';

const began = performance.now();
const write = (text: string): void => {
  process.stdout.write(text);
};
const unread = new AbortController();
process.stdout.on('error', (error) => {
  // The reader of a pipe has enough.
  unread.abort(error);
});

interface Settings {
  readonly json: boolean;
  readonly goesOn: boolean;
  readonly casePath: string | undefined;
}

/** @throws Error for an option that it does not know */
function readArguments(): Settings {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      years: { type: 'string' },
      case: { type: 'string' },
    },
  });
  if (values.years !== undefined && values.years !== '3') {
    throw new Error(
      say('demo.years', '{given}: the case goes on for 3 years', {
        given: `--years ${values.years}`,
      }),
    );
  }
  if (values.years !== undefined && values.case !== undefined) {
    throw new Error(
      say('demo.both', '--years goes on with the worked case, --case plays another one: not both'),
    );
  }
  return { json: values.json, goesOn: values.years !== undefined, casePath: values.case };
}

async function play(settings: Settings, config: Config, signal: AbortSignal): Promise<DemoResult> {
  const { json, goesOn, casePath } = settings;
  const hasColor = process.stdout.isTTY && config.isColorAllowed;
  const reporter = createReporter({ write, hasColor });
  const step = json ? (): void => undefined : reporter.step;
  let shown = '';
  const demo = await runDemo({
    ...{ config, goesOn, casePath, signal, onStep: step },
    onEvent: (event) => {
      write(`${json ? JSON.stringify(event.envelope) : eventLine(event)}\n`);
    },
    onState: ({ path }) => {
      const line = rail(path);
      if (line !== shown && !json) reporter.say(`\n${line}\n`);
      shown = line;
    },
  });
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  if (json) write(`${JSON.stringify({ ...demo, seconds })}\n`);
  else reporter.done(inWords(demo, seconds));
  return demo;
}

function inWords({ result, events, entities, foldEqualsState }: DemoResult, seconds: number) {
  const values = { result: words(result), events, entities, seconds: String(seconds) };
  return foldEqualsState
    ? say(
        'demo.done',
        "{result}: {events} events of {entities} entities in {seconds} s; the folded log equals the workflows'' state",
        values,
      )
    : say(
        'demo.differs',
        "{result}: {events} events of {entities} entities in {seconds} s; the folded log DIFFERS FROM the workflows'' state",
        values,
      );
}

function words(result: string): string {
  if (result === 'certified') return say('demo.certified', 'certified');
  return result === 'recertified' ? say('demo.recertified', 'recertified') : result;
}

let isInterrupted = (): boolean => unread.signal.aborted;
try {
  const given = readConfig();
  speak(readCatalogue(given.language));
  const settings = readArguments();
  const config = ownServersConfig(given, 'demo');
  const interruption = watchInterruption(() => {
    killRegistered(config.dataDir);
    process.exit(130);
  });
  isInterrupted = () => interruption.signal.aborted || unread.signal.aborted;
  const logger = createLogger({ name: 'demo', level: 'error', destination: process.stderr });
  Runtime.install(runtimeOptions({ logger }));
  const signal = AbortSignal.any([interruption.signal, unread.signal]);
  const { result, foldEqualsState } = await play(settings, config, signal);
  if (!foldEqualsState || !result.endsWith('certified')) process.exitCode = 1;
} catch (error) {
  process.exitCode = isInterrupted() ? 130 : 1;
  if (!isInterrupted()) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
} finally {
  // A runtime without a worker keeps the process alive.
  await Runtime.instance().shutdown();
}
