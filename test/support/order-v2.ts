import { createMachine, type AnyStateMachine } from 'xstate';
import {
  moveTimers,
  register,
  type DurableMachine,
  type Migration,
} from '../../machines/engine/index.ts';
import { order, parcel } from './order-machine.ts';

interface Graph {
  readonly initial: string;
  readonly context: (args: { readonly input: object }) => object;
  readonly states: Readonly<Record<string, object>>;
}
type Changes = Partial<Graph> & { readonly version: string };

/** The graph of a machine, changed. */
export function changed(
  { logic }: DurableMachine,
  change: (graph: Graph) => Changes,
): AnyStateMachine {
  const graph = logic.config as unknown as Graph;
  const config = { ...graph, ...change(graph) };
  return createMachine(config as never, logic.implementations as never);
}

/** States under another name, and every transition to them. */
function renamed(states: Graph['states'], from: string, to: string): Graph['states'] {
  const retargeted = (value: unknown): unknown => {
    if (value === from) return to;
    if (Array.isArray(value)) return value.map(retargeted);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, retargeted(each)]));
  };
  const entries = Object.entries(states).map(
    ([name, state]) => [name === from ? to : name, retargeted(state) as object] as const,
  );
  return Object.fromEntries(entries);
}

/** `packed` is `waiting` now. */
export const parcelToV2: Migration = (state) => ({
  ...state,
  snapshot: {
    ...state.snapshot,
    value: state.snapshot.value === 'packed' ? 'waiting' : state.snapshot.value,
  },
  timers: moveTimers(state.timers, 'parcel.packed', 'parcel.waiting'),
});

/** `open` is `taking` now, and an order has a priority. */
export const orderToV2: Migration = (state) => ({
  ...state,
  snapshot: {
    ...state.snapshot,
    value: state.snapshot.value === 'open' ? 'taking' : state.snapshot.value,
    context: { ...(state.snapshot.context as object), priority: 'normal' },
  },
});

const version = '2.0.0';
const parcelContract = { ...parcel.contract, version };
const orderContract = { ...order.contract, version, children: { parcel: parcelContract } };

const parcelV2Machine = changed(parcel, ({ states }) => ({
  version,
  initial: 'waiting',
  states: renamed(states, 'packed', 'waiting'),
}));
const orderV2Machine = changed(order, ({ states, context }) => ({
  version,
  initial: 'taking',
  context: (args) => ({ ...context(args), priority: 'normal' }),
  states: renamed(states, 'open', 'taking'),
}));
const { rules, enrich } = order;
export const parcelV2Parts = { contract: parcelContract, machine: parcelV2Machine, rules: {} };
export const orderV2Parts = { contract: orderContract, machine: orderV2Machine, rules, enrich };

export const parcelV2 = register({
  ...parcelV2Parts,
  versions: [parcel],
  migrations: { '1.0.0': parcelToV2 },
});
export const orderV2 = register({
  ...orderV2Parts,
  versions: [order],
  migrations: { '1.0.0': orderToV2 },
});
