// Mutation testing of the rules and of the calendar: `npm run mutation`, some files only with `-- --mutate <files>`.

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: [
    'machines/*/*rules.ts',
    'machines/calendar/*.ts',
    '!machines/calendar/{index,zones.data}.ts',
  ],
  testRunner: 'jest',
  jest: { configFile: 'infra/mutation/jest.config.js' },
  plugins: ['@stryker-mutator/jest-runner', './infra/mutation/ignore-rule-texts.js'],
  ignorers: ['rule-texts'],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  thresholds: { high: 95, low: 90, break: 90 },
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: '.cache/mutation.json' },
  clearTextReporter: { reportTests: false, allowColor: false },
  tempDirName: '.cache/stryker',
  ignorePatterns: ['dist', '.certway', '.cache', 'coverage'],
};
