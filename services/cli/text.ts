import { styleText } from 'node:util';
import { nameOf, say } from '../../machines/text/index.ts';
import type { Deadline } from '../journeys/index.ts';
import type { CliOptions } from './options.ts';

/** A colour or weight by what it says. */
type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/** A text in a style, where colours are allowed. */
export function styled(
  { hasColor }: Pick<CliOptions, 'hasColor'>,
  style: Style,
  text: string,
): string {
  return hasColor ? styleText(style, text, { validateStream: false }) : text;
}

/** Rows in columns, two spaces between them. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, index) =>
    Math.max(...rows.map((row) => (row[index] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** What stands before a line; in English, and in the catalogue under `label.<name>`. */
export const labelTexts = {
  activity: 'activity',
  child: 'child',
  consumer: 'consumer',
  deadline: 'deadline',
  endpoint: 'endpoint',
  event: 'event',
  events: 'events',
  incomplete: 'incomplete',
  last: 'last',
  lastEvent: 'last event',
  machine: 'machine',
  more: 'more',
  nextDue: 'next due',
  open: 'open',
  possible: 'possible',
  reason: 'reason',
  refused: 'refused',
  remedy: 'remedy',
  rule: 'rule',
  secret: 'secret',
  since: 'since',
  state: 'state',
  stopped: 'stopped',
  subject: 'subject',
  timer: 'timer',
  ui: 'UI',
  waiting: 'waiting',
  waitingFor: 'waiting for',
  waitsFor: 'waits for',
  why: 'why',
} as const;

/** One of them. */
export type Label = keyof typeof labelTexts;

/** A label in a column of its own, and what belongs to it. */
export function line(label: Label, text: string): string {
  return named(say(`label.${label}`, labelTexts[label]), text);
}

/** The same with a name that is none of the labels. */
export function named(name: string, text: string): string {
  return `${name.padEnd(12)}${text}`;
}

/** Where the Temporal UI shows a workflow. */
export function linkTo(
  { uiUrl }: Pick<CliOptions, 'uiUrl'>,
  namespace: string,
  entity: string,
): string {
  return `${workflowsAt(uiUrl, namespace)}/${encodeURIComponent(entity)}`;
}

/** Where the Temporal UI lists the workflows that a query finds. */
export function linkToQuery(
  { uiUrl }: Pick<CliOptions, 'uiUrl'>,
  namespace: string,
  query: string,
): string {
  return `${workflowsAt(uiUrl, namespace)}?${new URLSearchParams({ query }).toString()}`;
}

function workflowsAt(uiUrl: string | undefined, namespace: string): string {
  const address = uiUrl ?? say('cli.addressOfUi', '<address of the Temporal UI>');
  return `${address}/namespaces/${namespace}/workflows`;
}

/** The day of an instant, or of no instant. */
export function dayOf(instant: string | null): string {
  return instant === null ? '–' : instant.slice(0, 10);
}

/** A deadline with its date and rule, e.g. `cap due 2027-04-30 (T-05)`. */
export function deadlineText({ name, due, rule, fireAt }: Deadline): string {
  return `${nameOf(name)} ${due === undefined ? fireAt : `${due} (${rule ?? ''})`}`;
}
