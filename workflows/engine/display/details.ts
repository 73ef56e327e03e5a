import {
  actorEntity,
  examplePayload,
  possibleCommands,
  reasonText,
  recalled,
  stateOf,
  type DurableMachine,
  type EntityState,
  type PossibleCommand,
} from '../../../machines/engine/index.ts';
import { words } from './words.ts';

/** In bytes. Longer texts travel badly: the UI keeps them in an address. */
const DETAILS_LIMIT = 8_000;
/** Of many workflows the first; the UI has a page for all of them, and what is possible must have room. */
const CHILDREN_SHOWN = 20;

/** What the current details need to know beside the state. */
export interface Surroundings {
  readonly namespace: string;
  readonly problem: string | undefined;
}

/**
 * The operator's home page: where the instance stands, until when, what is possible now with the JSON to send, what
 * was done and refused last. Markdown.
 */
export function detailsOf(
  machine: DurableMachine,
  state: EntityState,
  around: Surroundings,
): string {
  const headline = machine.headline(state.snapshot.context);
  const sections = [
    `## ${state.entity}: ${stateOf(state)}`,
    headline,
    around.problem === undefined ? '' : `**Stopped:** ${escape(around.problem)}`,
    refusal(machine, state),
    last(state),
    waiting(state),
    deadlines(state),
    children(state, around.namespace),
  ];
  const text = sections.filter((section) => section !== '').join('\n\n');
  const possible = possibleCommands(machine, state.snapshot);
  return text + commands(possible, state, DETAILS_LIMIT - bytesOf(text));
}

/** How long a text is in UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

function refusal(machine: DurableMachine, { lastRefusal }: EntityState): string {
  if (!lastRefusal) return '';
  const { command, at, state } = lastRefusal;
  const reason = escape(reasonText(recalled(machine, lastRefusal)));
  return `> **Last refused:** ${escape(command)} at ${at} in ${state}: ${reason}`;
}

function last({ lastCommand }: EntityState): string {
  if (!lastCommand) return '';
  const who = lastCommand.actor ? ` by ${lastCommand.actor.id} (${lastCommand.actor.role})` : '';
  return `**Last action:** ${words(lastCommand.event)} at ${lastCommand.at}${who}`;
}

/** Who must act next: the tags `waitingFor…` of the state. */
export function waitingFor(state: EntityState): string[] {
  return [...state.snapshot.tags]
    .map(String)
    .filter((tag) => tag.startsWith('waitingFor'))
    .map((tag) => words(tag.slice('waitingFor'.length)).toLowerCase());
}

function waiting(state: EntityState): string {
  const who = waitingFor(state);
  const overdue = state.snapshot.tags.has('overdue') ? ' – **overdue**' : '';
  return who.length > 0 ? `**Waiting for:** ${who.join(', ')}${overdue}` : '';
}

function deadlines(state: EntityState): string {
  if (state.snapshot.status !== 'active') return '';
  const lines = Object.values(state.timers)
    .sort((a, b) => a.fireAt - b.fireAt)
    .map(({ name, dueDate, fireAt }) =>
      dueDate
        ? `- ${words(name)}: ${dueDate.due} (${dueDate.rule}, from ${dueDate.anchor})`
        : `- ${words(name)}: ${new Date(fireAt).toISOString()}`,
    );
  return lines.length > 0 ? `**Deadlines**\n\n${lines.join('\n')}` : '';
}

function children(state: EntityState, namespace: string): string {
  const lines = Object.entries(state.actors)
    .filter(([, actor]) => actor.kind === 'machine')
    .map(([id, actor]) => {
      const workflow = encodeURIComponent(actorEntity(state.entity, id, actor));
      return `- [${id}](/namespaces/${namespace}/workflows/${workflow})`;
    });
  if (lines.length === 0) return '';
  const more = lines.length - CHILDREN_SHOWN;
  const rest = more > 0 ? [`- and ${String(more)} more: see Relationships`] : [];
  return `**Open workflows**\n\n${[...lines.slice(0, CHILDREN_SHOWN), ...rest].join('\n')}`;
}

/** With an example each as long as there is room, the others by name. */
function commands(possible: readonly PossibleCommand[], { at }: EntityState, room: number): string {
  if (possible.length === 0) return '';
  const blocks = possible.map(({ command, ...definition }) => {
    const { description, roles, example } = definition;
    // The example's own day may be one to come; the day of the last event is one that a command can have.
    const day = 'on' in example ? { on: at.slice(0, 10) } : {};
    const payload = JSON.stringify({ ...examplePayload(definition), ...day });
    return `\n\n- \`${command}\` (${roles.join(', ')}): ${description}\n\n\`\`\`json\n${payload}\n\`\`\``;
  });
  const names = possible.map(({ command }) => `\`${command}\``);
  const title = '\n\n**Possible now** (update or signal)';
  const others = (from: number): string =>
    from === names.length
      ? ''
      : `\n\nAlso possible, see the query \`allowed\`: ${names.slice(from).join(', ')}`;
  let text = title;
  for (const [index, block] of blocks.entries()) {
    if (text.length + block.length + others(index + 1).length > room) return text + others(index);
    text += block;
  }
  return text;
}

/** User text may hold markup; the UI renders it raw. */
function escape(text: string): string {
  return text.replace(/[<>&`|]/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
}
