import { describe } from '@jest/globals';
import { checklist } from '../../../../machines/decision/index.ts';
import { rules } from '../../../../machines/decision/rules.ts';
import {
  competent,
  dateCases,
  member,
  officeCases,
  showRules,
  type Case,
} from '../../../support/rule-cases.ts';

const acting = (id: string, role = 'panelMember') => ({
  type: 'PanelVoteCast',
  meta: { actor: { id, role } },
});
const clock = { type: 'PanelVoteCast', meta: {} };
const convened = (...members: string[]) => ({
  type: 'PanelConvened',
  members,
  meta: { actor: { id: 'o-1', role: 'cbAdmin' } },
});
const file = { auditors: ['a-1'], formerAuditors: ['a-2'], completeOn: '2026-12-31' };
const barred = {
  ...file,
  barred: [
    { id: 'p-2', until: '2026-12-31' },
    { id: 'p-3', until: '2026-12-30' },
  ],
};

const panel: readonly Case[] = [
  [
    'ROLE-03',
    'allows',
    'a panel',
    'a member acts',
    { context: { members: ['p-1'] }, event: acting('p-1') },
  ],
  [
    'ROLE-03',
    'refuses',
    'a panel',
    'somebody else acts',
    { context: { members: ['p-1'] }, event: acting('p-9') },
  ],
  [
    'ROLE-03',
    'refuses',
    'a panel',
    'a clock acts',
    { context: { members: ['p-1'] }, event: clock },
  ],
  [
    'ROLE-04',
    'allows',
    'a member with a conflict',
    'it recuses itself',
    {
      context: { members: ['p-1', 'p-2'] },
      event: { type: 'PanelMemberRecused', member: 'p-1', meta: { actor: member } },
    },
  ],
  [
    'ROLE-04',
    'refuses',
    'a member with a conflict',
    'another member recuses it',
    {
      context: { members: ['p-1', 'p-2'] },
      event: { type: 'PanelMemberRecused', member: 'p-2', meta: { actor: member } },
    },
  ],
  [
    'ROLE-04',
    'allows',
    'a member with a conflict',
    'the office recuses it',
    {
      context: { members: ['p-1', 'p-2'] },
      event: {
        type: 'PanelMemberRecused',
        member: 'p-2',
        meta: { actor: { id: 'o-1', role: 'cbAdmin' } },
      },
    },
  ],
  [
    'ROLE-04',
    'refuses',
    'somebody outside the panel',
    'the office recuses it',
    {
      context: { members: ['p-1'] },
      event: {
        type: 'PanelMemberRecused',
        member: 'p-2',
        meta: { actor: { id: 'o-1', role: 'cbAdmin' } },
      },
    },
  ],
  [
    'ROLE-04',
    'refuses',
    'a member with a conflict',
    'a stranger of the same role recuses it',
    {
      context: { members: ['p-1'] },
      event: {
        type: 'PanelMemberRecused',
        member: 'p-1',
        meta: { actor: { ...member, id: 'p-9' } },
      },
    },
  ],
  [
    'ROLE-04',
    'allows',
    'a member with a conflict',
    'nobody in particular recuses it',
    {
      context: { members: ['p-1'] },
      event: { type: 'PanelMemberRecused', member: 'p-1', meta: {} },
    },
  ],
  [
    'ROLE-04',
    'allows',
    'a panel',
    'something else is recorded',
    {
      context: { members: [] },
      event: { type: 'PanelVoteCast', member: 'p-9', meta: { actor: member } },
    },
  ],
];

const passed = (points: readonly string[]) => ({
  event: { type: 'TechnicalReviewPassed', confirmed: points },
});
const review: readonly Case[] = [
  ['R-DEC-05', 'allows', 'every point confirmed', 'the review is passed', passed(checklist)],
  ...checklist.map((check): Case => {
    const others = checklist.filter((point) => point !== check);
    return ['R-DEC-05', 'refuses', `all but ${check}`, 'the review is passed', passed(others)];
  }),
  [
    'R-DEC-05',
    'allows',
    'no point confirmed',
    'the file is returned',
    { event: { type: 'FileReturnedToTeam' } },
  ],
  [
    'SOD-04',
    'allows',
    'a member that declared impartiality',
    'it votes',
    { context: { declared: ['t-1', 'p-1'] }, event: acting('p-1') },
  ],
  [
    'SOD-04',
    'refuses',
    'a member that did not declare impartiality',
    'it votes',
    { context: { declared: ['t-1', 'p-1'] }, event: acting('p-2') },
  ],
  [
    'SOD-04',
    'refuses',
    'a panel of which nobody declared impartiality',
    'a clock votes',
    { context: { declared: [] }, event: clock },
  ],
];

const duties: readonly Case[] = [
  [
    'SOD-01',
    'refuses',
    'an auditor of the file',
    'it is named for the panel among others',
    { context: file, event: convened('p-1', 'a-1') },
  ],
  [
    'SOD-01',
    'allows',
    'nobody who audited',
    'the panel is named',
    { context: file, event: convened('p-1', 'p-2') },
  ],
  [
    'SOD-01',
    'refuses',
    'an auditor of the file',
    'it votes',
    { context: file, event: acting('a-1') },
  ],
  [
    'SOD-01',
    'allows',
    'a member who did not audit',
    'it votes',
    { context: file, event: acting('p-1') },
  ],
  ['SOD-01', 'refuses', 'nobody', 'a clock votes', { context: file, event: clock }],
  [
    'SOD-02',
    'refuses',
    'an auditor',
    'it reviews the file',
    { context: file, event: acting('a-1', 'technicalReviewer') },
  ],
  [
    'SOD-02',
    'refuses',
    'a former auditor',
    'it reviews the file',
    { context: file, event: acting('a-2', 'technicalReviewer') },
  ],
  [
    'SOD-02',
    'allows',
    'a reviewer who did not audit',
    'it reviews the file',
    { context: file, event: acting('t-1', 'technicalReviewer') },
  ],
  [
    'SOD-03',
    'refuses',
    'an adviser whose last barred day is that of the file',
    'it is named for the panel',
    { context: barred, event: convened('p-1', 'p-2') },
  ],
  [
    'SOD-03',
    'allows',
    'an adviser whose last barred day lies before',
    'it is named for the panel',
    { context: barred, event: convened('p-1', 'p-3') },
  ],
  [
    'SOD-03',
    'refuses',
    'an adviser who is barred',
    'it votes',
    { context: barred, event: acting('p-2') },
  ],
  [
    'SOD-03',
    'allows',
    'a file without barred persons',
    'somebody votes',
    { context: file, event: acting('p-2') },
  ],
  ['SOD-03', 'refuses', 'nobody', 'a clock votes', { context: barred, event: clock }],
  [
    'SOD-07',
    'refuses',
    'somebody who left the audit team',
    'it is named for the panel',
    { context: file, event: convened('p-1', 'a-2') },
  ],
  [
    'SOD-07',
    'allows',
    'nobody who ever audited',
    'the panel is named',
    { context: file, event: convened('p-1') },
  ],
  [
    'SOD-07',
    'refuses',
    'somebody who left the audit team',
    'it votes',
    { context: file, event: acting('a-2') },
  ],
  ['SOD-07', 'refuses', 'nobody', 'a clock votes', { context: file, event: clock }],
  [
    'SOD-08',
    'allows',
    'cloud that the decision needs',
    'a member holds it that day',
    { context: { ...file, ...competent, competences: ['cloud'] }, event: convened('a-1', 'a-2') },
  ],
  [
    'SOD-08',
    'refuses',
    'cloud that the decision needs',
    'no member holds it',
    { context: { ...file, ...competent, competences: ['cloud'] }, event: convened('a-1') },
  ],
  [
    'SOD-08',
    'refuses',
    'cloud that the decision needs',
    'the member held it until the day before',
    {
      context: { ...file, ...competent, completeOn: '2027-01-01', competences: ['cloud'] },
      event: convened('a-2'),
    },
  ],
  [
    'SOD-08',
    'allows',
    'cloud that the decision needs',
    'something else is recorded',
    {
      context: { ...file, ...competent, competences: ['cloud'] },
      event: { ...convened('a-1'), type: 'PanelVoteCast' },
    },
  ],
];

const voted = (
  votes: readonly string[],
  type: string,
  { panelRule, silent = [] }: { panelRule?: string | undefined; silent?: readonly string[] } = {
    panelRule: 'majorityNoVeto',
  },
) => ({
  context: {
    members: [...votes.map((_, index) => `p-${String(index + 1)}`), ...silent],
    votes: Object.fromEntries(votes.map((vote, index) => [`p-${String(index + 1)}`, vote])),
    policy: { panelQuorum: 3, panelRule },
  },
  event: { type },
});
const certify = (...votes: string[]) => voted(votes, 'CertificationProposed');
const refuse = (...votes: string[]) => voted(votes, 'RefusalProposed');
const followUp = (...votes: string[]) => voted(votes, 'FollowUpAuditRequested');
/** The votes of a panel of which one member, who had voted for it, is no member any more. */
const recused = {
  ...certify('for', 'for', 'for'),
  context: { ...certify('for', 'for', 'for').context, members: ['p-1', 'p-2'] },
};
const votes: readonly Case[] = [
  [
    'R-DEC-09',
    'allows',
    'three votes for it',
    'certification is proposed',
    certify('for', 'for', 'for'),
  ],
  [
    'R-DEC-09',
    'allows',
    'two votes of three for it',
    'certification is proposed',
    certify('for', 'for', 'against'),
  ],
  [
    'R-DEC-09',
    'refuses',
    'one vote of three for it',
    'certification is proposed',
    certify('for', 'against', 'against'),
  ],
  [
    'R-DEC-09',
    'refuses',
    'as many votes for as against it',
    'certification is proposed',
    certify('for', 'for', 'against', 'against'),
  ],
  [
    'R-DEC-09',
    'refuses',
    'a veto',
    'certification is proposed',
    certify('for', 'for', 'for', 'veto'),
  ],
  [
    'R-DEC-09',
    'refuses',
    'two votes and an abstention',
    'certification is proposed',
    certify('for', 'for', 'abstain'),
  ],
  [
    'R-DEC-09',
    'allows',
    'three votes and an abstention',
    'certification is proposed',
    certify('for', 'for', 'against', 'abstain'),
  ],
  [
    'R-DEC-09',
    'refuses',
    'three votes of which one is a recused member’s',
    'certification is proposed',
    recused,
  ],
  [
    'R-DEC-09',
    'allows',
    'a minority for it',
    'refusal is proposed',
    refuse('for', 'against', 'against'),
  ],
  [
    'R-DEC-09',
    'allows',
    'as many votes for as against it',
    'refusal is proposed',
    refuse('for', 'for', 'against', 'against'),
  ],
  [
    'R-DEC-09',
    'refuses',
    'a majority for it',
    'refusal is proposed',
    refuse('for', 'for', 'against'),
  ],
  [
    'R-DEC-09',
    'allows',
    'a majority for it and a veto',
    'refusal is proposed',
    refuse('for', 'for', 'for', 'veto'),
  ],
  [
    'R-DEC-09',
    'refuses',
    'two votes against it',
    'refusal is proposed',
    refuse('against', 'against'),
  ],
  [
    'R-DEC-09',
    'allows',
    'a majority against it',
    'a follow-up audit is requested',
    followUp('for', 'against', 'against'),
  ],
  [
    'R-DEC-09',
    'refuses',
    'a majority for it',
    'a follow-up audit is requested',
    followUp('for', 'for', 'against'),
  ],
  [
    'R-DEC-09',
    'allows',
    'the rule majority and a veto',
    'certification is proposed',
    voted(['for', 'for', 'veto'], 'CertificationProposed', { panelRule: 'majority' }),
  ],
  [
    'R-DEC-09',
    'refuses',
    'the rule majority and a tie',
    'certification is proposed',
    voted(['for', 'for', 'against', 'veto'], 'CertificationProposed', { panelRule: 'majority' }),
  ],
  [
    'R-DEC-09',
    'allows',
    'the rule unanimity and no other vote',
    'certification is proposed',
    voted(['for', 'for', 'for'], 'CertificationProposed', { panelRule: 'unanimity' }),
  ],
  [
    'R-DEC-09',
    'refuses',
    'the rule unanimity and one vote against',
    'certification is proposed',
    voted(['for', 'for', 'for', 'against'], 'CertificationProposed', { panelRule: 'unanimity' }),
  ],
  [
    'R-DEC-09',
    'refuses',
    'no rule and a veto',
    'certification is proposed',
    voted(['for', 'for', 'for', 'veto'], 'CertificationProposed', { panelRule: undefined }),
  ],
  [
    'R-DEC-09',
    'refuses',
    'a member that has not voted',
    'certification is proposed',
    voted(['for', 'for'], 'CertificationProposed', { panelRule: 'majority', silent: ['p-3'] }),
  ],
];

describe('rules of a decision, both outcomes', () => {
  showRules(rules, [...dateCases, ...officeCases, ...panel, ...review, ...duties, ...votes]);
});
