import type { NatsConnection } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { compareVersions, natsServer } from '../servers/index.ts';
import { StartError } from '../start-error.ts';

const connectTimeoutMs = 5000;

async function open(url: string): Promise<NatsConnection> {
  try {
    return await connect({ servers: url, timeout: connectTimeoutMs, reconnect: false });
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown fault';
    throw new StartError(
      'SERVER_NOT_REACHABLE',
      `No NATS server answers at ${url} (${why}): start it, or unset CERTWAY_NATS_URL.`,
    );
  }
}

const findFault = (version: string, hasJetStream: boolean): string | undefined => {
  const { floor } = natsServer.version;
  if (compareVersions(version, floor) < 0)
    return `has version ${version}; needed is ${floor} or newer`;
  return hasJetStream ? undefined : 'runs without JetStream: start it with `-js`';
};

/**
 * Connects to a NATS server that is new enough and has JetStream. The caller closes the connection.
 *
 * @param url - `nats://host:port`
 * @throws StartError `SERVER_NOT_REACHABLE` or `SERVER_TOO_OLD`
 */
export async function connectNats(url: string): Promise<NatsConnection> {
  const connection = await open(url);
  const version = connection.info?.version ?? '0';
  const fault = findFault(version, connection.info?.jetstream === true);
  if (fault === undefined) return connection;
  await connection.close();
  throw new StartError('SERVER_TOO_OLD', `The NATS server at ${url} ${fault}.`);
}
