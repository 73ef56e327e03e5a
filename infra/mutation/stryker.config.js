// Mutation testing of the rules and of the calendar: `npm run mutation`, or some files with `-- --mutate <files>`. Folder by
// folder is quicker, for then each mutant is judged by the tests of its folder alone.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const plugin = (name) => join(import.meta.dirname, name);
const others = (folder, kept) =>
  readdirSync(folder)
    .filter((name) => !kept.includes(name))
    .map((name) => `${folder}/${name}`);

export default {
  mutate: [
    'machines/*/*rules.ts',
    'machines/*/rules/*.ts',
    'machines/certification/derived/surveillance-years.ts',
    '!machines/*/rules/index.ts',
    'machines/calendar/*.ts',
    '!machines/calendar/{index,zones.data}.ts',
  ],
  testRunner: 'in-process',
  plugins: [plugin('in-process-runner.js'), plugin('ignore-rule-texts.js')],
  ignorers: ['rule-texts'],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  thresholds: { high: 95, low: 90, break: 90 },
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: '.cache/mutation.json' },
  clearTextReporter: { reportTests: false, allowColor: false },
  tempDirName: '.cache/stryker',
  ignorePatterns: [
    ...['activities', 'services', 'workflows', 'dist', 'coverage', '.certway', '.cache'],
    ...['infra', ...others('test', ['support', 'unit'])],
    ...others('test/unit', ['machines']),
  ],
};
