import { IntlMessageFormat } from 'intl-messageformat';
import type { Catalogue } from '../../machines/text/index.ts';

type Texts = Catalogue['texts'];
type Part = ReturnType<IntlMessageFormat['getAst']>[number];

/** Type of a part that is text as it stands, and has that as its value. */
const LITERAL = 0;

/**
 * What is wrong with the catalogue of another language.
 * @param english - the texts that there are
 * @returns a line for each text that is missing, unknown, cannot be read, or names other things than the English one
 */
export function catalogueFaults(english: Texts, { language, texts }: Catalogue): readonly string[] {
  const missing = Object.keys(english).filter((id) => !Object.hasOwn(texts, id));
  return [
    ...missing.map((id) => `${language}: ${id} is missing: ${english[id] ?? ''}`),
    ...Object.entries(texts).flatMap(([id, text]) => {
      const own = english[id];
      const why = own === undefined ? 'is no text of certway' : difference(own, text, language);
      return why === undefined ? [] : [`${language}: ${id} ${why}`];
    }),
  ];
}

function difference(english: string, text: string, language: string): string | undefined {
  const [wanted, found] = [argumentsOf(english, 'en'), argumentsOf(text, language)];
  if (found === undefined) return `cannot be read: ${text}`;
  const names = (list: readonly string[] = []): string => list.join(', ') || 'nothing';
  return names(wanted) === names(found)
    ? undefined
    : `names ${names(found)}, the English text ${names(wanted)}`;
}

/** What a text names, sorted; `undefined` when it cannot be read. */
export function argumentsOf(text: string, language: string): readonly string[] | undefined {
  try {
    const format = new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
    return [...new Set(format.getAst().flatMap(named))].sort();
  } catch {
    return undefined;
  }
}

/** An argument has a name; choices have texts of their own, which may name further ones. */
function named(part: Part): readonly string[] {
  const { type, value } = part as { readonly type: number; readonly value?: unknown };
  const options = 'options' in part ? Object.values(part.options) : [];
  const inner = options.flatMap((option) => option.value.flatMap(named));
  return type === LITERAL || typeof value !== 'string' ? inner : [value, ...inner];
}
