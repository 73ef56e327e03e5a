import { describe, expect, it } from '@jest/globals';
import { begun, play, readCase, refusedBy } from '../../../../support/cases.ts';

const played = readCase('worked-case');
const { journey } = played;
const amendment = {
  actor: { id: 'o-1', role: 'cbAdmin' },
  reason: 'a second site',
  note: 'The second site is visited in each year.',
  audits: [{ kind: 'surveillance', year: 1, days: 4 }],
};

describe('after the end of an engagement', () => {
  it('given a certified client, when the programme is amended, then it is', () => {
    const runner = begun(played);
    play(runner, played);
    expect(refusedBy(runner, journey, ['amendProgramme', amendment])).toEqual([]);
  });

  it('given an engagement that was terminated, when the programme is amended, then that is refused', () => {
    const runner = begun(played);
    play(runner, played);
    const office = { id: 'o-2', role: 'cbAdmin' };
    expect(refusedBy(runner, journey, ['terminateEngagement', { actor: office }])).toEqual([]);
    const faults = refusedBy(runner, journey, ['amendProgramme', amendment]);
    expect(faults[0]).toBe('COMMAND_REFUSED');
    expect(runner.log(journey).at(-1)?.type).not.toBe('AuditProgrammeAmended');
  });
});
