import { expect } from '@jest/globals';
import { createMachine, type AnyStateMachine } from 'xstate';
import { EngineError } from '../../../../machines/engine/index.ts';
import { durable, type Small } from '../../../support/small-machine.ts';

/** A graph that is faulty on purpose, so its types are forgotten. */
export function graph(config: object, implementations: object = {}): AnyStateMachine {
  const machine: AnyStateMachine = createMachine({ id: 'm', version: '1', ...config });
  return machine.provide(implementations as never);
}

/** What registration finds; its message names every fault on a line of its own. */
export function faultsOf(machine: AnyStateMachine, small: Small = {}): readonly string[] {
  try {
    durable(machine, small);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    expect(error.code).toBe('MACHINE_INVALID');
    const { faults } = error.details as { faults: readonly string[] };
    for (const fault of faults) expect(error.message).toContain(`\n- ${fault}`);
    return faults;
  }
  return [];
}

/** A faulty machine and the one line it gets. */
export type Case = [what: string, machine: AnyStateMachine, small: Small, fault: string];
