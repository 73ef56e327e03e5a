import { afterAll, describe, expect, it } from '@jest/globals';
import { type PlantedProject, plantProject } from './planted-project.ts';

const tools = ['package.json', 'jest.config.js', 'infra/test.mjs', 'infra/install.mjs'].concat(
  'test/browser/find-browser.ts',
);
const testThat = (body: string): string => `
  import { expect, it } from '@jest/globals';
  it('one', () => { expect(1).toBe(1); });
  it('two', () => { ${body} });`;
const projects: PlantedProject[] = [];

/** Runs the test runner on one planted test file. */
function runOn(text: string, ...args: readonly string[]): { lastLine: string; code: number } {
  const project = plantProject({ 'test/unit/planted.test.ts': text }, tools);
  projects.push(project);
  const { stdout, code } = project.run('infra/test.mjs', '--tier', 'unit', ...args);
  return { lastLine: stdout.trimEnd().split('\n').at(-1) ?? '', code };
}

describe('test runner', () => {
  afterAll(() => {
    for (const project of projects) project.remove();
  });

  it.each([
    ['green tests', testThat(''), '2 passed, 0 failed', 0],
    ['a red test', testThat('expect(1).toBe(2);'), '1 passed, 1 failed', 1],
    ['a file that does not load', 'throw new Error();', '0 passed, 1 failed', 1],
    [
      'a process that dies',
      testThat('process.kill(process.pid, "SIGKILL");'),
      '0 passed, 1 failed',
      1,
    ],
  ])(
    'given %s, when run, then the last line counts it',
    (_what, text, lastLine, code) => {
      expect(runOn(text)).toEqual({ lastLine, code });
    },
    60_000,
  );

  it('given a red test of the long tier, when it is not named, then it is not run', () => {
    const red = testThat('expect(1).toBe(2);');
    const files = { 'test/unit/planted.test.ts': testThat(''), 'test/long/planted.test.ts': red };
    const project = plantProject(files, tools);
    projects.push(project);
    const { stdout } = project.run('infra/test.mjs', '--no-browser', 'planted');
    expect(stdout).toContain('2 passed, 0 failed');
    expect(project.run('infra/test.mjs', '--tier', 'long').stdout).toContain('1 passed, 1 failed');
  }, 60_000);

  it('given a path that no test has, when run, then nothing passes as green', () => {
    expect(runOn(testThat(''), 'nowhere')).toEqual({ lastLine: '0 passed, 1 failed', code: 1 });
  }, 60_000);
});
