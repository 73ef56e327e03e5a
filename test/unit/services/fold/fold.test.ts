import { describe, expect, it } from '@jest/globals';
import { adopt } from '../../../../machines/engine/index.ts';
import { foldLines } from '../../../../services/cli/index.ts';
import {
  cutAt,
  nearest,
  parseCut,
  viewOf,
  type FoldView,
} from '../../../../services/fold/index.ts';
import { after, begin, stored } from '../../../support/given.ts';
import { order } from '../../../support/order-machine.ts';
import { storedEvents } from '../../../support/stored-events.ts';

const day = 86_400_000;
const one = begin(order, { customer: 'globex', limit: 1 });
one.command('addNote', { text: 'x' }, { at: day });
one.command('orderParcel', { weight: 2 }, { at: 2 * day });
const all = storedEvents(stored(one.log));

const cut = (text: string) => cutAt(all, parseCut(text)).map(({ event }) => event.type);

describe('parseCut and cutAt', () => {
  it('given a sequence, when cut, then everything up to that event is left', () => {
    expect(cut('1')).toEqual(['OrderPlaced']);
    expect(cut('2')).toEqual(['OrderPlaced', 'NoteAdded']);
    expect(cut('99')).toHaveLength(all.length);
    expect(cutAt(all, undefined)).toBe(all);
  });

  it('given an instant, when cut, then what was recorded up to it is left, whatever the zone', () => {
    expect(cut(after(day - 1))).toEqual(['OrderPlaced']);
    expect(cut(after(day))).toEqual(['OrderPlaced', 'NoteAdded']);
    expect(cut('2026-01-02T01:00:00+01:00')).toEqual(['OrderPlaced', 'NoteAdded']);
    expect(cut('2025-12-31T23:59:59.999Z')).toEqual([]);
    expect(cut('2030-01-01T00:00Z')).toHaveLength(all.length);
  });

  it.each(['', '0', '-1', '1.5', 'x', '2026-01-02', '2026-01-02T00:00:00', '2026-13-01T00:00:00Z'])(
    'given %j, when read, then it is no place',
    (text) => {
      expect(parseCut(text)).toBeUndefined();
    },
  );
});

describe('nearest', () => {
  const known = [
    'globex-27001',
    'globex-27001/nc-s2-003',
    'globex-27001/nc-s2-004',
    'initech-27001',
  ];

  it.each<[string, string[]]>([
    ['globex-2701', ['globex-27001']],
    ['nc-s2-003', ['globex-27001/nc-s2-003']],
    ['globex-27001/nc-s2-03', ['globex-27001/nc-s2-003', 'globex-27001/nc-s2-004']],
    ['zzz', []],
  ])('given %s, when asked, then it is like %j', (name, expected) => {
    expect(nearest(name, known).slice(0, 2)).toEqual(expected);
  });
});

function view(to: number, taken: Readonly<Record<string, number>> = {}): FoldView {
  const events = all.slice(0, to);
  const adopted = adopt(
    order,
    undefined,
    events.map(({ event }) => event),
  );
  return viewOf({ events, of: all.length, adopted, taken: new Map(Object.entries(taken)) });
}

describe('viewOf and foldLines', () => {
  it('given a place between steps, when shown, then the state is the one then', () => {
    expect(view(2)).toMatchObject({
      ...{ entity: 'j', sequence: 2, of: all.length, at: after(day), path: 'open' },
      ...{ missing: [], children: [], timers: [], outbox: [] },
      machine: { id: 'order', version: '1.0.0' },
      lastEvent: { id: 'j:2', type: 'NoteAdded', cause: 'command', actor: { id: 'a-1' } },
      context: { notes: 1 },
    });
  });

  it('given a place within a step, when shown, then what the step lacks is named', () => {
    expect(all.map(({ event }) => event.type)).toEqual([
      ...['OrderPlaced', 'NoteAdded', 'ParcelOrdered', 'OrderFull'],
    ]);
    const partial = view(3);
    expect(partial).toMatchObject({ missing: ['OrderFull'], sequence: 3 });
    expect(foldLines(partial).join('\n')).toContain('OrderFull behind the cut');
    expect(foldLines({ ...partial, of: 3 }).join('\n')).toContain('OrderFull not written yet');
  });

  it('given children and messages, when shown, then each is named, and what the receiver has recorded is not', () => {
    const sender = begin(order, { customer: 'globex' });
    sender.command('orderParcel', { weight: 2 });
    sender.command('hurryParcel', { parcel: 'parcel-1' });
    sender.command('hurryParcel', { parcel: 'parcel-1' });
    const events = storedEvents(stored(sender.log));
    const adopted = adopt(
      order,
      undefined,
      events.map(({ event }) => event),
    );
    const shown = viewOf({ events, of: 4, adopted, taken: new Map([['j/parcel-1', 1]]) });
    expect(shown.children).toEqual([{ entity: 'j/parcel-1', machine: 'parcel' }]);
    expect(shown.outbox).toEqual([{ to: 'j/parcel-1', number: 2, kind: 'event', type: 'Hurry' }]);
    const lines = foldLines(shown);
    expect(lines).toContain('child       j/parcel-1 (parcel)');
    expect(lines).toContain('waits for   j/parcel-1: message 2, Hurry');
  });
});
