import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { isListening, loopback } from './ports.ts';
import type { ProgramSpec } from './program.ts';

/** How the NATS server is to run. */
export interface NatsChoice {
  readonly command: string;
  readonly dataDir: string;
  readonly port: number;
}

const probeTimeoutMs = 1000;

async function isServing(port: number): Promise<boolean> {
  if (!(await isListening(port))) return false;
  const servers = `${loopback}:${port}`;
  const connection = await connect({ servers, timeout: probeTimeoutMs, reconnect: false });
  try {
    await (await jetstreamManager(connection)).getAccountInfo();
    return true;
  } finally {
    await connection.close();
  }
}

const configuration = (port: number, storeDir: string): string =>
  [
    '# written at every start',
    `listen: ${JSON.stringify(`${loopback}:${port}`)}`,
    'server_name: certway',
    `jetstream: { store_dir: ${JSON.stringify(storeDir)} }`,
    '',
  ].join('\n');

/** One NATS server with JetStream on disk. Writes its configuration file into the data folder. */
export function natsProgram({ command, dataDir, port }: NatsChoice): ProgramSpec {
  const path = join(dataDir, 'nats', 'nats-server.conf');
  writeFileSync(path, configuration(port, join(dataDir, 'nats')));
  return {
    name: 'nats',
    command,
    args: ['--config', path],
    ready: () => isServing(port),
    // Recovering a stream of some million messages takes its time.
    readyWithinMs: 60_000,
    graceMs: 10_000,
  };
}
