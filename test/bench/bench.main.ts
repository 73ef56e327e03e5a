// Measures, and prints a table:
//
//   npm run bench -- WORKLOAD [--quick] [--json FILE]
//
// Ends with 1 when a goal is missed; a quick run, or one on a busy machine, only says so.
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { logWorkload } from './log.ts';
import type { Measurement, Workload } from './measure.ts';

const workloads: Readonly<Record<string, Workload>> = { log: logWorkload };

const usage = `npm run bench -- WORKLOAD [--quick] [--json FILE]; workloads: ${Object.keys(workloads).join(', ')}`;

function readArguments() {
  const options = { quick: { type: 'boolean' }, json: { type: 'string' } } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [name = '', ...rest] = positionals;
    const workload = workloads[name];
    if (!workload || rest.length > 0) throw new Error(`there is no workload ${name}`);
    return { name, workload, isQuick: values.quick === true, file: values.json };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    process.exit(2);
  }
}

const column = (value: number | undefined): string =>
  (value?.toLocaleString('en') ?? '').padStart(12);

function lineOf({ what, value, unit, perCpuSecond, goal }: Measurement): string {
  const verdict = goal === undefined ? '' : `  goal ${goal.toLocaleString('en')}`;
  return `${what.padEnd(40)}${column(value)} ${unit.padEnd(9)}${column(perCpuSecond)}${verdict}`;
}

const { name, workload, isQuick, file } = readArguments();
const measurements: Measurement[] = [];
const load = loadavg()[0] ?? 0;
const isBusy = load > cpus().length;
process.stdout.write(`${' '.repeat(62)}per CPU second\n`);
await workload({
  isQuick,
  report: (measurement) => {
    measurements.push(measurement);
    process.stdout.write(`${lineOf(measurement)}\n`);
  },
});
if (file !== undefined) {
  const [cpu] = cpus();
  const machine = { node: process.version, cpu: cpu?.model ?? '', cores: cpus().length, load };
  const at = new Date().toISOString();
  const result = { workload: name, isQuick, at, machine, measurements };
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
}
const missed = measurements.filter(({ value, goal }) => goal !== undefined && value < goal);
if (isBusy) {
  process.stderr.write(
    `the machine was busy (load ${load.toFixed(1)} on ${String(cpus().length)} cores): it can do more than this\n`,
  );
}
if (missed.length > 0 && !isQuick) {
  process.stderr.write(`missed: ${missed.map(({ what }) => what).join('; ')}\n`);
  if (!isBusy) process.exitCode = 1;
}
