import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../../../machines/engine/index.ts';
import type { Database } from '../../../../services/register/database.ts';
import { openPostgres } from '../../../../services/register/postgres.ts';
import { openStore, type RegisterStore } from '../../../../services/register/store.ts';
import { startPostgres, type TestPostgres } from '../../../support/postgres.ts';
import { publicEvents, suspendedStory } from '../../../support/stories.ts';

const journey = 'globex-27001';
const all = { limit: 100 };
const now = Date.parse('2028-02-02T00:00:00.000Z');

/** A journey until its certificate is suspended, its public events in order. */
const story = (name: string) => publicEvents(suspendedStory(name), name);

async function takeAll(store: RegisterStore, events: readonly RecordedEvent[]): Promise<void> {
  for (const event of events) await store.take(event);
}

let server: TestPostgres;
let database: Database;
beforeAll(async () => {
  server = await startPostgres();
  database = openPostgres(server.url, () => undefined);
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

describe('the register on PostgreSQL', () => {
  it('given events, when taken once, twice or from the middle again, then the rows are the same', async () => {
    const events = story(journey);
    const once = await openStore(database, 'once');
    await takeAll(once, events);
    const again = await openStore(database, 'again');
    for (const cut of [3, 20, events.length]) await takeAll(again, events.slice(0, cut));
    await takeAll(again, events.slice(10));
    const rows = await once.list(all, now);
    expect(rows).toMatchObject([
      {
        ...{ number: 'globex-27001-1', status: 'suspended', since: '2028-02-01', revision: 2 },
        ...{ expiresAt: '2030-01-19T23:00:00.000Z', validFrom: '2027-01-20' },
        ...{ lastEvent: `${journey}:${String(events.at(-1)?.sequence)}` },
      },
    ]);
    expect(await again.list(all, now)).toEqual(rows);
    expect(await again.last(journey)).toBe(events.at(-1)?.sequence);
    expect(await again.take(events[5] as RecordedEvent)).toBe(false);
  });

  it('given rows, when the tables are opened again, then they are there, under the same generation', async () => {
    const first = await openStore(database, 'kept');
    await takeAll(first, story(journey));
    const second = await openStore(database, 'kept');
    expect(second.generation).toBe(first.generation);
    expect(await second.list(all, now)).toEqual(await first.list(all, now));
    const other = await openStore(database, 'other');
    expect(other.generation).not.toBe(first.generation);
    expect(await other.list(all, now)).toEqual([]);
    expect(await other.last(journey)).toBe(0);
  });

  it('given an event that cannot be understood, when taken, then neither row nor position moves', async () => {
    const store = await openStore(database, 'poison');
    const events = story(journey);
    const issue = events.findIndex(({ type }) => type === 'CertificateIssued');
    await takeAll(store, events.slice(0, issue));
    const broken = { ...(events[issue] as RecordedEvent), data: {} };
    await expect(store.take(broken)).rejects.toThrow('number');
    expect(await store.last(journey)).toBe(events[issue - 1]?.sequence);
    expect(await store.list(all, now)).toEqual([]);
    await takeAll(store, events.slice(issue));
    expect(await store.list(all, now)).toMatchObject([{ status: 'suspended' }]);
  });

  it('given a last day that has passed, when no event says so yet, then the clock does', async () => {
    const store = await openStore(database, 'clock');
    await takeAll(store, story(journey));
    const last = Date.parse('2030-01-19T23:00:00.000Z');
    expect(await store.find('globex-27001-1', last - 1)).toMatchObject({ status: 'suspended' });
    const expired = { status: 'expired', since: '2030-01-20' };
    expect(await store.find('globex-27001-1', last)).toMatchObject(expired);
    expect(await store.list({ ...all, status: 'suspended' }, last)).toEqual([]);
    expect(await store.list({ ...all, status: 'expired' }, last)).toMatchObject([expired]);
    expect(await store.find('globex-27001-9', last)).toBeUndefined();
  });

  it('given several journeys, when listed, then by number, in pages, and only what is asked for', async () => {
    const store = await openStore(database, 'many');
    for (const name of ['c', 'a', 'B']) await takeAll(store, story(name));
    const numbers = async (query: object) =>
      (await store.list({ ...all, ...query }, now)).map(({ number }) => number);
    expect(await numbers({})).toEqual(['B-1', 'a-1', 'c-1']);
    expect(await numbers({ after: 'a-1' })).toEqual(['c-1']);
    expect(await numbers({ limit: 2 })).toEqual(['B-1', 'a-1']);
    expect(await numbers({ client: 'globex', status: 'suspended' })).toHaveLength(3);
    expect(await numbers({ client: "' OR true --" })).toEqual([]);
    expect(await numbers({ status: 'valid' })).toEqual([]);
  });

  it('given tables of a newer version, when opened, then it says so', async () => {
    await openStore(database, 'newer');
    await database.query('INSERT INTO register_newer.migrations VALUES (99)');
    await expect(openStore(database, 'newer')).rejects.toThrow('has version 99, newer than 1');
  });
});
