import { describe, expect, it } from '@jest/globals';
import { dehydrate, stateOf, type Simulation } from '../../../../machines/engine/index.ts';
import { machines } from '../../../../machines/index.ts';
import { forecast } from '../../../../services/journeys/index.ts';
import { forecastLines } from '../../../../services/cli/look/forecast.ts';
import { begun, justBefore, play, readCase } from '../../../support/cases.ts';

function ahead(runner: Simulation, limit = 20) {
  const states = runner
    .entities()
    .filter((entity) => runner.state(entity).snapshot.status === 'active')
    .map((entity) => dehydrate(runner.machine(entity), runner.state(entity)));
  return forecast({ machines, states, now: runner.now(), limit });
}

describe('forecast', () => {
  it('given a certificate, when nobody acts, then surveillance is overdue, the certificate expires and lapses', () => {
    const runner = begun(readCase('worked-case'));
    play(runner, readCase('worked-case'));
    const before = JSON.stringify(runner.entities().map((entity) => stateOf(runner.state(entity))));
    const prospects = ahead(runner);
    const told = prospects.map(({ passes, events }) => [
      passes.map(({ name, rule }) => [name, rule]),
      events.map(({ type }) => type),
    ]);
    expect(told).toContainEqual([
      [['surveillanceDue', expect.any(String)]],
      ['SurveillanceDueElapsed', 'SurveillanceOverdue'],
    ]);
    expect(told).toContainEqual([
      [['certificateExpiry', expect.any(String)]],
      ['CertificateExpiryElapsed', 'CertificateExpired'],
    ]);
    const expiry = prospects.find(({ passes }) => passes[0]?.name === 'certificateExpiry');
    expect(expiry?.states).toMatchObject([
      { entity: 'globex-27001', to: 'expired/restorable/scheduling' },
    ]);
    expect(expiry?.begins.map(({ name }) => name)).toEqual(['restorationWindow']);
    expect(prospects.at(-1)?.states).toMatchObject([{ to: 'expired/lapsed' }]);
    expect(prospects.map(({ at }) => at)).toEqual([...prospects.map(({ at }) => at)].sort());
    // The instances themselves have not moved.
    expect(JSON.stringify(runner.entities().map((entity) => stateOf(runner.state(entity))))).toBe(
      before,
    );
  });

  it('given nonconformities, when nobody acts, then what is overdue of a child is told with its instant', () => {
    const { runner } = justBefore('submitCap');
    const prospects = ahead(runner);
    const cap = prospects.find(({ passes }) => passes.some(({ name }) => name === 'capDue'));
    expect(cap?.events.map(({ type }) => type)).toContain('CapDeadlineMissed');
    expect(cap?.states[0]?.to).toBe('responding/capOverdue');
    expect(ahead(runner, 1)).toEqual(prospects.slice(0, 1));
    const lines = forecastLines('globex-27001', prospects);
    expect(lines[0]).toBe('globex-27001, when nobody acts:');
    expect(lines.join('\n')).toMatch(
      /^\d{4}-\d\d-\d\d {2}cap due of globex-27001\/nc-s2-003, \d{4}-\d\d-\d\d \(T-05\)/m,
    );
  });

  it('given no deadline, when asked, then it says so', () => {
    const { runner } = justBefore('selectRcb');
    expect(ahead(runner)).toEqual([]);
    expect(forecastLines('globex-27001', [])).toEqual(['globex-27001: no deadline is ahead']);
  });
});
