/**
 * Writes every generated file; with `--check` it writes nothing and fails when one is stale.
 */
import { machines } from '../../machines/index.ts';
import { conformancePage, matrixOf, readRuleList, runRuleTests } from '../conformance/index.ts';
import { cliPage } from './cli-page.ts';
import { errorPage } from './error-page.ts';
import { folderGraph } from './folder-graph.ts';
import { writeGenerated } from './generated-file.ts';
import { machinePage, machinePicture } from './machine-page.ts';
import { policyPage } from './policy-page.ts';

const files = [
  await folderGraph(),
  errorPage(),
  policyPage(),
  cliPage(),
  ...machines.map((machine) => machinePage(machine, machines)),
  ...(await Promise.all(machines.map(machinePicture))),
  conformancePage(matrixOf(readRuleList(), machines, runRuleTests(process.cwd()))),
];
const checkOnly = process.argv.includes('--check');
const staleCount = await writeGenerated(files, { checkOnly, command: 'npm run generate' });
if (staleCount > 0) process.exitCode = 1;
