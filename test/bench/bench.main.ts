// Measures, and prints a table:
//
//   npm run bench -- WORKLOAD [--quick] [--json FILE]
//
// Ends with 1 when a goal is missed; a quick run is too short to miss one.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
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

function lineOf({ what, value, unit, goal }: Measurement): string {
  const verdict = goal === undefined ? '' : `  goal ${goal.toLocaleString('en')}`;
  return `${what.padEnd(52)} ${value.toLocaleString('en').padStart(10)} ${unit.padEnd(9)}${verdict}`;
}

const { name, workload, isQuick, file } = readArguments();
const measurements: Measurement[] = [];
await workload({
  isQuick,
  report: (measurement) => {
    measurements.push(measurement);
    process.stdout.write(`${lineOf(measurement)}\n`);
  },
});
if (file !== undefined) {
  const [cpu] = cpus();
  const machine = { node: process.version, cpu: cpu?.model ?? '', cores: cpus().length };
  const at = new Date().toISOString();
  const result = { workload: name, isQuick, at, machine, measurements };
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
}
const missed = measurements.filter(({ value, goal }) => goal !== undefined && value < goal);
if (missed.length > 0 && !isQuick) {
  process.stderr.write(`missed: ${missed.map(({ what }) => what).join('; ')}\n`);
  process.exitCode = 1;
}
