import { describe, expect, it } from '@jest/globals';
import { stateOf } from '../../../../../machines/engine/index.ts';
import {
  begun,
  justBefore,
  passReview,
  play,
  readCase,
  refusedBy,
  rulesOf,
} from '../../../../support/cases.ts';

const journey = 'globex-27001';
const reviewer = { id: 'r-1', role: 'applicationReviewer' };

describe('application review', () => {
  it('given an application without sites, when submitted, then every missing field is named', () => {
    const { runner } = justBefore('submitApplication');
    const actor = { id: 'c-1', role: 'client' };
    const faults = refusedBy(runner, journey, ['submitApplication', { actor, scope: 's' }]);
    for (const field of ['legalName', 'sites', 'employees', 'activities', 'technology']) {
      expect(faults).toContainEqual(expect.stringContaining(field));
    }
  });

  it('given questions, when the client answers, then what changed is known and the rest is kept', () => {
    const { runner } = justBefore('acceptApplication');
    const context = runner.state(journey).snapshot.context as { application: object };
    expect(context.application).toMatchObject({
      legalName: 'Globex Payments',
      internalAuditOn: '2026-08-02',
      outsourcing: ['hosting'],
    });
  });

  it('given open questions, when the application is accepted, then it is refused until they are answered', () => {
    const before = justBefore('provideInformation');
    const accept = {
      actor: reviewer,
      competence: 'c',
      teamCompetences: ['t'],
      decisionCompetences: ['d'],
    };
    expect(refusedBy(before.runner, journey, ['acceptApplication', accept])).toEqual([
      'COMMAND_REFUSED',
    ]);
    expect(rulesOf(before)).toEqual([]);
    expect(refusedBy(before.runner, journey, ['acceptApplication', accept])).toEqual([]);
  });
});

describe('what the application review found', () => {
  const good = {
    isInformationSufficient: true,
    areDifferencesResolved: true,
    isCompetenceAvailable: true,
    isImpartialityKept: true,
  };

  it('given competence for team or decision left open, when accepted, then R-APP-02 refuses', () => {
    for (const lacking of [{ teamCompetences: [] }, { decisionCompetences: [] }]) {
      expect(rulesOf(justBefore('acceptApplication'), lacking)).toEqual(['R-APP-02']);
    }
    expect(rulesOf(justBefore('acceptApplication'))).toEqual([]);
  });

  it.each(Object.keys(good))('given a review, when %s is not so, then R-APP-08 refuses', (name) => {
    const review = { ...good, [name]: false };
    expect(rulesOf(justBefore('acceptApplication'), { review })).toEqual(['R-APP-08']);
    expect(rulesOf(justBefore('acceptApplication'), { review: good })).toEqual([]);
  });

  it('given something lacking, when declined, then grounds and reasons are told and the journey has ended', () => {
    const { runner } = justBefore('acceptApplication');
    const decline = {
      actor: reviewer,
      grounds: ['competence', 'accreditedScope'],
      reasons: ['No competence for this sector.'],
    };
    const empty = { ...decline, reasons: [] };
    expect(refusedBy(runner, journey, ['declineApplication', empty])).toContainEqual(
      expect.stringContaining('reasons'),
    );
    expect(refusedBy(runner, journey, ['declineApplication', decline])).toEqual([]);
    expect(runner.log(journey).at(-1)?.data).toMatchObject({ grounds: decline.grounds });
    expect(stateOf(runner.state(journey))).toBe('declined');
  });
});

describe('audit time and quote', () => {
  it.each([
    ['R-TIME-01', { identicalGroups: [{ activity: 'packing', persons: 51 }] }],
    ['R-TIME-02', { adjustment: 1 }],
    ['R-TIME-01', { partTime: { persons: 51, fullTime: 20, reason: 'half days' } }],
    ['R-TIME-03', { remoteShare: 31 }],
    ['R-TIME-05', { identicalGroups: [{ activity: 'packing', persons: 50, counted: 7 }] }],
    ['R-TIME-06', { planningShare: 21 }],
    [
      'R-TIME-09',
      {
        sites: {
          ...{ count: 4, canBeSampled: true, reason: 'alike' },
          times: [{ site: 'office', persons: 10, reduction: 0, reason: 'all of it' }],
        },
      },
    ],
  ])('given a judgement, when it breaks %s, then that refuses', (rule, judgement) => {
    expect(rulesOf(justBefore('determineAuditTime'), judgement)).toEqual([rule]);
  });

  it.each([
    { identicalGroups: [{ activity: 'packing', persons: 50 }] },
    { adjustment: 1, bandDeparture: 'a second data centre' },
    { remoteShare: 30 },
    { identicalGroups: [{ activity: 'packing', persons: 50, counted: 8 }] },
    { partTime: { persons: 50, fullTime: 20, reason: 'half days' } },
    { planningShare: 20 },
    { planningShare: 25, planningReason: 'two languages' },
    { remoteShare: 31, remoteReason: 'everybody works from home' },
  ])(
    'given a judgement at the limit or with its reason, when made, then it stands',
    (judgement) => {
      expect(rulesOf(justBefore('determineAuditTime'), judgement)).toEqual([]);
    },
  );

  it('given 20,000 persons, when no days are given, then R-TIME-04 refuses', () => {
    const { runner, step } = justBefore('provideInformation');
    const more = { ...step.payload, employees: 20_000 };
    expect(refusedBy(runner, journey, ['provideInformation', more])).toEqual([]);
    const accept = {
      actor: reviewer,
      competence: 'c',
      teamCompetences: ['t'],
      decisionCompetences: ['d'],
    };
    expect(refusedBy(runner, journey, ['acceptApplication', accept])).toEqual([]);
    const judgement = {
      actor: reviewer,
      business: { type: 2, processes: 2, maturity: 2 },
      technology: { infrastructure: 2, outsourcing: 2, development: 2 },
      adjustment: 0,
    };
    expect(refusedBy(runner, journey, ['determineAuditTime', judgement])).toEqual(['R-TIME-04']);
    const beyondTable = { days: 31, reason: 'three steps further' };
    const given = { ...judgement, beyondTable };
    expect(refusedBy(runner, journey, ['determineAuditTime', given])).toEqual([]);
    expect(runner.log(journey).at(-1)?.data).toMatchObject({ initialDays: 31, persons: 20_006 });
  });

  it('given 10 days determined, when 9.5 are quoted or none were determined, then R-APP-03 refuses', () => {
    expect(rulesOf(justBefore('issueQuote'), { auditDays: 9.5 })).toEqual(['R-APP-03']);
    const { runner } = justBefore('determineAuditTime');
    const actor = { id: 'o-1', role: 'cbAdmin' };
    const quote = { actor, auditDays: 10, justification: 'as usual' };
    expect(refusedBy(runner, journey, ['issueQuote', quote])).toEqual(['R-APP-03']);
  });

  it('given a quote, when issued, then it carries the days of every audit of the cycle', () => {
    const { runner } = justBefore('acceptQuote');
    const quote = runner.log(journey).find(({ type }) => type === 'QuoteIssued');
    expect(quote?.data).toMatchObject({
      auditDays: 10,
      surveillanceDays: 3.5,
      recertificationDays: 7,
    });
  });

  it('given a quote, when the client rejects it, then time is determined and quoted again', () => {
    const { runner } = justBefore('acceptQuote');
    const actor = { id: 'c-1', role: 'client' };
    expect(refusedBy(runner, journey, ['rejectQuote', { actor, reason: 'too dear' }])).toEqual([]);
    expect(stateOf(runner.state(journey))).toBe('application/quoting');
  });
});

describe('advice and other interests', () => {
  // x-1 advised until 400 days before day zero: 2025-10-26, so that it may audit from 2027-10-27 on.
  const team = (id: string) => [{ id, role: 'leadAuditor', impartialityDeclared: true }];

  it('given an adviser, when put on the team within two years, then SOD-03 refuses; others pass', () => {
    expect(rulesOf(justBefore('scheduleStage1'), { team: team('x-1') })).toEqual(['SOD-03']);
    expect(rulesOf(justBefore('scheduleStage1'), { team: team('a-8') })).toEqual([]);
  });

  it('given an adviser, when the cooling-off ends with the day before the audit, then it may audit', () => {
    const plan = (day: string) => ({ team: team('x-1'), from: day, to: day });
    expect(rulesOf(justBefore('scheduleStage1'), plan('2027-10-26'))).toEqual(['SOD-03']);
    expect(rulesOf(justBefore('scheduleStage1'), plan('2027-10-27'))).toEqual([]);
  });

  it('given an adviser, when it is to replace a member of the team, then SOD-03 refuses', () => {
    const joins = { id: 'x-1', role: 'auditor', impartialityDeclared: true };
    const { runner } = justBefore('holdOpeningMeeting', 3);
    const actor = { id: 'o-1', role: 'cbAdmin' };
    const replace = { actor, leaves: 'a-2', joins, reason: 'ill' };
    expect(refusedBy(runner, `${journey}/stage-2`, ['replaceTeamMember', replace])).toEqual([
      'SOD-03',
    ]);
    const another = { ...replace, joins: { ...joins, id: 'a-8' } };
    expect(refusedBy(runner, `${journey}/stage-2`, ['replaceTeamMember', another])).toEqual([]);
  });

  it('given an interest declared before the panel, when that person is named, then SOD-03 refuses', () => {
    const { runner } = justBefore('completeDecisionFile');
    const actor = { id: 'o-1', role: 'cbAdmin' };
    const declared = { actor, person: 'p-1', interest: 'employed there', until: '2025-06-30' };
    expect(refusedBy(runner, journey, ['declareConflict', declared])).toEqual([]);
    expect(runner.log(journey).at(-1)?.data).toMatchObject({ until: '2027-06-30' });
    const file = { actor, on: '2027-01-15' };
    expect(refusedBy(runner, journey, ['completeDecisionFile', file])).toEqual([]);
    const decision = `${journey}/decision-1`;
    expect(passReview(runner, decision, 'p-1')).toEqual(['SOD-03']);
    expect(passReview(runner, decision)).toEqual([]);
    const panel = (members: string[]) => ({ actor, members });
    expect(refusedBy(runner, decision, ['convenePanel', panel(['p-1', 'p-2', 'p-3'])])).toEqual([
      'SOD-03',
    ]);
    expect(refusedBy(runner, decision, ['convenePanel', panel(['p-2', 'p-3', 'p-4'])])).toEqual([]);
  });
});

describe('audit programme', () => {
  it('given 50 persons, when the programme is drafted, then it holds the five audits of the cycle', () => {
    const { runner } = justBefore('agreeProgramme');
    expect(runner.log(journey).at(-1)?.data).toMatchObject({
      audits: [
        { kind: 'stage-1', year: 0, days: 3 },
        { kind: 'stage-2', year: 0, days: 7 },
        { kind: 'surveillance', year: 1, days: 3.5 },
        { kind: 'surveillance', year: 2, days: 3.5 },
        { kind: 'recertification', year: 3, days: 7 },
      ],
    });
  });

  it('given no programme, when it is amended, then R-PRG-03 refuses; later it is changed', () => {
    const amend = {
      actor: { id: 'o-1', role: 'cbAdmin' },
      reason: 'a second site',
      note: 'Both sites each year.',
      audits: [{ kind: 'surveillance', year: 1, days: 4 }],
    };
    const early = justBefore('signAgreement').runner;
    expect(refusedBy(early, journey, ['amendProgramme', amend])).toEqual(['R-PRG-03']);
    const { runner } = justBefore('scheduleStage1');
    expect(refusedBy(runner, journey, ['amendProgramme', amend])).toEqual([]);
  });
});

describe('competence', () => {
  const office = [
    { id: 'r-1', roles: ['applicationReviewer'] },
    { id: 'o-1', roles: ['cbAdmin'] },
  ];
  const competent = (id: string, ...codes: [string, string][]) => ({
    id,
    roles: [],
    competences: codes.map(([code, until]) => ({ code, until })),
  });
  const staff = [
    ...office,
    competent('a-1', ['software', '2026-10-20']),
    competent('a-2', ['cloud', '2030-01-01']),
  ];
  const waiting = (people: object[]) => {
    const given = readCase('worked-case');
    const runner = begun({ ...given, input: { ...given.input, overrides: { staff: people } } });
    const end = given.steps.findIndex(({ command }) => command === 'requestPreAudit');
    play(runner, { journey, steps: given.steps.slice(0, end) });
    return runner;
  };
  const plan = (to: string, ...ids: string[]) => ({
    actor: { id: 'o-1', role: 'cbAdmin' },
    from: '2026-10-19',
    to,
    team: ids.map((id, index) => ({
      id,
      role: index === 0 ? 'leadAuditor' : 'auditor',
      impartialityDeclared: true,
    })),
  });

  it('given a team that lacks a competence, when scheduled, then SOD-08 refuses; together they hold all', () => {
    const runner = waiting(staff);
    expect(refusedBy(runner, journey, ['requestPreAudit', plan('2026-10-20', 'a-1')])).toEqual([
      'SOD-08',
    ]);
    const both = plan('2026-10-20', 'a-1', 'a-2');
    expect(refusedBy(runner, journey, ['requestPreAudit', both])).toEqual([]);
  });

  it('given a competence that ends during the audit, when scheduled, then SOD-08 refuses', () => {
    const runner = waiting(staff);
    const late = plan('2026-10-21', 'a-1', 'a-2');
    expect(refusedBy(runner, journey, ['requestPreAudit', late])).toEqual(['SOD-08']);
  });

  it('given no list of staff, when a team is set, then competence is not looked at', () => {
    const runner = waiting([]);
    expect(refusedBy(runner, journey, ['requestPreAudit', plan('2026-10-20', 'a-7')])).toEqual([]);
  });
});
