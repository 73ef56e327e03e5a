import { describe, expect, it } from '@jest/globals';
import { assign } from 'xstate';
import { remember } from '../../../../machines/certification/memory.ts';
import type { DurableMachine } from '../../../../machines/engine/index.ts';
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

describe('what is judged beyond events', () => {
  type Asked = Parameters<typeof remember>[0];

  /** The machines, of which the first one remembers in another way. */
  function remembering(other: (asked: Asked) => object): readonly DurableMachine[] {
    const [first, ...further] = machines;
    if (!first) throw new Error('there is a first machine');
    const keep = assign((asked) => other(asked as unknown as Asked));
    return [{ ...first, logic: first.logic.provide({ actions: { remember: keep } }) }, ...further];
  }
  async function brokenBy(other: (asked: Asked) => object): Promise<readonly string[]> {
    const given = { ...plan, machines: remembering(other), years: 1, only: 2 };
    const { broken } = await simulate(given, { signal: never });
    return broken.map(({ invariant }) => invariant);
  }

  it('given a machine as it is, when played, then neither is broken', async () => {
    expect(await brokenBy((asked) => remember(asked))).toEqual([]);
  }, 60_000);

  it('given a machine that counts beside its state, when its log is folded, then INV-36 is broken', async () => {
    let count = 0;
    const broken = await brokenBy((asked) => ({ ...remember(asked), count: (count += 1) }));
    expect(broken).toContain('INV-36');
  }, 60_000);

  it('given a machine that fails on what it takes, when played, then INV-00 is broken', async () => {
    const broken = await brokenBy((asked) => {
      if (asked.event.type === 'ApplicationSubmitted') throw new Error('nobody thought of this');
      return remember(asked);
    });
    expect(broken).toContain('INV-00');
  }, 60_000);
});
