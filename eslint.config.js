import { builtinModules } from 'node:module';
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import jsdoc from 'eslint-plugin-jsdoc';
import tsdoc from 'eslint-plugin-tsdoc';
import tseslint from 'typescript-eslint';

const nodeBuiltins = builtinModules.filter((name) => !name.startsWith('_'));
const environment = 'only infra/config reads the environment';

/** Only `*.main.ts` may act when it is imported; whoever imports another module gets names. */
const inert = [
  {
    selector:
      'Program > :matches(ExpressionStatement:not([directive]), IfStatement, ForStatement, ForOfStatement, ForInStatement, WhileStatement, TryStatement)',
    message: 'only *.main.ts does something at import time',
  },
  {
    selector:
      ':matches(Program, ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator > AwaitExpression',
    message: 'only *.main.ts does something at import time',
  },
  { selector: 'ExportAllDeclaration', message: 'an index.ts names what it exports' },
];

/** What differs from host to host or from run to run, and would break a replay or a fold. */
const nondeterministic = [
  {
    selector: "NewExpression[callee.name='Date']:not([arguments.length=1])",
    message: 'instants arrive as data: new Date() reads the clock, its parts read the time zone',
  },
  { selector: "CallExpression[callee.name='Date']", message: 'instants arrive as data' },
  {
    selector: 'MemberExpression[property.name=/^(toLocale.*|localeCompare)$/]',
    message: 'the result depends on the locale data of the host',
  },
  {
    selector:
      'MemberExpression[property.name=/^([gs]et(FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds)|getTimezoneOffset|to(Date|Time)String)$/]',
    message: 'the result depends on the time zone of the host: use the UTC forms',
  },
];
/** The modules of the engine are loaded once for all workflows of a worker. */
const shared = [
  {
    selector: 'Program > VariableDeclaration[kind="let"]',
    message: 'all workflows of a worker share this module: state belongs to the entity',
  },
  {
    selector:
      'Program > VariableDeclaration > VariableDeclarator > CallExpression CallExpression[callee.name="say"]',
    message: 'this module is loaded before the language is chosen: say it when it is needed',
  },
];
const ambient = [
  'process fetch console crypto performance navigator Intl Buffer global globalThis require',
  'setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate queueMicrotask',
  'structuredClone WebAssembly WeakRef FinalizationRegistry',
].flatMap((names) => names.split(' '));

const limits = {
  complexity: ['error', 10],
  'max-depth': ['error', 3],
  'max-params': ['error', 3],
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  eqeqeq: 'error',
  'no-console': 'error',
};

export default defineConfig(
  { ignores: ['node_modules/', 'dist/', 'coverage/', '.certway/', '.cache/', 'test/bench/peers/'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' },
  },
  js.configs.recommended,
  { rules: limits },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'performance', 'URL', 'AbortController', 'AbortSignal', 'fetch']
          .concat('setTimeout', 'clearTimeout', 'setInterval', 'clearInterval')
          .map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { tsdoc },
    rules: {
      'tsdoc/syntax': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false },
      ],
      // It asks for `!`, which another rule forbids.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    // Tests are called by Jest, and what their files hold is the call of `describe`.
    files: ['**/*.ts'],
    ignores: ['**/*.main.ts', 'test/**', 'workflows/preload.ts'],
    rules: { 'no-restricted-syntax': ['error', ...inert] },
  },
  {
    ignores: ['infra/config/**', 'test/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: environment },
      ],
      'no-restricted-imports': [
        'error',
        ...['process', 'node:process'].map((name) => ({ name, message: environment })),
      ],
    },
  },
  {
    files: ['machines/**/*.ts', 'workflows/**/*.ts', 'activities/**/*.ts', 'services/**/*.ts'],
    plugins: { jsdoc },
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          enableFixer: false,
          require: { ArrowFunctionExpression: true, ClassDeclaration: true },
          contexts: [
            'TSInterfaceDeclaration',
            'TSTypeAliasDeclaration',
            'ExportNamedDeclaration > VariableDeclaration',
          ],
        },
      ],
    },
  },
  {
    files: ['machines/**/*.ts', 'workflows/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...ambient],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'instants arrive as data' },
        { object: 'Math', property: 'random', message: 'random values arrive as data' },
      ],
      'no-restricted-syntax': ['error', ...inert, ...nondeterministic],
      'no-restricted-imports': [
        'error',
        {
          paths: nodeBuiltins,
          patterns: [{ group: ['node:*'], message: 'the workflow sandbox has no Node' }],
        },
      ],
    },
  },
  {
    files: ['workflows/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...inert, ...nondeterministic, ...shared] },
  },
  {
    // The one file that reads workflow time.
    files: ['workflows/engine/clock.ts'],
    rules: {
      'no-restricted-properties': 'off',
      'no-restricted-syntax': ['error', ...inert, ...shared],
    },
  },
  {
    // The preload file sets up the modules that all workflows of a worker share.
    files: ['workflows/preload.ts'],
    rules: { 'no-restricted-syntax': ['error', ...nondeterministic] },
  },
  {
    // Its fix deletes XState's `types: {} as …`, and the machine loses its types.
    files: ['machines/**/*.ts', 'test/**/*.ts'],
    rules: { '@typescript-eslint/no-unnecessary-type-assertion': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // A row of a table of cases is the parameters of its test.
      'max-params': 'off',
      'max-lines': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      'no-restricted-properties': [
        'error',
        ...['describe', 'it'].flatMap((object) =>
          ['only', 'skip'].map((property) => ({
            object,
            property,
            message: 'every test runs, or it is deleted',
          })),
        ),
      ],
    },
  },
);
