import type { EventObject } from 'xstate';
import { NotApplicable, stateKey } from '../convert/index.ts';
import type { Player, Start } from './player.ts';
import type { Scenario, ScenarioEvent } from './scenario.ts';

/** What a scenario came to. */
export type Result =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed' | 'not applicable'; readonly reason: string };

/** A document of the W3C decides by itself, at the latest after its own timeouts. */
const LONGEST_MS = 40_000;
const STEP_MS = 10;

/** Plays a scenario from beginning to end. */
export function play(start: Start, scenario: Scenario): Result {
  try {
    const player = start(scenario.document);
    const difference = follow(player, scenario);
    player.stop();
    return difference === undefined ? { kind: 'passed' } : { kind: 'failed', reason: difference };
  } catch (error) {
    if (error instanceof NotApplicable) return { kind: 'not applicable', reason: error.message };
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

function follow(player: Player, scenario: Scenario): string | undefined {
  if (scenario.decidesAlone) {
    for (let ms = 0; ms < LONGEST_MS && !isDecided(player.value()); ms += STEP_MS) {
      player.advance(STEP_MS);
    }
    return differenceOf(player.value(), ['pass']);
  }
  const { initialConfiguration, events } = scenario;
  const difference = differenceOf(player.value(), initialConfiguration);
  if (difference !== undefined) return `at first ${difference}`;
  for (const [index, { after = 0, event, nextConfiguration }] of events.entries()) {
    for (let ms = 0; ms < after; ms += STEP_MS) player.advance(Math.min(STEP_MS, after - ms));
    player.send(sentEvent(event));
    const next = differenceOf(player.value(), nextConfiguration);
    if (next !== undefined) return `after event ${index + 1}, ${event.name}, ${next}`;
  }
  return undefined;
}

/** An event of a scenario as the machine takes it. */
export function sentEvent({ name, data }: ScenarioEvent['event']): EventObject {
  return { type: name, ...(data !== undefined && { data }) };
}

/** Whether a document has come to its verdict. */
export function isDecided(value: unknown): boolean {
  return value === 'pass' || value === 'fail';
}

/** How a configuration differs from the expected one. */
export function differenceOf(value: unknown, expected: readonly string[]): string | undefined {
  const seen = leaves(value).sort().join(', ');
  const wanted = expected.map(stateKey).sort().join(', ');
  return seen === wanted ? undefined : `in ${seen} instead of ${wanted}`;
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Object.entries(value as object).flatMap(([key, inner]) =>
    typeof inner === 'object' && Object.keys(inner as object).length === 0 ? [key] : leaves(inner),
  );
}
