import { createActor, SimulatedClock, type AnyMachineSnapshot } from 'xstate';
import {
  createRunner,
  register,
  type DurableMachine,
  type PersistedRun,
  type Runner,
} from '../../../machines/engine/index.ts';
import { toMachine, type Element } from '../convert/index.ts';
import type { Player, Start } from './player.ts';

/** XState itself: what it makes of a document is what is expected of the engine. */
export const startPlain: Start = (document) => {
  const clock = new SimulatedClock();
  const faults: unknown[] = [];
  const actor = createActor(toMachine(document), { clock, logger: () => undefined });
  actor.subscribe({ error: (fault) => faults.push(fault) });
  actor.start();
  return {
    value: () => {
      if (faults.length > 0) throw faults[0] as Error;
      return actor.getSnapshot().value as unknown;
    },
    data: () => dataIn(actor.getSnapshot()),
    send: (event) => actor.send(event),
    advance: (ms) => clock.increment(ms),
    stop: () => actor.stop(),
  };
};

/** The engine in memory. */
export const startRunner: Start = (document) =>
  playerOf(createRunner({ machine: machineOf(document) }).start());

/** The engine in memory, whose state is written as JSON and read back before every event and every while. */
export const startRestored: Start = (document) => {
  const machine = machineOf(document);
  const clock = new SimulatedClock();
  let runner = createRunner({ machine, clock }).start();
  const restore = (): Player => {
    const { status } = runner.snapshot();
    if (status === 'active') {
      const snapshot = JSON.parse(JSON.stringify(runner.persisted())) as PersistedRun;
      runner.stop();
      runner = createRunner({ machine, snapshot, clock }).start();
    }
    return playerOf(runner);
  };
  return {
    value: () => runner.snapshot().value as unknown,
    data: () => dataIn(runner.snapshot()),
    send: (event) => restore().send(event),
    advance: (ms) => restore().advance(ms),
    stop: () => runner.stop(),
  };
};

function dataIn({ context }: AnyMachineSnapshot): unknown {
  return (context as { readonly data: unknown }).data;
}

function machineOf(document: Element): DurableMachine {
  return register({ machine: toMachine(document), inline: true });
}

function playerOf(runner: Runner): Player {
  return {
    value: () => runner.snapshot().value as unknown,
    data: () => dataIn(runner.snapshot()),
    send: (event) => runner.send(event),
    advance: (ms) => runner.advance(ms),
    stop: () => runner.stop(),
  };
}
