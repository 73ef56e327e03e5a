import { performance } from 'node:perf_hooks';
import type { RecordedEvent } from '../../machines/engine/index.ts';
import {
  eventSubject,
  signedHeaders,
  START_POSITION,
  streamName,
  toBytes,
} from '../../services/event-log/index.ts';
import type { OpenLog } from '../../infra/worker/index.ts';
import { residentBytesOf } from '../support/memory.ts';
import { startTestNats, type TestNats } from '../support/nats.ts';
import type { Results } from './report/results.ts';
import { median } from './report/statistics.ts';
import { reviewLog } from './workloads/fold.ts';

const TENANT = 'scale';
/** A journey up to its certificate has about so many entities, and events of each. */
const ENTITIES = 10;
const EVENTS = 10;
const PUBLISHED_AT_ONCE = 500;
const READS = 20;
const MIB = 1_024 * 1_024;

/** What a run is given. */
export interface ScaleOptions {
  readonly isQuick: boolean;
  readonly results: Results;
  readonly progress: (text: string) => void;
}

/** Fills a log with more and more journeys, and looks at each step what it needs and how long it takes to find one. */
export async function scaleWorkload({ isQuick, results, progress }: ScaleOptions): Promise<void> {
  const nats = await startTestNats();
  try {
    const open = await nats.open(TENANT);
    let journeys = 0;
    for (const wanted of isQuick ? [100, 1_000] : [100, 1_000, 3_000]) {
      const name = `${wanted.toLocaleString('en')} journeys`;
      progress(`filling the log with ${name}`);
      const began = performance.now();
      await fill({ nats, open }, journeys, wanted);
      const rate = ((wanted - journeys) * ENTITIES * EVENTS * 1_000) / (performance.now() - began);
      journeys = wanted;
      const add = (measure: string, unit: string, value: number): void =>
        results.add({ workload: name, measure, unit, better: 'less' }, { certway: value });
      results.add(
        { workload: name, measure: 'filled', unit: 'events/s', better: 'more' },
        { certway: rate },
      );
      progress(`looking at a log of ${name}`);
      const { state } = await open.jsm.streams.info(streamName(TENANT));
      add('disk per event', 'bytes', state.bytes / state.messages);
      add('subjects', '', state.num_subjects ?? NaN);
      add('memory of NATS', 'MiB', residentBytesOf(nats.program.pid) / MIB);
      add('read one entity', 'ms', await readOne(open, wanted));
      add('restart of NATS', 's', await restart(nats, open));
    }
  } finally {
    await nats.stop();
  }
}

interface Place {
  readonly nats: TestNats;
  readonly open: OpenLog;
}

const entityName = (journey: number, entity: number): string =>
  `j${String(journey)}/e-${String(entity)}`;

/** Journeys whose events lie side by side in the stream, as they come when many are under way. */
async function fill({ nats, open }: Place, from: number, to: number): Promise<void> {
  const under = new Set<Promise<unknown>>();
  for (let journey = from; journey < to; journey += 1) {
    for (const event of eventsOf(journey)) {
      const ack: Promise<unknown> = publish({ nats, open }, event).finally(() => under.delete(ack));
      under.add(ack);
      if (under.size >= PUBLISHED_AT_ONCE) await Promise.race(under);
    }
  }
  await Promise.all(under);
}

/** The same log for each entity, one event of each after the other. */
function eventsOf(journey: number): readonly RecordedEvent[] {
  const entities = Array.from({ length: ENTITIES }, (_, entity) => entityName(journey, entity));
  return reviewLog('template', EVENTS).flatMap((event) =>
    entities.map((entity) => ({ ...event, entity })),
  );
}

function publish({ nats, open }: Place, event: RecordedEvent): Promise<unknown> {
  const body = toBytes(TENANT, event, '0'.repeat(64));
  const headers = signedHeaders('application/cloudevents+json', body, nats.keys.signer);
  return open.js.publish(eventSubject(TENANT, event), body, { headers });
}

/** The first event of entities all over the log, found as a worker finds what it does not know. */
async function readOne({ jsm }: OpenLog, journeys: number): Promise<number> {
  const took: number[] = [];
  for (let read = 0; read < READS; read += 1) {
    const entity = entityName(Math.floor((journeys * read) / READS), read % ENTITIES);
    const [journey = '', name = ''] = entity.split('/');
    const began = performance.now();
    const subjects = `certway.${TENANT}.${journey}.review.${name}.>`;
    const lasts = await jsm.direct.getLastMessagesFor(streamName(TENANT), {
      multi_last: [subjects],
    });
    let found = 0;
    for await (const { seq } of lasts) if (seq > START_POSITION.streamSequence) found += 1;
    if (found === 0) throw new Error(`${entity} is not in the log`);
    took.push(performance.now() - began);
  }
  return median(took);
}

/** From SIGKILL until the stream answers again. */
async function restart({ program }: TestNats, { jsm }: OpenLog): Promise<number> {
  const began = performance.now();
  program.kill('SIGKILL');
  await program.start();
  while (!(await jsm.streams.info(streamName(TENANT)).catch(() => undefined)));
  return (performance.now() - began) / 1_000;
}
