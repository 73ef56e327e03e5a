import type { NatsConnection } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { LARGEST_MESSAGE_BYTES } from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
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
      say(
        'start.noNats',
        'No NATS server answers at {url} ({why}): start it, or unset CERTWAY_NATS_URL.',
        { url, why },
      ),
    );
  }
}

/** A dead letter holds an event and what is said of it. */
const leastPayload = 2 * LARGEST_MESSAGE_BYTES;

const findFault = (url: string, { info }: NatsConnection): string | undefined => {
  const { version = '0', jetstream, max_payload: most = leastPayload } = info ?? {};
  const { floor } = natsServer.version;
  if (compareVersions(version, floor) < 0) {
    return say(
      'start.oldNats',
      'The NATS server at {url} has version {version}; needed is {floor} or newer.',
      { url, version, floor },
    );
  }
  if (jetstream !== true) {
    return say(
      'start.noJetStream',
      'The NATS server at {url} runs without JetStream: start it with `-js`.',
      { url },
    );
  }
  if (most >= leastPayload) return undefined;
  return say(
    'start.smallPayload',
    'The NATS server at {url} takes messages of {most} bytes at most: set max_payload to {least} or more.',
    { url, most, least: leastPayload },
  );
};

/**
 * Connects to a NATS server that is new enough and has JetStream. The caller closes the connection.
 *
 * @param url - `nats://host:port`
 * @throws StartError `SERVER_NOT_REACHABLE` or `SERVER_TOO_OLD`
 */
export async function connectNats(url: string): Promise<NatsConnection> {
  const connection = await open(url);
  const fault = findFault(url, connection);
  if (fault === undefined) return connection;
  await connection.close();
  throw new StartError('SERVER_TOO_OLD', fault);
}
