import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import ICAL from 'ical.js';
import type { Simulation } from '../../../../machines/engine/index.ts';
import { machines } from '../../../../machines/index.ts';
import { createCalendar, type EntityRecord } from '../../../../services/calendar/calendar.ts';
import type { CloudEvent, HandlerContext } from '../../../../services/consumer/index.ts';
import { eventSubject, type StoredEvent } from '../../../../services/event-log/index.ts';
import type { Records } from '../../../../services/records/index.ts';
import { justBefore } from '../../../support/cases.ts';

const journey = 'globex-27001';

/** A bucket in memory. */
function bucket() {
  const kept = new Map<string, EntityRecord>();
  const records: Pick<Records<EntityRecord>, 'put' | 'remove' | 'watch'> = {
    put: (key, value) => {
      kept.set(key, JSON.parse(JSON.stringify(value)) as EntityRecord);
      return Promise.resolve();
    },
    remove: (key) => Promise.resolve(kept.delete(key)),
    watch: (onChange) => {
      for (const [key, value] of kept) onChange(key, value);
      return Promise.resolve();
    },
  };
  return { kept, records };
}

/** What the log of a simulation holds, as it lies in the stream; all of it, or only so much. */
function storedIn(runner: Simulation, end = Infinity) {
  const events = runner.log().slice(0, end);
  const stored = events.map(
    (event, index) => ({ event, streamSequence: index + 1 }) as StoredEvent,
  );
  const read = ({ entity }: { entity: string }) =>
    Promise.resolve(stored.filter(({ event }) => event.entity === entity));
  const tell = (handle: ReturnType<typeof createCalendar>['handle'], at: number) => {
    const one = stored[at] as StoredEvent;
    const subject = eventSubject('t', one.event);
    const context = { subject, streamSequence: one.streamSequence } as HandlerContext;
    return handle({} as CloudEvent, context);
  };
  return { stored, log: { read }, tell };
}

async function filled(runner: Simulation) {
  const { stored, log, tell } = storedIn(runner);
  const { kept, records } = bucket();
  const calendar = createCalendar({ log, machines, records });
  for (let at = 0; at < stored.length; at += 1) await tell(calendar.handle, at);
  return { calendar, kept };
}

/** Every VEVENT as an independent parser reads it. */
function eventsIn(body: string) {
  const calendar = new ICAL.Component(ICAL.parse(body) as unknown[]);
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    const stamp = component.getFirstPropertyValue('dtstamp') as InstanceType<typeof ICAL.Time>;
    const { uid, summary, description, sequence, startDate } = event;
    return {
      ...{ uid, summary, description, sequence, stamp: stamp.toString() },
      ...{ day: startDate.toString(), isDay: startDate.isDate },
    };
  });
}

/** The due dates of all armed timers of all entities: what the machines themselves say. */
const armed = (runner: Simulation) =>
  runner
    .entities()
    .flatMap((entity) =>
      Object.values(runner.state(entity).timers).flatMap(({ name, dueDate }) =>
        dueDate
          ? [`${entity}:${dueDate.rule}:${name}:${dueDate.anchor}@certway ${dueDate.due}`]
          : [],
      ),
    )
    .sort();
const shown = (body: string) => eventsIn(body).map(({ uid, day }) => `${uid} ${day}`);

const afterClosing = () => justBefore('submitCap').runner;

describe('the calendar of due dates', () => {
  it('given a closing meeting with findings, when the feed is read, then every deadline is an all-day event that explains itself', async () => {
    const runner = afterClosing();
    const { calendar } = await filled(runner);
    const { body } = calendar.feed();
    expect(shown(body).sort()).toEqual(armed(runner));
    expect(armed(runner).length).toBeGreaterThan(5);
    const [plan] = eventsIn(body).filter(({ uid }) => uid.includes('nc-s2-003:T-05'));
    const anchor = /:capDue:(.*)@certway$/.exec(plan?.uid ?? '')?.[1];
    expect(plan).toEqual({
      uid: `${journey}/nc-s2-003:T-05:capDue:${String(anchor)}@certway`,
      summary: `T-05 cap due: ${journey}/nc-s2-003`,
      description: `Last day: 2027-01-03.\nWhen it passes: The day for the first plan has passed.\nCounted from event ${String(anchor)}.`,
      sequence: 2,
      stamp: '2026-12-04T12:00:00Z',
      day: '2027-01-03',
      isDay: true,
    });
    expect(body.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  });

  it('given deadlines, when they are met, pass or their journey ends, then they disappear', async () => {
    const runner = afterClosing();
    const client = { id: 'c-1', role: 'client' };
    const plan = {
      ...{ actor: client, rootCause: 'Nobody owned it.', correction: 'Done.' },
      actions: [{ what: 'Name an owner', owner: 'c-7', due: '2027-01-31' }],
    };
    expect(runner.command(`${journey}/nc-s2-003`, 'submitCap', plan).kind).toBe('accepted');
    const met = shown((await filled(runner)).calendar.feed().body);
    expect(met.filter((line) => line.includes('nc-s2-003:T-05'))).toEqual([]);
    expect(met.filter((line) => line.includes('nc-s2-003:T-06'))).toHaveLength(1);
    expect(met.filter((line) => line.includes('nc-s2-001:T-05'))).toHaveLength(1);
    runner.travelTo('2027-01-04T12:00:00.000Z');
    const passed = shown((await filled(runner)).calendar.feed().body);
    expect(passed.sort()).toEqual(armed(runner));
    expect(passed.filter((line) => line.includes(':T-05:'))).toEqual([]);
    const terminate = { actor: { id: 'o-1', role: 'cbAdmin' } };
    expect(runner.command(journey, 'terminateEngagement', terminate).kind).toBe('accepted');
    const { calendar, kept } = await filled(runner);
    expect(shown(calendar.feed().body)).toEqual([expect.stringContaining(':T-23:retention:')]);
    expect(kept.size).toBe(1);
  });

  it('given two journeys, when one is asked for, then only its deadlines come', async () => {
    const { calendar } = await filled(afterClosing());
    expect(shown(calendar.feed(journey).body)).toEqual(shown(calendar.feed().body));
    expect(shown(calendar.feed('globex').body)).toEqual([]);
    expect(calendar.feed('globex').etag).not.toBe(calendar.feed().etag);
  });

  it('given any order of restarts and redeliveries, when caught up, then the bytes are those of a rebuild', async () => {
    const runner = afterClosing();
    const whole = (await filled(runner)).calendar.feed();
    const { stored, tell, log } = storedIn(runner);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(stored.length), fc.nat(30)), { maxLength: 3 }),
        async (restarts) => {
          const { records } = bucket();
          let next = 0;
          for (const [until, back] of [...restarts, [stored.length, 0] as const]) {
            const known = storedIn(runner, Math.max(until, next));
            const isLast = until === stored.length;
            const calendar = createCalendar({
              ...{ machines, records },
              log: isLast ? log : known.log,
            });
            await calendar.follow(new AbortController().signal);
            for (let at = Math.max(0, next - back); at < until; at += 1) {
              await tell(calendar.handle, at);
            }
            next = Math.max(next, until);
          }
          const again = createCalendar({ log, machines, records });
          await again.follow(new AbortController().signal);
          expect(again.feed()).toEqual(whole);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('given a log that cannot be folded, when told of it, then it fails and what was known stays', async () => {
    const runner = afterClosing();
    const { stored, tell } = storedIn(runner);
    const { records } = bucket();
    const at = stored.findIndex(({ event }) => event.type === 'ResponseDatesSet');
    const broken = { read: () => Promise.resolve(stored.slice(at, at + 1)) };
    const calendar = createCalendar({ log: broken, machines, records });
    await expect(tell(calendar.handle, at)).rejects.toThrow('sequence 1 was to come');
    const away = { read: () => Promise.reject(new Error('timeout')) };
    const waiting = createCalendar({ log: away, machines, records });
    await expect(tell(waiting.handle, at)).rejects.toMatchObject({ name: 'RetryLaterError' });
  });
});
