import type { z } from 'zod';
import { say, type Values } from '../../text/index.ts';
import type { Actor } from './contract.ts';
import { faultTexts, type FaultName } from './fault-texts.ts';

/** What is wrong, without language: as the log keeps it. {@link faultText} says it. */
export interface Fault {
  /** Name in the catalogue, below `fault.`; a build to come may know more of them. */
  readonly id: string;
  /** Where, e.g. `team.0.id`; empty for the whole input. */
  readonly path?: string;
  /** What stood there, as JSON and shortened; `null` when nothing did. */
  readonly given?: string | null;
  /** What the text names besides: never what somebody has written. */
  readonly values?: Values;
}

const SHOWN = 60;

/** A fault that is known by its name. */
export function fault(id: FaultName, values?: Values): Fault {
  return { id, ...(values && { values }) };
}

/** The fault of somebody who acts in a role that may not give the command. */
export function wrongRole(command: string, roles: readonly string[], { role }: Actor): Fault {
  const told = fault('wrongRole', { command, roles: roles.join(', ') });
  return { ...told, path: 'actor.role', given: JSON.stringify(role) };
}

/**
 * What a schema says of a value that does not fit, where the message of zod would not do: as the `message` of a check.
 * @param values - what the text names
 */
export function expects(name: FaultName, values?: Values): string {
  return values ? `${name} ${JSON.stringify(values)}` : name;
}

/** A fault in a sentence: `path: what is expected (given …)`. */
export function faultText({ id, path, given, values }: Fault): string {
  const english = Object.hasOwn(faultTexts, id) ? faultTexts[id as FaultName] : id;
  const what = say(`fault.${id}`, english, values);
  if (path === undefined) return what;
  const where = path === '' ? say('fault.wholeInput', 'input') : path;
  if (given === undefined) return `${where}: ${what}`;
  const shown =
    given === null
      ? say('fault.missing', 'missing')
      : say('fault.given', 'given {given}', { given });
  return `${where}: ${what} (${shown})`;
}

/** The faults that an issue of zod tells. @param value - what was looked at */
export function faultsOfIssue(issue: z.core.$ZodIssue, value: unknown): readonly Fault[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      ...fault('unknownField'),
      path: [...path, key].join('.'),
    }));
  }
  const found = valueAt(path, value);
  const given = found === undefined ? null : brief(found);
  return [{ ...(ownFault(issue) ?? zodFault(issue, found)), path: path.join('.'), given }];
}

/** The value at a path. */
export function valueAt(path: readonly PropertyKey[], value: unknown): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
}

function brief(value: unknown): string {
  const text = typeof value === 'function' ? 'a function' : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN - 3)}…` : text;
}

/** What zod says by itself, in English. */
const OF_ZOD = /^(?:Invalid|Too (?:small|big)|Unrecognized)\b/;

/** What {@link expects} has put into the message; a message of a schema's own that is in no catalogue as it stands. */
function ownFault({ message }: z.core.$ZodIssue): Fault | undefined {
  const [, name = '', values] = /^(\w+)(?: (\{.*\}))?$/s.exec(message) ?? [];
  if (!Object.hasOwn(faultTexts, name)) {
    return OF_ZOD.test(message) ? undefined : fault('other', { text: message });
  }
  return fault(
    name as FaultName,
    values === undefined ? undefined : (JSON.parse(values) as Values),
  );
}

/** Numbers of characters, items or entries; all else is the number itself. */
const COUNTED: ReadonlySet<string> = new Set(['string', 'array', 'set', 'map', 'file']);

function zodFault(issue: z.core.$ZodIssue, found: unknown): Fault {
  if (issue.code === 'invalid_type') {
    return fault('type', { expected: issue.expected, received: kindOf(found) });
  }
  if (issue.code === 'invalid_value') {
    return valueFault(issue.values.map((each) => JSON.stringify(each)));
  }
  if (issue.code === 'too_small' || issue.code === 'too_big') return boundFault(issue);
  if (issue.code === 'invalid_format') return formatFault(issue);
  return issue.code === 'not_multiple_of'
    ? fault('multiple', { divisor: issue.divisor })
    : fault('invalid');
}

function formatFault({ format, pattern = '' }: z.core.$ZodIssueInvalidStringFormat): Fault {
  return format === 'regex' ? fault('pattern', { pattern }) : fault('format', { format });
}

function valueFault(options: readonly string[]): Fault {
  const [expected = '', ...others] = options;
  return others.length === 0
    ? fault('value', { expected })
    : fault('option', { options: options.join('|') });
}

function boundFault(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): Fault {
  const { origin, inclusive = false } = issue;
  const isCounted = COUNTED.has(origin);
  if (issue.code === 'too_small') {
    const values = { origin, bound: inclusive ? '>=' : '>', limit: String(issue.minimum) };
    return fault(isCounted ? 'tooShort' : 'tooSmall', values);
  }
  const values = { origin, bound: inclusive ? '<=' : '<', limit: String(issue.maximum) };
  return fault(isCounted ? 'tooLong' : 'tooBig', values);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}
