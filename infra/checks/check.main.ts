/** Runs every `check:*` script of package.json and prints what the failed ones said. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>;
};

let passed = 0;
let failed = 0;
for (const name of Object.keys(scripts).filter((script) => script.startsWith('check:'))) {
  const startedAtMs = performance.now();
  const run = spawnSync('npm', ['run', '--silent', name], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  if (run.status === 0) {
    passed += 1;
    process.stdout.write(`${name} passed (${seconds} s)\n`);
  } else {
    failed += 1;
    process.stdout.write(`${name} failed (${seconds} s)\n${run.stdout}${run.stderr}\n`);
  }
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
if (failed > 0) process.exitCode = 1;
