import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { createProgram } from '../../../services/cli/index.ts';
import { cliOptions } from '../../support/cli-options.ts';
import { documentedCommands, type Documented } from '../../support/documented-commands.ts';
import { repositoryFiles, textOf } from './repository-files.ts';

/** What stands for a value of the reader's own. */
const own: Readonly<Record<string, string>> = {
  ID: 'globex-27001',
  '<n>': '7',
  '<id>': 'x-1',
  COMMAND: 'acceptCap',
};
/** Who runs the scripts of the README, and by what it is seen. */
const runs: Readonly<Record<string, readonly [path: string, sign: string]>> = {
  start: ['test/servers/infra/start.test.ts', 'infra/start.mjs'],
  test: ['.ci/run', 'npm test'],
  check: ['.ci/run', 'npm run check'],
  consumers: ['test/servers/consumers/consumers.test.ts', 'infra/consumers.main.ts'],
  demo: ['test/servers/demo/demo.test.ts', 'infra/demo.main.ts'],
  certway: ['test/long/readme.test.ts', 'infra/certway.main.ts'],
  simulate: ['test/long/simulation.test.ts', "'simulate'"],
  bench: ['test/long/bench.test.ts', "'../bench/log.ts'"],
  mutation: ['test/long/mutation.test.ts', "'mutation'"],
  scxml: ['test/unit/machines/engine/scxml.test.ts', 'scxml'],
  conformance: ['package.json', 'conformance.main.ts --check'],
  contract: ['package.json', 'contract.main.ts --check'],
  'test:long': ['infra/test.mjs', "'long'"],
  'record:histories': ['package.json', 'RECORD_HISTORIES=1 node infra/test.mjs'],
};
const pages = repositoryFiles().filter(
  (path) => path.endsWith('.md') && !path.startsWith('test/bench/') && path !== 'infra/docs/cli.md',
);
const all = pages.flatMap((path) => documentedCommands(path, textOf(path)));

/** Reads a command line and does nothing. @returns what is wrong with it */
async function faultOf({ words }: Documented): Promise<string | undefined> {
  const program = createProgram(cliOptions({}));
  quiet(program);
  const typed = words.map((word) => own[word] ?? word);
  // A page may name a command without its arguments.
  const isName = words.every((word) => /^[a-z]+$/.test(word));
  return program.parseAsync(['node', 'certway', ...typed]).then(
    () => undefined,
    (error: unknown) => {
      const { message } = error as Error;
      return isName && message.includes('missing required argument') ? undefined : message;
    },
  );
}

function quiet(command: Command): void {
  const isLeaf = command.commands.length === 0;
  command.exitOverride().configureOutput({ outputError: () => undefined });
  if (isLeaf) command.action(() => undefined);
  command.commands.forEach(quiet);
}

describe('the commands in README and documents', () => {
  it('given every command of certway that a page tells to type, when it is read, then the program knows it with its flags', async () => {
    expect(all.length).toBeGreaterThan(40);
    const faults = await Promise.all(
      all.map(async (one) => {
        const fault = await faultOf(one);
        return fault === undefined ? [] : [`${one.place}: ${one.text}: ${fault}`];
      }),
    );
    expect(faults.flat()).toEqual([]);
  });

  it('given a script that the README tells to run, when looked for, then a test or the CI runs it', () => {
    const scripts = [
      ...textOf('README.md').matchAll(/\bnpm (?:run )?(start|test|(?<=run )[\w:-]+)/g),
    ];
    const named = [...new Set(scripts.map(([, name = '']) => name))];
    expect(named.filter((name) => runs[name] === undefined)).toEqual([]);
    for (const [name, [path, sign]] of Object.entries(runs)) {
      expect([name, textOf(path).includes(sign)]).toEqual([name, true]);
    }
  });

  it('given alternatives, optional parts and an explanation, when a page is read, then each command is found', () => {
    const page = [
      'Do `certway log verify` or `npm start`.',
      '```',
      'npm run certway -- dlq list | show <id>     looks',
      'certway why globex-27001 closeNonconformity # no',
      "certway webhook add https://a.b [--from-beginning] --types 'A,B'",
      '```',
    ].join('\n');
    expect(documentedCommands('a.md', page).map(({ words }) => words)).toEqual([
      ['log', 'verify'],
      ['dlq', 'list'],
      ['dlq', 'show', '<id>'],
      ['why', 'globex-27001', 'closeNonconformity'],
      ['webhook', 'add', 'https://a.b', '--from-beginning', '--types', 'A,B'],
    ]);
  });
});
