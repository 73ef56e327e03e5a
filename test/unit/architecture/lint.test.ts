import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PlantedProject, plantProject } from './planted-project.ts';

interface Result {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[];
}

const doc = '/** Documented. */\n';
const red: readonly (readonly [what: string, path: string, text: string, rule: string])[] = [
  [
    'a clock',
    'machines/clock.ts',
    `${doc}export const a = (): number => Date.now();\n`,
    'no-restricted-properties',
  ],
  [
    'the present',
    'workflows/present.ts',
    `${doc}export const a = (): Date => new Date();\n`,
    'no-restricted-syntax',
  ],
  [
    'randomness',
    'machines/random.ts',
    `${doc}export const a = (): number => Math.random();\n`,
    'no-restricted-properties',
  ],
  [
    'state that workflows would share',
    'workflows/shared-state.ts',
    `let count = 0;\n${doc}export const a = (): number => (count += 1);\n`,
    'no-restricted-syntax',
  ],
  [
    'a text said too early',
    'workflows/early.ts',
    `declare const say: (text: string) => string;\n${doc}export const a = 1;\nconst b = String(say(''));\nexport type { b };\n`,
    'no-restricted-syntax',
  ],
  [
    'the locale',
    'machines/locale.ts',
    `${doc}export const a = (n: number): string => n.toLocaleString();\n`,
    'no-restricted-syntax',
  ],
  [
    'the time zone',
    'machines/local-hours.ts',
    `${doc}export const a = (at: Date): number => at.getHours();\n`,
    'no-restricted-syntax',
  ],
  ...['process', 'fetch', 'console', 'crypto', 'setTimeout', 'Intl'].map(
    (name) =>
      [
        name,
        `workflows/ambient-${name.toLowerCase()}.ts`,
        `${doc}export const a: unknown = ${name};\n`,
        'no-restricted-globals',
      ] as const,
  ),
  [
    'a Node module',
    'machines/node-module.ts',
    `import { join } from 'node:path';\n${doc}export const a: unknown = join;\n`,
    'no-restricted-imports',
  ],
  [
    'the environment',
    'services/environment.ts',
    `${doc}export const a = (): unknown => process.env;\n`,
    'no-restricted-properties',
  ],
  [
    'an act at import time',
    'services/act.ts',
    `${doc}export const a: string[] = [];\na.push('');\n`,
    'no-restricted-syntax',
  ],
  [
    'a wait at import time',
    'services/wait.ts',
    `${doc}export const a = await Promise.resolve(1);\n`,
    'no-restricted-syntax',
  ],
  [
    'an export of everything',
    'services/index.ts',
    `export * from './act.ts';\n`,
    'no-restricted-syntax',
  ],
  ['an export without words', 'services/silent.ts', 'export const a = 1;\n', 'jsdoc/require-jsdoc'],
  [
    'a broken doc comment',
    'services/broken-doc.ts',
    '/** {@link} */\nexport const a = 1;\n',
    'tsdoc/syntax',
  ],
  [
    'a long file',
    'services/long.ts',
    `${doc}export const a = 1;\n${'export type { Buffer } from "node:buffer";\n'.repeat(300)}`,
    'max-lines',
  ],
  [
    'a promise nobody waits for',
    'services/floating.ts',
    `${doc}export function a(): void {\n  Promise.resolve();\n}\n`,
    '@typescript-eslint/no-floating-promises',
  ],
  [
    'a switch with a hole',
    'services/hole.ts',
    `${doc}export function a(b: 'x' | 'y'): number {\n  switch (b) {\n    case 'x':\n      return 1;\n    default:\n      return 2;\n  }\n}\n`,
    '@typescript-eslint/switch-exhaustiveness-check',
  ],
  [
    'a disable that disables nothing',
    'services/disable.ts',
    `// eslint-disable-next-line no-console -- none\n${doc}export const a = 1;\n`,
    'Unused eslint-disable directive',
  ],
  [
    'a test that is left out',
    'test/left-out.test.ts',
    `import { it } from '@jest/globals';\nit.skip('given, when, then', () => undefined);\n`,
    'no-restricted-properties',
  ],
];
const green: Readonly<Record<string, string>> = {
  'workflows/engine/clock.ts': `${doc}export const a = (): number[] => [Date.now(), new Date().getTime()];\n`,
  'workflows/preload.ts': `Object.freeze({});\n`,
  'infra/config/environment.ts': 'export const a = (): unknown => process.env;\n',
  'infra/act.main.ts': `process.stdout.write('');\n`,
  'machines/given.ts': `${doc}export const a = (at: string): Date => new Date(at);\n`,
  'test/typed.test.ts': `export const a = { b: 1 as number };\n`,
};

describe('lint', () => {
  let project: PlantedProject;
  const found = new Map<string, string>();

  beforeAll(() => {
    const planted = Object.fromEntries(red.map(([, path, text]) => [path, text]));
    project = plantProject({ ...planted, ...green });
    const { stdout } = project.run('node_modules/eslint/bin/eslint.js', '-f', 'json', '.');
    for (const { filePath, messages } of JSON.parse(stdout) as Result[]) {
      const faults = messages.map(({ ruleId, message }) => ruleId ?? message);
      found.set(filePath, faults.join('\n'));
    }
  }, 120_000);

  afterAll(() => {
    project.remove();
  });

  const faultsIn = (path: string): string | undefined =>
    [...found].find(([file]) => file.endsWith(`/${path}`))?.[1];

  it.each(red)('given %s in %s, when linted, then it is red', (_what, path, _text, rule) => {
    expect(faultsIn(path)).toContain(rule);
  });

  it.each(Object.keys(green))('given the exception %s, when linted, then it is green', (path) => {
    expect(faultsIn(path)).toBe('');
  });
});
