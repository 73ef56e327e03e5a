/** A thousand journeys over ten years, as `npm run simulate` plays them. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

describe('the simulation', () => {
  it('given 1,000 journeys over ten years, when each event is judged, then no invariant is broken', () => {
    const args = ['run', '--silent', 'simulate', '--', '--journeys', '1000', '--seed', '17021'];
    const { stdout, status } = spawnSync('npm', [...args, '--json'], { encoding: 'utf8' });
    const result = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Record<string, unknown>;
    expect(result).toMatchObject({ journeys: 1000, invariantsBroken: 0 });
    expect(Object.keys(result['terminal'] as object).length).toBeGreaterThan(5);
    expect(status).toBe(0);
  });
});
