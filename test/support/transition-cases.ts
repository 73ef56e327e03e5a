import { transitionAgenda } from '../../machines/certification/contract/transition.ts';
import type { Case } from './rule-cases.ts';

const zone = 'Europe/Berlin';
const at = (day: string) => ({ meta: { at: `${day}T12:00:00.000Z` } });
const decided = (standard: string, on: string | undefined, change: object = {}) => ({
  context: { zone, standard, transition: null, ...change },
  event: { type: 'RecertificationGranted', on, ...at('2024-05-01') },
});
const riding = (ride: string, type = 'RecertificationGranted') => ({
  context: { zone, standard: '27001:2022', transition: { with: ride } },
  event: { type, on: '2024-03-01', ...at('2024-03-01') },
});
const takes = (type: string, on: string, change: object = {}) => ({
  context: {
    ...{ zone, standard: '27001:2013', transition: null, editionCutOff: null },
    ...{ transfer: { status: 'eligible' }, ...change },
  },
  event: { type, on, ...at('2025-12-01') },
});
const takenOver: readonly Case[] = [
  ...['ApplicationAccepted', 'TransferAccepted'].flatMap((type): Case[] => [
    [
      'R-STD-01',
      'allows',
      'a certificate of another body to the edition before',
      `${type} is recorded on the cut-off`,
      takes(type, '2025-10-31'),
    ],
    [
      'R-STD-01',
      'refuses',
      'a certificate of another body to the edition before',
      `${type} is recorded the day after`,
      takes(type, '2025-11-01'),
    ],
  ]),
  [
    'R-STD-01',
    'allows',
    'a certificate of another body, and a later cut-off that was told',
    'it is taken over on that',
    takes('TransferAccepted', '2026-01-31', { editionCutOff: { due: '2026-01-31' } }),
  ],
  [
    'R-STD-01',
    'allows',
    'a certificate of another body to the present edition',
    'it is taken over',
    takes('TransferAccepted', '2030-01-01', { standard: '27001:2022' }),
  ],
  [
    'R-STD-01',
    'refuses',
    'a transfer that came to nothing',
    'the client is certified to the edition before',
    takes('CertificationGranted', '2024-05-01'),
  ],
  [
    'R-STD-01',
    'refuses',
    'a transfer that was found not eligible',
    'the application is accepted too late for a new client',
    takes('ApplicationAccepted', '2024-05-01', { transfer: { status: 'notEligible' } }),
  ],
];
const editions: readonly Case[] = [
  [
    'R-STD-01',
    'allows',
    'the present edition',
    'it is certified',
    decided('27001:2022', '2030-01-01'),
  ],
  [
    'R-STD-01',
    'allows',
    'the edition before',
    'it is certified on the last day',
    decided('27001:2013', '2024-04-30'),
  ],
  [
    'R-STD-01',
    'refuses',
    'the edition before',
    'it is certified the day after',
    decided('27001:2013', '2024-05-01'),
  ],
  [
    'R-STD-01',
    'refuses',
    'the edition before',
    'an application is accepted the day after, no day told',
    decided('27001:2013', undefined),
  ],
  [
    'R-STD-01',
    'refuses',
    'a transition that rides on the recertification',
    'it is granted',
    riding('recertification'),
  ],
  [
    'R-STD-01',
    'allows',
    'a transition that rides on a surveillance',
    'a recertification is granted',
    riding('surveillance'),
  ],
  [
    'R-STD-01',
    'allows',
    'a transition that rode on a recertification',
    'certification is granted anew',
    riding('recertification', 'CertificationGranted'),
  ],
];

const starts = (on: string, change: object = {}, type = 'StandardTransitionStarted') => ({
  context: { standard: '27001:2013', transition: null, audits: {}, ...change },
  event: { type, on },
});
const audited = (completed: boolean, change: object = {}) => ({
  transition: { with: 'surveillance', audit: 's', applicability: { version: '2' }, ...change },
  audits: { s: { completed } },
});
const starting: readonly Case[] = [
  [
    'R-STD-02',
    'allows',
    'the edition before',
    'a transition starts with the next',
    starts('2022-10-25'),
  ],
  [
    'R-STD-02',
    'refuses',
    'the edition before',
    'a transition starts a day before the next is out',
    starts('2022-10-24'),
  ],
  [
    'R-STD-02',
    'allows',
    'the edition before',
    'a transition starts on the cut-off',
    starts('2025-10-31'),
  ],
  [
    'R-STD-02',
    'refuses',
    'the edition before',
    'a transition starts a day later',
    starts('2025-11-01'),
  ],
  [
    'R-STD-02',
    'refuses',
    'the present edition',
    'a transition starts',
    starts('2024-03-04', { standard: '27001:2022' }),
  ],
  [
    'R-STD-02',
    'refuses',
    'an audit of the transition under way',
    'another way is agreed',
    starts('2024-03-04', audited(false)),
  ],
  [
    'R-STD-02',
    'allows',
    'an audit of the transition that is over',
    'another way is agreed',
    starts('2024-03-04', audited(true)),
  ],
  [
    'R-STD-02',
    'allows',
    'a transition without an audit yet',
    'another way is agreed',
    starts('2024-03-04', audited(false, { audit: null })),
  ],
  [
    'R-STD-02',
    'allows',
    'the present edition',
    'something else is recorded',
    starts('2030-01-01', { standard: '27001:2022' }, 'CertificateReissued'),
  ],
];

const ends = (context: object, event: object = {}) => ({
  context: { editionCutOff: { due: '2025-10-31' }, ...context },
  event: { type: 'StandardTransitionCompleted', shown: transitionAgenda, ...event },
});
const completing: readonly Case[] = [
  ['R-STD-03', 'allows', 'an audit that showed everything', 'it is complete', ends(audited(true))],
  ['R-STD-03', 'refuses', 'an audit that is not over', 'it is complete', ends(audited(false))],
  [
    'R-STD-03',
    'refuses',
    'an audit that has no dates',
    'it is complete',
    ends(audited(true, { audit: null })),
  ],
  [
    'R-STD-03',
    'refuses',
    'no transition',
    'it is complete',
    ends({ transition: null, audits: {} }),
  ],
  [
    'R-STD-03',
    'refuses',
    'an audit that saw no new statement of applicability',
    'it is complete',
    ends(audited(true, { applicability: null })),
  ],
  ...transitionAgenda.map((item): Case => [
    'R-STD-03',
    'refuses',
    `an audit that did not show ${item}`,
    'it is complete',
    ends(audited(true), { shown: transitionAgenda.filter((other) => other !== item) }),
  ]),
  [
    'R-STD-03',
    'allows',
    'no transition',
    'something else is recorded',
    ends({ transition: null, audits: {} }, { type: 'CertificateReissued' }),
  ],
  [
    'R-STD-04',
    'allows',
    'a cut-off',
    'the transition is decided that day',
    ends({}, { on: '2025-10-31' }),
  ],
  [
    'R-STD-04',
    'refuses',
    'a cut-off',
    'it is decided the day after',
    ends({}, { on: '2025-11-01' }),
  ],
  [
    'R-STD-04',
    'allows',
    'no cut-off',
    'a transition is decided',
    ends({ editionCutOff: null }, { on: '2025-11-01' }),
  ],
  [
    'R-STD-04',
    'allows',
    'a cut-off',
    'something else is recorded later',
    ends({}, { type: 'CertificateReissued', on: '2025-11-01' }),
  ],
];

const orders = (purpose: string, ride: string | null, type = 'SpecialAuditOrdered') => ({
  context: { transition: ride === null ? null : { with: ride } },
  event: { type, purpose },
});
const ordering: readonly Case[] = [
  [
    'R-STD-05',
    'allows',
    'a transition of its own',
    'its audit is ordered',
    orders('transition', 'separate'),
  ],
  [
    'R-STD-05',
    'refuses',
    'a transition with a surveillance',
    'an audit of its own is ordered',
    orders('transition', 'surveillance'),
  ],
  ['R-STD-05', 'refuses', 'no transition', 'its audit is ordered', orders('transition', null)],
  ['R-STD-05', 'allows', 'no transition', 'another audit is ordered', orders('followUp', null)],
  [
    'R-STD-05',
    'allows',
    'no transition',
    'something else is recorded',
    orders('transition', null, 'CertificateReissued'),
  ],
];

const missed = (change: object = {}) => ({
  context: {
    ...{ surveillanceOverdue: null, grantedOn: '2023-06-20', audit: 's' },
    audits: { s: { kind: 'surveillance', completed: true, closedOn: '2024-05-15' } },
    ...change,
  },
});
const only = (kind: string, closedOn: string | null, completed = true) =>
  missed({ audits: { s: { kind, closedOn, completed } } });
const late: readonly Case[] = [
  ['R-STD-06', 'allows', 'nothing under way', 'a transition is recorded late', missed()],
  [
    'R-STD-06',
    'refuses',
    'an overdue surveillance',
    'a transition is recorded late',
    missed({ surveillanceOverdue: { rule: 'T-13', due: '2024-06-20' } }),
  ],
  [
    'R-STD-06',
    'refuses',
    'another audit under way',
    'a transition is recorded late',
    only('surveillance', null, false),
  ],
  ...['recertification', 'stage-1'].flatMap((kind): Case[] => [
    [
      'R-STD-06',
      'refuses',
      `${kind} after the grant`,
      'a transition is recorded late',
      only(kind, '2025-10-01'),
    ],
    [
      'R-STD-06',
      'refuses',
      `${kind} that is not closed`,
      'a transition is recorded late',
      only(kind, null),
    ],
    [
      'R-STD-06',
      'allows',
      `${kind} before the grant`,
      'a transition is recorded late',
      only(kind, '2023-06-20'),
    ],
  ]),
  [
    'R-STD-06',
    'allows',
    'no audit that is known',
    'a transition is recorded late',
    missed({ audits: {} }),
  ],
];

const announces = (event: object, context: object = {}) => ({
  context: { zone, standard: '27001:2013', editionCutOff: null, decisionsUntil: null, ...context },
  event: {
    ...{ type: 'EditionEndAnnounced', edition: '27001:2013', decisionsUntil: '2024-04-30' },
    ...{ cutOff: { due: '2025-10-31' }, ...at('2023-02-15'), ...event },
  },
});
const other = { type: 'CertificateReissued' };
const onRecord = { editionCutOff: { due: '2025-10-31' } };
const announcing: readonly Case[] = [
  ['R-STD-07', 'allows', 'the edition before', 'its end is announced', announces({})],
  [
    'R-STD-07',
    'refuses',
    'the present edition',
    'the end of the one before is announced',
    announces({}, { standard: '27001:2022' }),
  ],
  [
    'R-STD-07',
    'allows',
    'the present edition',
    'something else is recorded',
    announces(other, { standard: '27001:2022' }),
  ],
  ['R-STD-08', 'allows', 'no end on record', 'that of the table is announced', announces({})],
  ['R-STD-08', 'refuses', 'an end on record', 'it is announced', announces({}, onRecord)],
  [
    'R-STD-08',
    'allows',
    'an end on record',
    'another cut-off is announced',
    announces({ cutOff: { due: '2025-11-30' } }, onRecord),
  ],
  [
    'R-STD-08',
    'allows',
    'an end on record',
    'another last day of decisions is announced',
    announces({ decisionsUntil: '2024-05-31' }, onRecord),
  ],
  [
    'R-STD-08',
    'refuses',
    'an end that was announced',
    'it is announced again',
    announces({ decisionsUntil: '2024-05-31' }, { ...onRecord, decisionsUntil: '2024-05-31' }),
  ],
  [
    'R-STD-08',
    'allows',
    'an end on record',
    'something else is recorded',
    announces(other, onRecord),
  ],
  ['R-STD-09', 'allows', 'days that follow each other', 'an end is announced', announces({})],
  [
    'R-STD-09',
    'allows',
    'the publication of the next edition',
    'nothing is certified after that day, nor valid',
    announces({
      ...{ decisionsUntil: '2022-10-25', cutOff: { due: '2022-10-25' } },
      ...at('2022-10-25'),
    }),
  ],
  [
    'R-STD-09',
    'refuses',
    'the publication of the next edition',
    'decisions end before it',
    announces({ decisionsUntil: '2022-10-24' }),
  ],
  [
    'R-STD-09',
    'refuses',
    'a last day of decisions',
    'the cut-off comes before it',
    announces({ cutOff: { due: '2024-04-29' } }),
  ],
  ['R-STD-09', 'allows', 'a cut-off', 'it is announced on that day', announces(at('2025-10-31'))],
  ['R-STD-09', 'refuses', 'a cut-off', 'it is announced a day later', announces(at('2025-11-01'))],
  [
    'R-STD-09',
    'refuses',
    'an edition without a next one',
    'its end is announced',
    announces({ edition: '27001:2022' }),
  ],
  [
    'R-STD-09',
    'allows',
    'an edition without a next one',
    'something else is recorded',
    announces({ ...other, edition: '27001:2022' }),
  ],
  [
    'R-STD-01',
    'allows',
    'a later last day of decisions that was told',
    'it is certified on that',
    decided('27001:2013', '2024-07-31', { decisionsUntil: '2024-07-31' }),
  ],
  [
    'R-STD-01',
    'refuses',
    'an earlier last day of decisions that was told',
    'it is certified the day after',
    decided('27001:2013', '2024-04-01', { decisionsUntil: '2024-03-31' }),
  ],
  [
    'R-STD-02',
    'allows',
    'a later cut-off that was told',
    'a transition starts on that',
    starts('2026-01-31', { editionCutOff: { due: '2026-01-31' } }),
  ],
  [
    'R-STD-02',
    'refuses',
    'an earlier cut-off that was told',
    'a transition starts the day after',
    starts('2025-07-01', { editionCutOff: { due: '2025-06-30' } }),
  ],
];

/** Rules of the way from one edition of the standard to the next. */
export const transitionCases: readonly Case[] = [
  ...editions,
  ...takenOver,
  ...starting,
  ...completing,
  ...ordering,
  ...late,
  ...announcing,
];
