import { NotApplicable, tokens, type Element } from './element.ts';
import { literal, put, runScript } from './evaluate.ts';
import { errorEvent, valueIn, type Operation, type Run } from './run.ts';
import { send } from './send.ts';

/** Executable content as operations. @throws NotApplicable */
export function operations(elements: readonly Element[]): readonly Operation[] {
  return elements.map(operation);
}

function operation(element: Element): Operation {
  const convert = converters[element.name];
  if (!convert)
    throw new NotApplicable(`conversion: <${element.name}> is no executable content of SCXML 1.0`);
  return convert(element);
}

const converters: Readonly<Record<string, (element: Element) => Operation>> = {
  raise: ({ attributes }) => {
    const event = { type: attributes['event'] ?? '', scxml: { type: 'internal' } };
    return (run) => run.raise(event);
  },
  send,
  cancel: ({ attributes: { sendid, sendidexpr } }) => {
    return (run) => run.cancel(sendid ?? String(valueIn(run, sendidexpr ?? '')));
  },
  log: ({ attributes: { expr } }) => {
    return (run) => run.log(expr === undefined ? undefined : valueIn(run, expr));
  },
  assign: ({ attributes: { location = '', expr }, children, text }) => {
    if (children.length > 0) throw new NotApplicable('conversion: XML as a value: there is no DOM');
    return (run) => put(location, expr === undefined ? literal(text) : valueIn(run, expr), run);
  },
  script: ({ attributes, text }) => {
    if ('src' in attributes)
      throw new NotApplicable('conversion: <script src> loads code when it runs');
    return (run) => runScript(text, run.data, run.scope);
  },
  if: (element) => {
    const branches = branchesOf(element);
    return (run) => {
      const chosen = branches.find(({ cond }) => cond === undefined || holds(run, cond));
      for (const each of chosen?.operations ?? []) each(run);
    };
  },
  foreach: (element) => {
    const { array = '', item = '', index } = element.attributes;
    const inner = operations(element.children);
    return (run) => {
      const values = valueIn(run, array);
      if (!Array.isArray(values)) throw new Error(`${array} is no array`);
      for (const name of [item, ...tokens(index)]) declare(run, name);
      for (const [at, value] of [...(values as unknown[])].entries()) {
        put(item, value, run);
        if (index !== undefined) put(index, at, run);
        for (const each of inner) each(run);
      }
    };
  },
};

function declare({ data }: Run, name: string): void {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) throw new Error(`${name} is no name`);
  if (!(name in data)) data[name] = undefined;
}

/** A condition that fails is false, and reported. */
function holds(run: Run, cond: string): boolean {
  try {
    return Boolean(valueIn(run, cond));
  } catch {
    run.raise(errorEvent('error.execution'));
    return false;
  }
}

interface Branch {
  readonly cond: string | undefined;
  readonly operations: readonly Operation[];
}

function branchesOf({ attributes, children }: Element): readonly Branch[] {
  const borders = children.flatMap(({ name }, at) => (/^else(if)?$/.test(name) ? [at] : []));
  return [-1, ...borders].map((start, index) => ({
    cond: start < 0 ? attributes['cond'] : children[start]?.attributes['cond'],
    operations: operations(children.slice(start + 1, borders[index])),
  }));
}
