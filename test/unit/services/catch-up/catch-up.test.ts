import { describe, expect, it } from '@jest/globals';
import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { createCatchUp, type CatchUp } from '../../../../services/catch-up/index.ts';

const minute = 60_000;

interface Stored {
  readonly id: string;
  readonly subject?: string;
  readonly at: number;
}
interface World {
  readonly catchUp: CatchUp;
  readonly stored: Stored[];
  /** Stream sequence that each workflow knows; absent for one that Temporal has lost. */
  readonly known: Record<string, number | undefined>;
  readonly told: string[];
  readonly asked: string[];
  now: number;
  isDown: boolean;
}

function world(): World {
  const own: Omit<World, 'catchUp'> = {
    ...{ stored: [], known: {}, told: [], asked: [], now: 0, isDown: false },
  };
  const messages = (since: number) =>
    own.stored
      .map(({ id, subject, at }, index) => ({
        ...{ seq: index + 1, subject: subject ?? `certway.t.j.order.${id.split(':')[0] ?? ''}.X` },
        headers: new Map([['Nats-Msg-Id', id]]),
        ...{ at, info: { timestampNanos: at * 1e6 } },
      }))
      .filter(({ at }) => at >= since);
  const get = (_: string, { opt_start_time }: { opt_start_time: string }) => {
    const found = messages(Date.parse(opt_start_time));
    return Promise.resolve({
      info: () => Promise.resolve({ num_pending: found.length }),
      consume: () => Promise.resolve(found),
    });
  };
  const info = () =>
    Promise.resolve({
      state: {
        messages: own.stored.length,
        last_ts: new Date(own.stored.at(-1)?.at ?? 0).toISOString(),
      },
    });
  const getHandle = (entity: string) => ({
    query: () => {
      own.asked.push(entity);
      if (own.isDown) throw new Error('down');
      const streamSequence = own.known[entity];
      if (streamSequence === undefined) throw new WorkflowNotFoundError('gone', entity, '');
      return Promise.resolve({ streamSequence });
    },
    signal: () => {
      if (own.isDown) throw new Error('down');
      own.told.push(entity);
      return Promise.resolve();
    },
  });
  const client = {
    connection: { withDeadline: (_: number, ask: () => Promise<unknown>) => ask() },
    options: { namespace: 'default' },
    workflow: { getHandle },
    workflowService: { resetStickyTaskQueue: () => Promise.resolve({}) },
  };
  const catchUp = createCatchUp({
    tenant: 't',
    js: { consumers: { get } } as unknown as JetStreamClient,
    jsm: { streams: { info } } as unknown as JetStreamManager,
    client: client as unknown as Client,
    now: () => own.now,
  });
  return Object.assign(own, { catchUp });
}

describe('catch-up', () => {
  it('given workflows that know their end, and one that does not, when the worker starts, then only that one is told', async () => {
    const one = world();
    one.stored.push({ id: 'a:1', at: 0 }, { id: 'b:1', at: minute }, { id: 'a:2', at: 2 * minute });
    one.known['a'] = 1;
    one.known['b'] = 2;
    one.now = 365 * 1440 * minute;
    expect(await one.catchUp.atStart()).toEqual({ looked: 2, told: ['a'] });
  });

  it('given an empty log, when the worker starts, then nothing is looked at', async () => {
    expect(await world().catchUp.atStart()).toEqual({ looked: 0, told: [] });
  });

  it('given a workflow that Temporal has lost, when looked at, then it is left to resuming', async () => {
    const one = world();
    one.stored.push({ id: 'a:1', at: 0 });
    expect(await one.catchUp.atStart()).toEqual({ looked: 1, told: [] });
  });

  it('given an end that its workflow knew, when looked at again, then nobody is asked', async () => {
    const one = world();
    one.stored.push({ id: 'a:1', at: 0 });
    one.known['a'] = 1;
    one.now = minute;
    await one.catchUp.regularly();
    one.now = 2 * minute;
    expect((await one.catchUp.regularly()).looked).toBe(0);
    expect(one.asked).toEqual(['a']);
  });

  it('given an event so young that its task is under way, when looked at, then it waits for the next time', async () => {
    const one = world();
    one.known['a'] = 0;
    one.stored.push({ id: 'a:1', at: minute });
    one.now = minute + 1_000;
    expect((await one.catchUp.regularly()).told).toEqual([]);
    one.now = 2 * minute;
    expect((await one.catchUp.regularly()).told).toEqual(['a']);
  });

  it('given servers that were away for an hour, when they are back, then what was stored before is looked at', async () => {
    const one = world();
    one.now = minute;
    await one.catchUp.regularly();
    one.stored.push({ id: 'a:1', at: 2 * minute });
    one.known['a'] = 0;
    one.isDown = true;
    for (one.now = 3 * minute; one.now < 60 * minute; one.now += minute) {
      await expect(one.catchUp.regularly()).rejects.toThrow('down');
    }
    one.isDown = false;
    expect((await one.catchUp.regularly()).told).toEqual(['a']);
    one.known['a'] = 1;
    one.now += minute;
    expect((await one.catchUp.regularly()).told).toEqual([]);
    one.now += 10 * minute;
    expect((await one.catchUp.regularly()).looked).toBe(0);
  });

  it("given a child's child, when looked at, then its id is the one of the event and not of the subject", async () => {
    const one = world();
    one.stored.push({ id: 'j/c/d:1', subject: 'certway.t.j.order.c~d.X', at: 0 });
    one.known['j/c/d'] = 0;
    expect((await one.catchUp.everything()).told).toEqual(['j/c/d']);
  });
});
