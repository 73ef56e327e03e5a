import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A test that shows one outcome of a rule. */
export interface RuleTest {
  readonly rule: string;
  /** Whether the rule refuses, or the deadline lapses; else it allows, or is kept. */
  readonly isRefused: boolean;
  /** The machine whose folder holds the test. */
  readonly machine: string;
  /** The file, relative to the root of the repository. */
  readonly file: string;
}

/** The part of Jest's report that is read. */
export interface Report {
  readonly testResults: readonly {
    /** Absolute path of the file. */
    readonly name: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

/** The tests that show outcomes of rules, one rule each. */
const pattern = 'test/unit/machines/[^/]+/conformance(-rules|-played)?\\.test\\.ts$';
const outcome = /, then ([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+) (refuses|lapses|allows|is kept)$/;

/**
 * Runs the tests that show outcomes of rules, and reads from their titles which; those that fail do not count.
 *
 * @param root - root of the repository
 * @throws Error when Jest gives no report
 */
export function runRuleTests(root: string): readonly RuleTest[] {
  const folder = mkdtempSync(join(tmpdir(), 'certway-conformance-'));
  const file = join(folder, 'report.json');
  const jest = fileURLToPath(import.meta.resolve('jest/bin/jest'));
  const args = ['--selectProjects', 'unit', '--testPathPatterns', pattern, '--json'];
  const { stderr } = spawnSync(process.execPath, [jest, ...args, '--outputFile', file], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  try {
    return ruleTestsIn(JSON.parse(readFileSync(file, 'utf8')) as Report, root);
  } catch (cause) {
    throw new Error(`the tests of the rules gave no report: ${stderr}`, { cause });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The outcomes that the passed tests of a report show, by file: Jest reports files as they end. */
export function ruleTestsIn({ testResults }: Report, root: string): readonly RuleTest[] {
  const files = [...testResults].sort((a, b) => (a.name < b.name ? -1 : 1));
  return files.flatMap(({ name, assertionResults }) =>
    assertionResults.flatMap(({ title, status }) => {
      const [, rule, verb = ''] = outcome.exec(title) ?? [];
      if (rule === undefined || status !== 'passed') return [];
      const isRefused = ['refuses', 'lapses'].includes(verb);
      return [{ rule, isRefused, machine: basename(dirname(name)), file: relative(root, name) }];
    }),
  );
}
