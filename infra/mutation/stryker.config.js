// Mutation testing of the rules and of the calendar: `npm run mutation`, some files only with `-- --mutate <files>`.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const others = (folder, kept) =>
  readdirSync(folder)
    .filter((name) => !kept.includes(name))
    .map((name) => `${folder}/${name}`);

export default {
  mutate: [
    'machines/*/*rules.ts',
    'machines/calendar/*.ts',
    '!machines/calendar/{index,zones.data}.ts',
  ],
  testRunner: 'jest',
  jest: { configFile: 'infra/mutation/jest.config.js', enableFindRelatedTests: false },
  plugins: ['@stryker-mutator/jest-runner', join(import.meta.dirname, 'ignore-rule-texts.js')],
  ignorers: ['rule-texts'],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  thresholds: { high: 95, low: 90, break: 90 },
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: '.cache/mutation.json' },
  clearTextReporter: { reportTests: false, allowColor: false },
  tempDirName: '.cache/stryker',
  // What mutants are judged with and nothing else: Jest looks through all files each time.
  ignorePatterns: [
    ...['activities', 'services', 'workflows', 'dist', 'coverage', '.certway', '.cache'],
    ...others('infra', ['mutation']),
    ...others('test', ['support', 'unit']),
    ...others('test/unit', ['machines']),
  ],
};
