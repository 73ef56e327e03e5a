/** Values of the data model by name. */
export type Data = Record<string, unknown>;

/** What an expression sees besides the data: `_event`, `In` and the other names that nobody may assign. */
export type Scope = Readonly<Record<string, unknown>>;

type Compiled = (data: Data, scope: Scope, value?: unknown) => unknown;

const compiled = new Map<string, Compiled>();

/** Compiled when first used: a document with a faulty expression is valid until it is reached. */
function compile(body: string): Compiled {
  const known = compiled.get(body);
  if (known) return known;
  const code = `with ($data) { with ($scope) { ${body}\n } }`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- SCXML's data model is ECMAScript text
  const made = new Function('$data', '$scope', '$value', code) as Compiled;
  compiled.set(body, made);
  return made;
}

/**
 * The value of an ECMAScript expression.
 * @throws what the expression throws, or SyntaxError
 */
export function evaluate(expression: string, data: Data, scope: Scope): unknown {
  return compile(`return (${expression.replace(/;\s*$/, '')}\n);`)(data, scope);
}

/**
 * Puts a value into a place of the data, which is changed.
 * @throws Error when the place is not in the data
 */
export function put(place: string, value: unknown, { data, scope }: { data: Data; scope: Scope }) {
  const root = /^[A-Za-z_$][\w$]*/.exec(place)?.[0];
  if (root === undefined || root in scope || !(root in data)) throw new Error(`no place ${place}`);
  compile(`${place} = $value;`)(data, scope, value);
}

/** Runs a script; what it declares becomes data. */
export function runScript(script: string, data: Data, scope: Scope): void {
  for (const name of declared(script, 'var')) if (!(name in data)) data[name] = undefined;
  const functions = declared(script, 'function').map((name) => `$data.${name} = ${name};`);
  compile([script, ...functions].join('\n'))(data, scope);
}

function declared(script: string, how: 'var' | 'function'): readonly string[] {
  return [...script.matchAll(new RegExp(`\\b${how}\\s+([A-Za-z_$][\\w$]*)`, 'g'))].map(
    ([, name]) => name ?? '',
  );
}

/** A copy that can be changed; functions and what is frozen are shared. */
export function copy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copy) as T;
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copy(each)])) as T;
}

/** What text in an element stands for: JSON or an expression, else itself with its spaces normalised. */
export function literal(text: string): unknown {
  try {
    return evaluate(text, {}, {});
  } catch {
    return text.trim().replace(/\s+/g, ' ');
  }
}
