import { describe, expect, it } from '@jest/globals';
import type { AnyTransitionDefinition } from 'xstate';
import type { Simulation } from '../../../../machines/engine/index.ts';
import { pathTaken } from '../../../../services/picture/index.ts';
import { begun, play, readCase } from '../../../support/cases.ts';

const told = ({ source, target, eventType }: AnyTransitionDefinition) =>
  `${source.path.join('/')} ${String(eventType)} ${(target ?? []).map(({ path }) => path.join('/')).join()}`;

function courseOf(runner: Simulation, entity: string) {
  const { visits, transitions, live } = pathTaken(runner.machine(entity), runner.log(entity));
  return {
    visits: Object.fromEntries([...visits].map(([node, visit]) => [node.path.join('/'), visit])),
    transitions: [...transitions].map(told),
    live: [...live].map(({ path }) => path.join('/')),
  };
}

describe('the path that an instance took', () => {
  const runner = begun(readCase('worked-case'));
  play(runner, readCase('worked-case'));

  it('given a nonconformity, when followed, then each state has its day, also one that was only passed', () => {
    const { visits, transitions, live } = courseOf(runner, 'globex-27001/nc-s2-001');
    expect(Object.keys(visits)).toEqual([
      ...['raised', 'responding', 'responding/awaitingCap', 'responding/reviewingCap'],
      ...['planned', 'responding/planAccepted'],
    ]);
    expect(transitions).toEqual([
      'raised ResponseDatesSet responding',
      'responding/awaitingCap CapSubmitted responding/reviewingCap',
      'responding/reviewingCap CapAccepted responding/planAccepted',
      'responding/planAccepted  planned',
    ]);
    expect(live).toEqual(['planned']);
    const log = runner.log('globex-27001/nc-s2-001');
    expect(visits['raised']).toEqual({
      ...{ first: log[0]?.at.slice(0, 10), last: log[0]?.at.slice(0, 10), count: 1 },
    });
  });

  it('given a journey, when followed, then a state to which it came back has its first day, its last and how often', () => {
    const { visits, transitions, live } = courseOf(runner, 'globex-27001');
    expect(visits['application/reviewing']?.count).toBe(2);
    const { first = '', last = '' } = visits['application/reviewing'] ?? {};
    expect(first < last).toBe(true);
    expect(live.slice(0, 1)).toEqual(['certified']);
    for (const state of live) expect(visits[state]).toBeDefined();
    // Every state but the first was reached by an arrow, and only by those that were taken.
    expect(transitions).toContain('accreditation CertificationGranted certified');
    expect(transitions.filter((each) => each.includes(' CertificationGranted '))).toHaveLength(1);
    expect(transitions.filter((each) => each.endsWith(' terminated'))).toEqual([]);
  });

  it('given deadlines that pass, when followed, then the arrow of the deadline was taken', () => {
    const late = begun(readCase('worked-case'));
    const { steps, ...given } = readCase('worked-case');
    const end = steps.findIndex(({ command }) => command === 'submitCap');
    play(late, { ...given, steps: steps.slice(0, end) });
    late.travelTo('2027-03-01T12:00:00.000Z');
    const { transitions, live } = courseOf(late, 'globex-27001/nc-s2-003');
    expect(live).toEqual(['responding', 'responding/capOverdue']);
    expect(transitions.at(-1)).toMatch(
      /^responding\/awaitingCap xstate\.after\.capDue.* responding\/capOverdue$/,
    );
  });
});
