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

/** What was seen of a scenario. */
export interface Played {
  readonly result: Result;
  /** Value and data after every move, as JSON. */
  readonly trace: readonly string[];
}

/** Plays a scenario from beginning to end. */
export function play(start: Start, scenario: Scenario): Played {
  const trace: string[] = [];
  try {
    const player = start(scenario.document);
    const look = (): unknown => {
      const value = player.value();
      trace.push(JSON.stringify([value, player.data()]));
      return value;
    };
    const reason = follow(player, scenario, look);
    player.stop();
    return {
      result: reason === undefined ? { kind: 'passed' } : { kind: 'failed', reason },
      trace,
    };
  } catch (error) {
    return { result: thrown(error), trace };
  }
}

function thrown(error: unknown): Result {
  if (!(error instanceof Error)) return { kind: 'failed', reason: String(error) };
  const kind = error instanceof NotApplicable ? 'not applicable' : 'failed';
  return { kind, reason: error.message };
}

function follow(player: Player, scenario: Scenario, look: () => unknown): string | undefined {
  const { initialConfiguration, events, decidesAlone } = scenario;
  if (decidesAlone) {
    for (let ms = 0; ms < LONGEST_MS && !isDecided(player.value()); ms += STEP_MS) {
      player.advance(STEP_MS);
    }
    return differenceOf(look(), ['pass']);
  }
  const difference = differenceOf(look(), initialConfiguration);
  if (difference !== undefined) return `at first ${difference}`;
  for (const [index, { after = 0, event, nextConfiguration }] of events.entries()) {
    for (let ms = 0; ms < after; ms += STEP_MS) player.advance(Math.min(STEP_MS, after - ms));
    player.send(sentEvent(event));
    const next = differenceOf(look(), nextConfiguration);
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
