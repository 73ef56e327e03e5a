import { describe, expect, it } from '@jest/globals';
import type { Simulation } from '../../../../machines/engine/index.ts';
import { project, type Standing } from '../../../../services/register/project.ts';
import { begun, caseTo2013, play, readCase } from '../../../support/cases.ts';
import { publicEvents } from '../../../support/stories.ts';

const journey = 'initech-27001';

function played(name: string, until?: string): Simulation {
  const given = readCase(name);
  const runner = begun(given);
  play(runner, given);
  if (until !== undefined) runner.travelTo(until);
  return runner;
}
const certificates = (runner: Simulation) =>
  publicEvents(runner, journey).reduce<Standing | undefined>(project, undefined)?.certificates;

describe('the public standing of a certificate to an edition that ends', () => {
  it('given a grant, when the certificate is issued, then it is valid until the cut-off', () => {
    expect(certificates(played('parts/certified-to-2013'))).toMatchObject([
      {
        ...{ standard: '27001:2013', status: 'valid', validFrom: '2023-06-20' },
        ...{ validUntil: '2025-10-31', expiresAt: '2025-10-31T23:00:00.000Z' },
      },
    ]);
  });

  it('given a transition, when it is complete, then the edition is the next one and the end that of the cycle', () => {
    expect(certificates(played('transition-with-surveillance'))).toMatchObject([
      {
        ...{ standard: '27001:2022', status: 'valid', since: '2023-06-22', issuedOn: '2023-06-22' },
        ...{ validUntil: '2026-06-19', expiresAt: '2026-06-19T22:00:00.000Z' },
      },
    ]);
  });

  it('given no transition, when the cut-off has passed, then it expired the day after', () => {
    const runner = played('parts/certified-to-2013', '2025-11-02T12:00:00.000Z');
    expect(certificates(runner)).toMatchObject([
      { standard: '27001:2013', status: 'expired', since: '2025-11-01', validUntil: '2025-10-31' },
    ]);
  });

  it.each(['2025-04-30', '2026-03-31', '2027-10-31'])(
    'given another cut-off of %s, when announced, then the end is that or that of the cycle',
    (cutOff) => {
      const runner = played('parts/certified-to-2013', '2024-12-02T12:00:00.000Z');
      const announced = {
        ...{ actor: { id: 'o-1', role: 'cbAdmin' }, on: '2024-12-02', edition: '27001:2013' },
        ...{ decisionsUntil: '2024-04-30', certificatesUntil: cutOff, source: 'IAF MD 26' },
      };
      expect(runner.command(journey, 'announceEditionEnd', announced).kind).toBe('accepted');
      const validUntil = cutOff < '2026-06-19' ? cutOff : '2026-06-19';
      expect(certificates(runner)).toMatchObject([{ validUntil, revision: 2 }]);
      runner.travelTo(`${validUntil}T12:00:00.000Z`);
      expect(certificates(runner)).toMatchObject([{ status: 'valid' }]);
      runner.travelTo('2028-01-01T12:00:00.000Z');
      expect(certificates(runner)).toMatchObject([{ status: 'expired', validUntil }]);
    },
  );

  it('given a certificate from before the next edition, when a transition starts, then its end is that of the edition if it is earlier', () => {
    const early = caseTo2013('2022-08-30');
    const runner = begun(early);
    play(runner, early);
    const before = certificates(runner)?.[0]?.validUntil;
    runner.travelTo('2022-12-01T12:00:00.000Z');
    const actor = { id: 'o-1', role: 'cbAdmin' };
    const start = { actor, on: '2022-12-01', with: 'separate' };
    expect(runner.command(journey, 'startStandardTransition', start).kind).toBe('accepted');
    expect(before).toBe('2025-10-17');
    expect(certificates(runner)).toMatchObject([{ validUntil: '2025-10-17', revision: 1 }]);
  });
});
