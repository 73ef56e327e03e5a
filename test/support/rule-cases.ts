/** Cases that show what rules refuse and allow; the conformance matrix reads the titles of their tests. */
import { expect, it } from '@jest/globals';
import type { Rule } from '../../machines/engine/index.ts';

/** What a rule makes of an event. */
export type Case = readonly [
  rule: string,
  outcome: 'refuses' | 'allows',
  given: string,
  when: string,
  asked: { readonly context?: object; readonly event?: object },
];

/** A test for each case, named `given …, when …, then R-X-01 refuses`. */
export function showRules(
  rules: Readonly<Record<string, Rule<never, never>>>,
  cases: readonly Case[],
): void {
  for (const [id, outcome, given, when, { context = {}, event = {} }] of cases) {
    it(`given ${given}, when ${when}, then ${id} ${outcome}`, () => {
      const allowed = rules[id]?.allows({ context, event } as never);
      expect(allowed).toBe(outcome === 'allows');
    });
  }
}

export const lead = { id: 'a-1', role: 'leadAuditor' };
export const auditor = { id: 'a-2', role: 'auditor' };
export const member = { id: 'p-1', role: 'panelMember' };
export const team = [
  { ...lead, impartialityDeclared: true },
  { ...auditor, impartialityDeclared: true },
];

/** 23:30 UTC is the next day in Berlin. */
const late = { meta: { at: '2026-11-30T23:30:00.000Z' } };
const berlin = { zone: 'Europe/Berlin', reachedOn: '2026-11-30' };

/** Rules about days, which every machine has. */
export const dateCases: readonly Case[] = [
  [
    'DATE-01',
    'refuses',
    'the last minutes of 30 November in London',
    'a step of the day after next is recorded',
    { context: berlin, event: { ...late, on: '2026-12-02' } },
  ],
  [
    'DATE-01',
    'allows',
    'the same minutes, which are 1 December in Berlin',
    'a step of that day is recorded',
    { context: berlin, event: { ...late, on: '2026-12-01' } },
  ],
  ['DATE-01', 'allows', 'a step without a day', 'it is recorded', { context: berlin, event: late }],
  [
    'DATE-02',
    'refuses',
    'a step of 30 November',
    'what follows is dated the day before',
    { context: berlin, event: { ...late, on: '2026-11-29' } },
  ],
  [
    'DATE-02',
    'allows',
    'a step of 30 November',
    'what follows is dated the same day',
    { context: berlin, event: { ...late, on: '2026-11-30' } },
  ],
  ['DATE-02', 'allows', 'a step without a day', 'it is recorded', { context: berlin, event: late }],
];

/** Rules about who acts for an audit team. */
export const teamCases: readonly Case[] = [
  [
    'ROLE-01',
    'allows',
    'the lead auditor',
    'it acts as that',
    { context: { team }, event: { meta: { actor: lead } } },
  ],
  [
    'ROLE-01',
    'refuses',
    'a member',
    'it acts as the lead auditor',
    { context: { team }, event: { meta: { actor: { ...auditor, role: 'leadAuditor' } } } },
  ],
  [
    'ROLE-01',
    'refuses',
    'somebody outside the team',
    'it acts for the team',
    { context: { team }, event: { meta: { actor: { ...auditor, id: 'a-9' } } } },
  ],
  [
    'ROLE-01',
    'refuses',
    'nobody',
    'a clock acts for the team',
    { context: { team }, event: { meta: {} } },
  ],
];

const staff = [
  { id: 'r-1', roles: ['applicationReviewer', 'panelMember'] },
  { id: 'r-2', roles: ['cbAdmin'] },
];
const acts = (id: string, role: string) => ({ meta: { actor: { id, role } } });

/** Rules about who acts for the certification body. */
export const officeCases: readonly Case[] = [
  [
    'ROLE-02',
    'allows',
    'a staff list',
    'somebody acts in a role that it has there',
    { context: { staff }, event: acts('r-1', 'panelMember') },
  ],
  [
    'ROLE-02',
    'refuses',
    'a staff list',
    'somebody acts in a role that only another has',
    { context: { staff }, event: acts('r-2', 'panelMember') },
  ],
  [
    'ROLE-02',
    'refuses',
    'a staff list',
    'a stranger acts',
    { context: { staff }, event: acts('r-3', 'cbAdmin') },
  ],
  [
    'ROLE-02',
    'allows',
    'no staff list',
    'anybody acts',
    { context: { staff: [] }, event: acts('r-3', 'cbAdmin') },
  ],
  [
    'ROLE-02',
    'allows',
    'a staff list',
    'a clock acts',
    { context: { staff }, event: { meta: {} } },
  ],
  ...['client', 'accreditationBody', 'leadAuditor', 'auditor', 'operator'].map((role): Case => [
    'ROLE-02',
    'allows',
    'a staff list',
    `the ${role} acts, who has no office`,
    { context: { staff }, event: acts('x-1', role) },
  ]),
];

/** Staff of which one holds a competence until the end of 2026. */
export const competent = {
  staff: [
    { id: 'a-1', roles: ['auditor'] },
    { id: 'a-2', roles: ['auditor'], competences: [{ code: 'cloud', until: '2026-12-31' }] },
    {
      id: 'a-3',
      roles: ['auditor'],
      competences: [
        { code: 'cloud', until: '2027-12-31' },
        { code: 'paper', until: '2027-12-31' },
      ],
    },
  ],
};

const handled = {
  involved: ['a-1', 'p-1'],
  handlers: ['h-1', 'p-1'],
  barred: [{ id: 'h-2', until: '2026-11-30' }],
  reachedOn: '2026-11-30',
};
const named = (...handlers: string[]) => ({ handlers, ...acts('o-1', 'cbAdmin') });
const handles = (id: string) => acts(id, 'appealsHandler');

/** Rules about who handles an appeal or a complaint. */
export const handlerCases: readonly Case[] = [
  [
    'ROLE-05',
    'allows',
    'an appointed handler',
    'it acts as that',
    { context: handled, event: handles('h-1') },
  ],
  [
    'ROLE-05',
    'refuses',
    'somebody not appointed',
    'it acts as a handler',
    { context: handled, event: handles('h-3') },
  ],
  [
    'ROLE-05',
    'allows',
    'the office',
    'it acts as the office',
    { context: handled, event: acts('o-1', 'cbAdmin') },
  ],
  [
    'SOD-03',
    'refuses',
    'the last day of a cooling-off',
    'the person is named',
    { context: handled, event: named('h-1', 'h-2') },
  ],
  [
    'SOD-03',
    'allows',
    'the day after a cooling-off',
    'the person is named',
    { context: { ...handled, reachedOn: '2026-12-01' }, event: named('h-1', 'h-2') },
  ],
  [
    'SOD-03',
    'refuses',
    'a person in its cooling-off',
    'it acts as a handler',
    { context: handled, event: handles('h-2') },
  ],
  [
    'SOD-06',
    'allows',
    'people who had no part',
    'they are named',
    { context: handled, event: named('h-1', 'h-2') },
  ],
  [
    'SOD-06',
    'refuses',
    'an auditor among people who had no part',
    'they are named',
    { context: handled, event: named('h-1', 'a-1') },
  ],
  [
    'SOD-06',
    'refuses',
    'a handler who has decided on the client meanwhile',
    'it decides',
    { context: handled, event: handles('p-1') },
  ],
  [
    'SOD-06',
    'allows',
    'a handler who had no part',
    'it decides',
    { context: handled, event: handles('h-1') },
  ],
];
