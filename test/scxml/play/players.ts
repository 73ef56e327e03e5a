import { createActor, SimulatedClock } from 'xstate';
import { createRunner, register } from '../../../machines/engine/index.ts';
import { toMachine } from '../convert/index.ts';
import type { Start } from './player.ts';

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
    send: (event) => actor.send(event),
    advance: (ms) => clock.increment(ms),
    stop: () => actor.stop(),
  };
};

/** The engine in memory. */
export const startRunner: Start = (document) => {
  const machine = register({ machine: toMachine(document), inline: true });
  const runner = createRunner({ machine }).start();
  return {
    value: () => runner.snapshot().value,
    send: (event) => runner.send(event),
    advance: (ms) => runner.advance(ms),
    stop: () => runner.stop(),
  };
};
