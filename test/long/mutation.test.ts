/** Whether the tests of rules and calendar notice what is broken on purpose: nine mutants of ten at least. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
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

/** Mutates some files. @returns the score of each */
async function mutate(files: string): Promise<Readonly<Record<string, number>>> {
  const args = ['run', '--silent', 'mutation', '--', '--mutate', files];
  stryker = spawn('npm', args, { stdio: 'inherit' });
  await new Promise((resolve, reject) => {
    stryker?.once('exit', resolve);
    stryker?.once('error', reject);
  });
  return scores(JSON.parse(readFileSync('.cache/mutation.json', 'utf8')) as MutationReport);
}

const machines = readdirSync('machines').filter((folder) =>
  statSync(join('machines', folder)).isDirectory(),
);
const ofRules = machines
  .filter((folder) =>
    readdirSync(join('machines', folder)).some((name) => name.endsWith('rules.ts')),
  )
  .map((folder) =>
    existsSync(join('machines', folder, 'rules'))
      ? ['*rules.ts', 'rules/*.ts'].map((files) => `machines/${folder}/${files}`).join(',')
      : `machines/${folder}/*rules.ts`,
  );
const ofCalendar =
  'machines/calendar/*.ts,!machines/calendar/index.ts,!machines/calendar/zones.data.ts';

describe('mutation testing', () => {
  it.each([...ofRules, ofCalendar])(
    'given %s, when mutated, then the tests notice at least 90 percent in each file',
    async (files) => {
      const byFile = await mutate(files);
      process.stdout.write(`${JSON.stringify(byFile)}\n`);
      expect(Object.keys(byFile)).not.toEqual([]);
      expect(Object.entries(byFile).filter(([, score]) => score < 90)).toEqual([]);
    },
  );
});
