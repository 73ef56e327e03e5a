// The tests' tiers. A tier is a Jest project and a folder of `test/`; `infra/test.mjs` runs them in
// this order and gives each its timeout and its number of workers, which Jest has no per-project
// option for.

const swc = [
  '@swc/jest',
  {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  },
];

const tier = (name) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  testEnvironment: 'node',
  // Packed packages repeat the names of those they are made of.
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  // @noble/hashes is published as ES modules only, so it is the one dependency that is compiled.
  transform: { '\\.(ts|mjs)$': swc, '/node_modules/@noble/.+\\.js$': swc },
  transformIgnorePatterns: ['/node_modules/(?!@noble/)'],
});

export default {
  projects: [
    tier('unit'),
    tier('replay'),
    tier('servers'),
    { ...tier('browser'), globalSetup: '<rootDir>/test/browser/find-browser.ts' },
    tier('long'),
  ],
};
