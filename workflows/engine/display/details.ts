import {
  examplePayload,
  commandText,
  possibleCommands,
  railLine,
  railOf,
  reasonText,
  recalled,
  stateOf,
  type DurableMachine,
  type EntityState,
  type PossibleCommand,
  type Timer,
} from '../../../machines/engine/index.ts';
import { capital, nameOf, say, words } from '../../../machines/text/index.ts';
import { children } from './children.ts';
import { bytesIn, plain, shortened } from './markdown.ts';

/** Longer texts travel badly: the UI keeps them in an address. In bytes. */
const DETAILS_LIMIT = 8_000;
/** What an instance says of itself, and what somebody was told, must leave room for what is possible. In characters. */
const TEXT_LIMIT = 1_000;
/** Of many deadlines the next ones. */
const DEADLINES_SHOWN = 12;

/** What the current details need to know beside the state. */
export interface Surroundings {
  readonly namespace: string;
  readonly problem: string | undefined;
}

/**
 * The operator's home page: where the instance stands on its way, who must act until when, what is possible now with the
 * JSON to send, what was done and refused last. Markdown that reads as plain text too, of a bounded size.
 */
export function detailsOf(
  machine: DurableMachine,
  state: EntityState,
  around: Surroundings,
): string {
  const sections = [
    `## ${state.entity}: ${stateOf(state)}`,
    railLine(railOf(machine, stateOf(state))),
    headline(machine, state),
    problem(around),
    refusal(machine, state),
    last(state),
    waiting(state),
    deadlines(state),
    children(state, around.namespace),
  ];
  const text = sections.filter((section) => section !== '').join('\n\n');
  return text + commands(machine, state, DETAILS_LIMIT - bytesIn(text));
}

function headline(machine: DurableMachine, { snapshot }: EntityState): string {
  const text = shortened(machine.headline(snapshot.context), TEXT_LIMIT);
  // Two spaces end a line in Markdown.
  return plain(text).replaceAll('\n', '  \n');
}

function problem({ problem: why }: Surroundings): string {
  if (why === undefined) return '';
  const label = say('details.stopped', 'Stopped');
  return `**${label}:** ${plain(shortened(why, TEXT_LIMIT))}`;
}

function refusal(machine: DurableMachine, { lastRefusal }: EntityState): string {
  if (!lastRefusal) return '';
  const { command, at, state } = lastRefusal;
  const label = say('details.lastRefused', 'Last refused');
  const reason = shortened(reasonText(recalled(machine, lastRefusal)), TEXT_LIMIT);
  const text = say('details.refused', '{command} at {at} in {state}: {reason}', {
    ...{ at, state, reason },
    command: shortened(command, TEXT_LIMIT),
  });
  return `> **${label}:** ${plain(text).replaceAll('\n', ' ')}`;
}

function last({ lastCommand }: EntityState): string {
  if (!lastCommand) return '';
  const { event, at, actor } = lastCommand;
  const label = say('details.lastAction', 'Last action');
  const name = capital(nameOf(event));
  const text = actor
    ? say('details.doneBy', '{event} at {at} by {id} ({role})', { event: name, at, ...actor })
    : say('details.done', '{event} at {at}', { event: name, at });
  return `**${label}:** ${text}`;
}

const TAG = 'waitingFor';

/** Who must act next: the tags `waitingFor…` of the state, as lists have them, whatever the language. */
export function waitingFor(state: EntityState): string[] {
  return [...state.snapshot.tags]
    .map(String)
    .filter((tag) => tag.startsWith(TAG))
    .map((tag) => words(tag.slice(TAG.length)));
}

/** Who must act, and until when by which rule. */
function waiting(state: EntityState): string {
  const who = waitingFor(state).map(nameOf);
  if (who.length === 0) return '';
  const label = say('details.waitingFor', 'Waiting for');
  const [next] = timersOf(state).flatMap(({ dueDate }) => dueDate ?? []);
  const until = next
    ? say('details.until', ', until {due} ({rule})', { due: next.due, rule: next.rule })
    : '';
  const overdue = state.snapshot.tags.has('overdue')
    ? ` – **${say('details.overdue', 'overdue')}**`
    : '';
  return `**${label}:** ${who.join(', ')}${until}${overdue}`;
}

/** The next one first; an instance that has ended waits for none. */
function timersOf({ snapshot, timers }: EntityState): readonly Timer[] {
  if (snapshot.status !== 'active') return [];
  return Object.values(timers).sort((a, b) => a.fireAt - b.fireAt);
}

function deadlines(state: EntityState): string {
  const timers = timersOf(state);
  if (timers.length === 0) return '';
  const more = timers.length - DEADLINES_SHOWN;
  return [
    `**${say('details.deadlines', 'Deadlines')}**\n`,
    ...timers.slice(0, DEADLINES_SHOWN).map((timer) => `- ${deadline(timer)}`),
    ...(more > 0
      ? [`- ${say('details.moreDeadlines', 'and {count} later ones', { count: more })}`]
      : []),
  ].join('\n');
}

function deadline({ name, dueDate, fireAt }: Timer): string {
  const what = capital(nameOf(name));
  if (!dueDate) return `${what}: ${new Date(fireAt).toISOString()}`;
  const { due, rule, anchor } = dueDate;
  return say('details.deadline', '{what}: {due} ({rule}, from {anchor})', {
    what,
    due,
    rule,
    anchor,
  });
}

/** With an example each as long as there is room, the others by name. */
function commands(machine: DurableMachine, state: EntityState, room: number): string {
  const possible = possibleCommands(machine, state.snapshot);
  if (possible.length === 0) return '';
  const today = state.at.slice(0, 10);
  const names = possible.map(({ command }) => `\`${command}\``);
  const query = '`allowed`';
  const also = say('details.alsoPossible', 'Also possible, see the query {query}:', { query });
  const others = (from: number): string =>
    from === names.length ? '' : `\n\n${also} ${names.slice(from).join(', ')}`;
  const title = say('details.possibleNow', 'Possible now');
  let text = `\n\n**${title}** (${say('details.howGiven', 'update or signal')})`;
  let left = room - bytesIn(text);
  for (const [index, one] of possible.entries()) {
    const next = block(machine, one, today);
    left -= bytesIn(next);
    if (left < bytesIn(others(index + 1))) return text + others(index);
    text += next;
  }
  return text;
}

/** @param today - the example's own day may be one to come; the day of the last event is one that a command can have */
function block(machine: DurableMachine, possible: PossibleCommand, today: string): string {
  const { command, roles, example } = possible;
  const day = 'on' in example ? { on: today } : {};
  const payload = JSON.stringify({ ...examplePayload(possible), ...day });
  const text = commandText(machine.contract.id, command, possible);
  return `\n\n- \`${command}\` (${roles.join(', ')}): ${text}\n\n\`\`\`json\n${payload}\n\`\`\``;
}
