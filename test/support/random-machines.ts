// Machines described by plain data: a property test makes such data up, and the same data make the machine on a worker.
import {
  and,
  assign,
  cancel,
  emit,
  not,
  or,
  raise,
  sendTo,
  setup,
  spawnChild,
  stopChild,
  type AnyStateMachine,
} from 'xstate';
import { z } from 'zod';
import { activity, register, type DurableMachine } from '../../machines/engine/index.ts';

/** A composite of the named guards. */
export type GuardSpec =
  | { readonly is: 'isOdd' | 'isBig' | 'isOddAndBig' }
  | { readonly not: GuardSpec }
  | { readonly and: readonly GuardSpec[] }
  | { readonly or: readonly GuardSpec[] };

export const ACTIONS = [
  'up',
  'raise',
  'self',
  'later',
  'unnamed',
  'cancel',
  'tell',
  'spawn',
  'stop',
] as const;
export const TRIGGERS = [
  'event',
  'raised',
  'later',
  'delay',
  'always',
  'stateDone',
  'actorDone',
  'actorFailed',
] as const;

/** What a state or transition does; `n` chooses the event, delay or actor it is about. */
export interface ActionSpec {
  readonly do: (typeof ACTIONS)[number];
  readonly n: number;
}

/** What may lead from one state to another; `n` chooses event, delay or actor. */
export interface TransitionSpec {
  readonly on: (typeof TRIGGERS)[number];
  readonly n: number;
  /** Counts through all states; none for a transition that only acts. */
  readonly target: number | null;
  readonly reenter: boolean;
  readonly guard: GuardSpec | null;
  readonly actions: readonly ActionSpec[];
}

/** A state; a kind that is not possible at its place counts as `atomic`. */
export interface NodeSpec {
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly isDeep: boolean;
  readonly children: readonly NodeSpec[];
  readonly entry: readonly ActionSpec[];
  readonly exit: readonly ActionSpec[];
  readonly transitions: readonly TransitionSpec[];
  readonly invokes: boolean;
}

interface Traced {
  readonly trace: readonly string[];
  readonly count: number;
  /** What eventless and internal transitions use up, so that no circle of them lasts for ever. */
  readonly fuel: number;
}
interface Happened {
  readonly type: string;
  readonly n?: number;
  readonly output?: unknown;
  readonly error?: unknown;
}

/** Events that commands record; `doE0` records `E0`. */
export const EVENTS = ['E0', 'E1', 'E2', 'E3'];
const SPAWNED = ['aide0', 'aide1'];
const FUEL = 30;
const named = (n: number): string => (n % 10 === 0 ? 'growing' : `d${String(n % 10)}`);
const durations = Array.from({ length: 9 }, (_, index) => index + 1);
const loose = z.looseObject({});
const elapsed = [
  'GrowingElapsed',
  'L0Elapsed',
  'L1Elapsed',
  ...durations.map((ms) => `D${String(ms)}Elapsed`),
];

/** One contract for all of them: every event takes anything, every command is a clerk's. */
const contract = {
  id: 'random',
  version: '1',
  description: 'A machine that nobody has thought up.',
  input: loose,
  example: {},
  starts: 'Started',
  events: Object.fromEntries(
    ['Started', 'Told', ...EVENTS, ...elapsed].map((name) => [
      name,
      { description: name, data: loose },
    ]),
  ),
  commands: Object.fromEntries(
    EVENTS.map((name) => [
      `do${name}`,
      { records: name, roles: ['clerk'], description: name, example: {} },
    ]),
  ),
};

const basic = setup({
  types: { context: {} as Traced, events: {} as Happened, emitted: {} as { type: string } },
  actors: { job: activity<{ n: number }, unknown>() },
  delays: {
    growing: ({ context: { count } }) => count + 1,
    ...Object.fromEntries(durations.map((ms) => [`d${String(ms)}`, ms])),
  },
  guards: {
    isOdd: ({ context: { count } }) => count % 2 === 1,
    isBig: ({ context: { count } }) => count > 4,
    isOddAndBig: and(['isOdd', 'isBig']),
    hasFuel: ({ context: { fuel } }) => fuel > 0,
    never: () => false,
  },
});

/** The machine of a description, as XState has it. */
export function logicOf(spec: NodeSpec): AnyStateMachine {
  const root = rooted(spec);
  const places = placesOf(root, ['random']).slice(1);
  const own = configOf({ node: root, path: ['random'] }, places) as { readonly on?: object };
  // What is stopped somewhere has to be started somewhere.
  const starters = SPAWNED.map((id) => spawnChild('job', { id, input: { n: 0 } }));
  const config = {
    ...own,
    on: { ...own.on, Told: { guard: 'never', actions: starters } },
    id: 'random',
    version: '1',
    context: { trace: [], count: 0, fuel: FUEL },
    output: ({ context, event }: { context: Traced; event: Happened }) => ({
      count: context.count,
      last: event.output,
    }),
  };
  return basic.createMachine(config as never) as unknown as AnyStateMachine;
}

/** The machine of a description, registered as strictly as any other. */
export function machineOf(spec: NodeSpec): DurableMachine {
  return register({ contract, machine: logicOf(spec) });
}

/** What an activity gives. */
export type Given = { readonly output: unknown } | { readonly error: ActivityError };
type ActivityError = Readonly<Record<'name' | 'message', string>> & { readonly type: null };

/** What the activity of random machines gives for an input, where it gives it at once. */
export function jobOf(input: unknown): Given {
  const { n } = input as { n: number };
  return n % 3 === 2 ? { error: failure(`no ${String(n)}`) } : { output: n };
}

/** A failure as events have it. */
export function failure(message: string): ActivityError {
  return { name: 'Error', message, type: null };
}

interface Place {
  readonly node: NodeSpec;
  readonly path: readonly string[];
}

/** The root can neither be final nor a history. */
function rooted(spec: NodeSpec): NodeSpec {
  return sound(spec.kind === 'parallel' ? spec : { ...spec, kind: 'compound' });
}

/** The same description with kinds that are possible at their places. */
function sound(node: NodeSpec): NodeSpec {
  const children = node.children.map(sound);
  if (node.kind === 'parallel' && children.length > 0) {
    return { ...node, children: children.map((child) => (isState(child) ? child : atomic(child))) };
  }
  const isCompound = node.kind === 'compound' && children.some(({ kind }) => kind !== 'history');
  if (isCompound) return { ...node, children };
  return node.kind === 'final' || node.kind === 'history'
    ? { ...node, children: [] }
    : atomic(node);
}

function isState({ kind }: NodeSpec): boolean {
  return kind !== 'final' && kind !== 'history';
}

function atomic(node: NodeSpec): NodeSpec {
  return { ...node, kind: 'atomic', children: [] };
}

function placesOf(node: NodeSpec, path: readonly string[]): Place[] {
  const inner = node.children.map((child, index) =>
    placesOf(child, [...path, `s${String(index)}`]),
  );
  return [{ node, path }, ...inner.flat()];
}

function configOf(place: Place, places: readonly Place[]): object {
  const { node, path } = place;
  if (node.kind === 'history')
    return { type: 'history', history: node.isDeep ? 'deep' : 'shallow' };
  const name = path.slice(1).join('.');
  const states = node.children.map(
    (child, index) =>
      [
        `s${String(index)}`,
        configOf({ node: child, path: [...path, `s${String(index)}`] }, places),
      ] as const,
  );
  const initial = node.children.findIndex(({ kind }) => kind !== 'history');
  return {
    entry: [mark(`in ${name}`), ...node.entry.flatMap(actionsOf)],
    exit: [mark(`out ${name}`), ...node.exit.flatMap(actionsOf)],
    ...(node.kind === 'final' && {
      type: 'final',
      output: ({ context }: { context: Traced }) => context.count,
    }),
    ...(node.kind === 'parallel' && { type: 'parallel' }),
    ...(node.kind === 'compound' && { initial: `s${String(initial)}` }),
    ...(states.length > 0 && { states: Object.fromEntries(states) }),
    ...(node.kind !== 'final' && reactionsOf(place, places)),
  };
}

/** `on`, `after`, `always`, `onDone` and `invoke` of a state. */
function reactionsOf({ node, path }: Place, places: readonly Place[]): object {
  const name = path.slice(1).join('.');
  const invoked = `job-${path.slice(1).join('-')}`;
  const on: Record<string, object[]> = {};
  const after: Record<string, object[]> = {};
  const always: object[] = [];
  const onDone: object[] = [];
  node.transitions.forEach((spec, index) => {
    const actor = node.invokes && spec.n % 3 === 0 ? invoked : SPAWNED[spec.n % 2];
    const lists: Readonly<Record<TransitionSpec['on'], () => object[]>> = {
      event: () => (on[EVENTS[spec.n % EVENTS.length] ?? ''] ??= []),
      raised: () => (on[`R${String(spec.n % 2)}`] ??= []),
      later: () => (on[`L${String(spec.n % 2)}`] ??= []),
      delay: () => (after[named(spec.n)] ??= []),
      always: () => always,
      stateDone: () => onDone,
      actorDone: () => (on[`xstate.done.actor.${String(actor)}`] ??= []),
      actorFailed: () => (on[`xstate.error.actor.${String(actor)}`] ??= []),
    };
    lists[spec.on]().push(transitionOf(spec, `${name}#${String(index)}`, places));
  });
  return {
    ...{ on, after, always },
    ...(node.children.length > 0 && { onDone }),
    ...(node.invokes && { invoke: { src: 'job', id: invoked, input: counted } }),
  };
}

/** Triggers whose number is bounded by what happens outside; the others could come for ever, or ever more often, and use up fuel. */
const OUTER: ReadonlySet<string> = new Set(['event', 'delay']);

function transitionOf(spec: TransitionSpec, name: string, places: readonly Place[]): object {
  const { on, target, reenter, guard, actions } = spec;
  const isBurning = !OUTER.has(on);
  const aim = target === null ? undefined : aimed(target, places);
  const guards = [...(isBurning ? ['hasFuel'] : []), ...(guard ? [guardOf(guard)] : [])];
  return {
    ...(aim && { target: `#${aim.path.join('.')}` }),
    // Without it XState enters a state that its own history leads back to a second time and never leaves it first.
    reenter: reenter || aim?.node.kind === 'history',
    ...(guards.length > 0 && { guard: and(guards as never) }),
    actions: [mark(name), ...(isBurning ? [burn] : []), ...actions.flatMap(actionsOf)],
  };
}

/** Every third goes to a history, where there is one: among all states it would hardly ever be met. */
function aimed(target: number, places: readonly Place[]): Place | undefined {
  const histories = places.filter(({ node }) => node.kind === 'history');
  const among = target % 3 === 0 && histories.length > 0 ? histories : places;
  return among[Math.floor(target / 3) % among.length];
}

function guardOf(spec: GuardSpec): unknown {
  if ('is' in spec) return spec.is;
  if ('not' in spec) return not(guardOf(spec.not) as never);
  return 'and' in spec ? and(spec.and.map(guardOf) as never) : or(spec.or.map(guardOf) as never);
}

interface Args {
  readonly context: Traced;
  readonly event: Happened;
}
const counted = ({ context: { count } }: Args) => ({ n: count });
const traced = (changes: (args: Args) => Partial<Traced>): unknown => assign(changes as never);
const burn = traced(({ context: { fuel } }) => ({ fuel: fuel - 1 }));
const up = traced(({ context: { count }, event: { n = 1 } }) => ({ count: (count + n) % 10 }));

/** Notes what happened, with what an actor gave. */
function mark(name: string): unknown {
  return traced(({ context: { trace }, event: { output, error } }) => {
    const told = error === undefined ? output : (error as { message: unknown }).message;
    return { trace: [...trace, told === undefined ? name : `${name} ${JSON.stringify(told)}`] };
  });
}

function actionsOf({ do: what, n }: ActionSpec): unknown[] {
  const inner = { type: `R${String(n % 2)}`, n };
  const late = { type: `L${String(n % 2)}`, n };
  const id = `late${String(n % 2)}`;
  const aide = SPAWNED[n % 2] ?? '';
  const made: Readonly<Record<ActionSpec['do'], () => unknown[]>> = {
    up: () => [up],
    raise: () => [raise(inner)],
    self: () => [sendTo(({ self }) => self as never, inner as never)],
    later: () => [raise(late, { delay: named(n) as never, id })],
    unnamed: () => [raise(late, { delay: named(n) as never })],
    cancel: () => [cancel(id)],
    tell: () => [emit((({ context }: Args) => ({ type: 'Told', count: context.count })) as never)],
    // Stopped first: of several of one id that start in one step this oracle could not say which is which.
    spawn: () => [stopChild(aide), spawnChild('job', { id: aide, input: counted as never })],
    stop: () => [stopChild(aide)],
  };
  return made[what]();
}
