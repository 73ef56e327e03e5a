import { describe } from '@jest/globals';
import { rules } from '../../../../machines/nonconformity/rules.ts';
import { dateCases, showRules, team, teamCases, type Case } from '../../../support/rule-cases.ts';

const verified = (method: string) => ({ type: 'CorrectiveActionVerified', method });
const due = { responseDue: { rule: 'T-06', due: '2027-03-04' } };
const escalated = { type: 'NonconformityEscalated' };
const downgraded = { type: 'NonconformityDowngraded' };
const by = (id: string) => ({ meta: { actor: { id, role: 'technicalReviewer' } } });

const found = (sites: readonly string[], isSystemic = false) => ({
  ...{ checked: 'the other sites', sites, isSystemic },
});
const planned = (context: object) => ({
  context: { extent: null, actionSites: [null], ...context },
  event: { type: 'CapAccepted' },
});
const cases: readonly Case[] = [
  [
    'R-NC-07',
    'allows',
    'two rejected plans of three',
    'another is sent',
    { context: { rejections: 2, policy: { capMaxRounds: 3 } } },
  ],
  [
    'R-NC-07',
    'refuses',
    'three rejected plans of three',
    'another is sent',
    { context: { rejections: 3, policy: { capMaxRounds: 3 } } },
  ],
  [
    'R-NC-08',
    'refuses',
    'a major',
    'its verification is left to the next audit',
    { context: { grade: 'major' }, event: verified('nextAudit') },
  ],
  [
    'R-NC-08',
    'allows',
    'a minor',
    'its verification is left to the next audit',
    { context: { grade: 'minor' }, event: verified('nextAudit') },
  ],
  [
    'R-NC-08',
    'allows',
    'a major',
    'it is verified by documents',
    { context: { grade: 'major' }, event: verified('document') },
  ],
  [
    'R-NC-08',
    'allows',
    'a major',
    'something else is recorded',
    { context: { grade: 'major' }, event: { ...verified('nextAudit'), type: 'EvidenceRejected' } },
  ],
  ['R-NC-09', 'refuses', 'a major', 'it is carried forward', { context: { grade: 'major' } }],
  ['R-NC-09', 'allows', 'a minor', 'it is carried forward', { context: { grade: 'minor' } }],
  [
    'R-NC-10',
    'allows',
    'a minor whose answer is due',
    'it is escalated',
    { context: { ...due, grade: 'minor' }, event: escalated },
  ],
  [
    'R-NC-10',
    'refuses',
    'a major whose answer is due',
    'it is escalated',
    { context: { ...due, grade: 'major' }, event: escalated },
  ],
  [
    'R-NC-10',
    'allows',
    'a major whose answer is due',
    'it is downgraded',
    { context: { ...due, grade: 'major' }, event: downgraded },
  ],
  [
    'R-NC-10',
    'refuses',
    'a minor whose answer is due',
    'it is downgraded',
    { context: { ...due, grade: 'minor' }, event: downgraded },
  ],
  [
    'R-NC-10',
    'refuses',
    'a major without dates yet',
    'it is downgraded',
    { context: { responseDue: null, grade: 'major' }, event: downgraded },
  ],

  [
    'R-NC-11',
    'allows',
    'a plan that names its verification',
    'it is accepted',
    { context: { isPlanComplete: true } },
  ],
  [
    'R-NC-11',
    'refuses',
    'a plan that names no verification',
    'it is accepted',
    { context: { isPlanComplete: false } },
  ],
  ['R-NC-06', 'allows', 'one site', 'a plan without extent is accepted', planned({})],
  [
    'R-NC-06',
    'refuses',
    'two sites',
    'a plan without extent is accepted',
    planned({ sites: 2, extent: null }),
  ],
  [
    'R-NC-06',
    'allows',
    'two sites',
    'a plan that found no other site affected is accepted',
    planned({ sites: 2, extent: found([]) }),
  ],
  [
    'R-NC-06',
    'refuses',
    'three sites',
    'a plan that acts at one of two affected ones is accepted',
    planned({ sites: 3, extent: found(['b', 'c']), actionSites: [null, 'b'] }),
  ],
  [
    'R-NC-06',
    'allows',
    'three sites',
    'a plan that acts at both affected ones is accepted',
    planned({ sites: 3, extent: found(['b', 'c']), actionSites: ['c', 'b'] }),
  ],
  [
    'R-NC-06',
    'refuses',
    'two sites and a cause in the system',
    'a plan that acts at a site only is accepted',
    planned({ sites: 2, extent: found(['b'], true), actionSites: ['b'] }),
  ],
  [
    'R-NC-06',
    'allows',
    'two sites and a cause in the system',
    'a plan that acts centrally as well is accepted',
    planned({ sites: 2, extent: found(['b'], true), actionSites: ['b', null] }),
  ],

  [
    'SOD-05',
    'refuses',
    'an action',
    'who carried it out verifies it',
    { context: { carriedOutBy: 'c-7' }, event: by('c-7') },
  ],
  [
    'SOD-05',
    'allows',
    'an action',
    'somebody else verifies it',
    { context: { carriedOutBy: 'c-7' }, event: by('a-1') },
  ],
  [
    'SOD-09',
    'allows',
    'a proposal of the team',
    'a second person downgrades the major',
    { context: { downgradeProposedBy: 'a-1', team }, event: by('t-1') },
  ],
  [
    'SOD-09',
    'refuses',
    'a proposal of the team',
    'who proposed it downgrades the major',
    { context: { downgradeProposedBy: 't-1', team }, event: by('t-1') },
  ],
  [
    'SOD-09',
    'refuses',
    'a proposal of the team',
    'another of the team downgrades the major',
    { context: { downgradeProposedBy: 'a-1', team }, event: by('a-2') },
  ],
  [
    'SOD-09',
    'refuses',
    'no proposal',
    'somebody downgrades the major',
    { context: { downgradeProposedBy: null, team }, event: by('t-1') },
  ],
];

describe('rules of a nonconformity, both outcomes', () => {
  showRules(rules, [...dateCases, ...teamCases, ...cases]);
});
