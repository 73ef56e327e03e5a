import type { AnyActorRef, AnyStateMachine, EventObject } from 'xstate';
import { type AnyContract, type Meta, faultsIn } from '../contract/index.ts';
import { initial, type Computed } from '../scope/index.ts';
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
  try {
    // With a parent, because a child may greet it at once.
    const identity = { entity: contract.id, parent: `parent-of-${contract.id}`, unnamed: 0 };
    return beginning(logic, initial(machine, completed.data, identity));
  } catch (error) {
    return {
      faults: [],
      failure: `${logic.id}: it cannot begin with the contract's example: ${messageOf(error)}; make it begin with every valid input`,
    };
  }
}

function beginning({ id: machine }: AnyStateMachine, { snapshot, actions }: Computed): Beginning {
  const spawned = actions
    .filter(({ type }) => type === 'xstate.spawnChild')
    .map(({ params }) => (params as { readonly actorRef?: unknown }).actorRef);
  const children = snapshot.children as Readonly<Record<string, AnyActorRef | undefined>>;
  const hidden = Object.entries(children)
    .filter(([, reference]) => reference !== undefined && !spawned.includes(reference))
    .map(([id]) => id);
  const context = snapshot.context as unknown;
  const faults = plainFaults(context, 'context').map((fault) => `${machine}: ${fault}`);
  return {
    context: faults.length > 0 ? () => context : () => copyOf(context),
    faults,
    hidden: hidden.map(
      (id) => `${machine}: spawn in code starts ${id} and leaves nothing durable; use spawnChild`,
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
