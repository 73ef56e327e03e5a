import { describe, expect, it } from '@jest/globals';
import { brokenLines, readSettings, resultLines } from '../../../../infra/simulation/index.ts';

const settings = readSettings(['--seed', '7', '--years', '3']);
const broken = {
  ...{ invariant: 'INV-03', journey: 4, number: 12, event: 'journey-4:9', type: 'PanelConvened' },
  ...{ at: '2027-01-18T10:00:00.000Z', fault: 'a-1 has audited this client' },
};

describe('the arguments of a simulation', () => {
  it('given none, when read, then 100 journeys over ten years are meant', () => {
    const expected = { journeys: 100, years: 10, seed: 1, only: undefined, isJson: false };
    expect(readSettings([])).toEqual({ ...expected, isHelp: false });
  });

  it.each([
    ['--journeys', '0'],
    ['--years', '16'],
    ['--seed', '-1'],
    ['--only', '1.5'],
  ])('given %s %s, when read, then the error says what is possible', (name, value) => {
    expect(() => readSettings([`${name}=${value}`])).toThrow(/a whole number from \d+ to \d+/);
  });
});

describe('the lines of a simulation', () => {
  it('given a broken invariant, when told, then journey, seed, event and the way to see it again are there', () => {
    const [first, ...more] = brokenLines(broken, settings);
    expect(first).toMatch(/INV-03 journey 4, seed 7, event 12: journey-4:9 PanelConvened/);
    expect(more.at(-1)?.trim()).toBe('npm run simulate -- --only 4 --seed 7 --years 3');
  });

  it('given --json, when told, then each line is one object and the last one is the result', () => {
    const simulated = {
      ...{ journeys: 1, events: 12, terminal: { certified: 1 }, broken: [broken] },
      ...{ reached: {}, neverReached: { audit: ['suspended'] } },
    };
    const json = { ...settings, isJson: true };
    const lines = [...brokenLines(broken, json), ...resultLines(simulated, json)];
    const objects = lines.map((line) => JSON.parse(line) as unknown);
    const terminal = { certified: 1 };
    expect(objects.at(-1)).toEqual({ journeys: 1, events: 12, terminal, invariantsBroken: 1 });
    expect(objects[0]).toMatchObject({ broken: 'INV-03', journey: 4, seed: 7, number: 12 });
    expect(resultLines(simulated, settings).join('\n')).toMatch(/audit: suspended/);
  });
});
