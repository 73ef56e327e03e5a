import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beginInMemory, loadCase, playInMemory } from '../../infra/demo/index.ts';
import type { RecordedEvent } from '../../machines/engine/index.ts';
import { machines } from '../../machines/index.ts';
import {
  eventSubject,
  GENESIS_HASH,
  hashOfBytes,
  toBytes,
} from '../../services/event-log/index.ts';
import { readExport, writeExport } from '../../services/export/index.ts';
import { MOST_LEAVES, nextHead, type Head } from '../../services/proof/head.ts';
import { leafOf } from '../../services/proof/leaf.ts';
import { verdictJson, verifyLog, type Hash, type LogMessage } from '../../services/proof/index.ts';
import { createSigner } from '../../services/signing/index.ts';
import { headMessage, newKey, signed, verifierOf } from './stored-log.ts';

/** How fast a log was verified. */
export interface VerifySpeed {
  readonly events: number;
  readonly entities: number;
  readonly eventsPerSecond: number;
  /** Of the process, user and system, all threads. */
  readonly cpuMicrosecondsPerEvent: number;
  /** Largest resident memory seen meanwhile, MiB. */
  readonly memoryMiB: number;
}

const SCENARIO = join(import.meta.dirname, '../../infra/scenarios/worked-case.yaml');
const tenant = 'acme-cert';
/** So many journeys go on at a time. */
const AT_ONCE = 50;

/** The events of copies of the worked case, some going on at once. */
function* eventsOf(count: number): Generator<RecordedEvent> {
  const given = loadCase(SCENARIO);
  const runner = beginInMemory(machines, given);
  playInMemory(runner, given);
  const lines = runner.log().map((event) => JSON.stringify(event));
  for (let copy = 0, made = 0; made < count; copy += AT_ONCE) {
    for (const line of lines) {
      for (let n = copy; n < copy + AT_ONCE && made < count; n += 1, made += 1) {
        yield JSON.parse(line.replaceAll(given.journey, `journey-${n}`)) as RecordedEvent;
      }
    }
  }
}

/** Writes an export of so many signed and sealed events, and verifies it from the disk. */
export async function verifySpeed(count: number): Promise<VerifySpeed> {
  const parent = mkdtempSync(join(tmpdir(), 'certway-verify-speed-'));
  try {
    const keys = { events: newKey(), heads: newKey() };
    const folder = join(parent, 'export');
    await write(folder, count, keys);
    return await timed(folder, { events: verifierOf(keys.events), heads: verifierOf(keys.heads) });
  } finally {
    rmSync(parent, { recursive: true });
  }
}

interface Keys<Key> {
  readonly events: Key;
  readonly heads: Key;
}

async function write(
  folder: string,
  count: number,
  keys: Keys<ReturnType<typeof newKey>>,
): Promise<void> {
  const leaves: Hash[] = [];
  const signer = createSigner(keys.events);
  // eslint-disable-next-line @typescript-eslint/require-await -- an export takes what comes later
  async function* entries() {
    const hashes = new Map<string, string>();
    let seq = 0;
    for (const event of eventsOf(count)) {
      seq += 1;
      const data = toBytes(tenant, event, hashes.get(event.entity) ?? GENESIS_HASH);
      hashes.set(event.entity, hashOfBytes(data));
      const subject = eventSubject(tenant, event);
      const message: LogMessage = {
        seq,
        subject,
        time: event.at,
        headers: signed(data, signer),
        data,
      };
      leaves.push(leafOf(message));
      yield { message };
    }
  }
  const common = { tenant, stream: 'CERTWAY_ACME_CERT', exportedAt: '2026-01-01T00:00:00.000Z' };
  const events = join(folder, '../events');
  await writeExport(events, {
    ...common,
    lastSequence: count,
    entries: entries(),
    heads: none(),
    keys: {},
  });
  const all = (await readExport(events)).messages();
  async function* again() {
    for await (const message of all) yield { message };
  }
  const heads = headsOf(leaves, createSigner(keys.heads));
  await writeExport(folder, { ...common, lastSequence: count, entries: again(), heads, keys: {} });
  rmSync(events, { recursive: true });
}

// eslint-disable-next-line @typescript-eslint/require-await -- an export takes what comes later
async function* headsOf(
  leaves: readonly Hash[],
  signer: ReturnType<typeof createSigner>,
): AsyncGenerator<LogMessage> {
  let previous: Head | undefined;
  for (let from = 0, seq = 1; from < leaves.length; from += MOST_LEAVES, seq += 1) {
    const given = leaves.slice(from, from + MOST_LEAVES);
    previous = nextHead({ tenant, previous, leaves: given, at: '2026-01-01T00:00:00.000Z' });
    yield headMessage(tenant, seq, [previous, signer]);
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- an export takes what comes later
async function* none(): AsyncGenerator<LogMessage> {
  yield* [];
}

async function timed(
  folder: string,
  verifiers: Keys<ReturnType<typeof verifierOf>>,
): Promise<VerifySpeed> {
  const read = await readExport(folder);
  const log = {
    tenant,
    messages: read.messages(),
    heads: read.heads(),
    count: read.manifest.count,
  };
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  let memoryBytes = 0;
  const onProgress = () => (memoryBytes = Math.max(memoryBytes, process.memoryUsage.rss()));
  const verdict = await verifyLog(log, { machines, ...verifiers }, { onProgress });
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  if (verdict.firstBad) throw new Error(verdictJson(verdict));
  const { events, entities } = verdict;
  return {
    ...{ events, entities, eventsPerSecond: Math.round(events / seconds) },
    cpuMicrosecondsPerEvent: Math.round((user + system) / events),
    memoryMiB: Math.round(memoryBytes / 2 ** 20),
  };
}
