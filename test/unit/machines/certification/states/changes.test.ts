import { describe, expect, it } from '@jest/globals';
import { stateOf, type Simulation } from '../../../../../machines/engine/index.ts';
import {
  expectFoldEqualsState,
  justBefore,
  refusedBy,
  rulesOf,
} from '../../../../support/cases.ts';

const journey = 'globex-27001';
const client = { id: 'c-1', role: 'client' };
const office = { id: 'o-1', role: 'cbAdmin' };
const reviewer = { id: 'r-1', role: 'applicationReviewer' };
const judgement = {
  business: { type: 2, processes: 2, maturity: 2 },
  technology: { infrastructure: 2, outsourcing: 2, development: 2 },
  adjustment: 0,
};

function tries(runner: Simulation, command: string, payload: object): string[] {
  return refusedBy(runner, journey, [command, payload]);
}
function last(runner: Simulation, wanted: string): Record<string, unknown> | undefined {
  return runner.log(journey).findLast(({ type }) => type === wanted)?.data;
}
function grown(runner: Simulation, change: object = { employees: 70 }): string[] {
  return tries(runner, 'reportChange', { actor: client, on: runner.now().slice(0, 10), ...change });
}
function redetermined(runner: Simulation): string[] {
  return tries(runner, 'redetermineAuditTime', { actor: reviewer, ...judgement, reason: 'grown' });
}
const revision = { actor: office, auditDays: 11, justification: '66 to 85 persons' };

describe('a client that changes after the agreement', () => {
  it('given 20 persons more, when told, then time and quote are done again before an audit is scheduled', () => {
    const { runner, step } = justBefore('scheduleStage1');
    expect(grown(runner)).toEqual([]);
    expect(last(runner, 'ClientDataChanged')).toMatchObject({
      changed: ['employees'],
      isTimeDue: true,
    });
    expect(rulesOf({ runner, step })).toEqual(['R-APP-05']);
    expect(redetermined(runner)).toEqual([]);
    expect(last(runner, 'AuditTimeRedetermined')).toMatchObject({
      ...{ persons: 76, initialDays: 11, isQuoteDue: true, reason: 'grown' },
      policy: 'demonstration 1.0.0',
    });
    expect(rulesOf({ runner, step })).toEqual(['R-APP-05']);
    expect(tries(runner, 'reviseQuote', { ...revision, auditDays: 10 })).toEqual(['R-APP-03']);
    expect(tries(runner, 'reviseQuote', revision)).toEqual([]);
    expect(last(runner, 'QuoteRevised')).toMatchObject({
      ...{ auditDays: 11, surveillanceDays: 4, recertificationDays: 7.5 },
      valid: { rule: 'T-01', policy: 'demonstration 1.0.0' },
    });
    expect(rulesOf({ runner, step })).toEqual(['R-APP-05']);
    expect(tries(runner, 'acceptQuote', { actor: client })).toEqual([]);
    expect(rulesOf({ runner, step })).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given a change of the same row, when time is determined again, then no quote is needed', () => {
    const { runner, step } = justBefore('scheduleStage1');
    expect(grown(runner, { employees: 55 })).toEqual([]);
    expect(redetermined(runner)).toEqual([]);
    expect(last(runner, 'AuditTimeRedetermined')).toMatchObject({ isQuoteDue: false });
    expect(tries(runner, 'reviseQuote', { ...revision, auditDays: 10 })).toEqual(['R-APP-06']);
    expect(rulesOf({ runner, step })).toEqual([]);
  });

  it('given a change that audit time does not rest on, when told, then audits are scheduled as before', () => {
    const { runner, step } = justBefore('scheduleStage1');
    expect(grown(runner, { safety: 'hard hats' })).toEqual([]);
    expect(last(runner, 'ClientDataChanged')).toMatchObject({ isTimeDue: false });
    expect(rulesOf({ runner, step })).toEqual([]);
  });

  it('given nothing new, or a day to come, when told, then R-APP-07 or DATE-01 refuses', () => {
    const { runner } = justBefore('scheduleStage1');
    expect(grown(runner, { employees: 44 })).toEqual(['R-APP-07']);
    expect(grown(runner, { employees: 45, on: '2030-01-01' })).toEqual(['DATE-01']);
    expect(grown(justBefore('submitApplication').runner)).toEqual(['R-APP-07']);
  });

  it('given a revised quote, when rejected or expired, then it is revised again; an unrevised one cannot be answered', () => {
    const { runner, step } = justBefore('scheduleStage1');
    expect(tries(runner, 'rejectQuote', { actor: client, reason: 'dear' })).toEqual(['R-APP-06']);
    expect(tries(runner, 'acceptQuote', { actor: client })).toEqual(['T-01']);
    for (const attempt of [() => grown(runner), () => redetermined(runner)]) {
      expect(attempt()).toEqual([]);
    }
    expect(tries(runner, 'reviseQuote', revision)).toEqual([]);
    expect(tries(runner, 'rejectQuote', { actor: client, reason: 'dear' })).toEqual([]);
    expect(tries(runner, 'acceptQuote', { actor: client })).toEqual(['T-01']);
    expect(rulesOf({ runner, step })).toEqual(['R-APP-05']);
    expect(tries(runner, 'reviseQuote', revision)).toEqual([]);
    const { due } = last(runner, 'QuoteRevised')?.['valid'] as { due: string };
    runner.travelTo(`${due}T12:00:00.000Z`);
    expect(last(runner, 'QuoteExpired')).toBeUndefined();
    runner.travelTo(new Date(Date.parse(`${due}T12:00:00.000Z`) + 86_400_000).toISOString());
    expect(last(runner, 'RevisedQuoteValidityElapsed')).toMatchObject({ rule: 'T-01', due });
    expect(last(runner, 'QuoteExpired')).toMatchObject({ rule: 'T-01', due });
    expect(tries(runner, 'acceptQuote', { actor: client })).toEqual(['T-01']);
    expect(tries(runner, 'acceptQuote', { actor: client, on: due })).toEqual([]);
    expect(last(runner, 'QuoteAccepted')).toMatchObject({ on: due, recordedAfterLapse: true });
    expectFoldEqualsState(runner);
  });

  it.each([
    ['accepted', 'acceptQuote', {}],
    ['rejected', 'rejectQuote', { reason: 'dear' }],
    ['left for other facts', 'reportChange', { on: '2026-10-05', employees: 90 }],
  ] as const)(
    'given a revised quote that was %s, when its last day passes, then no clock of it runs any more',
    (_, command, payload) => {
      const { runner } = justBefore('scheduleStage1');
      for (const attempt of [() => grown(runner), () => redetermined(runner)]) {
        expect(attempt()).toEqual([]);
      }
      expect(tries(runner, 'reviseQuote', revision)).toEqual([]);
      expect(tries(runner, command, { actor: client, ...payload })).toEqual([]);
      runner.travelTo('2027-01-15T12:00:00.000Z');
      expect(last(runner, 'RevisedQuoteValidityElapsed')).toBeUndefined();
      expectFoldEqualsState(runner);
    },
  );

  it('given a revised quote that has expired, when it is revised again, then it stands as long again', () => {
    const { runner } = justBefore('scheduleStage1');
    for (const attempt of [() => grown(runner), () => redetermined(runner)]) {
      expect(attempt()).toEqual([]);
    }
    expect(tries(runner, 'reviseQuote', revision)).toEqual([]);
    runner.travelTo('2027-01-15T12:00:00.000Z');
    expect(tries(runner, 'rejectQuote', { actor: client, reason: 'late' })).toEqual(['R-APP-06']);
    expect(tries(runner, 'reviseQuote', revision)).toEqual([]);
    // T-01: sixty days. 15 January + 16 = 31 January, + 28 = 28 February, + 16.
    expect(last(runner, 'QuoteRevised')).toMatchObject({ valid: { due: '2027-03-16' } });
    expect(tries(runner, 'acceptQuote', { actor: client })).toEqual([]);
    expect(tries(runner, 'terminateEngagement', { actor: office })).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given a revised quote that was rejected, when the client is as before, then nothing is quoted', () => {
    const { runner, step } = justBefore('scheduleStage1');
    for (const attempt of [() => grown(runner), () => redetermined(runner)]) {
      expect(attempt()).toEqual([]);
    }
    expect(tries(runner, 'reviseQuote', revision)).toEqual([]);
    expect(grown(runner, { employees: 44 })).toEqual([]);
    expect(tries(runner, 'acceptQuote', { actor: client })).toEqual(['T-01']);
    expect(redetermined(runner)).toEqual([]);
    expect(rulesOf({ runner, step })).toEqual([]);
  });

  it('given an audit of every kind, when the client has changed, then R-APP-05 refuses each', () => {
    for (const [command, name] of [
      ['requestPreAudit', 'worked-case'],
      ['scheduleStage2', 'worked-case'],
      ['scheduleSurveillance', 'worked-case-years'],
      ['planRecertification', 'worked-case-years'],
    ] as const) {
      const { runner, step } = justBefore(command, 1, name);
      expect(grown(runner)).toEqual([]);
      const also = command === 'planRecertification' ? ['R-RC-02'] : [];
      expect([command, rulesOf({ runner, step })]).toEqual([command, [...also, 'R-APP-05']]);
    }
  });
});

describe('a client that changes before the agreement', () => {
  it.each(['acceptQuote', 'signAgreement'])(
    'given the quote, when facts change before %s, then the time is determined and quoted again',
    (command) => {
      const { runner, step } = justBefore(command);
      expect(grown(runner)).toEqual([]);
      expect(stateOf(runner.state(journey))).toBe('application/quoting');
      const refused = rulesOf({ runner, step });
      expect(refused).toEqual([command === 'acceptQuote' ? 'T-01' : 'COMMAND_REFUSED']);
      const quote = { actor: office, auditDays: 10, justification: 'as before' };
      expect(tries(runner, 'issueQuote', quote)).toEqual(['R-APP-03']);
      expect(redetermined(runner)).toEqual(['R-TIME-10']);
      expect(tries(runner, 'determineAuditTime', { actor: reviewer, ...judgement })).toEqual([]);
      expect(tries(runner, 'issueQuote', { ...quote, auditDays: 11 })).toEqual([]);
      expectFoldEqualsState(runner);
    },
  );

  it('given the quote, when something else changes, then it stands', () => {
    const { runner, step } = justBefore('acceptQuote');
    expect(grown(runner, { safety: 'hard hats' })).toEqual([]);
    expect(stateOf(runner.state(journey))).toBe('application/quoted');
    expect(rulesOf({ runner, step })).toEqual([]);
  });
});

describe('T-01, the quote', () => {
  it('given a quote that expired, when accepted in time and recorded later, then it counts and says so', () => {
    const late = () => {
      const { runner } = justBefore('acceptQuote');
      runner.travelTo('2026-11-12T12:00:00.000Z');
      return runner;
    };
    expect(tries(late(), 'acceptQuote', { actor: client, on: '2026-11-11' })).toEqual(['T-01']);
    expect(tries(late(), 'acceptQuote', { actor: client, on: '2026-11-13' })).toEqual([
      'T-01',
      'DATE-01',
    ]);
    const runner = late();
    expect(tries(runner, 'acceptQuote', { actor: client, on: '2026-11-10' })).toEqual([]);
    expect(last(runner, 'QuoteAccepted')).toEqual({ on: '2026-11-10', recordedAfterLapse: true });
    expect(runner.log(journey).filter(({ type }) => type === 'QuoteExpired')).toHaveLength(1);
    expect(stateOf(runner.state(journey))).toBe('application/agreeing');
    expectFoldEqualsState(runner);
  });

  it('given a quote, when issued, then it holds the deadline with rule, anchor, due date and policy', () => {
    const { runner } = justBefore('acceptQuote');
    const issued = runner.log(journey).find(({ type }) => type === 'QuoteIssued');
    expect(issued?.data['valid']).toEqual({
      ...{ rule: 'T-01', anchor: `${journey}:${String(issued?.sequence)}` },
      ...{ due: '2026-11-10', at: '2026-11-10T23:00:00.000Z', policy: 'demonstration 1.0.0' },
    });
    expect(issued?.data).toMatchObject({ stage1Days: 3, stage2Days: 7 });
  });
});

describe('the impartiality of the certification body itself', () => {
  const opened = { actor: office, interest: 'The training department audited the client.' };
  const closed = { actor: { id: 'p-9', role: 'panelMember' }, reasons: ['Another company.'] };

  it.each([
    ['scheduleStage1', 1],
    ['scheduleStage2', 1],
    ['completeDecisionFile', 1],
    ['grantCertification', 1],
  ])(
    'given a case that is open, when %s is tried, then R-IMP-01 refuses until it is closed',
    (command, nth) => {
      const { runner, step } = justBefore(command, nth);
      expect(tries(runner, 'openImpartialityCase', opened)).toEqual([]);
      expect(rulesOf({ runner, step })).toEqual(['R-IMP-01']);
      expect(tries(runner, 'closeImpartialityCase', closed)).toEqual([]);
      expect(rulesOf({ runner, step })).toEqual([]);
      expectFoldEqualsState(runner);
    },
  );

  it('given a case, when opened twice, or closed by who opened it or without one, then R-IMP-02 refuses', () => {
    const { runner } = justBefore('scheduleStage1');
    expect(tries(runner, 'closeImpartialityCase', closed)).toEqual(['R-IMP-02']);
    expect(tries(runner, 'openImpartialityCase', opened)).toEqual([]);
    expect(tries(runner, 'openImpartialityCase', opened)).toEqual(['R-IMP-02']);
    expect(tries(runner, 'closeImpartialityCase', { ...closed, actor: office })).toEqual([
      'R-IMP-02',
    ]);
  });
});

describe('the sites of an audit', () => {
  const place = (site: string) => ({ site, address: 'Berlin', kind: 'physical', persons: 10 });
  const names = ['office', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];

  /** A client with a central office and nine shops that are alike: 3, 2 and 3 of them are visited. */
  function withSites(canBeSampled = true): Simulation {
    const { runner } = justBefore('determineAuditTime');
    expect(grown(runner, { sites: names.map(place) })).toEqual([]);
    const sites = { count: 9, canBeSampled, reason: 'shops that are alike' };
    const time = { actor: reviewer, ...judgement, sites };
    expect(tries(runner, 'determineAuditTime', time)).toEqual([]);
    return runner;
  }
  const select = (runner: Simulation, year: number, chosen: string[]) =>
    tries(runner, 'selectSites', { actor: office, year, chosen });

  it('given nine shops alike, when two of three are chosen, then the third is drawn', () => {
    const runner = withSites();
    expect(select(runner, 0, ['a', 'b'])).toEqual([]);
    const selected = last(runner, 'SiteSampleSelected');
    expect(selected).toMatchObject({ year: 0, chosen: ['a', 'b'], central: 'office' });
    const [drawn] = selected?.['drawn'] as string[];
    expect(names.slice(3)).toContain(drawn);
    const [c = ''] = names.slice(3).filter((name) => name !== drawn);
    expect(select(runner, 1, [String(drawn)])).toEqual(['COV-07']);
    expect(select(runner, 1, [c])).toEqual([]);
    const [second] = (last(runner, 'SiteSampleSelected')?.['drawn'] ?? []) as string[];
    expect(['a', 'b', drawn, c]).not.toContain(second);
    const context = runner.state(journey).snapshot.context as { siteSamples: object };
    expect(context.siteSamples).toMatchObject({ 0: ['a', 'b', drawn] });
    expectFoldEqualsState(runner);
  });

  it.each([
    ['too few', 0, ['a'], ['R-SITE-02']],
    ['too many', 0, ['a', 'b', 'c'], ['R-SITE-02']],
    ['an unknown one', 0, ['a', 'z'], ['R-SITE-01']],
    ['one twice', 0, ['a', 'a'], ['R-SITE-01']],
    ['the central function', 0, ['a', 'office'], ['R-SITE-01']],
    ['too many for a surveillance', 1, ['a', 'b'], ['R-SITE-02']],
  ])('given %s, when chosen, then it is refused', (_, year, chosen, rules) => {
    expect(select(withSites(), year, chosen)).toEqual(rules);
  });

  it('given shops that differ, when sites are selected, then all are named for the first audit and nothing is drawn', () => {
    const runner = withSites(false);
    expect(select(runner, 0, names.slice(1))).toEqual([]);
    expect(last(runner, 'SiteSampleSelected')).toMatchObject({ drawn: [] });
    expect(select(runner, 1, ['a', 'b', 'c'])).toEqual([]);
    expect(select(runner, 1, ['a', 'b'])).toEqual(['R-SITE-02']);
  });

  it('given one site, when sites are selected, then R-PRG-04 refuses', () => {
    expect(select(justBefore('scheduleStage1').runner, 0, [])).toContain('R-PRG-04');
  });
});

describe('an engagement that was terminated', () => {
  it('given its end, when facts change or interests are declared, then nothing is recorded', () => {
    const { runner } = justBefore('scheduleStage1');
    const end = { actor: office, reason: 'insolvency' };
    expect(tries(runner, 'terminateEngagement', end)).toEqual([]);
    expect(grown(runner)).toEqual(['COMMAND_REFUSED']);
    expect(redetermined(runner)).toEqual(['COMMAND_REFUSED']);
  });
});
