/** A thousand journeys over ten years for each of two seeds, as `npm run simulate` plays them. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

interface States {
  readonly neverReached: Readonly<Record<string, readonly string[]>>;
}

function simulated(seed: number): { readonly status: number | null; readonly lines: string[] } {
  const args = ['run', '--silent', 'simulate', '--', '--journeys', '1000', '--seed', String(seed)];
  const { stdout, status } = spawnSync('npm', [...args, '--json'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return { status, lines: stdout.trim().split('\n') };
}

describe('the simulation', () => {
  it.each([17021, 27006])(
    'given 1,000 journeys over ten years from seed %i, when each event is judged, then no invariant is broken and every terminal state is reached',
    (seed) => {
      const { status, lines } = simulated(seed);
      const result = JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>;
      expect(result).toMatchObject({ journeys: 1000, invariantsBroken: 0 });
      expect(Object.keys(result['terminal'] as object)).toEqual(
        expect.arrayContaining([
          ...['cancelled', 'certified', 'declined', 'expired', 'refused', 'terminated'],
          ...['transferredOut', 'withdrawn'],
        ]),
      );
      const { neverReached } = JSON.parse(lines.at(-2) ?? '{}') as States;
      const outermost = Object.entries(neverReached).flatMap(([machine, states]) =>
        states.filter((state) => !state.includes('.')).map((state) => `${machine} ${state}`),
      );
      expect(outermost).toEqual([]);
      expect(status).toBe(0);
    },
  );
});
