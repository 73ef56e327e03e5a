import type { RecordedEvent } from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
import {
  beyondEvents,
  invariants,
  type BrokenInvariant,
  type Simulated,
} from '../../services/simulation/index.ts';
import type { Settings } from './settings.ts';

/** How many broken invariants are told in full; of a rule that is gone there are thousands. */
const MOST_TOLD = 50;

function saidBy(id: string): string {
  const found = invariants.find((invariant) => invariant.id === id);
  return found ? `${found.says} (${found.source})` : (beyondEvents[id] ?? id);
}

/** The shortest way to see one journey again. */
function again({ years, seed }: Settings, journey: number): string {
  return `npm run simulate -- --only ${journey} --seed ${seed} --years ${years}`;
}

/** A broken invariant: which event of which journey, what is wrong with it, and how to see it again. */
export function brokenLines(broken: BrokenInvariant, settings: Settings): readonly string[] {
  const { invariant, journey, number, event, type, at, fault } = broken;
  const { seed, isJson } = settings;
  const seeAgain = again(settings, journey);
  if (isJson) {
    return [
      JSON.stringify({
        broken: invariant,
        journey,
        seed,
        number,
        event,
        type,
        at,
        fault,
        seeAgain,
      }),
    ];
  }
  return [
    `✗ ${say(
      'simulate.broken',
      '{invariant} journey {journey}, seed {seed}, event {number}: {event} {type} of {at}',
      { invariant, journey, seed, number, event, type, at },
    )}`,
    `    ${fault}`,
    `    ${saidBy(invariant)}`,
    `    ${seeAgain}`,
  ];
}

/** Whether a broken invariant is one of the first, which are told. */
export function isTold(number: number): boolean {
  return number <= MOST_TOLD;
}

/** An event of the one journey that is played. */
export function eventLine(
  { at, entity, type, cause, actor }: RecordedEvent,
  number: number,
): string {
  const by = actor ? `${actor.id} (${actor.role})` : cause;
  return `${String(number).padStart(5)}  ${at.slice(0, 16)}  ${entity}  ${type}  ${by}`;
}

/** What the simulation came to; the last line is the result. */
export function resultLines(simulated: Simulated, { isJson }: Settings): readonly string[] {
  const { journeys, events, terminal, broken, reached, neverReached } = simulated;
  const count = broken.length;
  if (isJson) {
    const states = { reached, neverReached };
    const result = { journeys, events, terminal, invariantsBroken: count };
    return [JSON.stringify(states), JSON.stringify(result)];
  }
  const ends = Object.entries(terminal).map(([state, number]) => `  ${state} ${number}`);
  const missing = Object.entries(neverReached).map(
    ([machine, states]) => `  ${machine}: ${states.join(', ')}`,
  );
  const sign = count === 0 ? '✓' : '✗';
  return [
    ...(count > MOST_TOLD
      ? [say('simulate.more', '… and {count} more', { count: count - MOST_TOLD })]
      : []),
    say('simulate.ends', 'How journeys ended:'),
    ...ends,
    ...(missing.length > 0
      ? [say('simulate.missing', 'States that were never reached:'), ...missing]
      : []),
    ...brokenByInvariant(broken),
    `${sign} ${say(
      'simulate.result',
      '{journeys} journeys, {events} events, {judged} invariants, {count} broken',
      {
        ...{ journeys, events, count },
        judged: invariants.length + Object.keys(beyondEvents).length,
      },
    )}`,
  ];
}

function brokenByInvariant(broken: readonly BrokenInvariant[]): readonly string[] {
  const ids = [...Object.keys(beyondEvents), ...invariants.map(({ id }) => id)];
  return ids.flatMap((id) => {
    const count = broken.filter(({ invariant }) => invariant === id).length;
    return count === 0
      ? []
      : [`  ${say('simulate.times', '{id} broken {count} times', { id, count })}`];
  });
}
