import { describe, expect, it } from '@jest/globals';
import { rail } from '../../../../infra/demo/index.ts';
import { createSimulation, stateOf } from '../../../../machines/engine/index.ts';
import { machines } from '../../../../machines/index.ts';
import { readCase } from '../../../support/cases.ts';

const here = (path: string) =>
  rail(path)
    .split(' ─ ')
    .filter((station) => station.startsWith('●'));

describe('rail', () => {
  it('given a state, when drawn, then what lies behind is ticked and what lies ahead is open', () => {
    expect(rail('stage1/fieldwork')).toBe(
      '✓ selection ─ ✓ application ─ ✓ pre-audit ─ ● stage 1 ─ ○ stage 2 ─ ○ corrective action ─ ○ decision ─ ○ accreditation ─ ○ certified ─ ○ surveillance 1 ─ ○ surveillance 2 ─ ○ recertification',
    );
  });

  it('given the first and the last station, when drawn, then nothing is behind, or ahead', () => {
    expect(rail('selection/comparing')).not.toContain('✓');
    expect(
      rail('certified/(certificate/active,cycle/recertification/decision/panel)'),
    ).not.toContain('○');
  });

  it.each([
    ['certified/(certificate/granted,cycle/surveillance1/scheduling)', '● certified'],
    ['certified/(certificate/active,cycle/surveillance1/scheduling)', '● surveillance 1'],
    ['certified/(certificate/suspended,cycle/surveillance2/reporting)', '● surveillance 2'],
    ['correctiveAction/majorsOpen', '● corrective action'],
    ['accreditation/concurred', '● accreditation'],
    ['reopened/decision/panel', '● decision'],
    ['reopened/accreditation/forwarding', '● accreditation'],
  ])('given %s, when drawn, then the journey is at %s', (path, station) => {
    expect(here(path)).toEqual([station]);
  });

  it('given the worked case, when played, then the journey is at one station after each command and never goes back', () => {
    const given = readCase('worked-case');
    const runner = createSimulation({ machines, at: `${given.startsOn}T10:00:00.000Z` });
    runner.start('certification', given.journey, given.input);
    const stations: string[] = [];
    for (const { date, to, command, payload } of given.steps) {
      runner.travelTo(`${date}T12:00:00.000Z`);
      runner.command(to === 'self' ? given.journey : `${given.journey}/${to}`, command, payload);
      const [station = 'none', ...more] = here(stateOf(runner.state(given.journey)));
      expect(more).toEqual([]);
      if (stations.at(-1) !== station) stations.push(station);
    }
    expect(stations).toEqual(
      [
        ...['selection', 'application', 'pre-audit', 'stage 1', 'stage 2', 'corrective action'],
        ...['decision', 'accreditation', 'certified', 'surveillance 1'],
      ].map((name) => `● ${name}`),
    );
  });
});
