import { expect } from '@jest/globals';
import type { Engine } from './engine-client.ts';
import { until } from './engine-client.ts';
import { residentBytesOf } from './memory.ts';
import { runsOf } from './runs.ts';

/** What a journey with many commands has shown. */
export interface Measured {
  /** Events of the longest history of a run. */
  readonly longestRun: number;
  readonly runs: number;
  /** Size of the whole state as JSON, in bytes, after three fifths of the commands, when all ids are carried that ever are, and at the end. */
  readonly stateBytes: readonly [number, number];
  /** How much the worker grew in the second and in the last fifth of the commands, in bytes. */
  readonly grownBytes: readonly [number, number];
}

const SENDERS = 20;
const FIRST = { updateId: 'the-first', payload: { text: 'first' } } as const;

/** How much is given: both are multiples of 100. */
export interface Amount {
  readonly commands: number;
  /** So many of the commands order a parcel, which is delivered at once. */
  readonly children: number;
}

/** Gives commands to one order, with children that come and go among them, and waits until all is at rest. */
export async function giveMany(engine: Engine, order: string, amount: Amount): Promise<Measured> {
  await engine.start(order, { customer: 'globex', limit: 1_000_000 });
  const first = (await engine.handle(order).describe()).runId;
  await engine.command(order, 'addNote', FIRST.payload, { updateId: FIRST.updateId });
  const resident: number[] = [residentBytesOf(engine.worker.pid)];
  const sizes: number[] = [];
  for (let fifth = 0; fifth < 5; fifth += 1) {
    await giveFifth(engine, { order, amount, fifth });
    resident.push(residentBytesOf(engine.worker.pid));
    sizes.push(JSON.stringify(await engine.state(order)).length);
  }
  const runs = await runsOf(engine, order, first);
  const grown = (index: number) => (resident[index] ?? 0) - (resident[index - 1] ?? 0);
  return {
    longestRun: Math.max(...runs.map(({ length }) => length)),
    runs: runs.length,
    stateBytes: [sizes[2] ?? 0, sizes.at(-1) ?? 0],
    grownBytes: [grown(2), grown(5)],
  };
}

async function giveFifth(
  engine: Engine,
  given: { readonly order: string; readonly amount: Amount; readonly fifth: number },
): Promise<void> {
  const { order, amount, fifth } = given;
  const parcels = amount.children / 5;
  const notes = (amount.commands - amount.children) / 5 / SENDERS;
  const give = async (sender: string) => {
    for (let count = 0; count < notes; count += 1) {
      await engine.command(order, 'addNote', { text: String(count) }, { sender });
    }
  };
  const deliver = async () => {
    for (let count = 1; count <= parcels; count += 1) {
      await engine.command(order, 'orderParcel', { weight: 1 });
      const parcel = `${order}/parcel-${String(fifth * parcels + count)}`;
      await engine.command(parcel, 'deliverParcel', { to: 'door' });
    }
  };
  const senders = Array.from(
    { length: SENDERS },
    (_, index) => `${String(fifth)}-${String(index)}`,
  );
  await Promise.all([...senders.map(give), deliver()]);
  await until(
    () => engine.state(order),
    ({ actors }) => Object.keys(actors).length === 0,
  );
}

/** Expects that the very first command, whose id only the log knows by now, is still answered as it was. */
export async function expectFirstKnown(engine: Engine, order: string): Promise<void> {
  const { sequence, seen } = await engine.state(order);
  expect(Object.keys(seen)).not.toContain(FIRST.updateId);
  const again = { updateId: FIRST.updateId, isRepeated: true };
  expect(await engine.command(order, 'addNote', FIRST.payload, again)).toMatchObject({
    kind: 'accepted',
    answer: { eventId: `${order}:2`, event: 'NoteAdded' },
  });
  const other = { text: 'other', commandId: FIRST.updateId };
  expect(await engine.command(order, 'addNote', other, { isRepeated: true })).toMatchObject({
    kind: 'refused',
    code: 'COMMAND_ID_REUSED',
  });
  expect((await engine.state(order)).sequence).toBe(sequence);
}

/** Expects that nothing but the log has grown with the number of commands. */
export function expectBounded(measured: Measured): void {
  const { longestRun, runs, stateBytes, grownBytes } = measured;
  expect(runs).toBeGreaterThan(1);
  expect(longestRun).toBeLessThan(10_000);
  // What an order keeps of each parcel is its own; what the engine keeps of each is a number per name.
  expect(stateBytes[1]).toBeLessThan(1.5 * stateBytes[0]);
  expect(stateBytes[1]).toBeLessThan(256 * 1024);
  // Loosely: a leak per command would make the last fifth grow as much as the second, on top of what it caches.
  const allowedBytes = Math.max(grownBytes[0], 64 * 1024 * 1024);
  expect(grownBytes[1]).toBeLessThan(2 * allowedBytes);
}
