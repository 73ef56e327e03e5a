import { expect } from '@jest/globals';
import { openLog, type OpenLog } from '../../infra/worker/event-log.ts';
import {
  positionBehind,
  START_POSITION,
  streamName,
  subscribe,
  type Position,
  type StoredEvent,
} from '../../services/event-log/index.ts';
import { until } from './engine-client.ts';
import type { TestNats } from './nats.ts';
import { noteTaker } from './order-log.ts';

const WRITERS = 8;
/** Events that each writer gets through between two kills. */
const PROGRESS = 20;
const WITHIN_MS = 60_000;

/** One who writes to an entity of his own, and keeps what was acknowledged. */
interface Writer {
  readonly entity: string;
  /** Where each event ended, in the order of the acknowledgements. */
  readonly acked: Position[];
  readonly done: Promise<void>;
}

/** Appends notes, each again and again until it is acknowledged, as the activity does. */
function write(open: OpenLog, entity: string, isOver: () => boolean): Writer {
  const acked: Position[] = [];
  const one = noteTaker(entity);
  const address = { entity, machine: 'order' };
  const work = async () => {
    let events = one.begun;
    while (!isOver()) {
      const expected = acked.at(-1) ?? START_POSITION;
      const result = await until(
        () => open.log.append({ address, expected, events }),
        () => true,
        WITHIN_MS,
      );
      if (result.kind === 'ahead') throw new Error(`${entity}: somebody else has written`);
      acked.push(result.position);
      events = one.note(`note ${String(acked.length)}`);
    }
  };
  return { entity, acked, done: work() };
}

/**
 * Eight writers append while the server is killed so many times, each time after all have got on; then expects that
 * what was acknowledged is exactly what is stored: in order, without gap, nothing twice.
 * @returns how many events were acknowledged
 */
export async function writeThroughKills(
  nats: TestNats,
  tenant: string,
  kills: number,
): Promise<number> {
  const first = await nats.open(tenant);
  const opened = Array.from({ length: WRITERS }, () => openLog(nats.url, tenant, nats.keys));
  const logs = await Promise.all(opened);
  let isOver = false;
  const writers = logs.map((open, index) => write(open, `w${String(index)}`, () => isOver));
  const working = Promise.all(writers.map(({ done }) => done));
  const failed = working.then(
    () => new Promise<never>(() => undefined),
    (error: unknown) => Promise.reject(error instanceof Error ? error : new Error(String(error))),
  );
  for (let kill = 0; kill <= kills; kill += 1) {
    const goals = writers.map(({ acked }) => acked.length + PROGRESS);
    const haveGotOn = () =>
      writers.every(({ acked }, index) => acked.length >= Number(goals[index]));
    await Promise.race([until(haveGotOn, (so) => so, WITHIN_MS), failed]);
    if (kill === kills) break;
    nats.program.kill('SIGKILL');
    await nats.program.start();
  }
  isOver = true;
  await working;
  await Promise.all(logs.map((open) => open.close()));
  return expectStored(first, writers);
}

async function expectStored(open: OpenLog, writers: readonly Writer[]): Promise<number> {
  const { tenant } = open.log;
  const stored = new Map<string, StoredEvent[]>(writers.map(({ entity }) => [entity, []]));
  for await (const event of subscribe(open.js, { tenant, follow: false })) {
    stored.get(event.event.entity)?.push(event);
  }
  let count = 0;
  for (const { entity, acked } of writers) {
    const events = stored.get(entity) ?? [];
    // In stream order, each where its writer was told that it is: no gap, no double, none that nobody knows of.
    expect(events.map((event) => positionBehind([event], START_POSITION))).toEqual(acked);
    expect(acked.map(({ sequence }) => sequence)).toEqual(acked.map((_, index) => index + 1));
    // Reads, and with it holds against each other, every hash and signature.
    const read = await open.log.read({ entity, machine: 'order' }, START_POSITION);
    expect(read).toHaveLength(acked.length);
    count += acked.length;
  }
  expect((await open.jsm.streams.info(streamName(tenant))).state.messages).toBe(count);
  return count;
}
