// Runs the tests, tier after tier, and ends with the line `N passed, N failed`:
//
//   node infra/test.mjs [--tier NAME] [--no-browser] [path …]
//
// Paths narrow the tests to the files whose path matches one of them. The tier `long` is run only when it is named.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import jestConfig from '../jest.config.js';
import { installDependencies } from './install.mjs';

const flagsOf = {
  replay: ['--testTimeout=60000'],
  // Every file starts servers of its own, and waits most of its time: two at once take little more than half as long.
  servers: ['--maxWorkers=2', '--testTimeout=120000'],
  browser: ['--runInBand', '--testTimeout=120000'],
  long: ['--runInBand', '--testTimeout=3600000'],
};
const killAfterMs = 10_000;

let jest;
let isStopped = false;

/** Jest runs in a process group of its own, so that whatever its tests started is reached too. */
function signalJest(signal) {
  try {
    process.kill(-jest.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

function stop() {
  isStopped = true;
  if (!jest) return;
  signalJest('SIGTERM');
  setTimeout(signalJest, killAfterMs, 'SIGKILL').unref();
}

function runJest(args) {
  return new Promise((resolve, reject) => {
    const program = fileURLToPath(import.meta.resolve('jest/bin/jest'));
    jest = spawn(process.execPath, [program, ...args], {
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    jest.once('error', reject);
    jest.once('exit', (code) => resolve(code ?? 1));
  });
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 1 };
  }
}

/** A tier that ends without a report, or red without a red test, counts as one failure. */
async function runTier(tier, folder) {
  const path = join(folder, `${tier}.json`);
  const narrowed = paths.length > 0 ? [...paths, '--passWithNoTests'] : [];
  const output = ['--selectProjects', tier, '--json', '--outputFile', path];
  const code = await runJest([...narrowed, ...(flagsOf[tier] ?? []), ...output]);
  const report = readReport(path);
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return { passed: report.numPassedTests, failed: code === 0 ? failed : Math.max(1, failed) };
}

async function runTiers() {
  const folder = mkdtempSync(join(tmpdir(), 'certway-test-'));
  const total = { passed: 0, failed: 0 };
  for (const tier of tiers) {
    if (isStopped) break;
    if (tier === 'browser' && withoutBrowser) {
      process.stdout.write('tier browser: not run (--no-browser)\n');
      continue;
    }
    const startedAtMs = performance.now();
    const { passed, failed } = await runTier(tier, folder);
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
    process.stdout.write(`tier ${tier}: ${passed} passed, ${failed} failed, ${seconds} s\n`);
    total.passed += passed;
    total.failed += failed;
  }
  rmSync(folder, { recursive: true });
  return total;
}

/** Ends with a usage error when the arguments are none that it knows. */
function readArguments() {
  const known = jestConfig.projects.map(({ displayName }) => displayName);
  const options = { tier: { type: 'string' }, 'no-browser': { type: 'boolean' } };
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (values.tier === undefined) {
      const tiers = known.filter((name) => name !== 'long');
      return { tiers, paths: positionals, withoutBrowser: values['no-browser'] };
    }
    if (known.includes(values.tier)) return { tiers: [values.tier], paths: positionals };
    throw new Error(`there is no tier ${values.tier}, only ${known.join(', ')}`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}

const { tiers, paths, withoutBrowser = false } = readArguments();
process.chdir(join(import.meta.dirname, '..'));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);

const total = { passed: 0, failed: 0 };
if (installDependencies()) Object.assign(total, await runTiers());
if (total.failed === 0 && (isStopped || total.passed === 0)) {
  process.stderr.write(isStopped ? 'interrupted\n' : 'no test was run\n');
  total.failed = 1;
}
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
