import { describe, expect, it } from '@jest/globals';
import { nextBatch } from '../../../workflows/engine/batch.ts';

type Waiting = Parameters<typeof nextBatch>[0][number];

function waiting(id: string, characters = 10): Waiting {
  const input = { cause: 'command', id, payload: { text: 'x'.repeat(characters) } };
  return { input } as unknown as Waiting;
}

const idsOf = (batch: readonly Waiting[]) =>
  batch.map(({ input }) => ('id' in input ? input.id : ''));
const many = (count: number, characters?: number) =>
  Array.from({ length: count }, (_, index) => waiting(String(index), characters));

describe('the inputs of one turn', () => {
  it('given more than go together, when they are taken, then those that waited longest go first', () => {
    const queue = many(100);
    expect(idsOf(nextBatch(queue))).toEqual(idsOf(many(64)));
    expect(idsOf(nextBatch(queue))).toEqual(idsOf(many(100).slice(64)));
    expect(nextBatch(queue)).toEqual([]);
  });

  it('given large inputs, when they are taken, then as many as one message holds', () => {
    const queue = many(14, 190_000);
    expect(idsOf(nextBatch(queue))).toEqual(['0', '1']);
    expect(queue).toHaveLength(12);
  });

  it('given an input that is larger than that, when it is taken, then alone', () => {
    expect(idsOf(nextBatch([waiting('large', 900_000), waiting('next')]))).toEqual(['large']);
  });

  it('given a wish behind inputs that have to wait, when they are taken, then the wish goes along', () => {
    const wish = { input: { cause: 'setAside', id: 'wish' } } as unknown as Waiting;
    const queue = [...many(70), wish];
    expect(idsOf(nextBatch(queue)).at(-1)).toBe('wish');
    expect(queue).toHaveLength(6);
  });
});
