import { Connection } from '@temporalio/client';
import { say } from '../../machines/text/index.ts';
import { compareVersions, temporalServer } from '../servers/index.ts';
import { StartError } from '../start-error.ts';

const connectTimeoutMs = 5000;

async function open(address: string): Promise<Connection> {
  try {
    return await Connection.connect({ address, connectTimeout: connectTimeoutMs });
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown fault';
    throw new StartError(
      'SERVER_NOT_REACHABLE',
      say(
        'start.noTemporal',
        'No Temporal server answers at {address} ({why}): start it, or unset CERTWAY_TEMPORAL_ADDRESS.',
        { address, why },
      ),
    );
  }
}

/**
 * Connects to a Temporal server that is new enough. The caller closes the connection.
 *
 * @param address - `host:port`
 * @throws StartError `SERVER_NOT_REACHABLE` or `SERVER_TOO_OLD`
 */
export async function connectTemporal(address: string): Promise<Connection> {
  const connection = await open(address);
  const { serverVersion } = await connection.workflowService.getSystemInfo({});
  const { floor } = temporalServer.version;
  // The time-skipping server tells no version.
  if (!serverVersion || compareVersions(serverVersion, floor) >= 0) return connection;
  await connection.close();
  throw new StartError(
    'SERVER_TOO_OLD',
    say(
      'start.oldTemporal',
      'The Temporal server at {address} has version {version}; needed is {floor} or newer.',
      { address, version: serverVersion, floor },
    ),
  );
}
