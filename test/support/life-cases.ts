import { requirementsOf } from '../../machines/standards/index.ts';
import type { Case } from './rule-cases.ts';
import { transitionCases } from './transition-cases.ts';

const audited = {
  surveillanceOverdue: null,
  findings: {},
  specials: {},
  decided: {},
  appeals: {},
};
const major = { 'nc-1': { grade: 'major', status: 'open', audit: 'surveillance-2027' } };
const suspension = { CertificateSuspended: { event: 'j:9' } };
const appealed = (outcome: string) => ({ 'appeal-1': { event: 'j:9', outcome } });
const restoring = (change: object): Case[4] => ({ context: { ...audited, ...change } });
const special = (purpose: string, status: string) => ({
  specials: { 'special-1': { purpose, status } },
});

const suspensions: readonly Case[] = [
  ['R-CRT-05', 'allows', 'nothing that is open', 'it is restored', restoring({})],
  [
    'R-CRT-05',
    'refuses',
    'a surveillance that is overdue',
    'it is restored',
    restoring({ surveillanceOverdue: { rule: 'T-13', due: '2028-01-20' } }),
  ],
  ['R-CRT-05', 'refuses', 'an open major', 'it is restored', restoring({ findings: major })],
  ...['restoration', 'followUp', 'shortNotice'].flatMap((purpose): Case[] =>
    (['ordered', 'scheduled', 'completed'] as const).map((status) => [
      'R-CRT-05',
      status === 'completed' ? 'allows' : 'refuses',
      `a special audit for ${purpose} that is ${status}`,
      'it is restored',
      restoring(special(purpose, status)),
    ]),
  ),
  [
    'R-CRT-05',
    'allows',
    'an order for another scope',
    'it is restored',
    restoring(special('scopeExtension', 'ordered')),
  ],
  ...(['upheld', 'partlyUpheld', 'dismissed'] as const).map((outcome): Case => [
    'R-CRT-05',
    outcome === 'dismissed' ? 'refuses' : 'allows',
    `an appeal against the suspension that was ${outcome}`,
    'it is restored with a major open',
    restoring({ findings: major, decided: suspension, appeals: appealed(outcome) }),
  ]),
  [
    'R-CRT-05',
    'refuses',
    'an upheld appeal against an earlier suspension',
    'it is restored with a major open',
    restoring({
      findings: major,
      decided: { CertificateSuspended: { event: 'j:19' } },
      appeals: appealed('upheld'),
    }),
  ],
  ['R-CRT-08', 'allows', 'no suspension', 'it is renewed', { context: { suspendedOn: null } }],
  [
    'R-CRT-08',
    'refuses',
    'a suspension',
    'it is renewed',
    { context: { suspendedOn: '2028-02-01' } },
  ],
];

const certifiedScope = { scope: 'both services', sites: ['berlin', 'ulm'] };
const scoped = (type: string, scope: string, sites: readonly string[], known: object = {}) => ({
  context: {
    ...{ decided: {}, appeals: {}, reduced: null },
    certifiedScope,
    application: { sites: [{ site: 'berlin' }, { site: 'ulm' }, { site: 'bonn' }] },
    ...known,
  },
  event: { type, scope, sites },
});
const reducing = (...given: [string, readonly string[], object?]) =>
  scoped('CertificateScopeReduced', ...given);
const extending = (...given: [string, readonly string[], object?]) =>
  scoped('CertificateScopeExtended', ...given);
const extension = (change: object = {}) => ({
  context: { findings: {}, ...special('scopeExtension', 'completed'), ...change },
  event: { type: 'CertificateScopeExtended' },
});
/** One of two sites and services was taken out. */
const overturned = (
  { outcome = 'upheld', appeal = 'j:9', replaced = false }: Partial<Overturned>,
  asked: object,
): Case[4] => ({
  context: {
    ...{ findings: {}, specials: {}, certifiedScope: { scope: 'one service', sites: ['berlin'] } },
    ...{ application: { sites: [{ site: 'berlin' }] } },
    reduced: { scope: 'both services', sites: [{ site: 'berlin' }, { site: 'ulm' }] },
    decided: { CertificateScopeReduced: { event: 'j:9', replaced } },
    appeals: { 'appeal-1': { event: appeal, outcome } },
  },
  event: {
    ...{ type: 'CertificateScopeExtended', scope: 'both services', sites: ['berlin', 'ulm'] },
    ...asked,
  },
});
interface Overturned {
  readonly outcome: string;
  readonly appeal: string;
  readonly replaced: boolean;
}
const scopes: readonly Case[] = [
  ['R-CRT-06', 'allows', 'two sites', 'one is taken out', reducing('both services', ['berlin'])],
  [
    'R-CRT-06',
    'allows',
    'two services',
    'one is taken out',
    reducing('one service', ['berlin', 'ulm']),
  ],
  ['R-CRT-06', 'refuses', 'two sites', 'both are taken out', reducing('one service', [])],
  [
    'R-CRT-06',
    'refuses',
    'two sites',
    'nothing is taken out',
    reducing('both services', ['berlin', 'ulm']),
  ],
  [
    'R-CRT-06',
    'refuses',
    'two sites',
    'another takes their place',
    reducing('both services', ['bonn']),
  ],
  [
    'R-CRT-06',
    'allows',
    'a scope without sites',
    'a service is taken out',
    reducing('one service', [], { certifiedScope: { scope: 'both services', sites: [] } }),
  ],
  [
    'R-CRT-06',
    'refuses',
    'no certificate',
    'something is taken out',
    reducing('one service', [], { certifiedScope: null }),
  ],
  ['R-CRT-06', 'allows', 'two sites', 'it grows', extending('both services', [])],
  [
    'R-CRT-07',
    'allows',
    'a third site that the client told of',
    'it joins',
    extending('both services', ['berlin', 'ulm', 'bonn']),
  ],
  [
    'R-CRT-07',
    'allows',
    'a third service',
    'it joins',
    extending('three services', ['berlin', 'ulm']),
  ],
  [
    'R-CRT-07',
    'refuses',
    'a site that nobody told of',
    'it joins',
    extending('both services', ['berlin', 'ulm', 'rome']),
  ],
  [
    'R-CRT-07',
    'refuses',
    'a third site',
    'it takes the place of another',
    extending('both services', ['berlin', 'bonn']),
  ],
  [
    'R-CRT-07',
    'refuses',
    'two sites',
    'nothing joins',
    extending('both services', ['berlin', 'ulm']),
  ],
  [
    'R-CRT-07',
    'refuses',
    'no certificate',
    'something joins',
    extending('three services', [], { certifiedScope: null }),
  ],
  [
    'R-CRT-07',
    'allows',
    'a client that told of no sites',
    'a service joins',
    extending('three services', ['berlin', 'ulm'], { application: null }),
  ],
  ['R-CRT-07', 'allows', 'two sites', 'it is reduced', reducing('one service', [])],
  ['R-SPC-01', 'allows', 'an audit of it that is complete', 'the scope grows', extension()],
  [
    'R-SPC-01',
    'refuses',
    'an audit of it that has raised a major',
    'the scope grows',
    extension({ findings: major }),
  ],
  ...['ordered', 'scheduled', 'used'].map((status): Case => [
    'R-SPC-01',
    'refuses',
    `an audit of it that is ${status}`,
    'the scope grows',
    extension(special('scopeExtension', status)),
  ]),
  ...(
    [
      ['allows', 'an appeal against a reduction that was upheld', {}, {}],
      ['allows', 'one that was upheld in part', { outcome: 'partlyUpheld' }, {}],
      ['refuses', 'one that was dismissed', { outcome: 'dismissed' }, {}],
      ['refuses', 'one against an earlier reduction', { appeal: 'j:8' }, {}],
      ['refuses', 'one that another decision has answered', { replaced: true }, {}],
      ['refuses', 'one that was upheld, and a new site', {}, { sites: ['berlin', 'ulm', 'bonn'] }],
      ['refuses', 'one that was upheld, and a new service', {}, { scope: 'three services' }],
    ] as const
  ).map(([outcome, given, appeal, asked]): Case => [
    'R-SPC-01',
    outcome,
    given,
    'the scope grows without an audit',
    overturned(appeal, asked),
  ]),
  [
    'R-CRT-07',
    'allows',
    'an appeal against a reduction that was upheld',
    'the site comes back',
    overturned({}, {}),
  ],
  [
    'R-CRT-07',
    'refuses',
    'an appeal against a reduction that was dismissed',
    'the site comes back',
    overturned({ outcome: 'dismissed' }, {}),
  ],
  [
    'R-SPC-01',
    'refuses',
    'another special audit',
    'the scope grows',
    extension(special('followUp', 'completed')),
  ],
  ...['ordered', 'scheduled', 'completed'].map((status): Case => [
    'R-SPC-02',
    status === 'ordered' ? 'allows' : 'refuses',
    `a special audit that is ${status}`,
    'it is given dates',
    {
      context: special('followUp', status),
      event: { type: 'SpecialAuditScheduled', special: 'special-1' },
    },
  ]),
  ...['SurveillanceScheduled', 'RecertificationPlanned'].flatMap((type): Case[] =>
    (
      [
        ['allows', 'nothing', []],
        ['allows', 'what was ordered', ['special-1']],
        ['refuses', 'what nobody has ordered', ['special-1', 'special-2']],
      ] as const
    ).map(([outcome, taken, takesUp]) => [
      'R-SPC-02',
      outcome,
      'an order',
      `${type} takes up ${taken}`,
      { context: special('scopeExtension', 'ordered'), event: { type, takesUp } },
    ]),
  ),
  [
    'R-SPC-02',
    'refuses',
    'no order',
    'a special audit is given dates',
    { context: { specials: {} }, event: { type: 'SpecialAuditScheduled', special: 'special-1' } },
  ],
  [
    'R-SPC-02',
    'allows',
    'no order',
    'another audit is given dates',
    { context: { specials: {} }, event: { type: 'SurveillanceScheduled' } },
  ],
];

const planned = (unassessed: readonly string[], needsStage1: boolean, type?: string) => ({
  context: { unassessed, needsStage1 },
  event: { type: type ?? 'RecertificationPlanned' },
});
const restored = (on: string, known: object = {}) => ({
  context: {
    ...{ expiry: { due: '2030-01-19' }, restorationWindow: { due: '2030-07-19' }, ...known },
  },
  event: { type: 'CertificationRestoredAfterExpiry', on },
});
const recertifying: readonly Case[] = [
  ['R-RC-02', 'allows', 'no change', 'recertification is planned', planned([], false)],
  ['R-RC-02', 'refuses', 'a change', 'recertification is planned', planned(['sites'], false)],
  [
    'R-RC-02',
    'refuses',
    'a Stage 1 that is needed',
    'recertification is planned',
    planned([], true),
  ],
  [
    'R-RC-02',
    'allows',
    'a change',
    'a surveillance is planned',
    planned(['sites'], true, 'SurveillanceScheduled'),
  ],
  ['R-RC-06', 'refuses', 'an expiry', 'it is restored on that day', restored('2030-01-19')],
  ['R-RC-06', 'allows', 'an expiry', 'it is restored the day after', restored('2030-01-20')],
  ['R-RC-06', 'allows', 'an expiry', 'it is restored on the last day', restored('2030-07-19')],
  ['R-RC-06', 'refuses', 'an expiry', 'it is restored a day later', restored('2030-07-20')],
  [
    'R-RC-06',
    'refuses',
    'no certificate',
    'it is restored',
    restored('2030-02-01', { expiry: null }),
  ],
  [
    'R-RC-06',
    'refuses',
    'no time of restoration',
    'it is restored',
    restored('2030-02-01', { restorationWindow: null }),
  ],
  [
    'R-RC-06',
    'allows',
    'an expiry',
    'something else is recorded',
    { ...restored('2031-01-01'), event: { type: 'RecertificationGranted', on: '2031-01-01' } },
  ],
];

const excluded = [{ control: 'A.8.30', reason: 'r' }];
const everything = requirementsOf('27001:2022', { isFull: true, excluded: ['A.8.30'] });
const maintains = (change: object = {}, acts: object = {}) => ({
  context: {
    ...{ standard: '27001:2022', applicability: { version: '1', excluded }, surveyed: everything },
    ...{ surveyedIn: '27001:2022', transition: null },
    ...{ surveillances: 2, expiry: { due: '2030-01-19' }, audit: 's', gapAcceptedBy: null },
    ...{ audits: { s: { closedOn: '2028-12-01', recommendation: 'recommend' } }, findings: {} },
    ...change,
  },
  event: {
    type: 'CertificationMaintained',
    meta: { actor: { id: 'p-1', role: 'panelMember' } },
    ...acts,
  },
});
const byOffice = { meta: { actor: { id: 'o-1', role: 'cbAdmin' } } };
const without = { surveyed: everything.slice(1) };
const found = (grade: string, status: string, audit = 's') => ({
  findings: { 'nc-1': { grade, status, audit } },
});
const surveillance: readonly Case[] = [
  ...(
    [
      ['allows', 'a calendar year that owes one', { rule: 'T-14', due: '2028-12-31' }, null],
      ['allows', 'a year that passed without one', null, { rule: 'T-14', due: '2028-12-31' }],
      ['refuses', 'no year that owes one', null, null],
    ] as const
  ).map(([outcome, given, surveillanceDue, surveillanceOverdue]): Case => [
    'T-14',
    outcome,
    given,
    'a surveillance is given dates',
    {
      context: { surveillanceDue, surveillanceOverdue },
      event: { type: 'SurveillanceScheduled' },
    },
  ]),
  ['R-SV-06', 'allows', 'no major', 'the office lets it go on', maintains({}, byOffice)],
  [
    'R-SV-06',
    'refuses',
    'a major of this audit',
    'the office lets it go on',
    maintains(found('major', 'verified'), byOffice),
  ],
  [
    'R-SV-06',
    'allows',
    'a major of this audit',
    'a panel member lets it go on',
    maintains(found('major', 'verified')),
  ],
  ...['withdrawn', 'superseded'].map((status): Case => [
    'R-SV-06',
    'allows',
    `a major that was ${status}`,
    'the office lets it go on',
    maintains(found('major', status), byOffice),
  ]),
  [
    'R-SV-06',
    'allows',
    'a major of another audit',
    'the office lets it go on',
    maintains(found('major', 'verified', 'stage-2'), byOffice),
  ],
  [
    'R-SV-06',
    'allows',
    'a minor',
    'the office lets it go on',
    maintains(found('minor', 'planAccepted'), byOffice),
  ],
  [
    'R-SV-06',
    'refuses',
    'a negative recommendation',
    'the office lets it go on',
    maintains(
      { audits: { s: { closedOn: '2028-12-01', recommendation: 'doNotRecommend' } } },
      byOffice,
    ),
  ],
  ['COV-03', 'allows', 'everything covered', 'the last surveillance ends', maintains()],
  ['COV-03', 'refuses', 'a clause left out', 'the last surveillance ends', maintains(without)],
  [
    'COV-03',
    'refuses',
    'a control that applies since the last one',
    'the last surveillance ends',
    maintains({ applicability: { version: '2', excluded: [] } }),
  ],
  [
    'COV-03',
    'allows',
    'a clause left out',
    'the first of two surveillances ends',
    maintains({
      ...without,
      surveillances: 1,
      audits: { s: { closedOn: '2027-12-01' } },
    }),
  ],
  [
    'COV-03',
    'refuses',
    'a clause left out',
    'the first surveillance ends so late that no year owes another',
    maintains({
      ...without,
      surveillances: 1,
      audits: { s: { closedOn: '2029-01-10' } },
    }),
  ],
  [
    'COV-03',
    'allows',
    'a gap that another person has accepted',
    'the last surveillance ends',
    maintains({ ...without, gapAcceptedBy: 'p-2' }),
  ],
  [
    'COV-03',
    'refuses',
    'a gap that the same person has accepted',
    'the last surveillance ends',
    maintains({ ...without, gapAcceptedBy: 'p-1' }),
  ],
  [
    'COV-03',
    'allows',
    'a clause left out',
    'something else is recorded',
    maintains(without, { type: 'CertificateReissued' }),
  ],
];

const shops = ['office', 'a', 'b', 'c', 'd'].map((site) => ({
  site,
  isCentral: site === 'office',
}));
/** Of four shops two are visited each year. */
const samples = (year: number, sample: readonly string[], more: object = {}): Case[4] => ({
  context: {
    application: { sites: shops },
    siteSamples: { 0: ['a', 'b'], 1: ['c', 'd'], 2: ['a', 'c'] },
  },
  event: {
    type: 'SiteSampleSelected',
    year,
    chosen: sample.slice(1),
    drawn: sample.slice(0, 1),
    ...more,
  },
});
const programme = (surveillanceEvery?: string, type = 'AuditProgrammeDrafted') => ({
  event: { type, ...(surveillanceEvery !== undefined && { surveillanceEvery }) },
});
const frequencies: readonly Case[] = [
  ['COV-07', 'allows', 'no earlier year', 'any two shops are visited', samples(0, ['b', 'd'])],
  ['COV-07', 'allows', 'two shops that were visited', 'the others are', samples(1, ['c', 'd'])],
  ['COV-07', 'refuses', 'two shops that were visited', 'one is again', samples(1, ['a', 'c'])],
  [
    'COV-07',
    'allows',
    'two shops that were visited',
    'one is again for a reason',
    samples(1, ['a', 'c'], { repeats: 'its major' }),
  ],
  ['COV-07', 'allows', 'four shops that were visited once', 'any two are', samples(2, ['b', 'c'])],
  [
    'COV-07',
    'allows',
    'two shops that were visited twice',
    'those are visited that were once',
    samples(3, ['b', 'd']),
  ],
  [
    'COV-07',
    'refuses',
    'two shops that were visited twice',
    'one of them is again',
    samples(3, ['a', 'd']),
  ],
  ['COV-07', 'allows', 'a sample', 'none is needed', samples(1, [])],
  [
    'COV-07',
    'allows',
    'a sample',
    'something else is recorded',
    samples(1, ['a', 'b'], { type: 'CertificateReissued' }),
  ],
  ['R-PRG-05', 'allows', 'no wish', 'the programme is drafted', programme()],
  ...(
    [
      ['allows', 'P6M'],
      ['allows', 'P12M'],
      ['allows', 'P1M'],
      ['refuses', 'P13M'],
      ['refuses', 'P366D'],
      ['refuses', 'P1D'],
    ] as const
  ).map(([outcome, every]): Case => [
    'R-PRG-05',
    outcome,
    `the wish for a surveillance every ${every}`,
    'the programme is amended',
    programme(every, 'AuditProgrammeAmended'),
  ]),
  ['R-PRG-05', 'allows', 'a programme', 'something else is recorded', programme()],
];

const lost = (accreditationLostOn: string | null, type = 'CertificationGranted') => ({
  context: { accreditationLostOn },
  event: { type },
});
const extended = (
  until: string,
  change: object = {},
  { type = 'DeadlineExtended', ...event }: { readonly type?: string; readonly meta?: object } = {},
) => ({
  context: {
    zone: 'Europe/Berlin',
    ...{ declaredBy: 'o-1', majorClosure: null, surveillanceOverdue: null },
    surveillanceDue: { rule: 'T-13', due: '2028-01-20' },
    expiry: { due: '2030-01-19' },
    ...change,
  },
  event: { type, until, meta: { at: '2026-12-01T12:00:00.000Z' }, ...event },
});
const moves = (id: string) => ({
  context: { declaredBy: 'p-2', certificateIssuer: 'p-1', proposer: 'p-1' },
  event: { type: 'DeadlineExtended', meta: { actor: { id, role: 'panelMember' } } },
});
const circumstances: readonly Case[] = [
  ['R-AB-03', 'allows', 'a body that is accredited', 'it grants', lost(null)],
  ['R-AB-03', 'refuses', 'a body that is not accredited', 'it grants', lost('2028-05-02')],
  ['R-AB-04', 'allows', 'an accreditation', 'it is lost', lost(null, 'AccreditationLost')],
  ['R-AB-04', 'refuses', 'an accreditation', 'it is regained', lost(null, 'AccreditationRegained')],
  ['R-AB-04', 'refuses', 'no accreditation', 'it is lost', lost('2028-05-02', 'AccreditationLost')],
  [
    'R-AB-04',
    'allows',
    'no accreditation',
    'it is regained',
    lost('2028-05-02', 'AccreditationRegained'),
  ],
  ['T-20', 'allows', 'a flood', 'the day moves by six months', extended('2028-07-20')],
  ['T-20', 'refuses', 'a flood', 'the day moves by six months and a day', extended('2028-07-21')],
  ['T-20', 'refuses', 'a flood', 'the day stays', extended('2028-01-20')],
  [
    'T-20',
    'refuses',
    'a flood',
    'the day moves to one that is over',
    extended('2028-07-20', {}, { meta: { at: '2028-07-20T22:00:00.000Z' } }),
  ],
  [
    'T-20',
    'allows',
    'a flood',
    'the day moves to the present one',
    extended('2028-07-20', {}, { meta: { at: '2028-07-20T21:59:59.999Z' } }),
  ],
  ['T-20', 'allows', 'a flood', 'the day moves by a day', extended('2028-01-21')],
  [
    'T-20',
    'refuses',
    'nothing declared',
    'the day moves',
    extended('2028-03-20', { declaredBy: null }),
  ],
  [
    'T-20',
    'refuses',
    'a day that has moved once',
    'it moves again',
    extended('2028-07-20', { surveillanceDue: { rule: 'T-20', due: '2028-06-20' } }),
  ],
  [
    'T-20',
    'allows',
    'a day that has passed, and the end of the year ahead',
    'that day moves by six months',
    extended('2028-07-20', {
      surveillanceOverdue: { rule: 'T-13', due: '2028-01-20' },
      surveillanceDue: { rule: 'T-14', due: '2028-12-31' },
    }),
  ],
  [
    'T-20',
    'refuses',
    'a day that has passed, and the end of the year ahead',
    'that day moves by more than six months',
    extended('2028-12-31', {
      surveillanceOverdue: { rule: 'T-13', due: '2028-01-20' },
      surveillanceDue: { rule: 'T-14', due: '2028-12-31' },
    }),
  ],
  ...(
    [
      ['allows', '2027-12-04'],
      ['refuses', '2027-12-05'],
      ['refuses', '2027-06-04'],
    ] as const
  ).map(([outcome, until]): Case => [
    'T-20',
    outcome,
    'majors to be verified by 4 June, and no certificate yet',
    `that moves to ${until}`,
    extended(until, {
      ...{ majorClosure: { rule: 'T-07', due: '2027-06-04' } },
      ...{ surveillanceDue: null, expiry: null },
    }),
  ]),
  [
    'T-20',
    'refuses',
    'no surveillance that is due',
    'a day moves',
    extended('2028-07-20', { surveillanceDue: null }),
  ],
  [
    'T-20',
    'allows',
    'an expiry',
    'the day moves to it',
    extended('2028-03-20', { expiry: { due: '2028-03-20' } }),
  ],
  [
    'T-20',
    'refuses',
    'an expiry',
    'the day moves beyond it',
    extended('2028-03-21', { expiry: { due: '2028-03-20' } }),
  ],
  ...(
    [
      ['allows', '2030-02-01', '2031-01-19'],
      ['refuses', '2030-02-01', '2031-01-20'],
      ['refuses', '2030-01-19', '2030-12-31'],
      ['allows', '2030-01-20', '2030-12-31'],
      ['allows', '2030-07-19', '2030-12-31'],
      ['refuses', '2030-07-20', '2030-12-31'],
    ] as const
  ).map(([outcome, today, until]): Case => [
    'T-20',
    outcome,
    `a restoration until 19 July 2030, on ${today}`,
    `that moves to ${until}`,
    extended(
      until,
      {
        surveillanceDue: null,
        restorationWindow: { rule: 'T-17', due: '2030-07-19' },
      },
      { meta: { at: `${today}T12:00:00.000Z` } },
    ),
  ]),
  [
    'T-20',
    'refuses',
    'a restoration that has been moved once',
    'it moves again',
    extended(
      '2031-01-19',
      { surveillanceDue: null, restorationWindow: { rule: 'T-20', due: '2030-10-19' } },
      { meta: { at: '2030-09-01T12:00:00.000Z' } },
    ),
  ],
  [
    'T-20',
    'refuses',
    'a restoration of which nothing is known',
    'it moves',
    extended(
      '2031-01-19',
      { surveillanceDue: null, restorationWindow: null },
      { meta: { at: '2030-09-01T12:00:00.000Z' } },
    ),
  ],
  ['T-20', 'refuses', 'no certificate', 'a day moves', extended('2028-03-21', { expiry: null })],
  [
    'T-20',
    'allows',
    'nothing declared',
    'something else is recorded',
    extended('2028-03-21', { declaredBy: null }, { type: 'CertificateReissued' }),
  ],
  ['SOD-09', 'refuses', 'who declared a flood', 'it moves the day', moves('p-2')],
  ['SOD-09', 'allows', 'another person', 'it moves the day', moves('p-1')],
];

/** Rules of the life of a certificate. */
export const lifeCases: readonly Case[] = [
  ...suspensions,
  ...scopes,
  ...recertifying,
  ...surveillance,
  ...circumstances,
  ...transitionCases,
  ...frequencies,
];
