import { describe, expect, it } from '@jest/globals';
import { toBytes } from '../../../../services/event-log/index.ts';
import {
  lastPosition,
  prove,
  type Claim,
  type Proof,
  type Replayed,
} from '../../../../services/reconcile/prove.ts';
import { begin, stored } from '../../../support/given.ts';
import { order } from '../../../support/order-machine.ts';
import { endOf, storedEvents } from '../../../support/stored-events.ts';

const one = begin(order, { customer: 'globex' });
for (const text of ['a', 'b', 'c', 'd']) one.command('addNote', { text });
const log = stored(one.log);
const all = storedEvents(log, ({ sequence }) => sequence * 10);
const known = endOf(all);
const upTo = (sequence: number) => endOf(all.slice(0, sequence));
/** A run that recorded some events, one by one. */
const run = (...sequences: readonly number[]): Replayed => ({
  recorded: sequences.map((sequence) => ({
    events: log.slice(sequence - 1, sequence),
    position: upTo(sequence),
  })),
});
const encode: Claim['encode'] = (event, prevhash) => toBytes('acme-cert', event, prevhash);
const claim = (end: number, ...runs: readonly Replayed[]): Proof =>
  prove({ end: upTo(end), known, runs, encode });
const placesOf = (proof: Proof) =>
  proof.kind === 'proven' &&
  proof.events.map(({ event, streamSequence }) => [event.sequence, streamSequence]);

describe('prove', () => {
  it('given all missing events, when they are derived again, then they are proven, with their places', () => {
    expect(placesOf(claim(2, run(1, 2, 3, 4, 5)))).toEqual([
      [3, 30],
      [4, 40],
      [5, 50],
    ]);
  });

  it('given several runs, when the newest lacks some, then earlier ones give them', () => {
    expect(claim(1, run(5), run(3, 4)).kind).toBe('incomplete');
    expect(claim(1, run(5), run(3, 4), run(1, 2)).kind).toBe('proven');
  });

  it('given an empty log, when everything is derived again, then everything is proven', () => {
    expect(claim(0, run(1, 2, 3, 4, 5)).kind).toBe('proven');
  });

  it('given events that were appended together, when placed, then they lie one behind the other', () => {
    const together = { recorded: [{ events: log.slice(2, 5), position: known }] };
    expect(placesOf(claim(2, together))).toEqual([
      [3, 48],
      [4, 49],
      [5, 50],
    ]);
  });

  it('given an event that is not there, when proved, then its sequence is named', () => {
    expect(claim(2, run(3, 5))).toEqual({ kind: 'incomplete', sequence: 4 });
    expect(claim(2)).toEqual({ kind: 'incomplete', sequence: 3 });
    const folded = { recorded: [{ events: [], position: known }] };
    expect(claim(2, folded)).toEqual({ kind: 'incomplete', sequence: 3 });
  });

  it.each<[string, Partial<(typeof log)[number]>]>([
    ['other data', { data: { text: 'z' } }],
    ['another instant', { at: '2026-01-01T00:00:00.001Z' }],
    ['another cause', { causationId: 'other' }],
  ])('given an event with %s, when proved, then it is refuted', (_, change) => {
    const forged = { ...(log[3] as (typeof log)[number]), ...change };
    const replayed = { recorded: [{ events: [forged], position: upTo(4) }] };
    expect(claim(2, replayed, run(3, 4, 5))).toEqual({ kind: 'refuted' });
  });

  it('given a log that ends in another event, when proved, then it is refuted', () => {
    const end = { ...upTo(2), hash: 'f'.repeat(64) };
    expect(prove({ end, known, runs: [run(3, 4, 5)], encode })).toEqual({ kind: 'refuted' });
  });
});

describe('lastPosition', () => {
  it('given runs, when asked, then the newest that recorded anything tells it', () => {
    expect(lastPosition([run(), run(1, 2)])).toEqual(upTo(2));
    expect(lastPosition([run()])).toBeUndefined();
  });
});
