import { readFileSync } from 'node:fs';
import type { NatsConnection } from '@nats-io/nats-core';

/** What a process has used so far. */
export interface Usage {
  readonly cpuMs: number;
  /** Live objects after a collection; with TEMPORAL_DEBUG the workflows' are among them. */
  readonly heapBytes: number;
}

const USAGE_TIMEOUT_MS = 30_000;
const MS_PER_TICK = 10;
const subjectOf = (name: string): string => `bench.usage.${name}`;

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
  await connection.flush();
}

/** Asks a process what it has used. */
export async function askUsage(connection: NatsConnection, name: string): Promise<Usage> {
  const answer = await connection.request(subjectOf(name), '', { timeout: USAGE_TIMEOUT_MS });
  return answer.json<Usage>();
}

/**
 * CPU time of a process that is not ours, in milliseconds.
 * @returns `undefined` where the system does not tell it in this way
 */
export function cpuMsOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    // The second field is the name in brackets, which may hold anything: count from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
  } catch {
    return undefined;
  }
}
