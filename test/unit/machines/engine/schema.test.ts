import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { faultsIn } from '../../../../machines/engine/index.ts';
import { envelopeSchema } from '../../../../machines/engine/contract/schema.ts';

const schema = z.strictObject({
  name: z.string().min(2),
  size: z.int().positive(),
  parts: z.array(z.strictObject({ weight: z.number() })).optional(),
  kind: z.enum(['a', 'b']).optional(),
});

describe('faults of a value', () => {
  it('given a value that fits, when looked at, then there are none', () => {
    expect(faultsIn(schema, { name: 'xy', size: 1 })).toEqual([]);
  });

  it.each<[string, unknown, RegExp]>([
    ['a missing field', { size: 1 }, /^name: .*expected string.* \(missing\)$/],
    ['another type', { name: 7, size: 1 }, /^name: .*expected string.* \(given 7\)$/],
    ['a broken bound', { name: 'x', size: 1 }, /^name: .*2 characters.* \(given "x"\)$/],
    ['a wrong number', { name: 'xy', size: 1.5 }, /^size: .*int.* \(given 1\.5\)$/],
    ['null', { name: null, size: 1 }, /^name: .*string.* \(given null\)$/],
    [
      'a fault deep inside',
      { name: 'xy', size: 1, parts: [{ weight: 1 }, { weight: 'much' }] },
      /^parts\.1\.weight: .*number.* \(given "much"\)$/,
    ],
    [
      'something where an object was to be',
      { name: 'xy', size: 1, parts: [null] },
      /^parts\.0: .*object.* \(given null\)$/,
    ],
    ['another choice', { name: 'xy', size: 1, kind: 'c' }, /^kind: .*"a"\|"b".* \(given "c"\)$/],
    ['an unknown field', { name: 'xy', size: 1, more: 1 }, /^more: there is no such field$/],
    ['no object', 'text', /^input: .*object.* \(given "text"\)$/],
    ['nothing', undefined, /^input: .*object.* \(missing\)$/],
    ['a function', { name: 'xy', size: () => 1 }, /^size: .* \(given a function\)$/],
  ])(
    'given %s, when looked at, then path, expectation and what was given are told',
    (_what, value, fault) => {
      const faults = faultsIn(schema, value);
      expect(faults).toHaveLength(1);
      expect(faults[0]).toMatch(fault);
    },
  );

  it('given several faults, when looked at, then each is told', () => {
    expect(faultsIn(schema, { name: 1, size: 'x', kind: 2 })).toHaveLength(3);
  });

  it('given something long, when told, then it is cut', () => {
    const [fault = ''] = faultsIn(schema, { name: 'x'.repeat(500).split(''), size: 1 });
    expect(fault.length).toBeLessThan(150);
    expect(fault).toMatch(/…\)$/);
  });
});

describe('what every command carries', () => {
  const actor = { id: 'a-17', role: 'clerk' };
  it.each([
    [{ actor }, 0],
    [{ actor, commandId: 'c-1', anything: 1 }, 0],
    [{}, 1],
    [{ actor: { ...actor, name: 'Jane' } }, 1],
    [{ actor: { id: 'jane doe', role: 'clerk' } }, 1],
    [{ actor: { id: 'x'.repeat(65), role: '' } }, 2],
    [{ actor, commandId: 'x'.repeat(129) }, 1],
  ])('given %j, when looked at, then there are %i faults', (payload, count) => {
    expect(faultsIn(envelopeSchema, payload)).toHaveLength(count);
  });
});
