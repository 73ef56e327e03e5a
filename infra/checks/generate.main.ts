/**
 * Writes every generated file; with `--check` it writes nothing and fails when one is stale.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { machines } from '../../machines/index.ts';
import { errorPage } from './error-page.ts';
import { folderGraph } from './folder-graph.ts';
import type { GeneratedFile } from './generated-file.ts';
import { machinePage } from './machine-page.ts';

const generators: readonly (() => GeneratedFile | Promise<GeneratedFile>)[] = [
  folderGraph,
  errorPage,
  ...machines.map((machine) => () => machinePage(machine, machines)),
];

const checkOnly = process.argv.includes('--check');
let staleCount = 0;
for (const generate of generators) {
  const { path, text: draft } = await generate();
  const text = await format(draft, { ...(await resolveConfig(path)), filepath: path });
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  if (checkOnly) {
    staleCount += 1;
    process.stderr.write(`${path} is stale: run \`npm run generate\` and commit it\n`);
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    process.stdout.write(`${path} written\n`);
  }
}
process.stdout.write(`${generators.length} generated files, ${staleCount} stale\n`);
if (staleCount > 0) process.exitCode = 1;
