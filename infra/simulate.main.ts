// Plays many journeys in memory and judges every event by invariants; see infra/docs/simulation.md.
import { machines } from '../machines/index.ts';
import { say, speak } from '../machines/text/index.ts';
import { readConfig } from './config/index.ts';
import { simulate } from '../services/simulation/index.ts';
import {
  brokenLines,
  eventLine,
  isTold,
  readSettings,
  resultLines,
  usage,
  type Settings,
} from './simulation/index.ts';
import { watchInterruption } from './stack/index.ts';
import { readCatalogue } from './text/index.ts';

const CLEAR_LINE = '\r\u001B[K';
const [BROKEN, USAGE, INTERRUPTED] = [1, 2, 130];
const isWatched = process.stderr.isTTY;

function write(line: string): void {
  if (isWatched) process.stderr.write(CLEAR_LINE);
  process.stdout.write(`${line}\n`);
}

async function run(settings: Settings): Promise<void> {
  const interruption = watchInterruption(() => process.exit(INTERRUPTED));
  process.stdout.on('error', () => {
    // The reader of a pipe has enough.
    process.exit(INTERRUPTED);
  });
  let told = 0;
  const simulated = await simulate(
    { ...settings, machines },
    {
      signal: interruption.signal,
      onJourney: (done, of) => {
        if (isWatched)
          process.stderr.write(
            `${CLEAR_LINE}${say('simulate.progress', '{done} of {of} journeys', { done, of })}`,
          );
      },
      onEvent: (event, number) => {
        if (settings.only !== undefined && !settings.isJson) write(eventLine(event, number));
      },
      onBreak: (broken) => {
        told += 1;
        if (isTold(told)) brokenLines(broken, settings).forEach(write);
      },
    },
  );
  resultLines(simulated, settings).forEach(write);
  if (simulated.broken.length > 0) process.exitCode = BROKEN;
  if (interruption.signal.aborted) process.exitCode = INTERRUPTED;
}

let settings: Settings | undefined;
try {
  speak(readCatalogue(readConfig().language));
  settings = readSettings(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage()}\n`);
  process.exitCode = USAGE;
}
if (settings?.isHelp) process.stdout.write(`${usage()}\n`);
else if (settings) await run(settings);
