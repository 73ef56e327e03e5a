import { describe } from '@jest/globals';
import { rules } from '../../../../machines/certification/rules.ts';
import { showRules, type Case } from '../../../support/rule-cases.ts';
import { transferCases } from '../../../support/transfer-cases.ts';

const zone = 'Europe/Berlin';
const accepts = (review: object) => ({ event: { type: 'ApplicationAccepted', ...review } });
const answers = (on: string | undefined, at = '2026-11-12T12:00:00.000Z') => ({
  context: { zone, quoteValid: { due: '2026-11-10' } },
  event: { type: 'QuoteAccepted', on, meta: { at } },
});
const quotes = (requote: string, type: string) => ({ context: { requote }, event: { type } });
const changes = (application: object | null, changed: readonly string[]) => ({
  context: { application },
  event: { type: 'ClientDataChanged', changed },
});
const impartiality = (impartialityCase: string | null, type: string) => ({
  context: { impartialityCase },
  event: { type, meta: { actor: { id: 'p-1', role: 'panelMember' } } },
});
const four = ['a', 'b', 'c', 'd'].map((site) => ({ site, isCentral: site === 'a' }));
const sites = (chosen: readonly string[], drawn: readonly string[] = []) => ({
  context: { application: { sites: four }, auditTime: { siteSample: { initial: 2 } } },
  event: { type: 'SiteSampleSelected', year: 0, chosen, drawn },
});
const time = (determined: object) => ({
  context: {},
  event: { type: 'AuditTimeRedetermined', identicalGroups: [], ...determined },
});
const timed = (...names: string[]) => ({
  sites: { count: 1, times: names.map((site) => ({ site, persons: 5, reduction: 0 })) },
  siteSample: { initial: 1 },
});
const issues = (on: string) => ({
  context: { grantedOn: '2027-01-20', expiry: { due: '2030-01-19' } },
  event: { type: 'CertificateIssued', on },
});
const waives = (id: string) => ({
  context: { proposer: 'p-1', certificateIssuer: 'o-1' },
  event: { type: 'AccreditationGateWaived', meta: { actor: { id } } },
});
const everything = ['access', 'changes', 'marks', 'complaints', 'witnesses'];
const signs = (obligations?: readonly string[]) => ({
  event: { type: 'AgreementSigned', ...(obligations && { obligations }) },
});
const agreeing: readonly Case[] = [
  ['R-APP-09', 'allows', 'all obligations', 'the agreement is signed', signs(everything)],
  ...everything.map((one): Case => [
    'R-APP-09',
    'refuses',
    `all obligations but ${one}`,
    'the agreement is signed',
    signs(everything.filter((other) => other !== one)),
  ]),
  ['R-APP-09', 'allows', 'nothing said of them', 'the agreement is signed', signs()],
  [
    'R-APP-09',
    'allows',
    'no obligations',
    'something else is recorded',
    { event: { type: 'QuoteAccepted', obligations: [] } },
  ],
];
const concern = { concerns: [{ requirement: '9.2.2', potentialGrade: 'major' }] };
const addresses = (requirement: string, context: object = concern) => ({
  context,
  event: { type: 'AreaOfConcernAddressed', requirement },
});
const addressing: readonly Case[] = [
  ['R-S1-09', 'allows', 'an area of concern', 'it is addressed', addresses('9.2.2')],
  ['R-S1-09', 'refuses', 'an area of concern', 'another is addressed', addresses('9.2.1')],
  [
    'R-S1-09',
    'refuses',
    'no area of concern',
    'one is addressed',
    addresses('9.2.2', { concerns: [] }),
  ],
  [
    'R-S1-09',
    'allows',
    'no area of concern',
    'something else is recorded',
    { context: { concerns: [] }, event: { type: 'Stage2Authorised', requirement: '9.2.2' } },
  ],
];
const inForce = {
  ...{ certificate: 'globex-27001-1', document: { number: 'globex-27001-1', revision: 1 } },
  ...{ suspendedOn: null, cancelledOn: null },
};
const standings: readonly (readonly [string, object, boolean])[] = [
  ['a certificate in force', {}, true],
  ['a suspended certificate', { suspendedOn: '2028-02-01' }, false],
  ['a certificate that has ended', { document: null }, false],
  ['a cancelled certificate', { cancelledOn: '2028-02-01' }, false],
];
const stops = { type: 'MarkUseStopped' };
const misuse = (kind: string) => ({ type: 'MarkMisuseDetected', kind });
const marking: readonly Case[] = standings.flatMap(([given, change, isInForce]): Case[] => {
  const context = { ...inForce, ...change };
  const outcome = isInForce ? 'refuses' : 'allows';
  return [
    ['R-CRT-01', outcome, given, 'the client stops its use', { context, event: stops }],
    [
      'R-CRT-01',
      outcome,
      given,
      'it is used as if it were not in force',
      { context, event: misuse('notInForce') },
    ],
    ...['beyondScope', 'misleading'].map((kind): Case => [
      'R-CRT-01',
      'allows',
      given,
      `its use is found to be ${kind}`,
      { context, event: misuse(kind) },
    ]),
  ];
});
const neverIssued: readonly Case[] = [stops, misuse('misleading')].map((event) => [
  'R-CRT-01',
  'refuses',
  'no certificate',
  `${event.type} is to be recorded`,
  { context: { ...inForce, certificate: null, document: null }, event },
]);
const cases: readonly Case[] = [
  [
    'R-APP-02',
    'allows',
    'an application review',
    'it names competence of team and of panel',
    accepts({ teamCompetences: ['cloud'], decisionCompetences: ['security'] }),
  ],
  [
    'R-APP-02',
    'refuses',
    'an application review',
    'it names no competence of the team',
    accepts({ teamCompetences: [], decisionCompetences: ['security'] }),
  ],
  [
    'R-APP-02',
    'refuses',
    'an application review',
    'it names no competence of the panel',
    accepts({ teamCompetences: ['cloud'] }),
  ],
  [
    'R-APP-02',
    'refuses',
    'an application review',
    'it says nothing of the team',
    accepts({ decisionCompetences: ['security'] }),
  ],
  ['R-APP-02', 'refuses', 'an application review', 'it names neither', accepts({})],
  [
    'R-APP-02',
    'allows',
    'no competence named',
    'something else is recorded',
    { event: { type: 'ApplicationDeclined' } },
  ],
  [
    'R-APP-08',
    'allows',
    'a review that found everything in order',
    'the application is accepted',
    accepts({ review: { isInformationSufficient: true, isImpartialityKept: true } }),
  ],
  [
    'R-APP-08',
    'refuses',
    'a review that found one thing lacking',
    'the application is accepted',
    accepts({ review: { isInformationSufficient: true, isImpartialityKept: false } }),
  ],
  [
    'R-APP-08',
    'allows',
    'a review that says nothing else',
    'the application is accepted',
    accepts({}),
  ],
  [
    'R-APP-08',
    'allows',
    'a review that found one thing lacking',
    'the application is declined',
    { event: { type: 'ApplicationDeclined', review: { isImpartialityKept: false } } },
  ],
  [
    'T-01',
    'allows',
    'a quote that stands until 10 November',
    'it is accepted on that day',
    answers('2026-11-10'),
  ],
  [
    'T-01',
    'refuses',
    'a quote that stands until 10 November',
    'it is accepted the day after',
    answers('2026-11-11'),
  ],
  [
    'T-01',
    'allows',
    'a quote that stands until 10 November',
    'it is accepted on that day, no day told',
    answers(undefined, '2026-11-10T12:00:00.000Z'),
  ],
  [
    'T-01',
    'refuses',
    'a quote that stands until 10 November',
    'it is accepted the day after, no day told',
    answers(undefined, '2026-11-11T12:00:00.000Z'),
  ],
  [
    'T-01',
    'refuses',
    'no quote',
    'it is accepted',
    { ...answers('2026-11-10'), context: { zone, quoteValid: null } },
  ],
  [
    'T-01',
    'allows',
    'no quote',
    'something else is recorded',
    { context: { zone, quoteValid: null }, event: { type: 'QuoteRejected' } },
  ],
  [
    'R-APP-05',
    'allows',
    'facts as before',
    'an audit is scheduled',
    { context: { isTimeDue: false, requote: 'none' } },
  ],
  [
    'R-APP-05',
    'refuses',
    'facts that have changed',
    'an audit is scheduled',
    { context: { isTimeDue: true, requote: 'none' } },
  ],
  [
    'R-APP-05',
    'refuses',
    'days that have changed',
    'an audit is scheduled',
    { context: { isTimeDue: false, requote: 'due' } },
  ],
  [
    'R-APP-06',
    'allows',
    'days that have changed',
    'a quote is revised',
    quotes('due', 'QuoteRevised'),
  ],
  ['R-APP-06', 'refuses', 'days as agreed', 'a quote is revised', quotes('none', 'QuoteRevised')],
  ['R-APP-06', 'allows', 'a revised quote', 'it is rejected', quotes('offered', 'QuoteRejected')],
  ['R-APP-06', 'refuses', 'no revised quote yet', 'it is rejected', quotes('due', 'QuoteRejected')],
  ['R-APP-07', 'allows', 'an application', 'something of it changes', changes({}, ['employees'])],
  ['R-APP-07', 'refuses', 'an application', 'nothing of it changes', changes({}, [])],
  ['R-APP-07', 'refuses', 'no application', 'something changes', changes(null, ['employees'])],
  [
    'R-APP-07',
    'allows',
    'no application',
    'something else is recorded',
    { context: { application: null }, event: { type: 'RcbShortlisted', changed: [] } },
  ],
  [
    'R-IMP-01',
    'allows',
    'no impartiality case',
    'an audit is scheduled',
    { context: { impartialityCase: null } },
  ],
  [
    'R-IMP-01',
    'refuses',
    'an open impartiality case',
    'an audit is scheduled',
    { context: { impartialityCase: 'o-1' } },
  ],
  [
    'R-IMP-02',
    'allows',
    'no impartiality case',
    'one is opened',
    impartiality(null, 'ImpartialityCaseOpened'),
  ],
  [
    'R-IMP-02',
    'refuses',
    'an open impartiality case',
    'another is opened',
    impartiality('p-9', 'ImpartialityCaseOpened'),
  ],
  [
    'R-IMP-02',
    'refuses',
    'an open impartiality case',
    'who opened it closes it',
    impartiality('p-1', 'ImpartialityCaseClosed'),
  ],
  [
    'R-IMP-02',
    'allows',
    'an open impartiality case',
    'somebody else closes it',
    impartiality('p-9', 'ImpartialityCaseClosed'),
  ],
  [
    'R-IMP-02',
    'refuses',
    'no impartiality case',
    'it is closed',
    impartiality(null, 'ImpartialityCaseClosed'),
  ],
  [
    'R-PRG-04',
    'allows',
    'a sample that was determined',
    'its sites are selected',
    { context: { auditTime: { siteSample: { initial: 2 } } } },
  ],
  [
    'R-PRG-04',
    'refuses',
    'an audit time without a sample',
    'sites are selected',
    { context: { auditTime: {} } },
  ],
  ['R-PRG-04', 'refuses', 'no audit time', 'sites are selected', { context: { auditTime: null } }],
  ['R-SITE-01', 'allows', 'four sites', 'two of them are chosen', sites(['b', 'c'])],
  ['R-SITE-01', 'refuses', 'four sites', 'one is chosen twice', sites(['b', 'b'])],
  ['R-SITE-01', 'refuses', 'four sites', 'a strange one is chosen', sites(['b', 'x'])],
  ['R-SITE-01', 'refuses', 'four sites', 'the central function is chosen', sites(['a'])],
  [
    'R-SITE-01',
    'allows',
    'a strange site',
    'something else is recorded',
    { ...sites(['x']), event: { type: 'QuoteRevised', chosen: ['x'] } },
  ],
  ['R-SITE-02', 'allows', 'a sample of two', 'one is chosen and one drawn', sites(['b'], ['c'])],
  ['R-SITE-02', 'refuses', 'a sample of two', 'one is chosen and none drawn', sites(['b'])],
  [
    'R-SITE-02',
    'refuses',
    'a sample of two',
    'two are chosen and one drawn',
    sites(['b', 'c'], ['d']),
  ],
  [
    'R-SITE-02',
    'allows',
    'a sample of two',
    'something else is recorded',
    { ...sites([]), event: { type: 'QuoteRevised', year: 0, chosen: [], drawn: [] } },
  ],
  [
    'R-TIME-05',
    'allows',
    'a group of sixteen',
    'it counts as four',
    time({ identicalGroups: [{ activity: 'packing', persons: 16, counted: 4 }] }),
  ],
  [
    'R-TIME-05',
    'refuses',
    'a group of sixteen',
    'it counts as three',
    time({ identicalGroups: [{ activity: 'packing', persons: 16, counted: 3 }] }),
  ],
  [
    'R-TIME-05',
    'refuses',
    'a group of sixteen',
    'it counts as seventeen',
    time({ identicalGroups: [{ activity: 'packing', persons: 16, counted: 17 }] }),
  ],
  [
    'R-TIME-05',
    'refuses',
    'four part-timers',
    'they count as five',
    time({ partTime: { persons: 4, fullTime: 5 } }),
  ],
  [
    'R-TIME-05',
    'allows',
    'four part-timers',
    'they count as two',
    time({ partTime: { persons: 4, fullTime: 2 } }),
  ],
  [
    'R-TIME-06',
    'allows',
    'ten days',
    'two of them are planning and reporting',
    time({ planningShare: 20 }),
  ],
  [
    'R-TIME-06',
    'refuses',
    'ten days',
    'more than a fifth of them is planning and reporting',
    time({ planningShare: 21 }),
  ],
  [
    'R-TIME-06',
    'allows',
    'ten days',
    'more than a fifth of them is that for a reason',
    time({ planningShare: 30, planningReason: 'three languages' }),
  ],
  [
    'R-TIME-09',
    'allows',
    'a sample of one site',
    'time is given for the central function and one site',
    time(timed('a', 'b')),
  ],
  [
    'R-TIME-09',
    'refuses',
    'a sample of one site',
    'time is given for the central function only',
    time(timed('a')),
  ],
  [
    'R-TIME-09',
    'refuses',
    'a sample of one site',
    'time is given for one site twice',
    time(timed('a', 'a')),
  ],
  [
    'R-TIME-10',
    'allows',
    'an agreement',
    'the audit time is determined again',
    { context: { agreedOn: '2026-09-21', auditTime: {} } },
  ],
  [
    'R-TIME-10',
    'refuses',
    'no agreement',
    'the audit time is determined again',
    { context: { agreedOn: null, auditTime: {} } },
  ],
  [
    'R-TIME-10',
    'refuses',
    'an agreement without audit time',
    'it is determined again',
    { context: { agreedOn: '2026-09-21', auditTime: null } },
  ],
  [
    'R-CRT-03',
    'allows',
    'a statement of applicability that an audit recorded',
    'the certificate is issued',
    { context: { applicability: { version: '4' } } },
  ],
  [
    'R-CRT-03',
    'refuses',
    'no statement of applicability',
    'the certificate is issued',
    { context: { applicability: null } },
  ],
  [
    'R-CRT-04',
    'allows',
    'a decision of 20 January',
    'the certificate takes effect that day',
    issues('2027-01-20'),
  ],
  [
    'R-CRT-04',
    'refuses',
    'a decision of 20 January',
    'the certificate takes effect the day before',
    issues('2027-01-19'),
  ],
  [
    'R-CRT-04',
    'allows',
    'validity until 19 January',
    'the certificate takes effect on that day',
    issues('2030-01-19'),
  ],
  [
    'R-CRT-04',
    'refuses',
    'validity until 19 January',
    'the certificate takes effect the day after',
    issues('2030-01-20'),
  ],
  [
    'R-CRT-04',
    'allows',
    'no decision and no expiry yet',
    'a step has a day',
    { context: { grantedOn: null, expiry: null }, event: { on: '2027-01-01' } },
  ],
  [
    'R-CRT-04',
    'allows',
    'a decision',
    'a step has no day',
    { ...issues('2020-01-01'), event: { type: 'CertificateReissued' } },
  ],
  [
    'R-CRT-04',
    'allows',
    'a decision',
    'a step leaves its day out',
    { ...issues('2020-01-01'), event: { type: 'CertificateReissued', on: undefined } },
  ],
  ['SOD-09', 'allows', 'a proposal', 'another member waives the accreditation body', waives('p-2')],
  [
    'SOD-09',
    'refuses',
    'a proposal',
    'who recorded it waives the accreditation body',
    waives('p-1'),
  ],
  [
    'SOD-09',
    'refuses',
    'a proposal',
    'a clock waives the accreditation body',
    { ...waives('p-2'), event: { type: 'AccreditationGateWaived', meta: {} } },
  ],
  [
    'SOD-09',
    'allows',
    'a certificate',
    'another than who issued it issues it anew',
    { ...waives('p-1'), event: { type: 'CertificateReissued', meta: { actor: { id: 'p-1' } } } },
  ],
  [
    'SOD-09',
    'refuses',
    'a certificate',
    'who issued it issues it anew',
    { ...waives('o-1'), event: { type: 'CertificateReissued', meta: { actor: { id: 'o-1' } } } },
  ],
];

describe('rules of application, changes and certificate, both outcomes', () => {
  showRules(rules, [...cases, ...agreeing, ...addressing, ...marking, ...neverIssued]);
});

describe('rules of transfers between bodies, both outcomes', () => {
  showRules(rules, transferCases);
});
