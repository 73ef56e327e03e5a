/** A letter in a circle: no text of certway has one. */
function circled(sign: string): string {
  if (/[a-z]/.test(sign)) return String.fromCodePoint(sign.charCodeAt(0) - 0x61 + 0x24d0);
  return /[A-Z]/.test(sign) ? String.fromCodePoint(sign.charCodeAt(0) - 0x41 + 0x24b6) : sign;
}

const HEAD = /^\{\s*(\w+)\s*(\}|,\s*(?:plural|select|selectordinal)\s*,)/;
const OPTION = /^\s*([=\w]+)\s*\{/;

/**
 * A text of the catalogue in a language that nobody speaks: its own words in circled letters, what it names as it was.
 * A word that is left in plain letters was not said by the catalogue.
 * @throws Error for a text whose braces do not match
 */
export function accented(text: string): string {
  return transformed(text, 0).text;
}

interface Read {
  readonly text: string;
  /** Where it ends: behind the brace that closes it, or at the end of the whole. */
  readonly end: number;
}

function transformed(text: string, from: number): Read {
  let [at, done] = [from, ''];
  for (let sign = text[at]; sign !== undefined && sign !== '}'; sign = text[at]) {
    const { text: own, end } =
      sign === '{' ? argumentAt(text, at) : { text: circled(sign), end: at + 1 };
    done += own;
    at = end;
  }
  return { text: done, end: at };
}

function argumentAt(text: string, from: number): Read {
  const [head, , kind] = HEAD.exec(text.slice(from)) ?? [];
  if (head === undefined) throw new Error(`it cannot be read from here on: ${text.slice(from)}`);
  if (kind === '}') return { text: head, end: from + head.length };
  let [at, done] = [from + head.length, head];
  for (;;) {
    const [option] = OPTION.exec(text.slice(at)) ?? [];
    if (option === undefined) break;
    const inner = transformed(text, at + option.length);
    done += `${option}${inner.text}}`;
    at = inner.end + 1;
  }
  const close = text.indexOf('}', at) + 1;
  return { text: `${done}}`, end: close };
}

/**
 * The words in plain letters of what was printed, apart from what has no language: ids, names, flags, placeholders,
 * commands to type and JSON.
 * @param names - of commands, events, states, roles and the like
 */
export function plainWords(printed: string, names: ReadonlySet<string>): readonly string[] {
  return printed
    .split('\n')
    .filter((line) => !/^\s*(?:certway|temporal|npm) /.test(line))
    .flatMap((line) => wordsOf(line))
    .filter((word) => !names.has(word));
}

function wordsOf(line: string): readonly string[] {
  const said = line
    .replaceAll(/\{.*\}|"[^"]*"|<[^>]*>/g, ' ')
    .replaceAll(/\S*(?:certway |https?:)\S*/g, ' ');
  // What holds a digit or a sign of an id is an id; so is what has a capital inside.
  return said
    .split(/[\s,;:()'|…]+/)
    .filter((word) => /[A-Za-z]{2}/.test(word))
    .filter((word) => !/[\d_/@=~-]|[A-Za-z]\.[A-Za-z]|[a-z][A-Z]/.test(word))
    .map((word) => word.replace(/^[[.]+|[\].?!]+$/g, ''));
}
