import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import type { StreamConfig } from '@nats-io/jetstream';
import { ensureEventKey, writerKeys, type EventKeys } from '../../infra/keys/index.ts';
import { connectNats } from '../../infra/nats/index.ts';
import { streamSettings } from '../../infra/nats/stream-settings.ts';
import { findServers } from '../../infra/stack/find-servers.ts';
import { natsProgram } from '../../infra/stack/nats-program.ts';
import { reservePort } from '../../infra/stack/ports.ts';
import { openProgramGroup } from '../../infra/stack/program-group.ts';
import type { Program } from '../../infra/stack/index.ts';
import { openLog, type OpenLog } from '../../infra/worker/event-log.ts';
import { streamName, tenantSubjects } from '../../services/event-log/index.ts';
import { killOnSignal, temporaryDataDir, testConfig } from './stack.ts';

/** A NATS server of its own, and nothing else. */
export interface TestNats {
  readonly program: Program;
  readonly url: string;
  /** Of the data folder. */
  readonly keys: Required<EventKeys>;
  /** Makes a stream for a tenant, and opens its log. */
  readonly open: (
    tenant: string,
    given?: { readonly keys?: EventKeys; readonly stream?: Partial<StreamConfig> },
  ) => Promise<OpenLog>;
  /** Closes the logs, stops the server and removes its data. */
  readonly stop: () => Promise<void>;
}

/** Starts NATS on a free port, with its data in a temporary folder. */
export async function startTestNats(): Promise<TestNats> {
  const dataDir = temporaryDataDir();
  const forget = killOnSignal(dataDir);
  // The address keeps Temporal from being looked for.
  const config = testConfig({ dataDir, temporalAddress: '127.0.0.1:1' });
  for (const folder of ['nats', 'logs']) mkdirSync(join(dataDir, folder));
  ensureEventKey(config.keysDir);
  const { nats } = await findServers({ config });
  const wish = { purpose: 'NATS', variable: 'CERTWAY_NATS_PORT', port: 0 };
  const port = await reservePort(wish);
  const logFolder = join(dataDir, 'logs');
  const report = () => undefined;
  const group = await openProgramGroup({ dataDir, logFolder, report, signal: undefined });
  const program = group.add(natsProgram({ command: nats?.command ?? '', dataDir, port }));
  await program.start();
  const url = `nats://127.0.0.1:${String(port)}`;
  const logs: OpenLog[] = [];
  const keys = writerKeys(config.keysDir);
  return {
    ...{ program, url, keys },
    open: async (tenant, given = {}) => {
      await makeStream(url, tenant, given.stream);
      const open = await openLog(url, tenant, given.keys ?? keys);
      logs.push(open);
      return open;
    },
    stop: async () => {
      for (const open of logs) await open.close();
      await group.stop();
      forget();
      rmSync(dataDir, { recursive: true });
    },
  };
}

async function makeStream(
  url: string,
  tenant: string,
  changes: Partial<StreamConfig> = {},
): Promise<void> {
  const connection = await connectNats(url);
  const name = streamName(tenant);
  const choice = { name, subjects: tenantSubjects(tenant), replicas: 1 };
  const jsm = await jetstreamManager(connection);
  await jsm.streams.add({ ...streamSettings(choice), ...changes, name });
  await connection.close();
}
