import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file that is written by a program and committed. */
export interface GeneratedFile {
  /** relative to the root of the repository */
  readonly path: string;
  /** the whole file, in which a line says that it is generated and by which command */
  readonly text: string;
}

/**
 * Writes generated files that differ from what is there; with `checkOnly` it writes nothing and says which are stale.
 *
 * @returns how many are stale: none after they are written
 */
export async function writeGenerated(
  files: readonly GeneratedFile[],
  given: { readonly checkOnly: boolean; readonly command: string },
): Promise<number> {
  const { checkOnly, command } = given;
  // Tests that only look at the text of a file need not load it.
  const { format, resolveConfig } = await import('prettier');
  let staleCount = 0;
  for (const { path, text: draft } of files) {
    const text = path.endsWith('.svg')
      ? draft
      : await format(draft, { ...(await resolveConfig(path)), filepath: path });
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    if (checkOnly) {
      staleCount += 1;
      process.stderr.write(`${path} is stale: run \`${command}\` and commit it\n`);
    } else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      process.stdout.write(`${path} written\n`);
    }
  }
  process.stdout.write(`${files.length} generated files, ${staleCount} stale\n`);
  return staleCount;
}
