import { not, or, type AnyStateMachine, type AnyTransitionDefinition } from 'xstate';

interface Composite {
  readonly check?: unknown;
  readonly guards?: readonly unknown[];
}

const negation = (not('any') as Composite).check;
const alternative = (or(['any']) as Composite).check;
/** Wider lines are broken by Mermaid, also within the id of a rule. */
const widestLine = 24;

/** What makes a transition happen: `CapSubmitted`, `after capDue`, `always`, `renderCertificate done`. */
export function causeOf({ eventType, source }: AnyTransitionDefinition): string {
  const type = String(eventType);
  if (type === '') return 'always';
  const delayed = source.after.find((transition) => transition.eventType === eventType);
  if (delayed) return `after ${String(delayed.delay)}`;
  if (type.startsWith('xstate.done.state.')) return 'done';
  const [, outcome, actor] = /^xstate\.(done|error)\.actor\.(.+)$/.exec(type) ?? [];
  if (actor === undefined) return type === '*' ? 'any event' : type;
  return `${actor} ${outcome === 'done' ? 'done' : 'failed'}`;
}

/**
 * What is told of a transition: its cause, and in brackets the rules and conditions that it asks.
 * @returns lines that are short enough for an arrow
 */
export function labelOf(
  { implementations }: AnyStateMachine,
  transition: AnyTransitionDefinition,
): readonly string[] {
  const asked = wordsOf(implementations.guards, transition.guard);
  const lines = asked.length === 0 ? [] : filled(`[${asked.join(', ')}]`.split(' '));
  return [causeOf(transition), ...lines];
}

function filled(words: readonly string[]): readonly string[] {
  return words.reduce<readonly string[]>((lines, word) => {
    const longer = [...lines.slice(-1), word].join(' ');
    return longer.length > widestLine ? [...lines, word] : [...lines.slice(0, -1), longer];
  }, []);
}

/** The parts of a guard that all have to hold, each in words. */
function wordsOf(known: Readonly<Record<string, unknown>>, guard: unknown): readonly string[] {
  if (guard === undefined) return [];
  const name = nameOf(guard);
  const { check, guards } = (name === undefined ? guard : (known[name] ?? {})) as Composite;
  if (!guards) return [name ?? 'condition'];
  const parts = guards.map((part) => wordsOf(known, part));
  if (check === alternative) return [`(${parts.map(together).join(' or ')})`];
  return check === negation ? parts.map((part) => `not ${together(part)}`) : parts.flat();
}

function together(words: readonly string[]): string {
  return words.length === 1 ? words.join('') : `(${words.join(' and ')})`;
}

function nameOf(guard: unknown): string | undefined {
  if (typeof guard === 'string') return guard;
  return typeof guard === 'object' && guard !== null && 'type' in guard
    ? String(guard.type)
    : undefined;
}
