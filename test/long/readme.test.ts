/** Every command of certway in the README, typed as it stands there, on servers with a journey that has findings. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { childEnvironment } from '../../infra/config/index.ts';
import { workerProgram } from '../../infra/stack/index.ts';
import { documentedCommands, type Documented } from '../support/documented-commands.ts';
import { connectJourneys, pastCase, type Journeys } from '../support/journey-client.ts';
import { killRuns, runProgram } from '../support/run-program.ts';
import { startTestStack, type TestStack } from '../support/stack.ts';
import { textOf } from '../unit/architecture/repository-files.ts';

const journey = 'globex-27001';
const readme = textOf('README.md');
/** What stands for a value of the reader's own. */
const own: Readonly<Record<string, string>> = {
  COMMAND: 'signAgreement',
  ID: 'globex-27001:7',
};
/** What a command ends with that does not end well here. */
const codes: Readonly<Record<string, number>> = { do: 1, why: 3 };
/** Run by a test of their own: they need what is not here. */
const elsewhere: Readonly<Record<string, string>> = {
  'subject erase': 'test/servers/personal-data/personal-data.test.ts',
  'dlq show': 'test/servers/consumer/dlq.test.ts',
  'dlq redrive': 'test/servers/consumer/dlq.test.ts',
  'webhook add': 'test/servers/consumers/consumers.test.ts',
  play: 'test/servers/scenario/play.test.ts',
};
const isElsewhere = ({ words }: Documented) =>
  Object.keys(elsewhere).some((name) => words.join(' ').startsWith(name));
const typed = documentedCommands('README.md', readme).filter((one) => !isElsewhere(one));

let stack: TestStack;
let journeys: Journeys;
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certway-readme-'));
  stack = await startTestStack({ temporal: 'memory' });
  await stack.run(workerProgram(stack.config));
  journeys = await connectJourneys(stack);
  const given = pastCase('worked-case', { day: 11, ago: 0 });
  const end = given.steps.findIndex(
    ({ to, command }) => to === 'stage-2' && command === 'issueAuditReport',
  );
  await journeys.begin(given, journey);
  await journeys.play(given.steps.slice(0, end), journey);
});
afterEach(killRuns);
afterAll(async () => {
  await journeys.close();
  await stack.stop();
  rmSync(folder, { recursive: true });
});

describe('the commands of the README', () => {
  it.each(typed.map((one) => [one.text, one.words] as const))(
    'given %s, when typed, then it does its work or says what a rule forbids',
    async (_text, words) => {
      const given = words.map((word) =>
        word.endsWith('.svg') ? join(folder, word) : (own[word] ?? word),
      );
      const run = runProgram(['infra/certway.main.ts', ...given], stack.config);
      if (words.includes('--follow')) {
        await run.until((lines) => lines.length > 3);
        run.child.kill('SIGINT');
      }
      const code = await run.ended;
      // In a pipe nobody can be asked for the fields of a command: they are listed.
      if (words[0] === 'do') expect(run.errors()).toMatch(/Missing:\n +--actor <id>/);
      else expect(run.errors()).toBe('');
      expect(code).toBe(codes[words[0] ?? ''] ?? 0);
    },
  );

  it('given the command of temporal that starts a journey, when typed, then it runs', () => {
    const [, text = ''] = /`(temporal workflow start [^`]+)`/.exec(readme) ?? [];
    const words = [...text.matchAll(/'([^']*)'|(\S+)/g)].map(
      ([, quoted, word]) => quoted ?? word ?? '',
    );
    const args = words.slice(1).map((word) => (word === journey ? 'initech-27001' : word));
    const run = spawnSync(stack.temporalCommand, [...args, '--address', stack.temporalAddress], {
      env: childEnvironment(stack.config),
      encoding: 'utf8',
    });
    expect([run.status, run.stderr]).toEqual([0, '']);
  });
});
