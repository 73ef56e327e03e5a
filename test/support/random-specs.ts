import fc from 'fast-check';
import {
  ACTIONS,
  TRIGGERS,
  type ActionSpec,
  type GuardSpec,
  type NodeSpec,
  type TransitionSpec,
} from './random-machines.ts';

/** Something that happens to a machine from outside; numbers choose among what is there. */
export type MoveSpec =
  | { readonly do: 'send'; readonly n: number; readonly isSignal: boolean }
  | { readonly do: 'wait'; readonly n: number }
  | {
      readonly do: 'result';
      readonly n: number;
      readonly isDone: boolean;
      readonly isStale: boolean;
    };

/** A machine and what happens to it. */
export interface Play {
  readonly spec: NodeSpec;
  readonly moves: readonly MoveSpec[];
}

const TIMED: ReadonlySet<string> = new Set(['later', 'delay', 'unnamed', 'cancel']);
const anyNumber = fc.nat(99);

function anyAction(timed: boolean): fc.Arbitrary<ActionSpec> {
  const names = ACTIONS.filter((name) => timed || !TIMED.has(name));
  return fc.record({ do: fc.constantFrom(...names), n: anyNumber });
}

const anyGuard: fc.Arbitrary<GuardSpec> = fc.letrec<{ guard: GuardSpec }>((tie) => ({
  guard: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.record({ is: fc.constantFrom('isOdd' as const, 'isBig' as const, 'isOddAndBig' as const) }),
    fc.record({ not: tie('guard') }),
    fc.record({ and: fc.array(tie('guard'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ or: fc.array(tie('guard'), { minLength: 1, maxLength: 2 }) }),
  ),
})).guard;

function anyTransition(timed: boolean): fc.Arbitrary<TransitionSpec> {
  const triggers = TRIGGERS.filter((name) => timed || !TIMED.has(name));
  return fc.record({
    // Events from outside first and most: without them nothing goes on.
    on: fc.oneof(
      { weight: 4, arbitrary: fc.constant('event' as const) },
      { weight: 6, arbitrary: fc.constantFrom(...triggers) },
    ),
    n: anyNumber,
    target: fc.option(anyNumber, { freq: 5 }),
    reenter: fc.boolean(),
    guard: fc.option(anyGuard, { freq: 1 }),
    actions: fc.array(anyAction(timed), { maxLength: 2 }),
  });
}

function anyNode(depth: number, timed: boolean): fc.Arbitrary<NodeSpec> {
  const inner = ['compound', 'compound', 'compound', 'compound', 'parallel'] as const;
  const kinds = [
    'atomic',
    'atomic',
    'atomic',
    'final',
    'history',
    'history',
    ...(depth > 0 ? inner : []),
  ] as const;
  return fc.record({
    kind: fc.constantFrom(...kinds),
    isDeep: fc.boolean(),
    children: depth > 0 ? fc.array(anyNode(depth - 1, timed), { maxLength: 3 }) : fc.constant([]),
    entry: fc.array(anyAction(timed), { maxLength: 2 }),
    exit: fc.array(anyAction(timed), { maxLength: 1 }),
    transitions: fc.array(anyTransition(timed), { maxLength: 4 }),
    // Of several actors nobody can say on real servers which answers first: so there they are rare.
    invokes: timed ? fc.boolean() : fc.nat(5).map((n) => n === 5),
  });
}

/** Any machine. @param timed - whether it may have delays */
function anyMachine(timed = true): fc.Arbitrary<NodeSpec> {
  return fc
    .record({
      isParallel: fc.boolean(),
      node: anyNode(2, timed),
      children: fc.array(anyNode(2, timed), { minLength: 1, maxLength: 3 }),
    })
    .map(({ isParallel, node, children }) => ({
      ...{ ...node, children },
      kind: isParallel ? ('parallel' as const) : ('compound' as const),
    }));
}

const anySend: fc.Arbitrary<MoveSpec> = fc.record({
  do: fc.constant('send' as const),
  n: anyNumber,
  isSignal: fc.boolean(),
});
const anyWait: fc.Arbitrary<MoveSpec> = fc.record({
  do: fc.constant('wait' as const),
  n: fc.integer({ min: 1, max: 12 }),
});
const anyResult: fc.Arbitrary<MoveSpec> = fc.record({
  do: fc.constant('result' as const),
  n: anyNumber,
  isDone: fc.constantFrom(true, true, true, false),
  isStale: fc.boolean(),
});

const anyMoves = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: anySend },
    { weight: 2, arbitrary: anyWait },
    { weight: 3, arbitrary: anyResult },
  ),
  { maxLength: 20, size: 'max' },
);

/** Goes from one state to another by an event of its own, before anything that was made up. */
function leading(from: NodeSpec, n: number, target: number): NodeSpec {
  const way = { on: 'event' as const, n, target, reenter: false, guard: null, actions: [] };
  return { ...from, transitions: [way, ...from.transitions] };
}

/** Index of a state as a target; 0 is the first history. */
const aimAt = (place: number): number => 3 * place + 1;

/**
 * A state that is left while its second inner state is active, and entered again by its history: what was remembered
 * decides where that leads. Otherwise made up like all others.
 */
const anyReturn: fc.Arbitrary<Play> = fc
  .record({
    nodes: fc.array(anyNode(0, true), { minLength: 4, maxLength: 4 }),
    isDeep: fc.boolean(),
    moves: anyMoves,
  })
  .map(({ nodes, isDeep, moves }): Play => {
    const [whole, first, second, other] = nodes.map((node) => ({ ...node, kind: 'atomic' })) as [
      NodeSpec,
      NodeSpec,
      NodeSpec,
      NodeSpec,
    ];
    const history: NodeSpec = { ...first, kind: 'history', isDeep };
    const children = [leading(first, 0, aimAt(2)), second, history];
    const inner = leading({ ...whole, kind: 'compound', children }, 1, aimAt(4));
    const root = { ...whole, kind: 'compound' as const, transitions: [], invokes: false };
    const there = [0, 1, 2].map((n): MoveSpec => ({ do: 'send', n, isSignal: false }));
    return {
      spec: { ...root, children: [inner, leading(other, 2, 0)] },
      moves: [...there, ...moves],
    };
  });

/** Any machine with any script. */
export const anyPlay: fc.Arbitrary<Play> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ spec: anyMachine(), moves: anyMoves }) },
  { weight: 1, arbitrary: anyReturn },
);

/** Any machine without delays, with commands only: the world's own clock and order do not matter to it. */
export const anyTimelessPlay: fc.Arbitrary<Play> = fc.record({
  spec: anyMachine(false),
  moves: fc.array(anySend, { minLength: 5, maxLength: 10 }),
});
