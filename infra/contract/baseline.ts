import { existsSync, readFileSync } from 'node:fs';
import type { GeneratedFile } from '../checks/index.ts';
import type { Breach, Shapes } from './breaking-changes.ts';
import type { EventShape } from './catalogue.ts';
import { ENVELOPE_ID, envelopeSchema } from './envelope.ts';
import { mapped, type JsonSchema } from './json-schema.ts';
import { EVENT_DOCS, eventProperties } from './schema-files.ts';

const PATH = `${EVENT_DOCS}/baseline.json`;

/** What consumers can rely on, without words: the shapes of all events in all versions. */
export function shapesOf(catalogue: readonly EventShape[]): Shapes {
  const events = catalogue.map(
    (shape) => [shape.dataschema, bare(eventProperties(shape))] as const,
  );
  return Object.fromEntries([[ENVELOPE_ID, bare(envelopeSchema())], ...events]);
}

/** The baseline as it is committed; empty when there is none. */
export function readBaseline(): Shapes {
  return existsSync(PATH) ? (JSON.parse(readFileSync(PATH, 'utf8')) as Shapes) : {};
}

/** The shapes of today as the baseline of tomorrow. */
export function baselineFile(shapes: Shapes): GeneratedFile {
  return { path: PATH, text: JSON.stringify(shapes) };
}

const words: ReadonlySet<string> = new Set(['title', 'description', 'examples', 'default']);

/** A schema without words. */
function bare(schema: JsonSchema): JsonSchema {
  return mapped(schema, (each) =>
    Object.fromEntries(Object.entries(each).filter(([keyword]) => !words.has(keyword))),
  );
}

/** A breach for whoever has to mend it: event, field, what has changed and what to do. */
export function explained({ schema, field, change }: Breach): string {
  const what = `${schema}: ${field === '' ? 'the event' : field} ${change}.`;
  if (schema === ENVELOPE_ID) {
    return `${what} The envelope has no versions: take the change back, or add an optional attribute instead`;
  }
  if (field === '') {
    return `${what} Logs hold it for ever: keep it in the contract, also when nothing records it any more`;
  }
  const next = Number(schema.slice(schema.lastIndexOf(':') + 1)) + 1;
  return `${what} Take the change back, or make it version ${next}: raise the event's version and keep this shape in its earlier, with an upcaster`;
}
