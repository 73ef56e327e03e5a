import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  canonicalJson,
  dehydrate,
  foldKnown,
  follow,
  hydrate,
  register,
  type DurableMachine,
  type Followed,
  type RecordedEvent,
} from '../../../../machines/engine/index.ts';
import { begin, live, stored } from '../../../support/given.ts';
import { order } from '../../../support/order-machine.ts';
import { orderV2, orderV2Parts } from '../../../support/order-v2.ts';

const moves = [
  ['addNote', { text: 'x' }],
  ['orderParcel', { weight: 2 }],
  ['unheardOf', {}],
  ['closeOrder', {}],
] as const;
const script = fc.array(fc.nat({ max: moves.length - 1 }), { maxLength: 15 });

/** A log of the order that was migrated after so many commands. */
function logOf(given: readonly number[], at: number): readonly RecordedEvent[] {
  const old = begin(order, { customer: 'globex', limit: 3 });
  const give = (one: Pick<typeof old, 'command'>, from: number, to?: number) => {
    given.slice(from, to).forEach((move, index) => {
      const [name, data] = moves[move] ?? moves[0];
      one.command(name, data, { id: `c-${from + index}`, via: 'signal' });
    });
  };
  give(old, 0, at);
  const one = live(orderV2, hydrate(orderV2, dehydrate(order, old.state)), [...old.log]);
  one.take([]);
  give(one, at);
  return stored(one.log);
}

function followed(machine: DurableMachine, events: readonly RecordedEvent[]): Followed[] {
  const steps: Followed[] = [];
  for (const event of events) steps.push(follow(machine, steps.at(-1), event));
  return steps;
}

const plain = (known: Pick<Followed, 'adopted'>) => {
  const { machine, state, missing } = known.adopted ?? {};
  if (!machine || !state) return undefined;
  return canonicalJson({ ...dehydrate(machine, state), outbox: {}, missing });
};

describe('follow', () => {
  it('given any log, migrated anywhere, when it is followed event by event, then it gives what the fold of all that is known gives', () => {
    fc.assert(
      fc.property(script, fc.nat({ max: 15 }), fc.nat({ max: 20 }), (given, at, end) => {
        const log = logOf(given, at).slice(0, end + 1);
        const steps = followed(orderV2, log);
        expect(steps.filter(({ unverified }) => unverified !== undefined)).toEqual([]);
        expect(plain(steps.at(-1) ?? { adopted: undefined })).toBe(plain(foldKnown(orderV2, log)));
      }),
      { numRuns: 60 },
    );
  });

  it('given a build without the old definition, when it is followed, then what cannot be judged says so', () => {
    const log = logOf([0, 0, 0, 0], 2);
    const unverified = followed(register(orderV2Parts), log).map((each) => each.unverified);
    expect(unverified).toEqual([
      ...Array.from({ length: 3 }, () => 'this build does not hold the definition'),
      'the state before it is not known',
      undefined,
      undefined,
    ]);
  });

  it('given an event in the middle of a step that is another than the machine derives, when it comes, then it is refused at once', () => {
    const log = logOf([1, 1, 1], 9);
    const at = log.findIndex(({ stepIndex }) => stepIndex === 2);
    expect(at).toBeGreaterThan(0);
    const forged = log.with(at, { ...(log[at] as RecordedEvent), data: { forged: true } });
    const before = followed(orderV2, forged.slice(0, at));
    expect(before.at(-1)?.adopted?.missing).toHaveLength(1);
    expect(() => followed(orderV2, forged.slice(0, at + 1))).toThrow('this build derives');
  });
});
