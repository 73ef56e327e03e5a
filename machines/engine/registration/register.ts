import type { AnyStateMachine } from 'xstate';
import {
  type AnyContract,
  type Meta,
  EngineError,
  hashOf,
  type Rule,
  type Rules,
} from '../contract/index.ts';
import { faultsOf } from '../lint/index.ts';
import { statesAtTop, type Phase } from '../rail/index.ts';
import type { PersistedState } from '../state/index.ts';
import { openContract } from './open-contract.ts';
import { versionFaults } from './version-faults.ts';

/** Search attributes that only the machine's context can tell; `null` clears one. */
export type ContextAttributes = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Turns the state of an earlier version into one of the next. Pure. It may change the snapshot's value, context,
 * history and children, the timers and the running actors; all else is the engine's.
 */
export type Migration = (state: PersistedState) => PersistedState;

/** What an engineer declares to have a machine run durably. */
export interface Definition<Context = never> {
  /** What goes in and out; may be absent with `inline` only. */
  readonly contract?: object;
  readonly machine: object;
  /** @defaultValue none */
  readonly rules?: Rules;
  /**
   * For tests only: allows implementations written in place, promise logic and machines as actors, and no contract.
   * Events then reach the machine as they were sent, without `meta`. @defaultValue false
   */
  readonly inline?: boolean;
  /** Completes events with what only the machine knows, by command; see `Enrichments`. */
  readonly enrich?: object;
  /** Completes the input of the start event; see `StartEnrichment`. */
  readonly start?: unknown;
  /** Search attributes from the context. */
  readonly attributes?: (context: Context) => ContextAttributes;
  /** The way of an instance as people see it. @defaultValue the states at the top, but for ends that nobody aims at */
  readonly phases?: readonly Phase[];
  /** One or two lines for the top of the current details, plain text. */
  readonly headline?: (context: Context) => string;
  /** Earlier definitions, kept to verify and fold what they have recorded. */
  readonly versions?: readonly DurableMachine[];
  /** By the version they start from; each leads to the next version named here, the last one to this version. */
  readonly migrations?: Readonly<Record<string, Migration>>;
  /** Earlier versions whose events and states mean the same in this one. */
  readonly compatibleWith?: readonly string[];
}

type Enrich = (
  payload: Readonly<Record<string, unknown>>,
  args: { readonly context: unknown; readonly meta: Meta },
) => Record<string, unknown>;
type Start = (
  input: Readonly<Record<string, unknown>>,
  args: { readonly meta: Meta; readonly entity: string },
) => Record<string, unknown>;

/** A machine that passed registration. */
export interface DurableMachine {
  readonly contract: AnyContract;
  readonly logic: AnyStateMachine;
  readonly rules: Readonly<Record<string, Rule<unknown, unknown>>>;
  readonly enrich: Readonly<Record<string, Enrich>>;
  readonly start: Start | undefined;
  readonly attributes: (context: unknown) => ContextAttributes;
  readonly headline: (context: unknown) => string;
  readonly phases: readonly Phase[];
  /** Registered with implementations written in place, for tests. */
  readonly inline: boolean;
  /** Hash of the graph: equal graphs, equal hashes. */
  readonly hash: string;
  readonly versions: readonly DurableMachine[];
  readonly migrations: Readonly<Record<string, Migration>>;
  readonly compatibleWith: readonly string[];
}

/** How many transitions may follow one event before the machine counts as looping; a machine's own bound stands. */
const LONGEST_STEP = 1000;

/**
 * Checks a machine and makes it durable.
 * @throws EngineError `MACHINE_INVALID` with every fault found, not only the first
 */
export function register<Context>(definition: Definition<Context>): DurableMachine {
  const logic = definition.machine as AnyStateMachine;
  const contract = contractOf(definition);
  const lineage = lineageOf(definition);
  const faults = [...faultsOf(contract, logic, definition), ...versionFaults(contract, lineage)];
  if (faults.length > 0) {
    throw new EngineError(
      'MACHINE_INVALID',
      `machine ${contract.id} cannot be run durably:\n${faults.map((fault) => `- ${fault}`).join('\n')}`,
      { faults },
    );
  }
  // Without a bound a circle of eventless transitions would hang the workflow task for good.
  if (logic.options.maxIterations === Infinity) logic.options.maxIterations = LONGEST_STEP;
  return {
    contract,
    logic,
    inline: definition.inline === true,
    rules: (definition.rules ?? {}) as unknown as DurableMachine['rules'],
    enrich: (definition.enrich ?? {}) as DurableMachine['enrich'],
    start: definition.start as Start | undefined,
    attributes: (definition.attributes ?? (() => ({}))) as DurableMachine['attributes'],
    headline: (definition.headline ?? (() => '')) as DurableMachine['headline'],
    phases: definition.phases ?? statesAtTop(logic),
    hash: hashOf(JSON.parse(JSON.stringify(logic.config, shape))).slice(0, 16),
    ...lineage,
  };
}

function lineageOf<Context>(
  definition: Definition<Context>,
): Pick<DurableMachine, 'versions' | 'migrations' | 'compatibleWith'> {
  const { versions = [], migrations = {}, compatibleWith = [] } = definition;
  return { versions, migrations, compatibleWith };
}

function contractOf<Context>({ contract, machine, inline }: Definition<Context>): AnyContract {
  if (contract) return contract as AnyContract;
  const logic = machine as AnyStateMachine;
  if (inline) return openContract(logic);
  const fault = `machine ${logic.id}: declare its contract with defineContract()`;
  throw new EngineError('MACHINE_INVALID', fault, { faults: [fault] });
}

/** Of functions only what XState hangs on them: the parts of composite guards, what built-in actions do. */
function shape(_key: string, value: unknown): unknown {
  return typeof value === 'function' ? Object.fromEntries(Object.entries(value)) : value;
}
