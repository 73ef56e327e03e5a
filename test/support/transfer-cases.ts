import type { Case } from './rule-cases.ts';

const certificate = {
  ...{ issuedBy: 'Othercert', number: 'OC-17', originallyOn: '2027-03-01' },
  ...{ grantedOn: '2027-03-01', validUntil: '2030-02-28', cycle: 1 },
};
const transferred = {
  ...{ status: 'eligible', certificate, surveillances: ['2028-01-18'], issuerFailedOn: null },
  ...{ transferBy: { due: '2030-02-28' }, hasLapsed: false, outcome: null, endsOn: null },
  team: [{ id: 'a-1', role: 'leadAuditor' }],
};
const known = (transfer: object | null, more: object = {}) => ({
  policy: { sv1Max: 'P12M' },
  standard: '27001:2022',
  transfer: transfer && { ...transferred, ...transfer },
  ...more,
});

const confirms = (event: object, transfer: object = {}) => ({
  context: known({ status: 'requested', ...transfer }),
  event: {
    ...{ type: 'TransferEligibilityConfirmed', on: '2028-03-08', status: 'valid' },
    ...{ isMlaSignatory: true, isScopeAccredited: true, ...event },
  },
});
const leaves = (context: object) => ({
  context: { document: { number: 'n', revision: 1 }, suspendedOn: null, ...context },
  event: { type: 'TransferredOut', on: '2028-06-01' },
});
const eligible: readonly Case[] = [
  ['R-TR-01', 'allows', 'a valid certificate', 'it is found eligible', confirms({})],
  ...['suspended', 'withdrawn', 'cancelled', 'expired'].map((status): Case => [
    'R-TR-01',
    'refuses',
    `a certificate that is ${status}`,
    'it is found eligible',
    confirms({ status }),
  ]),
  [
    'R-TR-01',
    'refuses',
    'a body under no signatory',
    'its certificate is found eligible',
    confirms({ isMlaSignatory: false }),
  ],
  [
    'R-TR-01',
    'refuses',
    'a scope beyond the accreditation',
    'it is found eligible',
    confirms({ isScopeAccredited: false }),
  ],
  ['R-TR-01', 'allows', 'a valid certificate', 'it goes to another body', leaves({})],
  [
    'R-TR-01',
    'refuses',
    'a suspended certificate',
    'it goes to another body',
    leaves({ suspendedOn: '2028-05-01' }),
  ],
  [
    'R-TR-01',
    'refuses',
    'a certificate that was never issued',
    'it goes to another body',
    leaves({ document: null }),
  ],
  ['R-TR-01', 'allows', 'nothing', 'something else is recorded', { event: { type: 'AnyOther' } }],
];

const failed = { issuerFailedOn: '2028-01-31', transferBy: { due: '2028-07-31' } };
const told = { accreditationBodyToldOn: '2028-03-08' };
const accepts = (on: string, transfer: object | null = failed) => ({
  context: known(transfer),
  event: { type: 'TransferAccepted', on },
});
const goes = (on: string, transferBy: object | null) => ({
  context: { transfer: null, transferBy },
  event: { type: 'TransferredOut', on },
});
const inTime: readonly Case[] = [
  ['R-TR-02', 'allows', 'a body that goes on', 'its certificate is found eligible', confirms({})],
  [
    'R-TR-02',
    'refuses',
    'a body that has failed',
    'nobody has told the accreditation body',
    confirms({}, failed),
  ],
  [
    'R-TR-02',
    'allows',
    'a body that has failed',
    'the accreditation body was told',
    confirms(told, failed),
  ],
  [
    'R-TR-02',
    'refuses',
    'a body that has failed',
    'its certificate is found eligible a day too late',
    confirms({ ...told, on: '2028-08-01' }, failed),
  ],
  ['R-TR-02', 'allows', 'a last day', 'it is accepted on that day', accepts('2028-07-31')],
  ['R-TR-02', 'refuses', 'a last day', 'it is accepted a day later', accepts('2028-08-01')],
  ['R-TR-02', 'refuses', 'no transfer', 'one is accepted', accepts('2028-07-31', null)],
  [
    'R-TR-02',
    'allows',
    'a certificate of a body that goes on',
    'another takes it over',
    goes('2028-09-01', null),
  ],
  [
    'R-TR-02',
    'allows',
    'a body without accreditation',
    'another takes the certificate over on the last day',
    goes('2028-07-31', { due: '2028-07-31' }),
  ],
  [
    'R-TR-02',
    'refuses',
    'a body without accreditation',
    'another takes the certificate over later',
    goes('2028-08-01', { due: '2028-07-31' }),
  ],
  [
    'R-TR-02',
    'allows',
    'no transfer',
    'something else is recorded',
    { context: { transfer: null, transferBy: null }, event: { type: 'AnyOther' } },
  ],
];

const reviews = (event: object, transfer: object | null = {}) => ({
  context: known(transfer),
  event: {
    ...{ type: 'PreTransferReviewCompleted', on: '2028-03-29', outcome: 'takeOver' },
    ...{ isAuthentic: true, isScopeFitting: true, hasAuditReport: true },
    ...{ hasSurveillanceReports: true, isEachNonconformityTakenOver: true },
    ...{ surveillances: ['2028-01-18'], covered: ['9.2.1'], ...event },
  },
});
const wanted = [
  ...['isAuthentic', 'isScopeFitting', 'hasAuditReport', 'hasSurveillanceReports'],
  'isEachNonconformityTakenOver',
];
const never = { surveillances: [] };
const later = { certificate: { ...certificate, cycle: 2 } };
const reviewed: readonly Case[] = [
  ['R-TR-03', 'allows', 'a review that lacks nothing', 'it is taken over', reviews({})],
  ...wanted.map((name): Case => [
    'R-TR-03',
    'refuses',
    `a review without ${name}`,
    'it is taken over',
    reviews({ [name]: false }),
  ]),
  ...['visit', 'newClient'].map((outcome): Case => [
    'R-TR-03',
    'allows',
    'a review that lacks a report',
    `its outcome is ${outcome}`,
    reviews({ outcome, hasAuditReport: false }),
  ]),
  ['R-TR-03', 'refuses', 'no transfer', 'one is reviewed', reviews({}, null)],
  [
    'R-TR-03',
    'allows',
    'a first cycle without surveillance',
    'it is reviewed on the last day for one',
    reviews({ ...never, on: '2028-03-01' }),
  ],
  [
    'R-TR-03',
    'refuses',
    'a first cycle without surveillance',
    'it is reviewed a day later',
    reviews({ ...never, on: '2028-03-02' }),
  ],
  [
    'R-TR-03',
    'allows',
    'a later cycle without surveillance',
    'it is reviewed at the end of the year after the decision',
    reviews({ ...never, on: '2028-12-31' }, later),
  ],
  [
    'R-TR-03',
    'refuses',
    'a later cycle without surveillance',
    'it is reviewed the day after',
    reviews({ ...never, on: '2029-01-01' }, later),
  ],
  [
    'R-TR-03',
    'refuses',
    'a year without surveillance',
    'it is reviewed after it',
    reviews({ on: '2030-01-01' }),
  ],
  [
    'R-TR-03',
    'allows',
    'a surveillance after which no year owes one',
    'it is reviewed in the last year',
    reviews({ on: '2030-01-05', surveillances: ['2028-01-18', '2029-02-01'] }),
  ],
  [
    'R-TR-03',
    'allows',
    'a surveillance by the end of 2029',
    'it is accepted on that day',
    accepts('2029-12-31', {}),
  ],
  [
    'R-TR-03',
    'refuses',
    'a surveillance by the end of 2029',
    'it is accepted later without one',
    accepts('2030-01-01', {}),
  ],
  ['R-TR-03', 'refuses', 'no transfer', 'one is accepted', accepts('2028-04-20', null)],
  [
    'R-TR-03',
    'allows',
    'no transfer',
    'something else is recorded',
    { context: known(null), event: { type: 'AnyOther' } },
  ],
];

const issues = (transfer: object | null, on = '2028-04-26', type = 'CertificateIssued') => ({
  context: known(transfer && { status: 'accepted', ...transfer }),
  event: { type, on },
});
const single: readonly Case[] = [
  ['R-TR-04', 'allows', 'no transfer', 'a certificate is issued', issues(null)],
  [
    'R-TR-04',
    'allows',
    'a transfer that came to nothing',
    'a certificate is issued',
    issues({ status: 'over' }),
  ],
  [
    'R-TR-04',
    'refuses',
    'a certificate that was taken over',
    'nobody has confirmed when the other one ends',
    issues({}),
  ],
  [
    'R-TR-04',
    'allows',
    'a certificate that was taken over',
    'the other one ends that day',
    issues({ endsOn: '2028-04-26' }),
  ],
  [
    'R-TR-04',
    'refuses',
    'a certificate that was taken over',
    'the other one ends a day later',
    issues({ endsOn: '2028-04-27' }),
  ],
  [
    'R-TR-04',
    'allows',
    'a certificate that was taken over',
    'something else is recorded',
    issues({}, '2028-04-26', 'CertificateReissued'),
  ],
];

const asked = { to: 'Othercert', recordsOn: null };
const given = { to: 'Othercert', recordsOn: '2028-05-09' };
const suspends = (context: object) => ({
  context: {
    ...{ leaving: asked, surveillanceOverdue: null, suspendedOn: null },
    ...{ findings: {}, complaints: {}, ...context },
  },
  event: { type: 'CertificateSuspended' },
});
const ends = (leaving: object | null) => ({
  context: { leaving },
  event: { type: 'TransferredOut' },
});
const complained = (outcome: string) => ({ complaints: { 'complaint-1': { outcome } } });
const cooperating: readonly Case[] = [
  ['R-TR-05', 'allows', 'a client that stays', 'it is suspended', suspends({ leaving: null })],
  ['R-TR-05', 'refuses', 'a client that goes', 'it is suspended', suspends({})],
  [
    'R-TR-05',
    'allows',
    'a client that goes with a surveillance overdue',
    'it is suspended',
    suspends({ surveillanceOverdue: { rule: 'T-13', due: '2028-01-20' } }),
  ],
  [
    'R-TR-05',
    'allows',
    'a client that goes with an open major',
    'it is suspended',
    suspends({ findings: { 'nc-1': { grade: 'major', status: 'open' } } }),
  ],
  [
    'R-TR-05',
    'refuses',
    'a client that goes with a verified major',
    'it is suspended',
    suspends({ findings: { 'nc-1': { grade: 'major', status: 'verified' } } }),
  ],
  [
    'R-TR-05',
    'allows',
    'a client that goes while it is suspended',
    'it is withdrawn',
    suspends({ suspendedOn: '2028-04-01' }),
  ],
  ...(['justified', 'partlyJustified', 'unjustified', 'open'] as const).map((outcome): Case => [
    'R-TR-05',
    outcome === 'justified' || outcome === 'partlyJustified' ? 'allows' : 'refuses',
    `a client that goes after a complaint that is ${outcome}`,
    'it is suspended',
    suspends(complained(outcome)),
  ]),
  ['R-TR-05', 'allows', 'records that were handed over', 'the client goes', ends(given)],
  ['R-TR-05', 'refuses', 'records that are here', 'the client goes', ends(asked)],
  ['R-TR-05', 'refuses', 'nobody who has asked', 'the client goes', ends(null)],
];

const step = (type: string, transfer: object | null, leaving: object | null = null) => ({
  context: known(transfer, { leaving }),
  event: { type },
});
const inOrder: readonly Case[] = [
  ['R-TR-06', 'allows', 'no transfer', 'one is asked for', step('TransferRequested', null)],
  [
    'R-TR-06',
    'allows',
    'a transfer that was refused',
    'another is asked for',
    step('TransferRequested', { status: 'notEligible' }),
  ],
  [
    'R-TR-06',
    'refuses',
    'a transfer',
    'another is asked for',
    step('TransferRequested', { status: 'requested' }),
  ],
  ...['TransferEligibilityConfirmed', 'TransferEligibilityRefused'].flatMap((type): Case[] => [
    [
      'R-TR-06',
      'allows',
      'a transfer that was asked for',
      `${type} is recorded`,
      step(type, { status: 'requested' }),
    ],
    [
      'R-TR-06',
      'refuses',
      'a transfer that was judged',
      `${type} is recorded`,
      step(type, { status: 'eligible' }),
    ],
    ['R-TR-06', 'refuses', 'no transfer', `${type} is recorded`, step(type, null)],
  ]),
  [
    'R-TR-06',
    'allows',
    'a transfer that was accepted',
    'the end of the other certificate is confirmed',
    step('PreviousCertificateEnded', { status: 'accepted' }),
  ],
  [
    'R-TR-06',
    'refuses',
    'no transfer',
    'the end of another certificate is confirmed',
    step('PreviousCertificateEnded', null),
  ],
  [
    'R-TR-06',
    'allows',
    'a client that stays',
    'it wants to go',
    step('TransferOutRequested', null),
  ],
  [
    'R-TR-06',
    'refuses',
    'a client that goes',
    'it wants to go again',
    step('TransferOutRequested', null, asked),
  ],
  ...['TransferRecordsHandedOver', 'TransferOutAbandoned'].flatMap((type): Case[] => [
    ['R-TR-06', 'allows', 'a client that goes', `${type} is recorded`, step(type, null, asked)],
    ['R-TR-06', 'refuses', 'a client that stays', `${type} is recorded`, step(type, null)],
  ]),
];

const applies = (transfer: object | null) => step('ApplicationAccepted', transfer);
const acts = (id: string, role: string, transfer: object | null = {}) => ({
  context: known(transfer),
  event: { type: 'PreTransferVisitMade', meta: { actor: { id, role } } },
});
const requests = (event: object) => ({
  context: known(null),
  event: { ...certificate, type: 'TransferRequested', surveillances: [], ...event },
});
const takesOver = (requirement: string) => ({
  context: known({}),
  event: { type: 'NonconformityTakenOver', requirement },
});
const recorded: readonly Case[] = [
  ['R-TR-07', 'allows', 'no transfer', 'the application is accepted', applies(null)],
  ['R-TR-07', 'allows', 'a transfer that was judged', 'the application is accepted', applies({})],
  [
    'R-TR-07',
    'refuses',
    'a transfer that nobody has judged',
    'the application is accepted',
    applies({ status: 'requested' }),
  ],
  ['R-TR-08', 'allows', 'a reviewer', 'it acts as that', acts('a-1', 'leadAuditor')],
  ['R-TR-08', 'refuses', 'a reviewer', 'it acts in another role', acts('a-1', 'auditor')],
  ['R-TR-08', 'refuses', 'somebody else', 'it acts as a reviewer', acts('a-2', 'leadAuditor')],
  ['R-TR-08', 'refuses', 'no transfer', 'somebody reviews it', acts('a-1', 'leadAuditor', null)],
  ['R-TR-09', 'allows', 'a certificate', 'its days follow each other', requests({})],
  [
    'R-TR-09',
    'refuses',
    'a certificate',
    'it was first granted after its cycle began',
    requests({ originallyOn: '2027-03-02' }),
  ],
  [
    'R-TR-09',
    'refuses',
    'a certificate',
    'it ends on the day on which it was granted',
    requests({ validUntil: '2027-03-01' }),
  ],
  [
    'R-TR-09',
    'allows',
    'two surveillances',
    'they follow each other within the cycle',
    requests({ surveillances: ['2027-03-01', '2030-02-28'] }),
  ],
  [
    'R-TR-09',
    'refuses',
    'a surveillance',
    'it lies before the cycle',
    requests({ surveillances: ['2027-02-28'] }),
  ],
  [
    'R-TR-09',
    'refuses',
    'a surveillance',
    'it lies after the expiry',
    requests({ surveillances: ['2030-03-01'] }),
  ],
  [
    'R-TR-09',
    'refuses',
    'two surveillances',
    'the second comes first',
    requests({ surveillances: ['2029-01-18', '2028-01-18'] }),
  ],
  ['R-TR-09', 'allows', 'the edition', 'a requirement of it is taken over', takesOver('A.5.23')],
  ['R-TR-09', 'refuses', 'the edition', 'another requirement is taken over', takesOver('9.9.9')],
  ['R-TR-09', 'allows', 'a review', 'its days and requirements exist', reviews({})],
  [
    'R-TR-09',
    'refuses',
    'a review',
    'a surveillance lies before the cycle',
    reviews({ surveillances: ['2027-02-28'] }),
  ],
  ['R-TR-09', 'refuses', 'a review', 'it names no requirement', reviews({ covered: ['9.9.9'] })],
  ['R-TR-09', 'refuses', 'no transfer', 'one is reviewed', reviews({}, null)],
  [
    'R-TR-09',
    'allows',
    'no transfer',
    'something else is recorded',
    { context: known(null), event: { type: 'AnyOther' } },
  ],
];

const authorises = (stage1On: string | null, type = 'Stage2Authorised') => ({
  context: { stage1On },
  event: { type, on: '2031-01-10' },
});
const afterwards: readonly Case[] = [
  ['R-TR-10', 'allows', 'a Stage 1', 'Stage 2 is authorised', authorises('2026-10-20')],
  ['R-TR-10', 'refuses', 'no Stage 1', 'Stage 2 is authorised', authorises(null)],
  ['R-TR-10', 'allows', 'no Stage 1', 'one is wanted', authorises(null, 'Stage1RepeatRequired')],
];

/** Rules of transfers between bodies. */
export const transferCases: readonly Case[] = [
  ...[...eligible, ...inTime, ...reviewed, ...single],
  ...[...cooperating, ...inOrder, ...recorded, ...afterwards],
];
