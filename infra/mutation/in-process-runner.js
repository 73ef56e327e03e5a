// Runs the tests that judge mutants in the process in which they were loaded: what takes Jest seconds for each mutant,
// because it begins anew each time, takes milliseconds. The tests are pure, so that nothing of one mutant is left for the next.
import { existsSync, readdirSync } from 'node:fs';
import { register as registerHook } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  determineHitLimitReached,
} from '@stryker-mutator/api/test-runner';
import { register as registerTypeScript } from 'tsx/esm/api';
import { tests } from './jest-globals.js';

const folder = 'test/unit/machines';
const ofCalendar = [
  ...['business-days', 'deadline', 'local-date', 'period', 'zone-names', 'zone', 'zone-offsets'],
];

/**
 * The tests that judge mutants of files: a machine is judged by its own, what all machines have by those of all. Tests
 * that play whole journeys, or walk through all zones, would kill more, but take minutes for each mutant.
 */
function judgesOf(files) {
  const folders = new Set(files.map((file) => file.replace('!', '').split('/')[1]));
  const ofMachine = (machine) =>
    ['conformance', 'conformance-rules'].map((name) => `${folder}/${machine}/${name}.test.ts`);
  const ofFolder = (name) => {
    if (name === 'calendar') return ofCalendar.map((test) => `${folder}/calendar/${test}.test.ts`);
    const machines = name === 'policy' || name === '*' ? readdirSync(folder) : [name];
    return machines.flatMap(ofMachine);
  };
  return [...new Set([...folders].flatMap(ofFolder))].filter((file) => existsSync(file));
}

/** A test runner as Stryker wants it. */
class InProcessRunner {
  static inject = ['options'];
  #files;
  #isLoaded = false;

  constructor({ mutate }) {
    this.#files = mutate;
  }

  /** What was imported stays: for mutants that are read at import Stryker starts another process. */
  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun() {
    const context = this.#context();
    await this.#load();
    const results = [];
    for (const { name, run } of tests) {
      context.currentTestId = name;
      const startedMs = performance.now();
      const failure = await failureOf(run);
      const result = { id: name, name, timeSpentMs: performance.now() - startedMs };
      results.push(
        failure === undefined
          ? { ...result, status: TestStatus.Success }
          : { ...result, status: TestStatus.Failed, failureMessage: failure },
      );
    }
    context.currentTestId = undefined;
    return {
      status: DryRunStatus.Complete,
      tests: results,
      mutantCoverage: context.mutantCoverage,
    };
  }

  async mutantRun({ activeMutant, hitLimit, mutantActivation, testFilter }) {
    const context = this.#context();
    context.hitLimit = hitLimit;
    context.hitCount = hitLimit === undefined ? undefined : 0;
    try {
      if (mutantActivation === 'static') context.activeMutant = activeMutant.id;
      const failed = await failureOf(() => this.#load());
      if (failed !== undefined) return killed('the import', failed, 0);
      context.activeMutant = activeMutant.id;
      const chosen = tests.filter(({ name }) => !testFilter || testFilter.includes(name));
      let nrOfTests = 0;
      for (const { name, run } of chosen) {
        nrOfTests += 1;
        const failure = await failureOf(run);
        const endless = determineHitLimitReached(context.hitCount, context.hitLimit);
        if (endless) return endless;
        if (failure !== undefined) return killed(name, failure, nrOfTests);
      }
      return { status: MutantRunStatus.Survived, nrOfTests };
    } finally {
      context.activeMutant = undefined;
    }
  }

  #context() {
    return (globalThis.__stryker__ ??= {});
  }

  async #load() {
    if (this.#isLoaded) return;
    registerTypeScript();
    registerHook('./resolve-hook.js', import.meta.url);
    for (const file of judgesOf(this.#files)) await import(pathToFileURL(resolve(file)).href);
    this.#isLoaded = true;
  }
}

async function failureOf(run) {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function killed(name, failureMessage, nrOfTests) {
  return { status: MutantRunStatus.Killed, killedBy: [name], failureMessage, nrOfTests };
}

/** Read by Stryker. */
export const strykerPlugins = [
  { kind: 'TestRunner', name: 'in-process', injectableClass: InProcessRunner },
];
