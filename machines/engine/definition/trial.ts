import { initialTransition, type AnyStateMachine, type EventObject } from 'xstate';
import { type AnyContract, type Meta, faultsIn } from '../contract/index.ts';
import { eventId } from '../state/index.ts';
import { plainFaults } from './plain.ts';

/** What the first state of a machine is like. */
export interface Beginning {
  readonly faults: readonly string[];
  /** What keeps the machine from beginning; a consequence of other faults where there are any. */
  readonly failure?: string;
  /** Children that start without an action; where their code was found, that says more. */
  readonly hidden?: readonly string[];
  /** Gives the first context anew each time. */
  readonly context?: () => unknown;
}
type Start = (
  input: Readonly<Record<string, unknown>>,
  args: { readonly meta: Meta; readonly entity: string },
) => Record<string, unknown>;

const AT = '2000-01-01T00:00:00.000Z';
const MANY_STEPS = 1000;

/** Begins the machine with the example of its contract, without executing anything. */
export function begin(contract: AnyContract, logic: AnyStateMachine, start?: unknown): Beginning {
  const { example, input } = contract;
  if (faultsIn(input, example).length > 0) return { faults: [] };
  const completed = complete(contract, input.parse(copyOf(example)), start as Start | undefined);
  if ('faults' in completed) return completed;
  const machine = logic.provide({});
  // Without a bound a circle of eventless transitions would never end.
  machine.options.maxIterations = Math.min(machine.options.maxIterations ?? Infinity, MANY_STEPS);
  const [snapshot, actions] = initialTransition(machine, completed.data);
  if (snapshot.status === 'error') {
    // Here nobody has started it: a child that greets its parent at once can be judged no further.
    if (messageOf(snapshot.error).includes("'#_parent'")) return { faults: [] };
    return {
      faults: [],
      failure: `${logic.id}: it cannot begin with the contract's example: ${messageOf(snapshot.error)}; make it begin with every valid input`,
    };
  }
  const spawned = actions
    .filter(({ type }) => type === 'xstate.spawnChild')
    .map(({ params }) => (params as { readonly actorRef?: unknown }).actorRef);
  const hidden = Object.entries(snapshot.children as object)
    .filter(([, reference]) => reference !== undefined && !spawned.includes(reference))
    .map(([id]) => id);
  const context = snapshot.context as unknown;
  const faults = plainFaults(context, 'context').map((fault) => `${logic.id}: ${fault}`);
  return {
    context: faults.length > 0 ? () => context : () => copyOf(context),
    faults,
    hidden: hidden.map(
      (id) => `${logic.id}: spawn in code starts ${id} and leaves nothing durable; use spawnChild`,
    ),
  };
}

function copyOf<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

function complete(
  contract: AnyContract,
  input: Record<string, unknown>,
  start: Start | undefined,
): { readonly data: Record<string, unknown> } | { readonly faults: readonly string[] } {
  const entity = contract.id;
  try {
    const data = start?.(input, { meta: { id: eventId(entity, 1), at: AT }, entity }) ?? input;
    const schema = contract.events[contract.starts]?.data;
    const faults = schema ? faultsIn(schema, data) : [];
    const says = `start: with the contract's example ${contract.starts} does not fit its schema`;
    return faults.length > 0 ? { faults: faults.map((fault) => `${says}, ${fault}`) } : { data };
  } catch (error) {
    return {
      faults: [`start: it throws with the contract's example: ${messageOf(error)}; mend it`],
    };
  }
}

/** One event of each kind, with the example of a command that records it. */
export function sampleEvents(contract: AnyContract): EventObject[] {
  const commands = Object.values(contract.commands);
  const meta = { id: eventId(contract.id, 2), at: AT, actor: { id: 'a-17', role: 'anyone' } };
  return Object.keys(contract.events).map((type) => {
    const example = commands.find(({ records }) => records === type)?.example;
    return { ...example, type, meta };
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
