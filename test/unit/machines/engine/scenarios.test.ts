import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { scenarios } from '../../../support/scenarios/index.ts';
import { commanded, inMemory, plain } from '../../../support/scenarios/players.ts';
import { wait, type Move, type Scenario } from '../../../support/scenarios/scenario.ts';
import { traceOf, type Player } from '../../../support/scenarios/trace.ts';

const named = (some: readonly Scenario[]) =>
  some.map((scenario): [string, Scenario] => [scenario.name, scenario]);
const engines: readonly [string, (scenario: Scenario) => Player][] = [
  ['the runner', (scenario) => inMemory(scenario)],
  ['the runner through JSON', (scenario) => inMemory(scenario, { restored: true })],
  ['commands', commanded],
];

async function compare(scenario: Scenario, script: readonly Move[]): Promise<void> {
  const expected = await traceOf(plain(scenario), script);
  for (const [engine, play] of engines) {
    const trace = await traceOf(play(scenario), script);
    for (const [index, seen] of trace.entries()) {
      const moves = script.slice(0, index);
      expect({ engine, moves, seen }).toEqual({ engine, moves, seen: expected[index] });
    }
  }
}

/** The moves of a script in any order and number; only the activity started last gives a result. */
function movesOf({ script }: Scenario): fc.Arbitrary<readonly Move[]> {
  const vocabulary = script.map((move): Move => {
    if (typeof move === 'string' || !('start' in move)) return move;
    const { start: _start, ...rest } = move;
    return rest as Move;
  });
  const moves = [...new Map(vocabulary.map((move) => [JSON.stringify(move), move])).values()];
  return fc.array(fc.constantFrom(...moves, wait(0.5)), { maxLength: 20 });
}

describe('XState itself and the engine', () => {
  it.each(named(scenarios))(
    'given %s, when the same things happen to both, then both show the same',
    (_name, scenario) => compare(scenario, scenario.script),
  );

  it.each(named(scenarios.filter(({ notAtRandom }) => notAtRandom === undefined)))(
    'given %s, when anything happens to both, then both show the same',
    (_name, scenario) =>
      fc.assert(
        fc.asyncProperty(movesOf(scenario), (script) => compare(scenario, script)),
        { numRuns: 25 },
      ),
  );
});
