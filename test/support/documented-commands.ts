/** A command as a page tells people to type it. */
export interface Documented {
  /** Where it stands, e.g. `README.md:120`. */
  readonly place: string;
  /** As it stands, e.g. `certway log verify`. */
  readonly text: string;
  /** Its words behind the name of the program, quotes taken off. */
  readonly words: readonly string[];
}

const PROGRAM = /^(?:\$ )?(?:npm run certway -- |certway |temporal cert )/;

/**
 * The commands of certway in a page: in its code, and in the text between single back quotes. What follows a command
 * explains it: behind two spaces, or a `#`.
 */
export function documentedCommands(path: string, page: string): readonly Documented[] {
  let isCode = false;
  return page.split('\n').flatMap((line, index) => {
    if (/^\s*```/.test(line)) {
      isCode = !isCode;
      return [];
    }
    const place = `${path}:${String(index + 1)}`;
    const texts = isCode
      ? [line.trim()]
      : [...line.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
    return texts.filter((text) => PROGRAM.test(text)).flatMap((text) => alternatives(place, text));
  });
}

/** `dlq list | show <id>` tells two. */
function alternatives(place: string, text: string): readonly Documented[] {
  const [command = ''] = text.replace(PROGRAM, '').split(/ {2,}| +#|…/);
  const [first = '', ...others] = command.split(' | ');
  const own = wordsOf(first);
  const group = own.filter((word) => /^[a-z]+$/.test(word)).slice(0, -1);
  return [own, ...others.map((other) => [...group, ...wordsOf(other)])]
    .filter((words) => words.length > 0)
    .map((words) => ({ place, text, words }));
}

/** Optional parts count as given. */
function wordsOf(text: string): readonly string[] {
  const plain = text.replaceAll(/\[(?=-)|(?<=\S)\](?= |$)/g, '');
  return [...plain.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
}
