import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { eventLog, type EventLog } from '../../services/event-log/index.ts';
import type { PersonalData } from '../../services/personal-data/index.ts';
import type { DurableMachine } from '../../machines/engine/index.ts';
import type { Config } from '../config/index.ts';
import { writerKeys, writerPersonalData, type EventKeys } from '../keys/index.ts';
import { connectNats } from '../nats/index.ts';

/** A tenant's log, and the connection under it. */
export interface OpenLog {
  readonly connection: NatsConnection;
  readonly log: EventLog;
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  /** Ends the connection once everything under way is done. */
  readonly close: () => Promise<void>;
}

const RECONNECT_PAUSE_MS = 250;
const REQUEST_TIMEOUT_MS = 2_000;

/**
 * Opens a tenant's log on a connection that comes back by itself, however long NATS is away.
 * @param url - `nats://host:port`
 * @param keys - of a writer or of a reader; without a verifier signatures are not looked at, without `personal` texts
 * are stored in clear
 * @throws StartError when no server answers now, or one that is too old
 */
export async function openLog(
  url: string,
  tenant: string,
  keys: EventKeys & { readonly personal?: PersonalData } = {},
): Promise<OpenLog> {
  await (await connectNats(url)).close();
  const connection = await connect({
    servers: url,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_PAUSE_MS,
  });
  const js = jetstream(connection, { timeout: REQUEST_TIMEOUT_MS });
  const jsm = await jetstreamManager(connection, { timeout: REQUEST_TIMEOUT_MS });
  return {
    connection,
    log: eventLog({ tenant, js, jsm, ...keys }),
    js,
    jsm,
    close: () => connection.drain(),
  };
}

/**
 * Opens a tenant's log to write to it: what is appended is signed, and sealed where a key ring is configured.
 * @param machines - those whose events are written
 * @throws as {@link openLog}; StartError `KEY_NOT_FOUND`, `KEY_INVALID`; EngineError `KEY_RING_NOT_FOUND`,
 * `KEY_RING_INVALID`
 */
export async function openWritableLog(
  config: Pick<Config, 'tenant' | 'keysDir' | 'keyRing'> & { readonly natsUrl: string },
  machines: readonly DurableMachine[],
): Promise<OpenLog> {
  const contracts = machines.map(({ contract }) => contract);
  const personal = await writerPersonalData(config, contracts);
  return openLog(config.natsUrl, config.tenant, { ...writerKeys(config.keysDir), personal });
}
