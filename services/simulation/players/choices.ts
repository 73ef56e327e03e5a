import type { AnyStateNode } from 'xstate';
import {
  allowed,
  type AllowedCommand,
  type EntityState,
  type Simulation,
} from '../../../machines/engine/index.ts';
import { reading, type Reading } from '../reading.ts';

/** Something that somebody could do now or, where `notBefore` says so, a little later. */
export interface Choice {
  readonly entity: string;
  readonly command: AllowedCommand;
  /** Local date before which nobody would do it. */
  readonly notBefore: string | undefined;
  /** Whether the state waits for it. */
  readonly isTask: boolean;
  readonly weight: number;
}

/** How a journey goes: what is out of the ordinary weighs so much. */
export interface Mood {
  readonly trouble: number;
}

const NEXT = 10;
const AROUND = 2;
const BESIDES = 0.25;
const ENDS = 0.004;
const DECIDES_AGAINST = 0.03;
const SETS_BACK = 0.08;
/** What commands are called that end something for good, and what those that set it back. */
const ending = /^(terminate|cancel|expire)/;
const against = /^(withdraw|decline|refuse|recuse|overturn)/;
const settingBack =
  /^(suspend|object|comment|reject|dispute|return|repeat|query|escalate|withdraw|open|report(?!.*Progress)|amend|revise|declare|request|reissue|replace|redetermine|convene|aggregate|find|lodge|propose(Ref|Down)|waive)/;

/** What becomes necessary by something that the graph does not show. */
const needed: Readonly<Record<string, (context: Reading) => boolean>> = {
  replaceTeamMember: (context) => context.entries('objections').some(([, is]) => is === 'upheld'),
  redetermineAuditTime: (context) => context.flag('isTimeDue'),
  reviseQuote: (context) => context.text('requote') === 'due',
  closeImpartialityCase: (context) => context.text('impartialityCase') !== undefined,
  convenePanel: (context) => context.texts('members').length < quorumOf(context),
};

function quorumOf(context: Reading): number {
  return context.inside('policy').number('panelQuorum') ?? 1;
}

/** Days that nobody moves ahead of, by command: what was planned is done as planned. */
const planned: Readonly<Record<string, string>> = {
  holdOpeningMeeting: 'from',
  holdClosingMeeting: 'to',
};

/** Everything that somebody could do in any workflow of a journey. */
export function createChoices(world: Simulation, mood: Mood): () => readonly Choice[] {
  const before = new Map<string, { readonly state: EntityState; readonly choices: Choice[] }>();
  const choicesOf = (entity: string): readonly Choice[] => {
    const state = world.state(entity);
    const known = before.get(entity);
    if (known?.state === state) return known.choices;
    const choices = choicesIn(world, entity, mood);
    before.set(entity, { state, choices });
    return choices;
  };
  return () => world.entities().flatMap(choicesOf);
}

function choicesIn(world: Simulation, entity: string, mood: Mood): Choice[] {
  const state = world.state(entity);
  if (state.snapshot.status !== 'active') return [];
  const machine = world.machine(entity);
  const waiting = waitingNodes(machine.logic.root, state.snapshot.value);
  return allowed(machine, state).commands.flatMap((command): Choice[] => {
    if (command.child) return [];
    const usual = usualWeight(waiting, command.event);
    const isTask = usual > BESIDES;
    const context = reading(state.snapshot.context);
    const isNeeded = needed[command.command]?.(context);
    const weight = isNeeded ? NEXT : weightOf(command.command, usual, mood);
    return [{ entity, command, isTask, weight, notBefore: plannedFor(state, command.command) }];
  });
}

/** What a state waits for comes first, then what is possible as long as it waits. */
function usualWeight({ innermost, outer }: Waiting, event: string): number {
  const takes = (node: AnyStateNode): boolean => node.transitions.has(event);
  if (innermost.some(takes)) return NEXT;
  return outer.some(takes) ? AROUND : BESIDES;
}

function weightOf(command: string, usual: number, { trouble }: Mood): number {
  if (ending.test(command)) return usual * ENDS * trouble;
  if (against.test(command)) return usual * DECIDES_AGAINST * trouble;
  if (settingBack.test(command)) return usual * SETS_BACK * trouble;
  return usual;
}

function plannedFor({ snapshot }: EntityState, command: string): string | undefined {
  const field = planned[command];
  const context = snapshot.context as Readonly<Record<string, unknown>>;
  const day = field === undefined ? undefined : context[field];
  return typeof day === 'string' ? day : undefined;
}

interface Waiting {
  readonly innermost: readonly AnyStateNode[];
  readonly outer: readonly AnyStateNode[];
}

/** The active states that wait for somebody, and those around them up to their region. */
function waitingNodes(root: AnyStateNode, value: unknown): Waiting {
  const active = activeNodes(root, value);
  const waiting = active.filter(({ tags }) => tags.some((tag) => tag.startsWith('waitingFor')));
  const inside = active.filter((node) => waiting.some((one) => isInside(node, one)));
  return { innermost: [...waiting, ...inside], outer: waiting.flatMap(around) };
}

function isInside(node: AnyStateNode, outer: AnyStateNode): boolean {
  return node.parent === outer || (node.parent !== undefined && isInside(node.parent, outer));
}

function around({ parent }: AnyStateNode): readonly AnyStateNode[] {
  const isOfTask = parent?.parent !== undefined && parent.type !== 'parallel';
  return isOfTask ? [parent, ...around(parent)] : [];
}

/** The active states below one, each after the one around it. */
export function activeNodes(parent: AnyStateNode, value: unknown): readonly AnyStateNode[] {
  if (value === undefined || value === null) return [];
  const inner = typeof value === 'string' ? { [value]: undefined } : value;
  return Object.entries(inner as Readonly<Record<string, unknown>>).flatMap(([name, rest]) => {
    const node = (parent.states as Readonly<Record<string, AnyStateNode>>)[name];
    return node ? [node, ...activeNodes(node, rest)] : [];
  });
}
