import { readdirSync, readFileSync } from 'node:fs';
import { writeHeapSnapshot } from 'node:v8';
import type { NatsConnection } from '@nats-io/nats-core';

/** What a process has used so far. */
export interface Usage {
  readonly cpuMs: number;
  /** Live objects after a collection; with TEMPORAL_DEBUG the workflows' are among them. */
  readonly heapBytes: number;
}

const USAGE_TIMEOUT_MS = 30_000;
const SNAPSHOT_TIMEOUT_MS = 120_000;
const MS_PER_TICK = 10;
const subjectOf = (name: string): string => `bench.usage.${name}`;
const snapshotSubjectOf = (name: string): string => `bench.snapshot.${name}`;

/** Makes this process answer what it has used. Resolves when the server knows. */
export async function answerUsage(connection: NatsConnection, name: string): Promise<void> {
  connection.subscribe(subjectOf(name), {
    callback: (_error, message) => {
      globalThis.gc?.();
      const { user, system } = process.cpuUsage();
      const { heapUsed: heapBytes } = process.memoryUsage();
      message.respond(JSON.stringify({ cpuMs: (user + system) / 1_000, heapBytes }));
    },
  });
  connection.subscribe(snapshotSubjectOf(name), {
    callback: (_error, message) => {
      message.respond(writeHeapSnapshot(message.string()));
    },
  });
  await connection.flush();
}

/** Asks a process what it has used. */
export async function askUsage(connection: NatsConnection, name: string): Promise<Usage> {
  const answer = await connection.request(subjectOf(name), '', { timeout: USAGE_TIMEOUT_MS });
  return answer.json<Usage>();
}

/** Makes a process write all objects of its heap to a file, as Chrome's DevTools read it. */
export async function askSnapshot(
  connection: NatsConnection,
  name: string,
  file: string,
): Promise<void> {
  await connection.request(snapshotSubjectOf(name), file, { timeout: SNAPSHOT_TIMEOUT_MS });
}

interface ProcessTimes {
  readonly parent: number;
  readonly cpuMs: number;
}

/**
 * CPU time of a process that is not ours and of those that it has started, in milliseconds.
 * @returns `NaN` where the system does not tell it in this way
 */
export function cpuMsOf(pid: number): number {
  const own = timesOf(String(pid));
  if (!own) return NaN;
  const children = readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .map(timesOf)
    .filter((times) => times?.parent === pid);
  return own.cpuMs + children.reduce((sum, times) => sum + (times?.cpuMs ?? 0), 0);
}

function timesOf(pid: string): ProcessTimes | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the name in brackets, which may hold anything: count from behind it.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [user = NaN, system = NaN, oldUser = NaN, oldSystem = NaN] = fields.slice(11, 15);
    // With the children that have ended.
    const ticks = user + system + oldUser + oldSystem;
    return { parent: fields[1] ?? NaN, cpuMs: ticks * MS_PER_TICK };
  } catch {
    return undefined;
  }
}
