import { describe } from '@jest/globals';
import { agenda as takenUp } from '../../../../machines/audit/audit-schema.ts';
import { rules } from '../../../../machines/audit/rules.ts';
import { requirementsOf } from '../../../../machines/standards/index.ts';
import {
  auditor,
  competent,
  dateCases,
  lead,
  showRules,
  team,
  teamCases,
  type Case,
} from '../../../support/rule-cases.ts';

const standard = '27001:2022';
const everything = requirementsOf(standard, { isFull: true, excluded: [] });
const but = (...missing: string[]) => everything.filter((id) => !missing.includes(id));
const agenda = ['9.2.1', '9.2.2', '9.3.1', '9.3.2', '9.3.3', '10.2'];
const excluded = { applicability: { version: '1', excluded: [{ control: 'A.8.30' }] } };
const kind = (name: string) => ({ context: { kind: name } });

const notified = (teamNotifiedOn: string | null, on: string, more: object = {}) => ({
  context: {
    ...{ kind: 'stage-1', teamNotifiedOn, planSentOn: null, noticeWaived: false },
    ...{ policy: { stage1Notice: 'P7D', planNotice: 'P14D' }, ...more },
  },
  event: { type: 'OpeningMeetingHeld', on },
});

const beginning: readonly Case[] = [
  [
    'R-S1-01',
    'allows',
    'a team that has declared its impartiality',
    'the audit begins',
    { context: { team } },
  ],
  [
    'R-S1-01',
    'refuses',
    'a team of which one has not declared its impartiality',
    'the audit begins',
    { context: { team: [...team, { ...auditor, impartialityDeclared: false }] } },
  ],
  [
    'R-S2-02',
    'allows',
    'a plan that was agreed',
    'Stage 2 opens',
    { context: { kind: 'stage-2', planAgreed: true } },
  ],
  [
    'R-S2-02',
    'refuses',
    'a plan that was not agreed',
    'Stage 2 opens',
    { context: { kind: 'stage-2', planAgreed: false } },
  ],
  [
    'R-S2-02',
    'allows',
    'no plan',
    'Stage 1 opens',
    { context: { kind: 'stage-1', planAgreed: false } },
  ],
  [
    'R-S2-02',
    'allows',
    'no plan',
    'an audit at short notice opens',
    { context: { kind: 'short-notice', planAgreed: false } },
  ],
  [
    'R-S2-02',
    'refuses',
    'no plan',
    'another special audit opens',
    { context: { kind: 'special', planAgreed: false } },
  ],
  [
    'R-S2-01',
    'allows',
    'Stage 1 that is valid until 20 April',
    'Stage 2 opens on that day',
    { context: { openBy: '2027-04-20' }, event: { type: 'OpeningMeetingHeld', on: '2027-04-20' } },
  ],
  [
    'R-S2-01',
    'refuses',
    'Stage 1 that is valid until 20 April',
    'Stage 2 opens the day after',
    { context: { openBy: '2027-04-20' }, event: { type: 'OpeningMeetingHeld', on: '2027-04-21' } },
  ],
  [
    'R-S2-01',
    'allows',
    'Stage 1 that is valid until 20 April',
    'Stage 2 ends after it',
    { context: { openBy: '2027-04-20' }, event: { type: 'ClosingMeetingHeld', on: '2027-04-21' } },
  ],
  [
    'R-S2-01',
    'allows',
    'an audit that follows no Stage 1',
    'it opens',
    { context: { openBy: null }, event: { type: 'OpeningMeetingHeld', on: '2027-04-21' } },
  ],
  ['TEAM-02', 'allows', 'no objection', 'the audit opens', { context: { objections: {} } }],
  [
    'TEAM-02',
    'refuses',
    'an objection that nobody has decided',
    'the audit opens',
    { context: { objections: { 'a-2': 'open' } } },
  ],
];

const planned = {
  kind: 'stage-2',
  planSentOn: '2026-11-10',
  noticeWaived: false,
  policy: { planNotice: 'P14D' },
};
const opened = (on: string) => ({ type: 'OpeningMeetingHeld', on });
const notice: readonly Case[] = [
  [
    'T-02',
    'allows',
    'a plan of 10 November',
    'the audit opens 14 days later',
    { context: planned, event: opened('2026-11-24') },
  ],
  [
    'T-02',
    'refuses',
    'a plan of 10 November',
    'the audit opens 13 days later',
    { context: planned, event: opened('2026-11-23') },
  ],
  [
    'T-02',
    'allows',
    'a plan of 10 November',
    'an audit at short notice opens the next day',
    { context: { ...planned, kind: 'short-notice' }, event: opened('2026-11-11') },
  ],
  [
    'T-02',
    'refuses',
    'no plan',
    'the audit opens',
    { context: { ...planned, planSentOn: null }, event: opened('2026-11-24') },
  ],
  [
    'T-02',
    'allows',
    'a client that does without notice',
    'the audit opens at once',
    { context: { ...planned, noticeWaived: true }, event: opened('2026-11-11') },
  ],
  [
    'T-02',
    'allows',
    'a policy without notice',
    'the audit opens at once',
    { context: { ...planned, policy: {} }, event: opened('2026-11-11') },
  ],
  [
    'T-02',
    'allows',
    'Stage 1, which needs no plan',
    'it opens at once',
    { context: { ...planned, kind: 'stage-1' }, event: opened('2026-11-11') },
  ],
  [
    'T-02',
    'allows',
    'a pre-audit, which needs no plan',
    'it opens at once',
    { context: { ...planned, kind: 'pre-audit' }, event: opened('2026-11-11') },
  ],
  [
    'T-02',
    'allows',
    'an audit that is open',
    'it closes at once',
    { context: planned, event: { type: 'ClosingMeetingHeld', on: '2026-11-11' } },
  ],
  [
    'T-02',
    'allows',
    'seven days of notice and a team told on 5 October',
    'Stage 1 opens on 12 October',
    notified('2026-10-05', '2026-10-12'),
  ],
  [
    'T-02',
    'refuses',
    'seven days of notice and a team told on 5 October',
    'Stage 1 opens on 11 October',
    notified('2026-10-05', '2026-10-11'),
  ],
  [
    'T-02',
    'refuses',
    'seven days of notice and a client that was not told the team',
    'Stage 1 opens',
    notified(null, '2026-10-12'),
  ],
  [
    'T-02',
    'allows',
    'a client that does without notice',
    'Stage 1 opens',
    notified(null, '2026-10-12', { noticeWaived: true }),
  ],
  [
    'T-02',
    'allows',
    'no team told',
    'the pre-audit opens',
    notified(null, '2026-10-12', { kind: 'pre-audit' }),
  ],
  [
    'T-02',
    'allows',
    'no team told',
    'something else is recorded before Stage 1',
    { ...notified(null, '2026-10-12'), event: { type: 'TeamNotified' } },
  ],
];

const objected = (type: string, who: string) => ({ event: { type, member: who } });
const objections: readonly Case[] = [
  [
    'TEAM-03',
    'allows',
    'a member',
    'the client objects to it',
    { context: { team, objections: {} }, ...objected('TeamObjectionRaised', 'a-2') },
  ],
  [
    'TEAM-03',
    'refuses',
    'somebody outside the team',
    'the client objects to it',
    { context: { team, objections: { 'a-7': 'open' } }, ...objected('TeamObjectionRaised', 'a-7') },
  ],
  [
    'TEAM-03',
    'allows',
    'an open objection',
    'it is upheld',
    { context: { team, objections: { 'a-2': 'open' } }, ...objected('TeamObjectionUpheld', 'a-2') },
  ],
  [
    'TEAM-03',
    'refuses',
    'an objection that was upheld',
    'it is dismissed',
    {
      context: { team, objections: { 'a-2': 'upheld' } },
      ...objected('TeamObjectionDismissed', 'a-2'),
    },
  ],
  [
    'TEAM-03',
    'refuses',
    'no objection',
    'it is upheld',
    { context: { team, objections: {} }, ...objected('TeamObjectionUpheld', 'a-2') },
  ],
  [
    'TEAM-03',
    'refuses',
    'a member, at short notice',
    'the client objects to it',
    {
      context: { kind: 'short-notice', team, objections: {} },
      ...objected('TeamObjectionRaised', 'a-2'),
    },
  ],
  [
    'TEAM-03',
    'allows',
    'an event about nobody',
    'it is recorded',
    { context: { team, objections: {} }, event: { type: 'NoticeWaived' } },
  ],
];

const joins = { id: 'a-3', role: 'auditor', impartialityDeclared: true };
const replaced = (change: object = {}) => ({
  type: 'TeamMemberReplaced',
  leaves: 'a-2',
  joins,
  ...change,
});
const days = { from: '2026-12-01', to: '2026-12-04', team, deciders: ['p-1'] };
const barred = {
  ...days,
  barred: [
    { id: 'a-3', until: '2026-12-01' },
    { id: 'a-4', until: '2027-12-01' },
  ],
};
const able = { ...days, ...competent };
const replacement: readonly Case[] = [
  [
    'SOD-03',
    'refuses',
    'an adviser whose last barred day is the first of the audit',
    'it joins',
    { context: barred, event: replaced() },
  ],
  [
    'SOD-03',
    'allows',
    'an adviser whose last barred day lies before the audit',
    'it joins',
    { context: { ...barred, from: '2026-12-02' }, event: replaced() },
  ],
  [
    'SOD-03',
    'allows',
    'barred persons',
    'another joins',
    { context: barred, event: replaced({ joins: { ...joins, id: 'a-5' } }) },
  ],
  [
    'SOD-03',
    'allows',
    'nobody who is barred',
    'somebody joins',
    { context: days, event: replaced() },
  ],
  [
    'SOD-03',
    'allows',
    'an adviser who is barred',
    'something else is recorded about it',
    { context: barred, event: replaced({ type: 'TeamObjectionRaised' }) },
  ],
  [
    'SOD-07',
    'refuses',
    'a decider of this client',
    'it joins the team',
    { context: days, event: replaced({ joins: { ...joins, id: 'p-1' } }) },
  ],
  [
    'SOD-07',
    'allows',
    'somebody who has not decided',
    'it joins the team',
    { context: days, event: replaced() },
  ],
  [
    'SOD-07',
    'allows',
    'a decider of this client',
    'something else is recorded about it',
    {
      context: days,
      event: replaced({ type: 'TeamObjectionRaised', joins: { ...joins, id: 'p-1' } }),
    },
  ],
  [
    'SOD-08',
    'allows',
    'cloud that is needed and that both hold',
    'one replaces the other',
    { context: { ...able, competences: ['cloud'] }, event: replaced() },
  ],
  [
    'SOD-08',
    'refuses',
    'paper that is needed',
    'only somebody without it joins',
    {
      context: { ...able, competences: ['paper'] },
      event: replaced({ joins: { ...joins, id: 'a-4' } }),
    },
  ],
  [
    'SOD-08',
    'refuses',
    'cloud that only who leaves holds',
    'it leaves',
    {
      context: { ...able, competences: ['cloud'] },
      event: replaced({ joins: { ...joins, id: 'a-4' } }),
    },
  ],
  [
    'SOD-08',
    'allows',
    'cloud that somebody who stays holds',
    'another leaves',
    {
      context: { ...able, competences: ['cloud'] },
      event: replaced({ leaves: 'a-1', joins: { ...lead, id: 'a-4' } }),
    },
  ],
  [
    'SOD-08',
    'allows',
    'cloud that is held until the last day',
    'another leaves',
    {
      context: { ...able, to: '2026-12-31', competences: ['cloud'] },
      event: replaced({ leaves: 'a-1', joins: { ...lead, id: 'a-4' } }),
    },
  ],
  [
    'SOD-08',
    'refuses',
    'cloud that ends a day before the audit',
    'another leaves',
    {
      context: { ...able, to: '2027-01-01', competences: ['cloud'] },
      event: replaced({ leaves: 'a-1', joins: { ...lead, id: 'a-4' } }),
    },
  ],
  [
    'SOD-08',
    'refuses',
    'cloud and paper that are needed',
    'only cloud is held',
    {
      context: { ...able, competences: ['cloud', 'paper'] },
      event: replaced({ leaves: 'a-1', joins: { ...lead, id: 'a-4' } }),
    },
  ],
  [
    'SOD-08',
    'allows',
    'no list of staff',
    'anybody joins',
    { context: { ...days, competences: ['cloud'] }, event: replaced() },
  ],
  [
    'SOD-08',
    'allows',
    'no competence that is needed',
    'anybody joins',
    { context: able, event: replaced({ joins: { ...joins, id: 'a-4' } }) },
  ],
  [
    'SOD-08',
    'allows',
    'cloud that is needed',
    'something else is recorded',
    {
      context: { ...able, competences: ['paper'] },
      event: replaced({ type: 'TeamObjectionRaised' }),
    },
  ],
  [
    'TEAM-01',
    'allows',
    'an auditor of the team',
    'another auditor replaces it',
    { context: { team }, event: replaced() },
  ],
  [
    'TEAM-01',
    'refuses',
    'somebody outside the team',
    'it is replaced',
    { context: { team }, event: replaced({ leaves: 'a-9' }) },
  ],
  [
    'TEAM-01',
    'refuses',
    'the lead auditor',
    'an auditor replaces it',
    { context: { team }, event: replaced({ leaves: 'a-1' }) },
  ],
  [
    'TEAM-01',
    'refuses',
    'a member',
    'it joins again',
    { context: { team }, event: replaced({ joins: { ...joins, id: 'a-1' } }) },
  ],
  [
    'TEAM-01',
    'allows',
    'a team',
    'something else is recorded',
    { context: { team }, event: replaced({ type: 'TeamObjectionRaised', leaves: 'a-9' }) },
  ],
];

const concerning = (type: string, requirement: string) => ({ type, requirement });
const findings: readonly Case[] = [
  ['R-S1-04', 'refuses', 'Stage 1', 'a nonconformity is raised', kind('stage-1')],
  ['R-S1-04', 'refuses', 'a pre-audit', 'a nonconformity is raised', kind('pre-audit')],
  ['R-S1-04', 'allows', 'Stage 2', 'a nonconformity is raised', kind('stage-2')],
  ['R-NC-02', 'refuses', 'Stage 2', 'a concern is recorded', kind('stage-2')],
  ['R-NC-02', 'allows', 'Stage 1', 'a concern is recorded', kind('stage-1')],
  ['R-NC-02', 'allows', 'a pre-audit', 'a concern is recorded', kind('pre-audit')],
  [
    'R-NC-03',
    'allows',
    'an innermost clause',
    'a finding names it',
    { context: { standard }, event: concerning('FindingRaised', '9.2.2') },
  ],
  [
    'R-NC-03',
    'refuses',
    'a clause that has clauses',
    'a finding names it',
    { context: { standard }, event: concerning('FindingRaised', '9.2') },
  ],
  [
    'R-NC-03',
    'allows',
    'a control of the edition',
    'a finding names it',
    { context: { standard }, event: concerning('FindingRaised', 'A.8.34') },
  ],
  [
    'R-NC-03',
    'refuses',
    'a control of another edition',
    'a finding names it',
    { context: { standard }, event: concerning('FindingRaised', 'A.9.1') },
  ],
  [
    'R-NC-03',
    'allows',
    'requirements of the edition',
    'evidence names them',
    { context: { standard }, event: { requirements: ['4.1', 'A.5.1'] } },
  ],
  [
    'R-NC-03',
    'refuses',
    'one requirement that does not exist',
    'evidence names it among others',
    { context: { standard }, event: { requirements: ['4.1', '4.5'] } },
  ],
  [
    'R-NC-03',
    'allows',
    'an event about no requirement',
    'it is recorded',
    { context: { standard }, event: { type: 'FindingsReviewed' } },
  ],
  [
    'R-SOA-01',
    'refuses',
    'a control that does not apply',
    'a finding names it',
    { context: excluded, event: concerning('FindingRaised', 'A.8.30') },
  ],
  [
    'R-SOA-01',
    'allows',
    'a control that applies',
    'a finding names it',
    { context: excluded, event: concerning('FindingRaised', 'A.8.29') },
  ],
  [
    'R-SOA-01',
    'allows',
    'no statement of applicability',
    'a finding names a control',
    { context: { applicability: null }, event: concerning('FindingRaised', 'A.8.30') },
  ],
  [
    'R-SOA-01',
    'allows',
    'a control that does not apply',
    'an opportunity names it',
    { context: excluded, event: concerning('OpportunityForImprovementRecorded', 'A.8.30') },
  ],
];

const covering = (name: string, requirements: readonly string[], known: object = {}) => ({
  context: { kind: name, standard, requirements, concerns: [], applicability: null, ...known },
});
const coverage: readonly Case[] = [
  ['COV-02', 'allows', 'everything covered', 'Stage 2 closes', covering('stage-2', everything)],
  [
    'COV-02',
    'refuses',
    'a clause that is not covered',
    'Stage 2 closes',
    covering('stage-2', but('7.2')),
  ],
  [
    'COV-02',
    'refuses',
    'a control that is not covered',
    'Stage 2 closes',
    covering('stage-2', but('A.8.30')),
  ],
  [
    'COV-02',
    'allows',
    'only a control missing that does not apply',
    'Stage 2 closes',
    covering('stage-2', but('A.8.30'), excluded),
  ],
  [
    'COV-02',
    'refuses',
    'a control missing besides one that does not apply',
    'recertification closes',
    covering('recertification', but('A.8.30', 'A.8.31'), excluded),
  ],
  [
    'COV-02',
    'allows',
    'the standing agenda',
    'a surveillance closes',
    covering('surveillance', agenda),
  ],
  [
    'COV-02',
    'refuses',
    'the standing agenda without internal audit',
    'a surveillance closes',
    covering('surveillance', agenda.slice(1)),
  ],
  ['COV-02', 'allows', 'nothing covered', 'Stage 1 closes', covering('stage-1', [])],
  ...['special', 'short-notice'].flatMap((kind): Case[] => [
    ['COV-02', 'allows', 'nothing ordered', `a ${kind} audit closes`, covering(kind, [])],
    [
      'COV-02',
      'refuses',
      'something ordered that is not covered',
      `a ${kind} audit closes`,
      covering(kind, ['7.2'], { mustCover: ['7.2', '7.3'] }),
    ],
  ]),
  [
    'COV-02',
    'refuses',
    'the standing agenda, and more that is left of the cycle',
    'a surveillance closes',
    covering('surveillance', agenda, { mustCover: ['7.2'] }),
  ],
  [
    'COV-02',
    'allows',
    'a follow-up audit of two requirements',
    'both are covered',
    covering('follow-up', ['9.2.2', 'A.8.13'], { mustCover: ['9.2.2', 'A.8.13'] }),
  ],
  [
    'COV-02',
    'refuses',
    'a follow-up audit of two requirements',
    'one of them is covered',
    covering('follow-up', ['9.2.2', 'A.8.14'], { mustCover: ['9.2.2', 'A.8.13'] }),
  ],
  ['COV-02', 'allows', 'nothing covered', 'a pre-audit closes', covering('pre-audit', [])],
  ['COV-02', 'refuses', 'the standing agenda only', 'Stage 2 closes', covering('stage-2', agenda)],
];

const closed = { type: 'ClosingMeetingHeld', on: '2026-12-04' };
const closing: readonly Case[] = [
  [
    'R-S2-03',
    'allows',
    'an opening on 4 December',
    'the audit closes on that day',
    { context: { openedOn: '2026-12-04' }, event: closed },
  ],
  [
    'R-S2-03',
    'refuses',
    'an opening on 5 December',
    'the audit closes the day before',
    { context: { openedOn: '2026-12-05' }, event: closed },
  ],
  [
    'R-S2-03',
    'refuses',
    'no opening',
    'the audit closes',
    { context: { openedOn: null }, event: closed },
  ],
  [
    'R-S2-03',
    'allows',
    'no opening',
    'something else is recorded',
    { context: { openedOn: null }, event: { ...closed, type: 'AuditPlanSent' } },
  ],
  [
    'R-S2-06',
    'allows',
    'findings that were reviewed',
    'Stage 2 closes',
    { context: { kind: 'stage-2', findingsReviewed: true } },
  ],
  [
    'R-S2-06',
    'refuses',
    'findings that were not reviewed',
    'Stage 2 closes',
    { context: { kind: 'stage-2', findingsReviewed: false } },
  ],
  [
    'R-S2-06',
    'allows',
    'no review',
    'Stage 1 closes',
    { context: { kind: 'stage-1', findingsReviewed: false } },
  ],
];

const tolerance = { policy: { auditDayTolerance: 0.1 } };
const reported = (daysUsed?: number, change: object = {}) => ({
  type: 'AuditReportIssued',
  daysUsed,
  ...change,
});
const used = (plannedDays: number | null, event: object) => ({
  context: { ...tolerance, plannedDays },
  event,
});
const reporting: readonly Case[] = [
  ['R-S2-09', 'allows', '10 days planned', 'nine were used', used(10, reported(9))],
  ['R-S2-09', 'refuses', '10 days planned', 'fewer than nine were used', used(10, reported(8.75))],
  [
    'R-S2-09',
    'allows',
    '10 days planned',
    'fewer were used for a reason',
    used(10, reported(8.75, { shortfall: 'closed' })),
  ],
  ['R-S2-09', 'refuses', '10 days planned', 'nobody says how many were used', used(10, reported())],
  [
    'R-S2-09',
    'allows',
    'no days planned',
    'nobody says how many were used',
    used(null, reported()),
  ],
  [
    'R-S2-09',
    'allows',
    '10 days planned',
    'something else is recorded',
    used(10, reported(1, { type: 'RecommendationMade' })),
  ],
];

const speaksOf = (items: readonly string[] | undefined, kind = 'surveillance', type?: string) => ({
  context: { kind },
  event: { type: type ?? 'AuditReportIssued', agenda: items },
});
const remotely = (remoteShare?: number, change: object = {}, kind = 'surveillance') => ({
  context: { kind },
  event: { type: 'AuditPlanSent', remoteShare, ...change },
});
const surveying: readonly Case[] = [
  ['R-SV-02', 'allows', 'a whole agenda', 'the report goes out', speaksOf(takenUp)],
  ['R-SV-02', 'refuses', 'no agenda', 'the report goes out', speaksOf(undefined)],
  ...takenUp.map((item): Case => [
    'R-SV-02',
    'refuses',
    `an agenda without ${item}`,
    'the report goes out',
    speaksOf(takenUp.filter((other) => other !== item)),
  ]),
  ['R-SV-02', 'allows', 'no agenda', 'Stage 2 is reported', speaksOf(undefined, 'stage-2')],
  [
    'R-SV-02',
    'allows',
    'no agenda',
    'something else is recorded',
    speaksOf(undefined, 'surveillance', 'RecommendationMade'),
  ],
  ['R-SV-03', 'allows', 'a surveillance on site', 'its plan goes out', remotely()],
  ['R-SV-03', 'allows', 'one that is remote in part', 'its plan goes out', remotely(0.9)],
  ['R-SV-03', 'refuses', 'one that is wholly remote', 'its plan goes out', remotely(1)],
  [
    'R-SV-03',
    'allows',
    'one that is wholly remote for a reason',
    'its plan goes out',
    remotely(1, { remoteReason: 'There is no office.' }),
  ],
  ['R-SV-03', 'allows', 'a remote special audit', 'its plan goes out', remotely(1, {}, 'special')],
  [
    'R-SV-03',
    'allows',
    'one that is wholly remote',
    'something else is recorded',
    remotely(1, { type: 'AuditPlanAgreed' }),
  ],
];

const objectives = [
  'documentation',
  'siteConditions',
  'understanding',
  'scopeAndContext',
  'resources',
  'stage2Focus',
];
const concluded = (conclusion: string, change: object = {}) => ({
  ...{ type: 'ReadinessConcluded', conclusion, objectives },
  ...{ internalAuditPerformed: true, managementReviewPerformed: true, ...change },
});
const recommended = (recommendation: string, [majors, minors]: readonly [number, number]) => ({
  context: { majors, minors },
  event: { type: 'RecommendationMade', recommendation },
});
const concluding: readonly Case[] = [
  [
    'R-S1-03',
    'allows',
    'internal audit and management review',
    'the client is found ready',
    { event: concluded('ready') },
  ],
  [
    'R-S1-03',
    'refuses',
    'no internal audit',
    'the client is found ready',
    { event: concluded('ready', { internalAuditPerformed: false }) },
  ],
  [
    'R-S1-03',
    'refuses',
    'no management review',
    'the client is found ready with concerns',
    { event: concluded('readyWithConcerns', { managementReviewPerformed: false }) },
  ],
  [
    'R-S1-03',
    'allows',
    'no internal audit',
    'the client is found not ready',
    { event: concluded('notReady', { internalAuditPerformed: false }) },
  ],
  [
    'R-S1-03',
    'allows',
    'no internal audit',
    'something else is recorded',
    { event: concluded('ready', { type: 'AuditReportIssued', internalAuditPerformed: false }) },
  ],
  [
    'R-S2-08',
    'allows',
    'no nonconformity',
    'certification is recommended',
    recommended('recommend', [0, 0]),
  ],
  [
    'R-S2-08',
    'refuses',
    'a major',
    'certification is recommended',
    recommended('recommend', [1, 0]),
  ],
  [
    'R-S2-08',
    'refuses',
    'a minor',
    'certification is recommended',
    recommended('recommend', [0, 1]),
  ],
  [
    'R-S2-08',
    'refuses',
    'a major and a minor',
    'certification is recommended',
    recommended('recommend', [1, 1]),
  ],
  [
    'R-S2-08',
    'allows',
    'a major',
    'certification is recommended after its plan',
    recommended('recommendAfterCap', [1, 0]),
  ],
  [
    'R-S2-08',
    'allows',
    'a major',
    'something else is recorded',
    {
      ...recommended('recommend', [1, 0]),
      event: { type: 'AuditCompleted', recommendation: 'recommend' },
    },
  ],
];

describe('rules of an audit, both outcomes', () => {
  showRules(rules, [...dateCases, ...teamCases, ...beginning, ...notice, ...objections]);
  showRules(rules, [...replacement, ...findings, ...coverage, ...closing]);
  showRules(rules, [...reporting, ...concluding, ...surveying]);
});
