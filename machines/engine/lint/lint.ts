import type { AnyStateMachine } from 'xstate';
import type { AnyContract } from '../contract/index.ts';
import {
  begin,
  nodesOf,
  plainFaults,
  sampleEvents,
  type Beginning,
  type Implementations,
  type Node,
  type Subject,
} from '../definition/index.ts';
import { actionFaults, spawnsInText, targetsOf } from './action-lint.ts';
import { declaredActorFaults, invokeFaults, sharedIdFaults } from './actor-lint.ts';
import { contractFaults } from './contract-lint.ts';
import { afterFaults, declaredDelayFaults } from './delay-lint.ts';
import { deadRuleFaults, guardFaults } from './guard-lint.ts';
import { shapeFaults } from './shape-lint.ts';
import { reportFaults } from './report-lint.ts';

/** What is told of a machine besides its contract and its graph. */
export interface LintOptions {
  /** For tests: allows what only lives as long as the process; nothing of the graph's code is tried out then. */
  readonly inline?: boolean;
  readonly rules?: Readonly<Record<string, unknown>>;
  /** Completes the input of the start event; see `StartEnrichment`. */
  readonly start?: unknown;
}

/**
 * Everything that keeps a machine from running durably.
 * @returns one line per fault: the place, what is wrong and the remedy
 */
export function faultsOf(
  contract: AnyContract,
  logic: AnyStateMachine,
  options: LintOptions = {},
): string[] {
  const { inline = false, rules = {}, start } = options;
  const root = logic.root as unknown as Node;
  const implementations = logic.implementations as unknown as Implementations;
  const beginning: Beginning = inline
    ? { faults: writtenContextFaults(root) }
    : begin(contract, logic, start);
  const subject: Subject = {
    contract,
    implementations,
    root,
    inline,
    rules,
    trial: beginning.context && {
      context: beginning.context,
      known: new Map(),
      events: sampleEvents(contract),
    },
    targets: targetsOf(root, implementations),
  };
  const faults = [
    ...identityFaults(contract, logic, inline),
    ...contractFaults(contract),
    ...shapeFaults(contract),
    ...graphFaults(subject),
    ...beginning.faults,
  ];
  if (!faults.some((fault) => fault.includes('spawn inside')))
    faults.push(...(beginning.hidden ?? []));
  const failure = faults.length > 0 ? undefined : beginning.failure;
  return [...new Set(failure === undefined ? faults : [failure])];
}

function identityFaults(contract: AnyContract, logic: AnyStateMachine, inline: boolean): string[] {
  const faults: string[] = [];
  // A contract that was derived from the machine differs where an id or a version is missing.
  if (contract.open === true) return faults;
  if (logic.id !== contract.id)
    faults.push(`machine id ${logic.id}: set id to the contract's, ${contract.id}`);
  if (logic.version !== contract.version && !(inline && logic.version === undefined)) {
    faults.push(
      `machine version ${String(logic.version)}: set version to the contract's, ${contract.version}`,
    );
  }
  return faults;
}

function graphFaults(subject: Subject): string[] {
  const { root, inline } = subject;
  return [
    ...declaredActorFaults(subject),
    ...declaredDelayFaults(subject),
    ...nodesOf(root).flatMap((node) => [
      ...actionFaults(subject, node),
      ...guardFaults(subject, node),
      ...afterFaults(subject, node),
      ...invokeFaults(subject, node),
    ]),
    ...sharedIdFaults(subject),
    ...sharedStateIdFaults(root),
    ...(root.transitions.has('*') && !inline
      ? [`${root.id}: name the events instead of '*' at the root`]
      : []),
    ...(spawnsInText(root.config.context)
      ? [`${root.id}: spawn inside context leaves nothing durable; use spawnChild`]
      : []),
    ...reportFaults(subject),
    ...deadRuleFaults(subject),
  ];
}

/** Of two states with one id XState would find only the later. */
function sharedStateIdFaults(root: Node): string[] {
  const seen = new Set<string>();
  return nodesOf(root).flatMap(({ id, path }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [`${[root.id, ...path].join('.')}: state id ${id} is taken; choose another`];
  });
}

function writtenContextFaults(root: Node): string[] {
  const { context } = root.config;
  return typeof context === 'function'
    ? []
    : plainFaults(context, 'context').map((fault) => `${root.id}: ${fault}`);
}
