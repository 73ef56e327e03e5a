import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  displacedBy,
  lookUp,
  recordOf,
  SEEN_LIMIT,
  withSeen,
  type Seen,
  type SeenCommand,
} from '../../../../machines/engine/state/seen.ts';

/** More ids than are remembered, so that some come again before they are forgotten, some after, and some never. */
const IDS = SEEN_LIMIT + 300;

const commandOf = (sequence: number): SeenCommand => ({
  ...{ sequence, payloadHash: '', event: 'NoteAdded' },
});

/** The same without any cleverness: the last ones in a list, oldest first. */
function remembered(list: readonly (readonly [string, SeenCommand])[]) {
  return list.slice(-SEEN_LIMIT);
}

/** The oldest that is remembered, and the one before it, which is not. */
function expectLimit(seen: Seen, list: readonly (readonly [string, SeenCommand])[]): void {
  const [beyond, last] = list.slice(-SEEN_LIMIT - 1);
  if (list.length <= SEEN_LIMIT || !beyond || !last) return;
  expect(lookUp(seen, last[0])).toBe(last[1]);
  if (remembered(list).some(([id]) => id === beyond[0])) return;
  expect(lookUp(seen, beyond[0])).toBeUndefined();
}

it('given commands under any ids, when they are remembered, then those of the last 1,024 are found, and the one that makes room is told', () => {
  const move = fc.record({ id: fc.nat(IDS - 1), repeats: fc.integer({ min: 1, max: 700 }) });
  fc.assert(
    fc.property(fc.array(move, { minLength: 1, maxLength: 12 }), (moves) => {
      let seen: Seen;
      let list: (readonly [string, SeenCommand])[] = [];
      let sequence = 0;
      for (const { id: first, repeats } of moves) {
        for (let n = 0; n < repeats; n += 1) {
          const id = String((first + n) % IDS);
          const known = remembered(list).find(([one]) => one === id)?.[1];
          expect(lookUp(seen, id)).toBe(known);
          const displaced =
            !known && list.length >= SEEN_LIMIT ? list.at(-SEEN_LIMIT)?.[0] : undefined;
          expect(displacedBy(seen, id)).toBe(displaced);
          sequence += 1;
          const command = commandOf(sequence);
          seen = withSeen(seen, id, command);
          const others = known ? remembered(list).filter(([one]) => one !== id) : list;
          list = [...others, [id, command]];
        }
        expectLimit(seen, list);
      }
      expect(recordOf(seen)).toEqual(Object.fromEntries(remembered(list)));
    }),
    { numRuns: 15 },
  );
});

it('given a state, when two commands follow upon it, then neither knows the other', () => {
  let seen: Seen;
  for (let n = 1; n < 64; n += 1) seen = withSeen(seen, String(n), commandOf(n));
  const one = withSeen(seen, 'one', commandOf(64));
  const other = withSeen(withSeen(seen, 'other', commandOf(64)), 'more', commandOf(65));
  expect([lookUp(one, 'other'), lookUp(other, 'one')]).toEqual([undefined, undefined]);
  expect([lookUp(one, '5'), lookUp(other, '5')]).toEqual([commandOf(5), commandOf(5)]);
});
