/** Whether the tests of rules and calendar notice what is broken on purpose: nine mutants of ten at least. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';

interface MutationReport {
  readonly files: Readonly<
    Record<string, { readonly mutants: readonly { readonly status: string }[] }>
  >;
}

const noticed = ['Killed', 'Timeout'];
const counted = [...noticed, 'Survived', 'NoCoverage'];

/** The share of mutants that tests notice, in percent, by file. */
function scores({ files }: MutationReport): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(files).map(([file, { mutants }]) => {
      const valid = mutants.filter(({ status }) => counted.includes(status));
      const killed = valid.filter(({ status }) => noticed.includes(status));
      return [file, valid.length === 0 ? 100 : (100 * killed.length) / valid.length];
    }),
  );
}

let stryker: ReturnType<typeof spawn> | undefined;
afterAll(() => {
  stryker?.kill('SIGTERM');
});

describe('mutation testing', () => {
  it('given rules and calendar, when mutated, then the tests notice at least 90 percent in each file', async () => {
    stryker = spawn('npm', ['run', '--silent', 'mutation'], { stdio: 'inherit' });
    await new Promise((resolve, reject) => {
      stryker?.once('exit', resolve);
      stryker?.once('error', reject);
    });
    const report = JSON.parse(readFileSync('.cache/mutation.json', 'utf8')) as MutationReport;
    const byFile = scores(report);
    process.stdout.write(`${JSON.stringify(byFile)}\n`);
    expect(Object.entries(byFile).filter(([, score]) => score < 90)).toEqual([]);
  });
});
