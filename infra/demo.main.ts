import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Runtime } from '@temporalio/worker';
import { eventLine } from '../services/cli/index.ts';
import { readConfig } from './config/index.ts';
import { rail, runDemo, type DemoResult } from './demo/index.ts';
import { createLogger, createReporter, runtimeOptions } from './logging/index.ts';
import { clearDataFolder, killRegistered, watchInterruption } from './stack/index.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, years: { type: 'string' } },
});
const began = performance.now();
const write = (text: string): void => {
  process.stdout.write(text);
};
const config = readConfig();
const hasColor = process.stdout.isTTY && config.isColorAllowed;
const reporter = createReporter({ write, hasColor });
// Always the same folder: what a killed demonstration has left is ended by the next one.
const dataDir = join(config.dataDir, 'demo');
const unread = new AbortController();
process.stdout.on('error', (error) => {
  // The reader of a pipe has enough.
  unread.abort(error);
});
const interruption = watchInterruption(() => {
  killRegistered(dataDir);
  process.exit(130);
});
Runtime.install(
  runtimeOptions({
    logger: createLogger({ name: 'demo', level: 'error', destination: process.stderr }),
  }),
);

let shown = '';
const say = values.json ? (): void => undefined : reporter.say;
try {
  if (values.years !== undefined && values.years !== '3') {
    throw new Error(`--years ${values.years}: the case goes on for 3 years`);
  }
  await clearDataFolder(dataDir, values.json ? () => undefined : reporter.step);
  const demo: DemoResult = await runDemo({
    config: {
      ...config,
      dataDir,
      temporalAddress: undefined,
      natsUrl: undefined,
      temporalPort: 0,
      natsPort: 0,
    },
    goesOn: values.years !== undefined,
    signal: AbortSignal.any([interruption.signal, unread.signal]),
    onStep: values.json ? () => undefined : reporter.step,
    onEvent: (event) => {
      write(`${values.json ? JSON.stringify(event.envelope) : eventLine(event)}\n`);
    },
    onState: ({ path }) => {
      const line = rail(path);
      if (line !== shown) say(`\n${line}\n`);
      shown = line;
    },
  });
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  if (values.json) write(`${JSON.stringify({ ...demo, seconds })}\n`);
  else {
    const { result, events, entities, foldEqualsState } = demo;
    const fold = foldEqualsState ? 'equals' : 'DIFFERS FROM';
    reporter.done(
      `${result}: ${String(events)} events of ${String(entities)} entities in ${String(seconds)} s; the folded log ${fold} the workflows' state`,
    );
  }
  if (!demo.foldEqualsState || !demo.result.endsWith('certified')) process.exitCode = 1;
} catch (error) {
  const isInterrupted = interruption.received() !== undefined || unread.signal.aborted;
  process.exitCode = isInterrupted ? 130 : 1;
  if (!isInterrupted) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}
