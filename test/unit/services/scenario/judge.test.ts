import { describe, expect, it } from '@jest/globals';
import { holds, innermost, judgeReply, judgeSight } from '../../../../services/scenario/judge.ts';
import type { Giving, Look } from '../../../../services/scenario/scenario.ts';
import type { Reply, Sight } from '../../../../services/scenario/index.ts';

const giving: Giving = {
  ...{ by: { id: 'c-1', role: 'client' }, to: ['journey'], command: 'a', payload: {} },
  ...{ refused: undefined, answers: {} },
};
const accepted: Reply = { kind: 'accepted', answers: { audit: 'stage-1', days: 3 } };
const refused: Reply = { kind: 'refused', because: ['R-2', 'R-1'], text: 'why\nNow: x' };

describe('judgeReply', () => {
  it.each([
    ['accepted', {}, accepted, []],
    ['a part of the answer', { answers: { audit: 'stage-1' } }, accepted, []],
    [
      'another answer',
      { answers: { audit: 'stage-2' } },
      accepted,
      ['answers with {"audit":"stage-2"}'],
    ],
    ['a refusal', {}, refused, ['accepted']],
    ['all rules, in any order', { refused: ['R-1', 'R-2'] }, refused, []],
    ['one rule of two', { refused: ['R-1'] }, refused, ['refused by R-1']],
    ['accepted after all', { refused: ['R-1'] }, accepted, ['refused by R-1']],
  ])(
    'given %s, when it is judged, then what differs is what was expected',
    (_, more, reply, expected) => {
      expect(judgeReply({ ...giving, ...more }, reply).map((each) => each.expected)).toEqual(
        expected,
      );
    },
  );

  it('given an unexpected refusal, when it is judged, then the rules and their reason are told', () => {
    expect(judgeReply(giving, refused)[0]?.given).toBe('refused by R-1, R-2: why\nNow: x');
  });
});

const look: Look = {
  ...{ place: { file: 'a.yaml', line: 1 }, of: 'journey', state: [], due: {} },
  ...{ recorded: [], notRecorded: [] },
};
const sight: Sight = {
  value: { certified: { certificate: 'active', cycle: { surveillance1: 'due' } } },
  due: [{ rule: 'T-13', due: '2028-01-20' }],
  events: [
    { type: 'CertificationGranted', data: { on: '2027-01-20', expiry: { rule: 'T-16' } } },
    { type: 'CertificateIssued', data: {} },
  ],
  zone: 'Europe/Berlin',
};
const unmet = (more: Partial<Look>, given: Sight | undefined = sight) =>
  judgeSight({ ...look, ...more }, given);

describe('judgeSight', () => {
  it.each<[string, Partial<Look>]>([
    ['states of several regions', { state: ['certified/certificate/active', 'certified/cycle'] }],
    ['an open deadline', { due: { 'T-13': '2028-01-20' } }],
    ['no open deadline', { due: { 'T-05': 'none' } }],
    ['an event by name', { recorded: [{ event: 'CertificateIssued', with: {} }] }],
    [
      'an event with a part of its data',
      { recorded: [{ event: 'CertificationGranted', with: { expiry: { rule: 'T-16' } } }] },
    ],
    ['an event that is missing', { notRecorded: ['CertificateSuspended'] }],
  ])('given %s as expected, when it is judged, then nothing differs', (_, more) => {
    expect(unmet(more)).toEqual([]);
  });

  it.each<[string, Partial<Look>, string, string]>([
    [
      'another state, though its name begins alike',
      { state: ['certified/cert'] },
      'state certified/cert',
      'certified/certificate/active, certified/cycle/surveillance1/due',
    ],
    ['another day', { due: { 'T-13': '2028-01-21' } }, 'T-13 due 2028-01-21', '2028-01-20'],
    [
      'no deadline',
      { due: { 'T-5': '2028-01-21' } },
      'T-5 due 2028-01-21',
      'no such deadline is open',
    ],
    ['a deadline', { due: { 'T-13': 'none' } }, 'T-13 due no more', '2028-01-20'],
    [
      'other data',
      { recorded: [{ event: 'CertificationGranted', with: { on: '2027-01-21' } }] },
      'recorded CertificationGranted with {"on":"2027-01-21"}',
      'with {"on":"2027-01-20","expiry":{"rule":"T-16"}}',
    ],
    [
      'an event that is not there',
      { recorded: [{ event: 'QuoteIssued', with: {} }] },
      'recorded QuoteIssued',
      'it was not recorded',
    ],
    [
      'an event that is there',
      { notRecorded: ['CertificateIssued'] },
      'CertificateIssued not recorded',
      'it was recorded',
    ],
  ])(
    'given %s, when it is judged, then it says what was expected and what there is',
    (_, more, expected, given) => {
      expect(unmet(more)).toEqual([{ expected, given }]);
    },
  );

  it('given nobody, when it is judged, then that is what differs', () => {
    const differs = judgeSight({ ...look, of: 'nc-s2-009', state: ['x'] }, undefined);
    expect(differs).toEqual([{ expected: 'there is nc-s2-009', given: 'there is not' }]);
  });
});

describe('holds', () => {
  it.each([
    [{ a: [1, { b: 2 }] }, { a: [1, { b: 2, c: 3 }] }, true],
    [{ a: [1] }, { a: [1, 2] }, false],
    [{ a: [1] }, { a: 1 }, false],
    [{ a: { b: 1 } }, { a: 'b' }, false],
    [{ a: null }, {}, false],
    [null, null, true],
  ])('given %j of %j, when it is asked, then %s', (wanted, given, result) => {
    expect(holds(wanted, given)).toBe(result);
  });
});

describe('innermost', () => {
  it('given a state without regions and one with an empty one, when asked, then each has a path', () => {
    expect(innermost('refused')).toEqual(['refused']);
    expect(innermost({ a: {}, b: 'c' })).toEqual(['a', 'b/c']);
  });
});
