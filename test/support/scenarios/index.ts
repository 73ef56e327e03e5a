import { actors } from './actors.ts';
import { children } from './children.ts';
import { events } from './events.ts';
import { parallels } from './parallels.ts';
import type { DurableMachine } from '../../../machines/engine/index.ts';
import { childrenOf, durableOf, type Scenario } from './scenario.ts';
import { states } from './states.ts';
import { time } from './time.ts';

/** Everything that a machine may do, in small machines that each do a part of it. */
export const scenarios: readonly Scenario[] = [
  ...states,
  ...parallels,
  ...events,
  ...time,
  ...actors,
  ...children,
];

/** All machines of the scenarios by id, each with the commands of all its scripts. */
export function machinesById(): ReadonlyMap<string, DurableMachine> {
  const machines = new Map<string, DurableMachine>();
  for (const { machine, children = {} } of scenarios) {
    if (machines.has(machine.id)) continue;
    const own = scenarios.filter((scenario) => scenario.machine === machine);
    const script = own.flatMap((scenario) => scenario.script);
    for (const durable of [
      durableOf({ machine, children, script }),
      ...childrenOf({ machine, children }),
    ]) {
      machines.set(durable.contract.id, durable);
    }
  }
  return machines;
}
