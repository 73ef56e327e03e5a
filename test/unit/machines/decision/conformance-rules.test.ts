import { describe } from '@jest/globals';
import { rules } from '../../../../machines/decision/rules.ts';
import { member, showRules, type Case } from '../../../support/rule-cases.ts';

const meta = { actor: member };
const questions = { 'q-1': 'open', 'q-2': 'answered' };
const answers = (id: string) => ({
  context: { questions },
  event: { type: 'PanelInformationProvided', id, meta },
});
const concludes = (asked: object) => ({
  context: { questions: asked },
  event: { type: 'CertificationProposed', meta },
});
const overturns = (recommendation: string | null) => ({
  context: { recommendation, overturnedBy: null },
  event: { type: 'NegativeRecommendationOverturned', meta },
});
const proposes = (recommendation: string, overturnedBy: string | null) => ({
  context: { recommendation, overturnedBy },
  event: { type: 'CertificationProposed', meta },
});
const cases: readonly Case[] = [
  ['R-DEC-03', 'allows', 'an open question', 'it is answered', answers('q-1')],
  ['R-DEC-03', 'refuses', 'a question that was answered', 'it is answered again', answers('q-2')],
  ['R-DEC-03', 'refuses', 'no such question', 'it is answered', answers('q-3')],
  [
    'R-DEC-03',
    'refuses',
    'an open question beside an answered one',
    'the panel concludes',
    concludes({ 'q-1': 'open', 'q-2': 'answered' }),
  ],
  [
    'R-DEC-03',
    'allows',
    'questions that were answered',
    'the panel concludes',
    concludes({ 'q-2': 'answered' }),
  ],
  ['R-DEC-03', 'allows', 'no question', 'the panel concludes', concludes({})],
  [
    'R-DEC-07',
    'allows',
    'a negative recommendation',
    'it is overturned with reasons',
    overturns('doNotRecommend'),
  ],
  ['R-DEC-07', 'refuses', 'a positive recommendation', 'it is overturned', overturns('recommend')],
  ['R-DEC-07', 'refuses', 'no recommendation', 'it is overturned', overturns(null)],
  [
    'R-DEC-07',
    'refuses',
    'a negative recommendation that nobody overturned',
    'certification is proposed',
    proposes('doNotRecommend', null),
  ],
  [
    'R-DEC-07',
    'allows',
    'a negative recommendation that was overturned',
    'certification is proposed',
    proposes('doNotRecommend', 'p-2'),
  ],
  [
    'R-DEC-07',
    'allows',
    'a positive recommendation',
    'certification is proposed',
    proposes('recommendAfterCap', null),
  ],
  [
    'SOD-09',
    'allows',
    'nobody who overturned anything',
    'a member proposes',
    proposes('recommend', null),
  ],
  [
    'SOD-09',
    'refuses',
    'a recommendation that was overturned',
    'who overturned it proposes',
    proposes('doNotRecommend', 'p-1'),
  ],
  [
    'SOD-09',
    'allows',
    'a recommendation that was overturned',
    'another member proposes',
    proposes('doNotRecommend', 'p-2'),
  ],
];

describe('rules of a panel, both outcomes', () => {
  showRules(rules, cases);
});
