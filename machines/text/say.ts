import { IntlMessageFormat } from 'intl-messageformat';

/** What a text names: ids, dates, counts. */
export type Values = Readonly<Record<string, string | number>>;

/** The texts of one language by id, in ICU MessageFormat; what is missing is said in English. */
export interface Catalogue {
  /** BCP 47 tag, e.g. `de`. */
  readonly language: string;
  readonly texts: Readonly<Record<string, string>>;
}

const english: Catalogue = { language: 'en', texts: {} };
/** Of a text without them nothing needs to be parsed. */
const SYNTAX = /[{']/;

let chosen = english;
/** By the text itself: parsing one costs much more than saying it. */
const formats = new Map<string, IntlMessageFormat>();

/**
 * Chooses the language of this process, once and for all that is said; the English texts stand where they are said.
 * @param catalogue - absent: English
 */
export function speak(catalogue: Catalogue = english): void {
  chosen = catalogue;
  formats.clear();
}

/**
 * A text for people, in the language of this process. What is said is never stored, and nothing is decided by it: it may
 * differ from host to host.
 * @param id - of the catalogue, e.g. `cli.nothingDue`
 * @param text - the same in English
 */
export function say(id: string, text: string, values: Values = {}): string {
  const own = chosen.texts[id];
  const said = own === undefined ? undefined : format(chosen.language, own, values);
  return said ?? format(english.language, text, values) ?? text;
}

/** `undefined` when a text is not in order: a catalogue with a fault must not keep a workflow from going on. */
function format(language: string, text: string, values: Values): string | undefined {
  if (!SYNTAX.test(text)) return text;
  try {
    let known = formats.get(text);
    if (!known) {
      known = new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
      formats.set(text, known);
    }
    return String(known.format(values));
  } catch {
    return undefined;
  }
}
