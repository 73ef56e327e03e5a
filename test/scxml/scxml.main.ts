// Holds XState and the engine against the scenarios of the W3C and of SCION, and prints what came of each.
//
//   npm run scxml -- [--json] [--no-server | --all]
//
// With --all the servers play not a sample but everything that they can, which takes about a minute.
import { parseArgs } from 'node:util';
import type { Result } from './play/play.ts';
import { readScenarios } from './play/scenario.ts';
import { startServer } from './play/server.ts';
import { isForServer, playInMemory, SAMPLE, type Row } from './play/suite.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    'no-server': { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
  },
});

function print(where: string, { name, result }: Row): void {
  const line = values.json
    ? JSON.stringify({ where, name, ...result })
    : [result.kind.padEnd(14), where.padEnd(9), name.padEnd(40), reasonOf(result)]
        .join(' ')
        .trimEnd();
  process.stdout.write(`${line}\n`);
}

function reasonOf(result: Result): string {
  return result.kind === 'passed' ? '' : result.reason;
}

function count(rows: readonly Row[], kind: Result['kind']): number {
  return rows.filter(({ result }) => result.kind === kind).length;
}

/** Several at a time, since most of the time is spent on waiting. */
const AT_ONCE = 4;

async function onServer(): Promise<readonly Row[]> {
  const passed = new Set(
    inMemory.flatMap(({ name, result }) => (result.kind === 'passed' ? [name] : [])),
  );
  const queue = scenarios.filter((scenario) =>
    values.all ? passed.has(scenario.name) && isForServer(scenario) : SAMPLE.has(scenario.name),
  );
  const server = await startServer();
  const rows: Row[] = [];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const row = { name: next.name, result: await server.play(next) };
      print('server', row);
      rows.push(row);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    await server.stop();
  }
  return rows;
}

const scenarios = readScenarios();
const inMemory = scenarios.map((scenario) => {
  const row = playInMemory(scenario);
  print('in memory', row);
  return row;
});
const played = values['no-server'] ? [] : await onServer();
const failed = count(inMemory, 'failed');
const failedOnServer = count(played, 'failed');
const total = {
  passed: count(inMemory, 'passed'),
  failed,
  notApplicable: count(inMemory, 'not applicable'),
  onServer: { passed: count(played, 'passed'), failed: failedOnServer },
};
process.stdout.write(`${JSON.stringify(total)}\n`);
process.exitCode = failed + failedOnServer > 0 ? 1 : 0;
