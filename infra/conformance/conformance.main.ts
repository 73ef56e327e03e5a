/**
 * Tells which rules of certification are guarded and tested: `npm run conformance`, with `-- --json` for programs.
 * With `--check` it runs no tests, and fails when a rule up to the first certificate has neither guard nor reason.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machines } from '../../machines/index.ts';
import { matrixOf, summaryOf, type Row } from './matrix.ts';
import { readRuleList } from './rule-list.ts';
import { runRuleTests } from './rule-tests.ts';

const USAGE_ERROR = 2;
const root = join(import.meta.dirname, '../..');

function readOptions(): { readonly json?: boolean; readonly check?: boolean } {
  try {
    const { values } = parseArgs({
      options: { json: { type: 'boolean' }, check: { type: 'boolean' } },
    });
    return values;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\nPossible: --json, --check\n`);
    process.exit(USAGE_ERROR);
  }
}

function line({ id, hardness, guards, isTested, text, reason }: Row): string {
  const guarded = guards.length > 0 ? 'guarded' : 'no guard';
  const tested = isTested ? 'tested' : '-';
  const cells = [id.padEnd(9), hardness.padEnd(7), guarded.padEnd(9), tested.padEnd(7), text];
  return `${cells.join(' ')}${reason === undefined ? '' : ` (${reason})`}`;
}

const options = readOptions();
const matrix = matrixOf(readRuleList(), machines, options.check === true ? [] : runRuleTests(root));
const summary = summaryOf(matrix);
if (options.json === true) {
  process.stdout.write(`${JSON.stringify(summary)}\n`);
} else if (options.check === true) {
  process.stdout.write(`${summary.rules} rules, ${summary.guarded} guarded\n`);
} else {
  const { rules, guarded, tested } = summary;
  const lines = [...matrix.rows.map(line), `${rules} rules, ${guarded} guarded, ${tested} tested`];
  process.stdout.write(`${lines.join('\n')}\n`);
}
for (const fault of matrix.faults) process.stderr.write(`${fault}\n`);
if (matrix.faults.length > 0) process.exitCode = 1;
