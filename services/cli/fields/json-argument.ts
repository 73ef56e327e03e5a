import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { say } from '../../../machines/text/index.ts';

/**
 * Reads JSON that was typed, or lies in a file.
 * @param given - JSON, or `@` and the path of a file
 * @throws InvalidArgumentError which names what is wrong
 */
export function parseJson(given: string): unknown {
  const text = given.startsWith('@') ? contentOf(given.slice(1)) : given;
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InvalidArgumentError(
      say('cli.must.json', 'It must be JSON, or @ and the path of a file: {why}.', { why }),
    );
  }
}

/** As {@link parseJson}, and it must be an object. */
export function parseObject(given: string): Readonly<Record<string, unknown>> {
  const value = parseJson(given);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw new InvalidArgumentError(say('cli.must.object', 'It must be one JSON object.'));
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InvalidArgumentError(
      say('cli.must.file', 'The file cannot be read: {why}.', { why }),
    );
  }
}
