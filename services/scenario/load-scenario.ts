import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { say } from '../../machines/text/index.ts';
import { parseFile, type Fault, type ParsedFile } from './parse-file.ts';
import { resolveSteps } from './resolve-steps.ts';
import type { Scenario } from './scenario.ts';
import { inputFaults, type Vocabulary } from './vocabulary.ts';

/** Reads a file as text. */
export type ReadText = (path: string) => string;

/** A scenario file, or one that it continues, cannot be played; the message names every fault with its line. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    const lines = faults.map(({ file, line, path, message }) =>
      [`${file}:${String(line)}`, path, message].filter(Boolean).join(': '),
    );
    super(lines.join('\n'));
    this.faults = faults;
  }
}

interface Loading {
  readonly read: ReadText;
  readonly words: Vocabulary;
  /** The files that have led here. */
  readonly from: readonly string[];
}

/**
 * Reads a scenario and the files that it continues, and checks them: their form, dates, people, commands and payloads.
 * @param path - of the file
 * @param words - what can be said to the machines
 * @param read - how files are read; from the disk by default
 * @throws ScenarioError with every fault
 */
export function loadScenario(path: string, words: Vocabulary, read: ReadText = readText): Scenario {
  return load(path, { read, words, from: [] });
}

function readText(path: string): string {
  return readFileSync(path, 'utf8');
}

function load(file: string, loading: Loading): Scenario {
  const parsed = parseFile(file, textOf(file, loading));
  if ('faults' in parsed) throw new ScenarioError(parsed.faults);
  const base = baseOf(file, parsed, loading);
  const { people, scenario: title } = parsed.content;
  const known = { ...base.people, ...people };
  const { steps, faults } = resolveSteps(parsed, {
    people: known,
    after: base.steps.at(-1)?.date ?? base.startsOn,
    words: loading.words,
  });
  const input = { ...base.input, ...parsed.content.input };
  const wrongInput = inputFaults(loading.words, input).map((message) => ({
    ...parsed.placeOf([parsed.content.start ? 'start' : 'input', 'input']),
    path: 'input',
    message,
  }));
  const all = [...wrongInput, ...faults].sort((one, other) => one.line - other.line);
  if (all.length > 0) throw new ScenarioError(all);
  return { ...base, title, file, input, people: known, steps: [...base.steps, ...steps] };
}

/** What the steps of a file go on with. */
function baseOf(file: string, { content, placeOf }: ParsedFile, loading: Loading): Scenario {
  const { start, continues, scenario: title } = content;
  if (start) {
    const { journey, on: startsOn, input } = start;
    return { title, file, journey, startsOn, input, people: {}, steps: [] };
  }
  const next = join(dirname(file), continues ?? '');
  const from = [...loading.from, file];
  if (!from.includes(next)) return load(next, { ...loading, from });
  const message = say('scenario.circle', 'the file continues itself: {files}', {
    files: [...from, next].join(' → '),
  });
  throw new ScenarioError([{ ...placeOf(['continues']), path: 'continues', message }]);
}

function textOf(file: string, { read }: Loading): string {
  try {
    return read(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = say('scenario.unreadable', 'cannot be read: {why}', { why });
    throw new ScenarioError([{ file, line: 1, path: '', message }]);
  }
}
