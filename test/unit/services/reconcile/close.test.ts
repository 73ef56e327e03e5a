import { describe, expect, it } from '@jest/globals';
import { inClear } from '../../../../services/personal-data/index.ts';
import type { JetStreamManager } from '@nats-io/jetstream';
import { eventId, type RecordedEvent } from '../../../../machines/engine/index.ts';
import { hashOfBytes, toBytes, type EventLog } from '../../../../services/event-log/index.ts';
import { closeGaps, type Closed, type Gap } from '../../../../services/reconcile/index.ts';
import { begin, stored } from '../../../support/given.ts';
import { order } from '../../../support/order-machine.ts';
import { endOf, storedEvents } from '../../../support/stored-events.ts';

interface Stream {
  readonly ids: string[];
  readonly log: EventLog;
  readonly jsm: JetStreamManager;
}

/** A stream that holds the ids of its events only. */
function stream(held: number, beforeAppend: (ids: string[]) => void = () => undefined): Stream {
  const ids = Array.from({ length: held }, (_, index) => `old:${String(index)}`);
  const log = {
    tenant: 'acme-cert',
    stream: 'S',
    append: ({ expected, events, fence }: Parameters<EventLog['append']>[0]) => {
      beforeAppend(ids);
      if (fence !== undefined && fence !== ids.length) return Promise.reject(new Error('fence'));
      const [event] = events as [RecordedEvent];
      ids.push(eventId(event.entity, event.sequence));
      const hash = hashOfBytes(toBytes('acme-cert', event, expected.hash));
      const position = { sequence: event.sequence, streamSequence: ids.length, hash };
      return Promise.resolve({ kind: 'appended' as const, position });
    },
    personal: inClear,
    read: () => Promise.resolve([]),
  };
  const info = () => Promise.resolve({ state: { last_seq: ids.length } });
  return { ids, log, jsm: { streams: { info } } as unknown as JetStreamManager };
}

/** A gap behind the first event; places are the stream sequences that its events had. */
function gap(entity: string, places: readonly number[]): Gap {
  const one = begin(order, { customer: 'globex' }, { entity });
  for (const place of places) one.command('addNote', { text: String(place) });
  const all = storedEvents(stored(one.log), ({ sequence }) => places[sequence - 2] ?? 1);
  const events = all.slice(1).map(({ event, streamSequence }) => ({ event, streamSequence }));
  return { entity, machine: 'order', end: endOf(all.slice(0, 1)), known: endOf(all), events };
}
const close = (gaps: readonly Gap[], { log, jsm }: Stream): Promise<readonly Closed[]> =>
  closeGaps(gaps, { log, jsm });

describe('closeGaps', () => {
  it('given gaps of two entities, when closed, then their events lie as they did', async () => {
    const one = stream(2);
    expect(await close([gap('a', [3, 6]), gap('b', [4, 5])], one)).toEqual([
      { entity: 'a', written: 2 },
      { entity: 'b', written: 2 },
    ]);
    expect(one.ids.slice(2)).toEqual(['a:2', 'b:2', 'b:3', 'a:3']);
  });

  it('given a place that a workflow believes its last, when another event of it would lie there, then another entity goes first', async () => {
    const one = stream(3);
    await close([gap('a', [3, 4]), gap('b', [5])], one);
    expect(one.ids.slice(3)).toEqual(['b:2', 'a:2', 'a:3']);
  });

  it('given such a place and nothing else to write, when closed, then nothing is written, and why is said', async () => {
    const one = stream(3);
    const [closed] = await close([gap('a', [3, 4])], one);
    expect(closed).toMatchObject({ entity: 'a', written: 0 });
    expect(closed?.reason).toMatch(/would lie where the workflow believes its last one/);
    expect(one.ids).toHaveLength(3);
  });

  it('given somebody else who writes meanwhile, when an event loses its place, then it is tried again at the next', async () => {
    let count = 0;
    const one = stream(2, (ids) => {
      count += 1;
      if (count === 1) ids.push('other:1');
    });
    expect(await close([gap('a', [3, 9])], one)).toEqual([{ entity: 'a', written: 2 }]);
    expect(one.ids.slice(2)).toEqual(['other:1', 'a:2', 'a:3']);
  });

  it('given a log that refuses for good, when closed, then its reason is said and the others are closed', async () => {
    const one = stream(2);
    const log: EventLog = {
      ...one.log,
      append: (given) =>
        given.address.entity === 'a' ? Promise.reject(new Error('no')) : one.log.append(given),
    };
    expect(await close([gap('a', [3, 5]), gap('b', [4])], { ...one, log })).toEqual([
      { entity: 'a', written: 0, reason: 'no' },
      { entity: 'b', written: 1 },
    ]);
  });

  it('given Ctrl-C, when it comes, then nothing further is written', async () => {
    const one = stream(2);
    const stopping = new AbortController();
    const onProgress = (): void => {
      stopping.abort();
    };
    const options = { log: one.log, jsm: one.jsm, onProgress, signal: stopping.signal };
    expect(await closeGaps([gap('a', [3, 4, 5])], options)).toEqual([{ entity: 'a', written: 1 }]);
  });
});
