import { afterEach, describe, expect, it } from '@jest/globals';
import { capital, nameOf, say, speak, words } from '../../../../machines/text/index.ts';

afterEach(() => {
  speak();
});
const german = (texts: Readonly<Record<string, string>>) => {
  speak({ language: 'de', texts });
};

describe('a text', () => {
  it('given English, when said, then with what it names, and signs of markup as they are', () => {
    expect(say('a.b', "{who}'s <id> of {what}", { who: 'x', what: '{y} & z' })).toBe(
      "x's <id> of {y} & z",
    );
    expect(say('a.c', 'as it stands # %')).toBe('as it stands # %');
    expect(say('a.d', '{n, plural, one {# case} other {# cases}}', { n: 2 })).toBe('2 cases');
  });

  it('given another language, when said, then in it; what it lacks in English', () => {
    german({ 'a.b': '{n, plural, one {ein Fall} other {# Fälle}} von {who}' });
    expect(say('a.b', '{n} of {who}', { n: 1, who: 'x' })).toBe('ein Fall von x');
    expect(say('a.b', '{n} of {who}', { n: 3, who: 'y' })).toBe('3 Fälle von y');
    expect(say('a.c', 'in English')).toBe('in English');
  });

  it.each([
    ['cannot be read', '{n'],
    ['names what is not there', '{unknown}'],
  ])('given a text that %s, when said, then in English instead of failing', (_why, text) => {
    german({ 'a.b': text });
    expect(say('a.b', '{n} of them', { n: 2 })).toBe('2 of them');
  });

  it('given an English text that cannot be read, when said, then as it stands', () => {
    expect(say('a.b', 'such as {"actor":', {})).toBe('such as {"actor":');
  });
});

describe('a name', () => {
  it('given a name of a machine, when told, then in words, and in the language; for lists always in English', () => {
    expect([words('awaitingEvidence'), nameOf('CapSubmitted')]).toEqual([
      'awaiting evidence',
      'cap submitted',
    ]);
    german({ 'name.lead auditor': 'Auditleitung' });
    expect([words('leadAuditor'), nameOf('leadAuditor'), nameOf('lead auditor')]).toEqual([
      'lead auditor',
      'Auditleitung',
      'Auditleitung',
    ]);
    expect(capital('cap due')).toBe('Cap due');
  });
});
