/**
 * Writes every generated file; with `--check` it writes nothing and fails when one is stale.
 */
import { machines } from '../../machines/index.ts';
import { conformancePage, matrixOf, readRuleList, runRuleTests } from '../conformance/index.ts';
import { catalogueFaults, ENGLISH, languagesIn, readCatalogue } from '../text/index.ts';
import { cliPage } from './cli-page.ts';
import { errorPage } from './error-page.ts';
import { folderGraph } from './folder-graph.ts';
import { writeGenerated } from './generated-file.ts';
import { linksPage } from './links-page.ts';
import { machinePage, machinePicture } from './machine-page.ts';
import { policyPage } from './policy-page.ts';
import { englishCatalogue, englishTexts } from './texts.ts';

const files = [
  await folderGraph(),
  errorPage(),
  policyPage(),
  cliPage(),
  linksPage(),
  englishCatalogue(machines),
  ...machines.map((machine) => machinePage(machine, machines)),
  ...(await Promise.all(machines.map(machinePicture))),
  conformancePage(matrixOf(readRuleList(), machines, runRuleTests(process.cwd()))),
];
const checkOnly = process.argv.includes('--check');
const staleCount = await writeGenerated(files, { checkOnly, command: 'npm run generate' });
const english = englishTexts(machines);
const faults = languagesIn()
  .filter((language) => language !== ENGLISH)
  .flatMap((language) => readCatalogue(language) ?? [])
  .flatMap((catalogue) => catalogueFaults(english, catalogue));
for (const fault of faults) process.stderr.write(`infra/text: ${fault}\n`);
if (staleCount + faults.length > 0) process.exitCode = 1;
