import { describe } from '@jest/globals';
import { rules } from '../../../../machines/certification/rules.ts';
import { lifeCases } from '../../../support/life-cases.ts';
import {
  competent,
  dateCases,
  member,
  officeCases,
  showRules,
  type Case,
} from '../../../support/rule-cases.ts';

const candidates = {
  northcert: { status: 'proposed' },
  eurocert: { status: 'asked' },
  isocert: { status: 'rejected' },
};
const choosing = (type: string, candidate: string) => ({
  context: { candidates },
  event: { type, candidate },
});
const selection: readonly Case[] = [
  [
    'R-SEL-01',
    'allows',
    'a list of candidates',
    'another is put on it',
    choosing('RcbShortlisted', 'southcert'),
  ],
  [
    'R-SEL-01',
    'refuses',
    'a list of candidates',
    'one of them is put on it again',
    choosing('RcbShortlisted', 'northcert'),
  ],
  [
    'R-SEL-01',
    'allows',
    'a list of candidates',
    'one of them is asked',
    choosing('ProposalRequested', 'northcert'),
  ],
  [
    'R-SEL-01',
    'allows',
    'a body that was rejected',
    'it is put on the list again',
    choosing('RcbShortlisted', 'isocert'),
  ],
  [
    'R-SEL-02',
    'refuses',
    'a body that was rejected',
    'it is asked',
    choosing('ProposalRequested', 'isocert'),
  ],
  [
    'R-SEL-02',
    'allows',
    'a list of candidates',
    'one of them is asked',
    choosing('ProposalRequested', 'northcert'),
  ],
  [
    'R-SEL-02',
    'refuses',
    'a list of candidates',
    'another is asked',
    choosing('ProposalRequested', 'southcert'),
  ],
  [
    'R-SEL-02',
    'allows',
    'a list of candidates',
    'something else is recorded',
    { context: { candidates }, event: { type: 'ApplicationSubmitted' } },
  ],
  [
    'R-SEL-03',
    'allows',
    'a body that made a proposal',
    'it is chosen',
    choosing('RcbSelected', 'northcert'),
  ],
  [
    'R-SEL-03',
    'refuses',
    'a body that made no proposal',
    'it is chosen',
    choosing('RcbSelected', 'eurocert'),
  ],
  [
    'R-SEL-03',
    'allows',
    'a body that made no proposal',
    'it is asked',
    choosing('ProposalRequested', 'eurocert'),
  ],
  [
    'R-SEL-03',
    'allows',
    'a body that made a proposal',
    'the proposal is weighed',
    choosing('ProposalEvaluated', 'northcert'),
  ],
  [
    'R-SEL-03',
    'refuses',
    'a body that made no proposal',
    'its proposal is weighed',
    choosing('ProposalEvaluated', 'eurocert'),
  ],
];

const quoted = (auditDays: number, known: object = {}) => ({
  context: { auditTime: { initialDays: 10 }, isTimeDue: false, ...known },
  event: { type: 'QuoteIssued', auditDays, justification: 'j' },
});
const time = (change: object = {}) => ({
  context: { policy: { remoteShareAlert: 30 } },
  event: {
    ...{ type: 'AuditTimeDetermined', persons: 50, effectivePersons: 50, identicalGroups: [] },
    ...{ adjustment: 0, band: { least: -10, most: 10 }, remoteShare: 0, ...change },
  },
});
const other = { type: 'QuoteIssued' };
const group = (persons: number) => ({ identicalGroups: [{ activity: 'packing', persons }] });
const followUp = (audit: string | null, isDone = false) => ({
  followUp: { requirements: ['9.2.2'], audit, isDone },
});
const scheduling = { type: 'FollowUpAuditScheduled' };
const completing = { type: 'DecisionFileCompleted' };
const followingUp: readonly Case[] = [
  [
    'R-DEC-11',
    'allows',
    'a panel that asked for a follow-up audit',
    'it is scheduled',
    { context: followUp(null), event: scheduling },
  ],
  [
    'R-DEC-11',
    'refuses',
    'a follow-up audit that has dates',
    'it is scheduled again',
    { context: followUp('follow-up'), event: scheduling },
  ],
  [
    'R-DEC-11',
    'refuses',
    'nobody who asked for a follow-up audit',
    'it is scheduled',
    { context: { followUp: null }, event: scheduling },
  ],
  [
    'R-DEC-11',
    'refuses',
    'a follow-up audit that is not done',
    'the file is completed',
    { context: followUp('follow-up'), event: completing },
  ],
  [
    'R-DEC-11',
    'allows',
    'a follow-up audit that is done',
    'the file is completed',
    { context: followUp('follow-up', true), event: completing },
  ],
  [
    'R-DEC-11',
    'allows',
    'nobody who asked for a follow-up audit',
    'the file is completed',
    { context: { followUp: null }, event: completing },
  ],
];
const applying: readonly Case[] = [
  ['R-APP-03', 'allows', '10 days determined', '10 are quoted', quoted(10)],
  ['R-APP-03', 'refuses', '10 days determined', '9.5 are quoted', quoted(9.5)],
  [
    'R-APP-03',
    'allows',
    'no days determined',
    'a proposal with other days comes',
    { context: { auditTime: null }, event: { type: 'ProposalReceived', auditDays: 9 } },
  ],
  [
    'R-APP-03',
    'allows',
    'no days determined',
    'something else is justified',
    { context: { auditTime: null }, event: { type: 'Stage2Authorised', justification: 'j' } },
  ],
  [
    'R-APP-03',
    'refuses',
    'facts that have changed',
    'the days of before are quoted',
    quoted(10, { isTimeDue: true }),
  ],
  ['R-APP-03', 'refuses', 'no days determined', '10 are quoted', quoted(10, { auditTime: null })],
  [
    'R-APP-03',
    'allows',
    'no days determined',
    'something else is recorded',
    { context: { auditTime: null }, event: { type: 'QuoteRejected' } },
  ],
  ['R-PRG-03', 'allows', 'a programme', 'it is amended', { context: { programme: {} } }],
  ['R-PRG-03', 'refuses', 'no programme', 'it is amended', { context: { programme: null } }],
  ['R-TIME-01', 'allows', '50 persons', '50 of them do the same', time(group(50))],
  ['R-TIME-01', 'refuses', '50 persons', '51 of them do the same', time(group(51))],
  [
    'R-TIME-01',
    'allows',
    '50 persons',
    'something else is recorded',
    time({ ...group(51), ...other }),
  ],
  ['R-TIME-02', 'allows', 'a band', 'the adjustment is its highest', time({ adjustment: 10 })],
  ['R-TIME-02', 'refuses', 'a band', 'the adjustment is higher', time({ adjustment: 10.5 })],
  ['R-TIME-02', 'refuses', 'a band', 'the adjustment is lower', time({ adjustment: -10.5 })],
  [
    'R-TIME-02',
    'allows',
    'a band',
    'the adjustment is higher for a reason',
    time({ adjustment: 11, bandDeparture: 'two data centres' }),
  ],
  [
    'R-TIME-02',
    'allows',
    'a band',
    'something else is recorded',
    time({ adjustment: 11, ...other }),
  ],
  ['R-TIME-03', 'allows', '30 percent remote', 'no reason is given', time({ remoteShare: 30 })],
  ['R-TIME-03', 'refuses', '31 percent remote', 'no reason is given', time({ remoteShare: 31 })],
  [
    'R-TIME-03',
    'allows',
    '31 percent remote',
    'a reason is given',
    time({ remoteShare: 31, remoteReason: 'all work from home' }),
  ],
  [
    'R-TIME-03',
    'allows',
    '31 percent remote',
    'something else is recorded',
    time({ remoteShare: 31, ...other }),
  ],
  [
    'R-TIME-04',
    'allows',
    '10,700 persons, the last row of the table',
    'no days are given',
    time({ effectivePersons: 10_700 }),
  ],
  [
    'R-TIME-04',
    'refuses',
    '10,701 persons',
    'no days are given',
    time({ effectivePersons: 10_701 }),
  ],
  [
    'R-TIME-04',
    'allows',
    '10,701 persons',
    'days are given',
    time({ effectivePersons: 10_701, beyondTable: { days: 29, reason: 'r' } }),
  ],
  [
    'R-TIME-04',
    'allows',
    '10,701 persons',
    'something else is recorded',
    time({ effectivePersons: 10_701, ...other }),
  ],
];

const plan = (change: object = {}) => ({
  ...{ type: 'Stage2Scheduled', from: '2026-12-01', to: '2026-12-04' },
  ...{
    team: [
      { id: 'a-1', role: 'leadAuditor' },
      { id: 'a-2', role: 'auditor' },
    ],
    ...change,
  },
});
const barred = (until: string) => ({ context: { barred: [{ id: 'a-2', until }] }, event: plan() });
const able = (competences: readonly string[], event: object) => ({
  context: { staff: competent.staff, competences: { team: competences } },
  event,
});
const planning: readonly Case[] = [
  [
    'R-APP-04',
    'allows',
    'an agreement of 1 December',
    'an audit is planned from that day',
    { context: { agreedOn: '2026-12-01' }, event: plan() },
  ],
  [
    'R-APP-04',
    'refuses',
    'an agreement of 2 December',
    'an audit is planned from the day before',
    { context: { agreedOn: '2026-12-02' }, event: plan() },
  ],
  [
    'R-APP-04',
    'refuses',
    'no agreement',
    'an audit is planned',
    { context: { agreedOn: null }, event: plan() },
  ],
  [
    'R-APP-04',
    'allows',
    'no agreement',
    'something without days is recorded',
    { context: { agreedOn: null }, event: { type: 'PreAuditSkipped' } },
  ],
  [
    'PLAN-01',
    'allows',
    'an audit of one day',
    'it is planned',
    { event: plan({ to: '2026-12-01' }) },
  ],
  [
    'PLAN-01',
    'refuses',
    'an audit that ends before it begins',
    'it is planned',
    { event: plan({ to: '2026-11-30' }) },
  ],
  [
    'PLAN-01',
    'allows',
    'nothing to plan',
    'it is recorded',
    { event: { type: 'PreAuditSkipped' } },
  ],
  [
    'SOD-03',
    'refuses',
    'an adviser whose last barred day is the first of the audit',
    'it is on the team',
    barred('2026-12-01'),
  ],
  [
    'SOD-03',
    'allows',
    'an adviser whose last barred day lies before the audit',
    'it is on the team',
    barred('2026-11-30'),
  ],
  [
    'SOD-03',
    'allows',
    'barred persons',
    'something without a team is recorded',
    { ...barred('2027-12-01'), event: { type: 'PreAuditSkipped', from: '2026-12-01' } },
  ],
  [
    'SOD-03',
    'allows',
    'barred persons',
    'a team without days is recorded',
    { ...barred('2027-12-01'), event: { type: 'TeamNamed', team: plan().team } },
  ],
  [
    'SOD-07',
    'refuses',
    'a decider of this client',
    'it is on the team',
    { context: { deciders: ['a-2'], handlers: [] }, event: plan() },
  ],
  [
    'SOD-07',
    'allows',
    'somebody who has not decided',
    'it is on the team',
    { context: { deciders: ['p-1'], handlers: ['h-1'] }, event: plan() },
  ],
  [
    'SOD-07',
    'refuses',
    'who handled an appeal of this client',
    'it is on the team',
    { context: { deciders: ['p-1'], handlers: ['a-2'] }, event: plan() },
  ],
  [
    'SOD-07',
    'allows',
    'deciders',
    'something without a team is recorded',
    { context: { deciders: ['a-2'], handlers: [] }, event: { type: 'PreAuditSkipped' } },
  ],
  [
    'SOD-08',
    'allows',
    'cloud that the review asks for',
    'a member holds it',
    able(['cloud'], plan()),
  ],
  [
    'SOD-08',
    'refuses',
    'paper that the review asks for',
    'no member holds it',
    able(['paper'], plan()),
  ],
  [
    'SOD-08',
    'allows',
    'cloud that is held until the last day',
    'the audit ends that day',
    able(['cloud'], plan({ to: '2026-12-31' })),
  ],
  [
    'SOD-08',
    'refuses',
    'cloud that is held until the year ends',
    'the audit ends after it',
    able(['cloud'], plan({ to: '2027-01-01' })),
  ],
  [
    'SOD-08',
    'allows',
    'paper that the review asks for',
    'something without a team is recorded',
    able(['paper'], { type: 'PreAuditSkipped', to: '2026-12-31' }),
  ],
  [
    'SOD-08',
    'allows',
    'paper that the review asks for',
    'a team without days is recorded',
    able(['paper'], { type: 'TeamNamed', team: plan().team }),
  ],
  [
    'R-S2-01',
    'allows',
    'Stage 1 that is valid until 1 December',
    'Stage 2 is planned from that day',
    { context: { openBy: '2026-12-01' }, event: plan() },
  ],
  [
    'R-S2-01',
    'refuses',
    'Stage 1 that is valid until 30 November',
    'Stage 2 is planned from the day after',
    { context: { openBy: '2026-11-30' }, event: plan() },
  ],
  [
    'R-S2-01',
    'refuses',
    'no authorisation of Stage 2',
    'it is planned',
    { context: { openBy: null }, event: plan() },
  ],
  [
    'R-S2-01',
    'allows',
    'no authorisation of Stage 2',
    'another audit is planned',
    { context: { openBy: null }, event: plan({ type: 'Stage1Scheduled' }) },
  ],
  [
    'R-S2-01',
    'refuses',
    'Stage 1 that is valid until 20 April',
    'Stage 2 is postponed to the day after',
    {
      context: { openBy: '2027-04-20' },
      event: plan({ type: 'Stage2Postponed', from: '2027-04-21' }),
    },
  ],
  [
    'R-S2-01',
    'allows',
    'Stage 1 that is valid until 20 April',
    'Stage 2 is postponed to that day',
    {
      context: { openBy: '2027-04-20' },
      event: plan({ type: 'Stage2Postponed', from: '2027-04-20' }),
    },
  ],
];

type Finding = readonly [grade: string, status: string, change?: object];
const file = (...all: readonly Finding[]) => ({
  context: {
    ...{ audit: 'stage-2', policy: { minorClosure: 'planAccepted' } },
    ...{ majorClosure: { rule: 'T-07', due: '2027-06-04' } },
    findings: Object.fromEntries(
      all.map(([grade, status, change]) => [
        `nc-${grade}-${status}`,
        { grade, status, audit: 'stage-2', requirement: '7.2', verifiedOn: null, ...change },
      ]),
    ),
  },
});
const strict = (...all: readonly Finding[]) => ({
  context: { ...file(...all).context, policy: { minorClosure: 'verified' } },
});
const verifiedOn = (on: string | null, change: object = {}): Finding => [
  'major',
  'verified',
  { verifiedOn: on, ...change },
];
const withoutWindow = {
  context: { ...file(verifiedOn('2027-06-05')).context, majorClosure: null },
};
const deciding: readonly Case[] = [
  ...['verified', 'closed', 'withdrawn'].map((status): Case => [
    'R-DEC-04',
    'allows',
    `a major that is ${status}`,
    'the file is completed',
    file(['major', status]),
  ]),
  ...['open', 'planAccepted'].map((status): Case => [
    'R-DEC-04',
    'refuses',
    `a major that is ${status}`,
    'the file is completed',
    file(['major', status], ['major', 'closed']),
  ]),
  [
    'R-DEC-04',
    'allows',
    'a minor with an accepted plan',
    'the file is completed',
    file(['minor', 'planAccepted']),
  ],
  [
    'R-DEC-04',
    'refuses',
    'a minor without an accepted plan',
    'the file is completed',
    file(['minor', 'open'], ['minor', 'planAccepted']),
  ],
  [
    'R-DEC-04',
    'refuses',
    'a policy that wants minors verified',
    'a minor has an accepted plan only',
    strict(['minor', 'planAccepted']),
  ],
  [
    'R-DEC-04',
    'allows',
    'a policy that wants minors verified',
    'a minor is verified',
    strict(['minor', 'verified']),
  ],
  ['R-DEC-04', 'allows', 'no finding', 'the file is completed', file()],
  [
    'R-S2-10',
    'refuses',
    'a minor in internal audit with an accepted plan',
    'the file is completed',
    file(['minor', 'planAccepted', { requirement: '9.2.2' }], ['minor', 'verified']),
  ],
  [
    'R-S2-10',
    'refuses',
    'a major in the management review',
    'the file is completed',
    file(['major', 'open', { requirement: '9.3.1' }]),
  ],
  [
    'R-S2-10',
    'refuses',
    'a finding on the clause of the management review itself',
    'the file is completed',
    file(['minor', 'open', { requirement: '9.3' }]),
  ],
  [
    'R-S2-10',
    'allows',
    'a minor in internal audit that was verified',
    'the file is completed',
    file(['minor', 'verified', { requirement: '9.2.2' }]),
  ],
  ...['9.1', 'A.9.2.1', '9.20', '8.9.3'].map((requirement): Case => [
    'R-S2-10',
    'allows',
    `an open minor on ${requirement}, which is another clause`,
    'the file is completed',
    file(['minor', 'open', { requirement }]),
  ]),
  [
    'R-DEC-06',
    'allows',
    'a major verified on the last day of the window',
    'the file is completed',
    file(verifiedOn('2027-06-04')),
  ],
  [
    'R-DEC-06',
    'refuses',
    'a major verified the day after the window',
    'the file is completed',
    file(['major', 'closed'], verifiedOn('2027-06-05')),
  ],
  [
    'R-DEC-06',
    'allows',
    'a major that is not verified yet',
    'the window is looked at',
    file(verifiedOn(null)),
  ],
  [
    'R-DEC-06',
    'allows',
    'a major of an earlier Stage 2',
    'it was verified after the window',
    file(verifiedOn('2027-06-05', { audit: 'stage-1' })),
  ],
  [
    'R-DEC-06',
    'allows',
    'a minor',
    'it was verified after the window',
    file(['minor', 'verified', { verifiedOn: '2027-06-05' }]),
  ],
  ['R-DEC-06', 'allows', 'no window', 'a major was verified late', withoutWindow],
  [
    'T-09',
    'refuses',
    'a minor of an earlier audit that is open',
    'the next decision is made',
    file(['minor', 'planAccepted', { audit: 'stage-1' }], ['minor', 'verified']),
  ],
  [
    'T-09',
    'allows',
    'a minor of an earlier audit that was verified',
    'the next decision is made',
    file(['minor', 'verified', { audit: 'stage-1' }]),
  ],
  [
    'T-09',
    'allows',
    'a minor of this audit that is open',
    'the decision is made',
    file(['minor', 'planAccepted']),
  ],
];

const acts = { meta: { actor: member } };
const clock = { meta: {} };
const gate = (accreditationGate: string, concurredOn: string | null, event: object) => ({
  context: { accreditationGate, concurredOn, gateWaivedOn: null },
  event,
});
const on = (day: string) => ({ type: 'CertificationGranted', on: day });
const granting: readonly Case[] = [
  [
    'R-DEC-01',
    'refuses',
    'somebody who audited this client',
    'it decides',
    { context: { auditors: ['a-1', 'p-1'] }, event: acts },
  ],
  [
    'R-DEC-01',
    'allows',
    'somebody who never audited this client',
    'it decides',
    { context: { auditors: ['a-1'] }, event: acts },
  ],
  [
    'R-DEC-01',
    'allows',
    'auditors',
    'a clock acts, whom other rules refuse',
    { context: { auditors: ['a-1'] }, event: clock },
  ],
  [
    'ROLE-03',
    'allows',
    'a member of the panel',
    'it records the decision',
    { context: { panel: ['p-1', 'p-2'] }, event: acts },
  ],
  [
    'ROLE-03',
    'refuses',
    'somebody outside the panel',
    'it records the decision',
    { context: { panel: ['p-2'] }, event: acts },
  ],
  [
    'ROLE-03',
    'refuses',
    'nobody',
    'a clock records the decision',
    { context: { panel: ['p-2'] }, event: clock },
  ],
  [
    'R-AB-02',
    'allows',
    'a policy without gate',
    'certification is granted',
    gate('notRequired', null, on('2027-01-20')),
  ],
  [
    'R-AB-02',
    'refuses',
    'no concurrence',
    'certification is granted',
    gate('required', null, on('2027-01-20')),
  ],
  [
    'R-AB-02',
    'allows',
    'a concurrence of 20 January',
    'certification is granted that day',
    gate('required', '2027-01-20', on('2027-01-20')),
  ],
  [
    'R-AB-02',
    'refuses',
    'a concurrence of 20 January',
    'the grant is dated before it',
    gate('required', '2027-01-20', on('2027-01-19')),
  ],
  [
    'R-AB-02',
    'refuses',
    'a concurrence of 20 January',
    'a grant without a day is recorded',
    gate('required', '2027-01-20', { type: 'CertificationGranted' }),
  ],
  [
    'R-RC-05',
    'allows',
    'an expiry on 19 January 2030',
    'the renewal is of that day',
    {
      context: { expiry: { due: '2030-01-19' } },
      event: { type: 'RecertificationGranted', on: '2030-01-19' },
    },
  ],
  [
    'R-RC-05',
    'refuses',
    'an expiry on 19 January 2030',
    'the renewal is of the day after',
    {
      context: { expiry: { due: '2030-01-19' } },
      event: { type: 'RecertificationGranted', on: '2030-01-20' },
    },
  ],
  [
    'R-RC-05',
    'refuses',
    'no certificate',
    'it is renewed',
    { context: { expiry: null }, event: { type: 'RecertificationGranted', on: '2030-01-19' } },
  ],
  [
    'R-RC-05',
    'allows',
    'an expiry that has passed',
    'something else is recorded',
    {
      context: { expiry: { due: '2030-01-19' } },
      event: { type: 'CertificateExpired', on: '2030-01-20' },
    },
  ],
  ['SOD-11', 'allows', 'a person', 'it suspends', { event: acts }],
  ['SOD-11', 'refuses', 'a clock', 'it suspends', { event: clock }],
];

const suspension = { event: 'globex-27001:180', on: '2028-02-01', replaced: false };
const suspended = { decided: { CertificateSuspended: suspension }, appeals: {} };
const lodged = {
  ...{ type: 'AppealLodged', decision: 'CertificateSuspended', event: suspension.event },
  ...{ on: '2028-02-01', decidedOn: '2028-02-01' },
};
const appealedWith = (outcome: string) => ({
  ...suspended,
  appeals: { 'appeal-1': { event: suspension.event, outcome } },
});
const appealing: readonly Case[] = [
  [
    'R-APL-01',
    'allows',
    'a suspension',
    'it is appealed against',
    { context: suspended, event: lodged },
  ],
  [
    'R-APL-01',
    'refuses',
    'no suspension',
    'one is appealed against',
    { context: { decided: {} }, event: lodged },
  ],
  [
    'R-APL-02',
    'allows',
    'a suspension',
    'it is appealed against first',
    { context: suspended, event: lodged },
  ],
  [
    'R-APL-02',
    'refuses',
    'an open appeal',
    'another is lodged against the same decision',
    { context: appealedWith('open'), event: lodged },
  ],
  [
    'R-APL-02',
    'refuses',
    'a dismissed appeal',
    'another is lodged against the same decision',
    { context: appealedWith('dismissed'), event: lodged },
  ],
  [
    'R-APL-02',
    'allows',
    'an appeal taken back',
    'another is lodged against the same decision',
    { context: appealedWith('withdrawn'), event: lodged },
  ],
  [
    'R-APL-02',
    'allows',
    'an appeal against an earlier suspension',
    'a later one is appealed against',
    { context: appealedWith('dismissed'), event: { ...lodged, event: 'globex-27001:190' } },
  ],
  [
    'R-APL-02',
    'allows',
    'an appeal that was not admissible',
    'another is lodged against the same decision',
    { context: appealedWith('inadmissible'), event: lodged },
  ],
  ...['R-APL-01', 'R-APL-02', 'R-APL-03'].map((id): Case => [
    id,
    'allows',
    'a decision that is open to no appeal',
    'something else is recorded',
    {
      context: { ...appealedWith('dismissed'), decided: {} },
      event: { ...lodged, type: 'AppealClosed', on: '2028-01-31' },
    },
  ]),
  ['R-APL-03', 'allows', 'a decision', 'an appeal comes on its day', { event: lodged }],
  [
    'R-APL-03',
    'refuses',
    'a decision',
    'an appeal is dated before it',
    { event: { ...lodged, on: '2028-01-31' } },
  ],
  ['R-CPL-01', 'allows', 'a chosen body', 'somebody complains', { context: { rcb: 'acme' } }],
  ['R-CPL-01', 'refuses', 'no chosen body', 'somebody complains', { context: { rcb: null } }],
];

describe('rules of a journey, both outcomes', () => {
  showRules(rules, [...followingUp, ...dateCases, ...officeCases, ...selection, ...applying]);
  showRules(rules, [...planning, ...deciding, ...granting, ...appealing, ...lifeCases]);
});
