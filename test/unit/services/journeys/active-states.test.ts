import { describe, expect, it } from '@jest/globals';
import type { AnyStateNode } from 'xstate';
import { stateOf } from '../../../../machines/engine/index.ts';
import { certification } from '../../../../machines/index.ts';
import { activeStates } from '../../../../services/journeys/index.ts';
import { begun, play, readCase } from '../../../support/cases.ts';

const names = (nodes: Iterable<AnyStateNode>) => [...nodes].map(({ id }) => id).sort();

describe('active states', () => {
  it('given the worked case, when it is played, then a path names exactly the states in which XState is', () => {
    const given = readCase('worked-case');
    const runner = begun(given);
    const paths = new Set<string>();
    for (const step of given.steps) {
      play(runner, { journey: given.journey, steps: [step] });
      for (const entity of runner.entities()) {
        const state = runner.state(entity);
        const { logic } = runner.machine(entity);
        const inside = (state.snapshot as { _nodes: AnyStateNode[] })._nodes;
        const expected = inside.filter((node) => node.parent !== undefined);
        expect(names(activeStates(logic, stateOf(state)))).toEqual(names(expected));
        paths.add(stateOf(state));
      }
    }
    expect([...paths].some((path) => path.includes('('))).toBe(true);
  });

  it('given a path of another definition, when read, then what is not there is left out', () => {
    const found = (path: string) => names(activeStates(certification.logic, path));
    expect(found('nowhere/at/all')).toEqual([]);
    expect(found('stage2/nowhere')).toEqual(['certification.stage2']);
    expect(found('')).toEqual([]);
    expect(found('toString')).toEqual([]);
    expect(found('certified/(certificate/active,other/thing)')).toEqual([
      'certification.certified',
      'certification.certified.certificate',
      'certification.certified.certificate.active',
    ]);
  });
});
