import { describe, expect, it } from '@jest/globals';
import { machines } from '../../../../machines/index.ts';
import { simulate, type SimulationPlan } from '../../../../services/simulation/index.ts';

const plan: SimulationPlan = { machines, journeys: 100, years: 10, seed: 27001 };
const never = new AbortController().signal;

async function eventsOf(only: number, years = 2): Promise<readonly string[]> {
  const events: string[] = [];
  const onEvent = (event: object, number: number) => events.push(JSON.stringify([number, event]));
  await simulate({ ...plan, years, only }, { signal: never, onEvent });
  return events;
}

describe('a simulation of many journeys', () => {
  it('given 100 journeys over ten years, when each event is judged, then no invariant is broken and journeys end in many ways', async () => {
    const { journeys, events, terminal, broken, reached } = await simulate(plan, {
      signal: never,
    });
    expect(broken.slice(0, 5)).toEqual([]);
    expect(journeys).toBe(100);
    expect(events).toBeGreaterThan(20_000);
    expect(Object.keys(terminal)).toEqual(
      expect.arrayContaining(['certified', 'expired', 'refused', 'withdrawn', 'terminated']),
    );
    const states = reached['certification'] ?? {};
    for (const state of ['declined', 'certified.cycle.recertification.planned', 'reopened']) {
      if (state in states) expect(states[state]).toBeGreaterThan(0);
    }
    expect(states['certified']).toBeGreaterThan(30);
  }, 600_000);

  it('given the same seed, when one journey is played alone, then it is the same one, and another number another one', async () => {
    const first = await eventsOf(2);
    expect(first.length).toBeGreaterThan(10);
    expect(await eventsOf(2)).toEqual(first);
    expect(await eventsOf(3)).not.toEqual(first);
  }, 60_000);

  it('given somebody who has enough, when a journey is over, then what was reached so far is told', async () => {
    const enough = new AbortController();
    const onJourney = (done: number) => {
      if (done === 2) enough.abort();
    };
    const { journeys, terminal } = await simulate(
      { ...plan, years: 1 },
      { signal: enough.signal, onJourney },
    );
    expect(journeys).toBe(2);
    expect(Object.values(terminal).reduce((sum, count) => sum + count, 0)).toBe(2);
  }, 60_000);
});
