import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventShape } from './catalogue.ts';
import { keyOf } from './schema-files.ts';

/** Where one stored event of each type and version lies, byte for byte as in the log. */
export const GOLDEN = 'test/replay/golden';

/** Name of the golden event of a shape. */
export function goldenName(shape: EventShape): string {
  return `${shape.machine}.${keyOf(shape)}.json`;
}

/** The golden events that there are, by their names. */
export function readGolden(): ReadonlyMap<string, string> {
  const names = existsSync(GOLDEN) ? readdirSync(GOLDEN) : [];
  return new Map(names.map((name) => [name, readFileSync(join(GOLDEN, name), 'utf8')]));
}

/**
 * Adds what the corpus lacks; what is there stays, whatever the contracts say today.
 *
 * @param recorded - stored events by the `type` of the envelope
 * @returns names of the files that were added
 */
export function addGolden(
  catalogue: readonly EventShape[],
  recorded: ReadonlyMap<string, string>,
): readonly string[] {
  mkdirSync(GOLDEN, { recursive: true });
  return catalogue.flatMap((shape) => {
    const [path, text] = [join(GOLDEN, goldenName(shape)), recorded.get(shape.type)];
    if (text === undefined || existsSync(path)) return [];
    writeFileSync(path, text);
    return [path];
  });
}
