import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Element } from '../convert/index.ts';
import { parseXml } from './parse.ts';

/** A document and what happens to it. */
export interface Scenario {
  /** `<group>/<name>` of the published suite. */
  readonly name: string;
  readonly document: Element;
  /**
   * A document of the W3C ends in `pass` or `fail` by itself; what its script sends and expects on the way belongs to a
   * processor that answers before it has handled what the document has sent.
   */
  readonly decidesAlone: boolean;
  /** Ids of the innermost states that are active. */
  readonly initialConfiguration: readonly string[];
  readonly events: readonly ScenarioEvent[];
}

/** One event from outside. */
export interface ScenarioEvent {
  /** Milliseconds that pass first. */
  readonly after?: number;
  readonly event: { readonly name: string; readonly data?: unknown };
  readonly nextConfiguration: readonly string[];
}

type Script = Pick<Scenario, 'initialConfiguration' | 'events'>;

const SUITE = '@scion-scxml/test-framework';

/** Documents without a script are parts of others, or for a human tester. */
export function readScenarios(): readonly Scenario[] {
  const folder = join(import.meta.dirname, '../../../node_modules', SUITE, 'test');
  return readdirSync(folder).flatMap((group) =>
    readdirSync(join(folder, group))
      .filter((file) => file.endsWith('.scxml'))
      .map((file) => join(folder, group, file.replace(/\.scxml$/, '')))
      .filter((path) => existsSync(`${path}.json`))
      .map((path) => readScenario(path, path.slice(folder.length + 1))),
  );
}

function readScenario(path: string, name: string): Scenario {
  const script = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as Script;
  const document = embedded(parseXml(readFileSync(`${path}.scxml`, 'utf8')), dirname(path));
  return { name, document, decidesAlone: name.startsWith('w3c-ecma/'), ...script };
}

/** Takes in the files that a document names: a machine has all its parts before it begins. */
function embedded(element: Element, folder: string): Element {
  const { name, attributes } = element;
  const children = element.children.map((child) => embedded(child, folder));
  const { src, ...others } = attributes;
  const file = join(folder, src?.replace(/^file:/, '') ?? '');
  if (src === undefined || !existsSync(file)) return { ...element, children };
  const text = readFileSync(file, 'utf8');
  if (name !== 'invoke') return { ...element, attributes: others, ...contentOf(file, text) };
  const content = { name: 'content', attributes: {}, children: [parseXml(text)], text: '' };
  return { ...element, attributes: others, children: [...children, content] };
}

function contentOf(file: string, text: string): Pick<Element, 'children' | 'text'> {
  return file.endsWith('.xml') ? { children: [parseXml(text)], text: '' } : { children: [], text };
}
