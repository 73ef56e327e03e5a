import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isSameJson } from '../../../../machines/engine/contract/index.ts';
import { canonicalJson, hashOf } from '../../../../machines/engine/index.ts';

describe('canonical JSON', () => {
  it.each<[unknown, string]>([
    [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
    [{ b: { d: 1, c: [{ f: 1, e: 2 }] }, a: [] }, '{"a":[],"b":{"c":[{"e":2,"f":1}],"d":1}}'],
    [{ a: undefined, b: null }, '{"b":null}'],
    [[undefined, null, 1], '[null,null,1]'],
    [undefined, 'null'],
    [null, 'null'],
    ['ö"\n', '"ö\\"\\n"'],
    [[true, -0, 1e21, 0.1], '[true,0,1e+21,0.1]'],
    [{}, '{}'],
    // By code units, whatever the locale: capitals first, then small letters, then umlauts.
    [{ ä: 1, a: 2, Z: 3, 10: 4, 9: 5 }, '{"10":4,"9":5,"Z":3,"a":2,"ä":1}'],
  ])('given %j, when written, then it is %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('given any JSON value, when written, then it reads back the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
      }),
    );
  });

  it('given two values, when compared, then they are the same exactly when their texts are', () => {
    const member = fc.oneof(fc.constantFrom(undefined, null, 0, -0, NaN, '', 'a'), fc.jsonValue());
    const value = fc.oneof(
      member,
      fc.array(member, { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'constructor', '__proto__'), member),
    );
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(isSameJson(a, b)).toBe(canonicalJson(a) === canonicalJson(b));
        expect(isSameJson(a, structuredClone(a))).toBe(true);
        expect(isSameJson({ x: [a] }, { x: [b] })).toBe(canonicalJson([a]) === canonicalJson([b]));
      }),
      { numRuns: 1_000 },
    );
  });

  it('given an object, when its keys come in another order, then the text is the same', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
      }),
    );
  });
});

describe('hash', () => {
  it('given a value, when hashed, then it is SHA-256 of its canonical JSON in UTF-8', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const expected = createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
        expect(hashOf(value)).toBe(expected);
      }),
    );
  });
});
