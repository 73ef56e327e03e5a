import { isMap, isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { say } from '../../machines/text/index.ts';
import type { Place } from './scenario.ts';
import { scenarioSchema, type ScenarioFile } from './scenario-schema.ts';

/** Something that is wrong in a file. */
export interface Fault extends Place {
  /** Where in the file's structure, e.g. `steps.3.with.on`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A file that could be read. */
export interface ParsedFile {
  readonly content: ScenarioFile;
  /** Where a value stands, or what is nearest around it. */
  readonly placeOf: (path: readonly PropertyKey[]) => Place;
}

/**
 * Reads the text of a scenario file.
 * @returns its content, or every fault that it has
 */
export function parseFile(file: string, text: string): ParsedFile | { faults: Fault[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const faults = document.errors.map(({ message, pos }) => {
      return { file, line: lines.linePos(pos[0]).line, path: '', message };
    });
    return { faults };
  }
  const placeOf = (path: readonly PropertyKey[]): Place => {
    return { file, line: lines.linePos(offsetOf(document, path)).line };
  };
  const parsed = scenarioSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return { content: parsed.data, placeOf };
  const faults = parsed.error.issues.flatMap(flattened).map(({ path, message }): Fault => {
    const isMissing = document.getIn(asWritten(document, path)) === undefined;
    const what = isMissing
      ? say('scenario.missing', 'is missing: it {message}', { message })
      : message;
    return {
      ...placeOf(path),
      path: asWritten(document, path).map(String).join('.'),
      message: what,
    };
  });
  return { faults: faults.sort((one, other) => one.line - other.line) };
}

interface Found {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function flattened(issue: z.core.$ZodIssue): readonly Found[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    const message = say('scenario.noField', 'there is no such field');
    return issue.keys.map((key) => ({ path: [...path, key], message }));
  }
  return [{ path, message: issue.message }];
}

/** Where the innermost value begins that the path still leads to. */
function offsetOf(document: Document, given: readonly PropertyKey[]): number {
  const path = asWritten(document, given);
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

/** A single thing that is expected is written without a list, which its path has all the same. */
function asWritten(document: Document, path: readonly PropertyKey[]): readonly PropertyKey[] {
  const list = path.indexOf('expect') + 1;
  const isSingle = list > 0 && isMap(document.getIn(path.slice(0, list)));
  return isSingle ? path.filter((_, index) => index !== list) : path;
}
