import {
  createSimulation,
  refusalText,
  type DurableMachine,
  type Simulation,
} from '../../machines/engine/index.ts';
import type { Case } from './case.ts';

/** A journey in memory that was started and waits for its first command, on the day its case begins. */
export function beginInMemory(
  machines: readonly DurableMachine[],
  { journey, startsOn, input }: Case,
): Simulation {
  const runner = createSimulation({ machines, at: `${startsOn}T10:00:00.000Z` });
  runner.start('certification', journey, input);
  return runner;
}

/**
 * Gives the commands of a case, each at noon of its day.
 * @throws Error at the first that is not accepted
 */
export function playInMemory(
  runner: Simulation,
  { journey, steps }: Pick<Case, 'journey' | 'steps'>,
): void {
  for (const { date, to, command, payload } of steps) {
    runner.travelTo(`${date}T12:00:00.000Z`);
    const entity = to === 'self' ? journey : `${journey}/${to}`;
    const outcome = runner.command(entity, command, payload);
    if (outcome.kind !== 'accepted') {
      const why = outcome.kind === 'refused' ? refusalText(outcome.refusal) : outcome.kind;
      throw new Error(`${date} ${to} ${command}: ${why}`);
    }
  }
}
