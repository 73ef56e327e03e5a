/**
 * Writes everything that consumers are told of the events: AsyncAPI, JSON Schemas, reference, and the baseline of what
 * they rely on. Fails, and writes nothing, when a change would break them. With `--check` it only looks; with
 * `--record` it adds the events that the golden corpus lacks.
 */
import { readFile } from 'node:fs/promises';
import { machines } from '../../machines/index.ts';
import { writeGenerated } from '../checks/index.ts';
import { afterCase, loadCase, type Case } from '../demo/index.ts';
import { asyncapiFile } from './asyncapi.ts';
import { baselineFile, explained, readBaseline, shapesOf } from './baseline.ts';
import { breakingChanges } from './breaking-changes.ts';
import { catalogueOf } from './catalogue.ts';
import { addGolden, readGolden } from './golden.ts';
import { recordEvents } from './record.ts';
import { referencePages } from './reference.ts';
import { schemaFiles } from './schema-files.ts';

const checkOnly = process.argv.includes('--check');
const catalogue = catalogueOf(machines);
const shapes = shapesOf(catalogue);

const readCase = (name: string): Case => loadCase(`infra/scenarios/${name}.yaml`);

const breaches = breakingChanges(readBaseline(), shapes);
for (const breach of breaches) process.stderr.write(`${explained(breach)}\n`);

if (breaches.length > 0) process.exitCode = 1;
else {
  if (process.argv.includes('--record')) {
    const worked = readCase('worked-case');
    const cases = [worked, afterCase(readCase('worked-case-years'), worked)] as const;
    const otherwise = [afterCase(readCase('worked-case-appeals'), worked)];
    const added = addGolden(catalogue, recordEvents({ machines, cases, otherwise, catalogue }));
    for (const path of added) process.stdout.write(`${path} recorded\n`);
  }
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  const files = [
    asyncapiFile(machines, catalogue, version),
    ...schemaFiles(catalogue),
    ...referencePages({ machines, catalogue, golden: readGolden() }),
    baselineFile(shapes),
  ];
  const staleCount = await writeGenerated(files, { checkOnly, command: 'npm run contract' });
  if (staleCount > 0) process.exitCode = 1;
}
