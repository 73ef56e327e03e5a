import { describe, expect, it } from '@jest/globals';
import type { Simulation } from '../../../../machines/engine/index.ts';
import { begun, justBefore, play, readCase, refusedBy } from '../../../support/cases.ts';

const journey = 'globex-27001';

/** The worked case under values of its own, up to a command that is given for the nth time. */
function under(overrides: object, command: string, { nth = 1, name = 'worked-case' } = {}) {
  const first = readCase('worked-case');
  const runner = begun({ ...first, input: { ...first.input, overrides } });
  if (name !== 'worked-case') play(runner, first);
  const given = readCase(name);
  let seen = 0;
  const end = given.steps.findIndex((step) => step.command === command && (seen += 1) === nth);
  play(runner, { journey, steps: given.steps.slice(0, end) });
  const step = given.steps[end];
  if (!step) throw new Error(`the case has no ${command}`);
  runner.travelTo(`${step.date}T12:00:00.000Z`);
  const entity = step.to === 'self' ? journey : `${journey}/${step.to}`;
  const attempt = (change: object = {}): string[] =>
    refusedBy(runner, entity, [command, { ...step.payload, ...change }]);
  return { runner, entity, attempt };
}

interface Found {
  readonly rule: string;
  readonly policy?: string;
}

/** Every deadline in the data of every event. */
function deadlinesIn(value: unknown): Found[] {
  if (typeof value !== 'object' || value === null) return [];
  const isDeadline = 'rule' in value && 'anchor' in value && 'due' in value;
  return [...(isDeadline ? [value as Found] : []), ...Object.values(value).flatMap(deadlinesIn)];
}

describe('the policy that something follows from', () => {
  const all = (runner: Simulation): Found[] =>
    runner.entities().flatMap((entity) => deadlinesIn(runner.log(entity).map(({ data }) => data)));

  it('given the worked case and its years, when played, then every deadline names pack and version', () => {
    const runner = begun(readCase('worked-case'));
    play(runner, readCase('worked-case'));
    play(runner, readCase('worked-case-years'));
    const found = all(runner);
    const rules = [...new Set(found.map(({ rule }) => rule))];
    expect(rules).toEqual(
      expect.arrayContaining(['T-01', 'T-05', 'T-06', 'T-07', 'T-08', 'T-11', 'T-13', 'T-14']),
    );
    const unnamed = found.filter(({ policy }) => policy !== 'demonstration 1.0.0');
    expect(unnamed.map(({ rule }) => rule)).toEqual([]);
  });

  it('given values of its own, when a journey is played, then its deadlines say so', () => {
    const { runner } = under({ capDue: 'P20D' }, 'reviewFindings');
    expect(new Set(all(runner).map(({ policy }) => policy))).toEqual(
      new Set(['demonstration 1.0.0+own']),
    );
  });

  it('given children of a journey, when they start, then their first event names pack and version', () => {
    const { runner } = justBefore('grantCertification');
    const named = { id: 'demonstration', version: '1.0.0' };
    for (const child of ['stage-2', 'nc-s2-001', 'decision-1']) {
      expect(runner.log(`${journey}/${child}`)[0]?.data).toMatchObject({ policy: named });
    }
  });
});

describe('values of a policy', () => {
  it('given a quote validity of 30 days, when a quote is issued, then it stands that long', () => {
    const { runner } = under({ quoteValidity: 'P30D' }, 'acceptQuote');
    const quote = runner.log(journey).find(({ type }) => type === 'QuoteIssued');
    expect(quote?.data).toMatchObject({ valid: { due: '2026-10-11' } });
  });

  it('given an alert at 10 percent of remote time, when 11 are remote, then R-TIME-03 asks for a reason', () => {
    const strict = { remoteShareAlert: 10 };
    expect(under(strict, 'determineAuditTime').attempt({ remoteShare: 11 })).toEqual(['R-TIME-03']);
    expect(under(strict, 'determineAuditTime').attempt({ remoteShare: 10 })).toEqual([]);
    expect(under({}, 'determineAuditTime').attempt({ remoteShare: 11 })).toEqual([]);
  });

  it('given a larger share of surveillance, when time is determined, then it counts', () => {
    const { runner, attempt } = under({ svShare: '1/2' }, 'determineAuditTime');
    expect(attempt()).toEqual([]);
    expect(runner.log(journey).at(-1)?.data).toMatchObject({
      ...{ initialDays: 10, surveillanceDays: 5 },
      policy: 'demonstration 1.0.0+own',
    });
  });

  it('given no tolerance of auditor days, when a quarter day is missing, then R-S2-09 asks for a reason', () => {
    // Stage 2 is the third audit that is reported: 7 days were determined.
    const third = { nth: 3 };
    const less = { daysUsed: 6.75, shortfall: undefined };
    const strict = under({ auditDayTolerance: 0 }, 'issueAuditReport', third);
    expect(strict.attempt(less)).toEqual(['R-S2-09']);
    expect(under({}, 'issueAuditReport', third).attempt(less)).toEqual([]);
    expect(under({}, 'issueAuditReport', third).attempt({ ...less, daysUsed: 6.25 })).toEqual([
      'R-S2-09',
    ]);
  });

  it('given a longest gap of 15 months, when a surveillance is done, then the next one is due by then or in the year', () => {
    const years = { name: 'worked-case-years' };
    const dueAfter = (overrides: object): unknown => {
      const { runner, attempt } = under(overrides, 'maintainCertification', years);
      expect(attempt()).toEqual([]);
      const kept = runner.log(journey).findLast(({ type }) => type === 'CertificationMaintained');
      return (kept?.data['surveillanceDue'] as { due: string }).due;
    };
    const plain = String(dueAfter({}));
    const sooner = String(dueAfter({ svMaxGap: 'P9M' }));
    expect(plain.slice(4)).toBe('-12-31');
    expect(sooner < plain).toBe(true);
    expect(dueAfter({ svMaxGap: 'P3Y' })).toBe(plain);
  });

  it('given a longest gap, when a second person moves the day before the certification is maintained, then it stays moved', () => {
    const years = { name: 'worked-case-years' };
    const { runner, attempt } = under({ svMaxGap: 'P9M' }, 'maintainCertification', years);
    const on = runner.now().slice(0, 10);
    const office = { id: 'o-1', role: 'cbAdmin' };
    const panel = { id: 'p-1', role: 'panelMember' };
    const flood = { actor: office, on, reason: 'flood' };
    const move = { actor: panel, on, until: '2029-06-30', reason: 'r' };
    expect(refusedBy(runner, journey, ['declareExtraordinaryEvent', flood])).toEqual([]);
    expect(refusedBy(runner, journey, ['extendDeadline', move])).toEqual([]);
    expect(attempt()).toEqual([]);
    expect(runner.log(journey).at(-1)?.data).toMatchObject({
      surveillanceDue: { rule: 'T-20', due: '2029-06-30' },
    });
  });

  it('given a longest gap, when the next year has passed before the certification is maintained, then that is not recorded twice', () => {
    const years = { name: 'worked-case-years' };
    const { runner, attempt } = under({ svMaxGap: 'P9M' }, 'maintainCertification', years);
    runner.travelTo('2029-01-15T12:00:00.000Z');
    expect(attempt({ on: '2029-01-15' })).toEqual([]);
    const recorded = runner.log(journey).filter(({ type }) => type === 'SurveillanceOverdue');
    expect(recorded.map(({ data }) => data)).toMatchObject([{ rule: 'T-14', due: '2028-12-31' }]);
    expect(runner.log(journey).at(-1)?.data).toMatchObject({
      surveillanceDue: { rule: 'T-14', due: '2029-12-31' },
    });
  });

  it.each([
    ['majority', ['for', 'for', 'veto'], true],
    ['majorityNoVeto', ['for', 'for', 'veto'], false],
    ['majorityNoVeto', ['for', 'for', 'against'], true],
    ['unanimity', ['for', 'for', 'against'], false],
    ['unanimity', ['for', 'for', 'for'], true],
  ])(
    'given the rule %s, when the panel votes %j, then it proposes to certify: %s',
    (panelRule, votes, expected) => {
      const { runner, entity, attempt } = under({ panelRule }, 'proposeCertification');
      votes.forEach((vote, index) => {
        const actor = { id: `p-${String(index + 1)}`, role: 'panelMember' };
        expect(refusedBy(runner, entity, ['castVote', { actor, vote }])).toEqual([]);
      });
      expect(attempt()).toEqual(expected ? [] : ['R-DEC-09']);
    },
  );
});
