/** The end of an edition, announced or changed while journeys to it run. */
import { describe, expect, it } from '@jest/globals';
import { stateOf, type Simulation } from '../../../../machines/engine/index.ts';
import {
  begun,
  caseTo2013,
  expectFoldEqualsState,
  play,
  refusedBy,
} from '../../../support/cases.ts';

const journey = 'initech-27001';
const office = { id: 'o-1', role: 'cbAdmin' };
const second = { id: 'o-2', role: 'cbAdmin' };
const end = {
  ...{ actor: office, edition: '27001:2013', source: 'IAF MD 26' },
  decisionsUntil: '2024-04-30',
};

const path = (runner: Simulation): string => stateOf(runner.state(journey));
const last = (runner: Simulation, type: string) =>
  runner.log(journey).findLast((event) => event.type === type)?.data;
const count = (runner: Simulation, type: string): number =>
  runner.log(journey).filter((event) => event.type === type).length;

function goTo(runner: Simulation, day: string): Simulation {
  runner.travelTo(`${day}T12:00:00.000Z`);
  return runner;
}
/** Gives a command today. @returns the rules that refuse it */
const ask = (runner: Simulation, command: string, payload: object): string[] =>
  refusedBy(runner, journey, [command, { on: runner.now().slice(0, 10), ...payload }]);
const announce = (runner: Simulation, cutOff: string, more: object = {}) =>
  ask(runner, 'announceEditionEnd', { ...end, certificatesUntil: cutOff, ...more });

/** The case up to a command, that command not included, on its day. */
function upTo(command: string, startsOn?: string): Simulation {
  const given = caseTo2013(startsOn);
  const at = given.steps.findIndex((step) => step.command === command);
  const runner = begun(given);
  play(runner, { ...given, steps: given.steps.slice(0, at) });
  return goTo(runner, given.steps[at]?.date ?? '');
}
/** The certificate to the edition before. */
function certified(startsOn?: string): Simulation {
  const given = caseTo2013(startsOn);
  const runner = begun(given);
  play(runner, given);
  return runner;
}

describe('the end of an edition, announced to a journey that has its certificate', () => {
  it('given a grant before the next edition was out, when the end is announced, then its clock runs and the certificate names it', () => {
    // Granted on 20 September 2022, valid to 19 September 2025.
    const runner = goTo(certified('2022-08-02'), '2023-02-15');
    expect(path(runner)).toContain('edition/current');
    expect(announce(runner, '2025-06-30')).toEqual([]);
    expect(last(runner, 'EditionEndAnnounced')).toMatchObject({
      toEdition: '27001:2022',
      cutOff: { rule: 'R-STD-01', due: '2025-06-30', at: '2025-06-30T22:00:00.000Z' },
    });
    expect(path(runner)).toContain('edition/ending/owed');
    expect(path(runner)).toContain('active/outdated');
    const reissue = { actor: second, reason: 'The end of the edition.' };
    expect(ask(runner, 'reissueCertificate', reissue)).toEqual([]);
    expect(last(runner, 'CertificateReissued')).toMatchObject({ validUntil: '2025-06-30' });
    goTo(runner, '2025-07-01');
    expect(path(runner)).toBe('expired/missed');
    expect(announce(runner, '2025-12-31')).toEqual(['COMMAND_REFUSED']);
    expectFoldEqualsState(runner);
  });

  it('given a certificate that ends before the cut-off, when that is announced, then the certificate stays as it is', () => {
    const runner = goTo(certified('2022-08-02'), '2023-02-15');
    expect(announce(runner, '2025-10-31')).toEqual([]);
    expect(path(runner)).toContain('active/current');
  });

  it('given a cut-off on record, when a later one is announced, then only that counts', () => {
    const runner = goTo(certified(), '2024-12-02');
    expect(announce(runner, '2025-10-31')).toEqual(['R-STD-08']);
    expect(announce(runner, '2026-03-31')).toEqual([]);
    goTo(runner, '2025-11-01');
    expect(path(runner)).toContain('edition/ending');
    expect(count(runner, 'EditionCutOffElapsed')).toBe(0);
    const start = { actor: office, with: 'separate' };
    expect(ask(runner, 'startStandardTransition', start)).toEqual([]);
    expect(last(runner, 'StandardTransitionStarted')).toMatchObject({
      cutOff: { due: '2026-03-31' },
    });
    // A transition under way goes on when the day changes once more.
    expect(announce(runner, '2026-02-28')).toEqual([]);
    expect(path(runner)).toContain('edition/ending/begun');
    goTo(runner, '2026-03-01');
    expect(path(runner)).toBe('expired/missed');
    expect(last(runner, 'StandardTransitionMissed')).toMatchObject({ due: '2026-02-28' });
    expectFoldEqualsState(runner);
  });

  it('given a cut-off beyond the expiry, when announced, then the certificate expires as in its cycle', () => {
    const runner = goTo(certified(), '2024-12-02');
    expect(announce(runner, '2026-12-31')).toEqual([]);
    goTo(runner, '2026-06-20');
    expect(path(runner)).toContain('expired/restorable');
    expect(count(runner, 'StandardTransitionMissed')).toBe(0);
    expectFoldEqualsState(runner);
  });

  it('given the instant of the former cut-off, when another was announced before it, then nothing happens then', () => {
    const runner = certified();
    runner.travelTo('2025-10-31T22:59:59.999Z');
    const late = { ...end, on: '2025-10-31', certificatesUntil: '2025-11-30' };
    expect(refusedBy(runner, journey, ['announceEditionEnd', late])).toEqual([]);
    runner.travelTo('2025-10-31T23:00:00.000Z');
    expect(path(runner)).toContain('edition/ending');
    goTo(runner, '2025-12-01');
    expect(path(runner)).toBe('expired/missed');
  });

  it('given the instant of the cut-off, when another is announced then, then the cut-off was first', () => {
    const runner = certified();
    runner.travelTo('2025-10-31T23:00:00.000Z');
    const late = { ...end, on: '2025-10-31', certificatesUntil: '2025-11-30' };
    expect(refusedBy(runner, journey, ['announceEditionEnd', late])).toEqual(['COMMAND_REFUSED']);
  });

  it('given the present edition, or a day that has passed, when announced, then R-STD-07 or R-STD-09 refuses', () => {
    const runner = goTo(certified(), '2024-12-02');
    const present = { edition: '27001:2022' };
    expect(announce(runner, '2030-10-31', present)).toEqual(['R-STD-07', 'R-STD-09']);
    expect(announce(runner, '2024-12-01')).toEqual(['R-STD-09']);
    expect(announce(runner, '2025-12-31', { on: '2024-12-03' })).toEqual(['DATE-01']);
  });

  it('given an engagement that ended, when announced, then nothing is recorded of it', () => {
    const runner = goTo(certified(), '2024-12-02');
    const cancel = { actor: { id: 'c-1', role: 'client' }, reason: 'r' };
    expect(ask(runner, 'cancelCertificate', cancel)).toEqual([]);
    expect(announce(runner, '2025-12-31')).toEqual(['COMMAND_REFUSED']);
  });
});

describe('the end of an edition, announced before the certificate', () => {
  it('given other days than those of the table, when granted, then those that were announced count', () => {
    const runner = upTo('acceptApplication', '2024-05-06');
    const given = caseTo2013('2024-05-06');
    const accept = given.steps.findIndex(({ command }) => command === 'acceptApplication');
    const payload = given.steps[accept]?.payload ?? {};
    expect(refusedBy(runner, journey, ['acceptApplication', payload])).toEqual(['R-STD-01']);
    expect(announce(runner, '2025-12-31', { decisionsUntil: '2024-12-31' })).toEqual([]);
    play(runner, { ...given, steps: given.steps.slice(accept) });
    expect(last(runner, 'CertificationGranted')).toMatchObject({
      editionCutOff: { due: '2025-12-31' },
    });
    expect(last(runner, 'CertificateIssued')).toMatchObject({ validUntil: '2025-12-31' });
    goTo(runner, '2026-01-01');
    expect(path(runner)).toBe('expired/missed');
    expectFoldEqualsState(runner);
  });

  it.each([
    ['on the cut-off', 0, []],
    ['the day after', 1, ['R-STD-01']],
  ])(
    'given a decision that was in time, when it is recorded %s, then R-STD-01 answers',
    (_, days, refusals) => {
      const given = caseTo2013('2023-03-01');
      const runner = upTo('grantCertification', '2023-03-01');
      const grant = given.steps.find(({ command }) => command === 'grantCertification');
      const { date: day = '', payload = {} } = grant ?? {};
      goTo(runner, day);
      expect(announce(runner, day, { decisionsUntil: day })).toEqual([]);
      runner.travelTo(
        new Date(Date.parse(`${day}T12:00:00.000Z`) + days * 86_400_000).toISOString(),
      );
      expect(refusedBy(runner, journey, ['grantCertification', { ...payload, on: day }])).toEqual(
        refusals,
      );
    },
  );
});
