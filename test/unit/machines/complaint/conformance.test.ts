import { describe } from '@jest/globals';
import { rules } from '../../../../machines/complaint/rules.ts';
import {
  dateCases,
  handlerCases,
  officeCases,
  showRules,
  type Case,
} from '../../../support/rule-cases.ts';

const client = { about: 'client', isCertified: true };
const refers = (due: string) => ({
  ...{ type: 'ComplaintReferredToClient', on: '2028-02-03' },
  answerDue: { due },
});
const resolves = (more: object) => ({ type: 'ComplaintResolved', followUp: 'none', ...more });
const short = { followUp: 'shortNoticeAudit' };

const cases: readonly Case[] = [
  [
    'R-CPL-02',
    'allows',
    'a complaint about the client',
    'it is to answer the same day',
    { context: client, event: refers('2028-02-03') },
  ],
  [
    'R-CPL-02',
    'refuses',
    'a complaint about the client',
    'the day for its answer is over',
    { context: client, event: refers('2028-02-02') },
  ],
  [
    'R-CPL-02',
    'refuses',
    'a complaint about the certification body',
    'the client is to answer',
    { context: { about: 'certificationBody' }, event: refers('2028-02-03') },
  ],
  [
    'R-CPL-03',
    'refuses',
    'a certified client',
    'nothing is said of effectiveness',
    { context: client, event: resolves({}) },
  ],
  [
    'R-CPL-03',
    'allows',
    'a certified client',
    'effectiveness is part of the resolution',
    { context: client, event: resolves({ effectiveness: 'e' }) },
  ],
  [
    'R-CPL-03',
    'allows',
    'a client without certificate',
    'nothing is said of effectiveness',
    { context: { ...client, isCertified: false }, event: resolves({}) },
  ],
  [
    'R-CPL-04',
    'allows',
    'a certified client',
    'a short-notice audit is to follow',
    { context: client, event: resolves(short) },
  ],
  [
    'R-CPL-04',
    'refuses',
    'a client without certificate',
    'a short-notice audit is to follow',
    { context: { ...client, isCertified: false }, event: resolves(short) },
  ],
  [
    'R-CPL-04',
    'refuses',
    'a complaint about the certification body',
    'a short-notice audit is to follow',
    { context: { ...client, about: 'certificationBody' }, event: resolves(short) },
  ],
  [
    'R-CPL-04',
    'allows',
    'a client without certificate',
    'the next audit is to look at it',
    { context: { ...client, isCertified: false }, event: resolves({ followUp: 'nextAudit' }) },
  ],
  [
    'R-CPL-02',
    'allows',
    'a complaint about the client',
    'something else is recorded after the day for its answer',
    { context: client, event: { ...refers('2028-02-02'), type: 'ComplaintResolved' } },
  ],
  [
    'R-CPL-03',
    'allows',
    'a certified client',
    'something else is recorded',
    { context: client, event: { type: 'ComplaintClosed' } },
  ],
  [
    'R-CPL-03',
    'allows',
    'a complaint about the certification body of a certified client',
    'nothing is said of effectiveness',
    { context: { ...client, about: 'certificationBody' }, event: resolves({}) },
  ],
  [
    'R-CPL-04',
    'allows',
    'a client without certificate',
    'something else is recorded',
    {
      context: { ...client, isCertified: false },
      event: { ...resolves(short), type: 'ComplaintClosed' },
    },
  ],
];

describe('rules of a complaint, both outcomes', () => {
  showRules(rules, [...dateCases, ...officeCases, ...handlerCases, ...cases]);
});
