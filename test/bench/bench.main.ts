// Measures, and prints a table; see README.md.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { watchInterruption } from '../../infra/stack/index.ts';
import { commandsWorkload } from './commands.ts';
import { addMeasurement, LOG_HEAD, logLine, verdictsOn } from './log-lines.ts';
import { logWorkload } from './log.ts';
import { compare } from './report/compare.ts';
import { verdicts, type Verdict } from './report/goals.ts';
import { linesOf, type Line, type Run } from './report/series.ts';
import { comparisonTable, goalTable, table } from './report/table.ts';
import { collectResults, type Results } from './report/results.ts';
import { scaleWorkload } from './scale.ts';

const usage = `npm run bench -- [commands | peers | idle | log | scale] [OPTION …]

  commands        certway against the baselines; what is measured without a name
  peers           the same, with Restate and DBOS as well, which are installed first
  idle            10,000 journeys that rest, then a command to 500 of them that no worker remembers
  log             the event log alone
  scale           a log of 100, 1,000 and 3,000 journeys: what it needs
  --quick         in less than three minutes
  --journeys N    so many that rest, from 20 on; a fifth of them are started under the clock
  --json          a JSON object per workload and variant instead of the table
  --out FILE      where the run is written, as JSON; dist/bench/WORKLOAD.json otherwise
  --compare FILE  an earlier run: tells what became slower than its noise
  --temporal HOST:PORT  with a Temporal server that runs already, instead of the development server
  --profile DIR   writes CPU profiles of the workers, and what their heaps hold; the figures then mean little`;

const workloads = ['commands', 'peers', 'idle', 'log', 'scale'] as const;
const LEAST_JOURNEYS = 20;
const MISSED = 1;
const USAGE = 2;
const INTERRUPTED = 130;
const CLEAR_LINE = '\r\u001B[K';

interface Settings {
  readonly workload: (typeof workloads)[number];
  readonly isQuick: boolean;
  readonly isJson: boolean;
  readonly file: string;
  readonly profileDir: string | undefined;
  readonly idleJourneys: number | undefined;
  readonly temporalAddress: string | undefined;
  /** The run that this one is compared with. */
  readonly earlier: { readonly file: string; readonly run: Run } | undefined;
}

function readArguments(): Settings {
  const { values, positionals } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      out: { type: 'string' },
      compare: { type: 'string' },
      profile: { type: 'string' },
      journeys: { type: 'string' },
      temporal: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
    allowPositionals: true,
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  const [name = 'commands', ...rest] = positionals;
  const workload = workloads.find((each) => each === name);
  if (!workload || rest.length > 0) {
    throw new Error(`there is no workload "${positionals.join(' ')}"`);
  }
  const file = values.out ?? `dist/bench/${workload}.json`;
  const earlier = values.compare === undefined ? undefined : readRun(values.compare, workload);
  const { quick: isQuick, json: isJson, profile: profileDir } = values;
  const idleJourneys = readJourneys(values.journeys, workload);
  const temporalAddress = readAddress(values.temporal, workload);
  return { workload, isQuick, isJson, profileDir, file, earlier, idleJourneys, temporalAddress };
}

function readAddress(text: string | undefined, workload: string): string | undefined {
  if (text === undefined) return undefined;
  if (workload === 'log' || workload === 'scale') {
    throw new Error(`--temporal is not for the workload "${workload}", which needs none`);
  }
  if (/^[^\s:]+:\d+$/.test(text)) return text;
  throw new Error(`--temporal ${text}: it is HOST:PORT`);
}

function readJourneys(text: string | undefined, workload: string): number | undefined {
  if (text === undefined) return undefined;
  if (workload !== 'idle') throw new Error('--journeys is for the workload "idle"');
  const count = Number(text);
  if (Number.isInteger(count) && count >= LEAST_JOURNEYS) return count;
  throw new Error(`--journeys ${text}: it is a whole number from ${String(LEAST_JOURNEYS)} on`);
}

/** Read before anything is measured: a wrong file costs no half hour. */
function readRun(file: string, workload: string): { file: string; run: Run } {
  let run: Partial<Run> | null;
  try {
    run = JSON.parse(readFileSync(file, 'utf8')) as Partial<Run> | null;
  } catch (error) {
    throw new Error(`${file} cannot be read as a run: ${String(error)}`, { cause: error });
  }
  if (!Array.isArray(run?.lines)) throw new Error(`${file} is no run of this benchmark`);
  if (run.workload !== workload) {
    throw new Error(`${file} is a run of "${String(run.workload)}", not of "${workload}"`);
  }
  return { file, run: run as Run };
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const clear = (): void => {
  if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE);
};

/** On a terminal only: the line that is replaced by the next one. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${CLEAR_LINE}${text}`);
}

function machine(): Run['machine'] {
  const [cpu] = cpus();
  const load = Number((loadavg()[0] ?? 0).toFixed(2));
  return { node: process.version, cpu: cpu?.model ?? '', cores: cpus().length, load };
}

/**
 * Measures into the results, where everything stays whatever comes in between.
 * @returns what came of goals that are the workload's own
 */
async function measure(
  { workload, isQuick, isJson, profileDir, idleJourneys, temporalAddress }: Settings,
  signal: AbortSignal,
  results: Results,
): Promise<readonly Verdict[]> {
  if (workload === 'scale') {
    await scaleWorkload({ isQuick, results, progress });
    return [];
  }
  if (workload !== 'log') {
    const given = { isQuick, signal, progress, results, profileDir, idleJourneys };
    await commandsWorkload({ ...given, temporalAddress, set: workload });
    return [];
  }
  const found: Verdict[] = [];
  const tell = isJson ? () => undefined : (line: string) => process.stdout.write(`${line}\n`);
  tell(LOG_HEAD);
  await logWorkload({
    isQuick,
    report: (measurement) => {
      addMeasurement(results, measurement);
      found.push(...verdictsOn(measurement));
      tell(logLine(measurement));
    },
  });
  return found;
}

/** Resolves to what ends the run before its end. */
function interrupted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

/** What was measured, as it is asked for; the log has told its lines one by one. */
function shown({ workload, isJson }: Settings, lines: readonly Line[]): string {
  if (isJson) return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  return workload === 'log' || lines.length === 0 ? '' : `${table(lines)}\n`;
}

function report(settings: Settings, run: Run, own: readonly Verdict[]): number {
  const { isJson, isQuick, file, earlier } = settings;
  const reached = [...verdicts(run.lines), ...own];
  process.stdout.write(shown(settings, run.lines));
  if (!isJson && reached.length > 0) process.stdout.write(`\n${goalTable(reached)}\n`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(run, null, 2)}\n`);
  say(`written to ${file}`);
  const comparison = earlier && compare(earlier.run.lines, run.lines);
  if (comparison) say(comparisonTable(comparison, earlier.file));
  const isMissed = reached.some(({ isReached }) => !isReached) && !isQuick;
  const isBehind = comparison !== undefined && comparison.slower.length > 0;
  return isMissed || isBehind ? verdictOf(run.machine) : 0;
}

/** A busy machine accuses nobody. */
function verdictOf({ load, cores }: Run['machine']): number {
  if (load <= cores) return MISSED;
  say(`the machine was busy (load ${String(load)} on ${String(cores)} cores): measure again`);
  return 0;
}

async function main(settings: Settings): Promise<number> {
  const { workload, isQuick, temporalAddress: temporal } = settings;
  const { signal } = watchInterruption(() => process.exit(INTERRUPTED));
  const head = { workload, isQuick, at: new Date().toISOString(), machine: machine(), temporal };
  const results = collectResults();
  let own: readonly Verdict[];
  try {
    own = await Promise.race([measure(settings, signal, results), interrupted(signal)]);
  } catch (error) {
    clear();
    if (!signal.aborted) throw error;
    process.stdout.write(shown(settings, linesOf(results.series())));
    say('interrupted: the run is not written to a file');
    return INTERRUPTED;
  }
  clear();
  return report(settings, { ...head, lines: linesOf(results.series()) }, own);
}

let settings: Settings;
try {
  settings = readArguments();
} catch (error) {
  say(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exit(USAGE);
}
try {
  // The native runtime of an interrupted run would keep the process alive.
  process.exit(await main(settings));
} catch (error) {
  clear();
  say(inspect(error));
  process.exit(MISSED);
}
