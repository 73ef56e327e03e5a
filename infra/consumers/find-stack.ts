import { say } from '../../machines/text/index.ts';
import { isStreamMissing, streamName } from '../../services/event-log/index.ts';
import type { Config } from '../config/index.ts';
import { readerKeys, readerPersonalData } from '../keys/index.ts';
import { StartError } from '../start-error.ts';
import { openLog, type OpenLog } from '../worker/index.ts';

const HOST = '127.0.0.1';

/**
 * Opens the log of a stack that runs already: at the address that is given, or where `npm start` has it by default.
 * @throws StartError `SERVER_NOT_REACHABLE` or `SERVER_TOO_OLD`; EngineError `KEY_RING_NOT_FOUND`, `KEY_RING_INVALID`
 */
export async function findRunningLog(config: Config): Promise<OpenLog> {
  const { tenant, natsPort, keysDir } = config;
  const url = config.natsUrl ?? `nats://${HOST}:${String(natsPort)}`;
  const keys = { ...readerKeys(keysDir), personal: readerPersonalData(config) };
  const open = await openLog(url, tenant, keys).catch((error: unknown) => {
    if (!(error instanceof StartError) || error.code !== 'SERVER_NOT_REACHABLE') throw error;
    throw new StartError(
      'SERVER_NOT_REACHABLE',
      say(
        'start.natsNotRunning',
        'No NATS server answers at {url}: run npm start in another terminal first, or name a running one in CERTWAY_NATS_URL.',
        { url },
      ),
    );
  });
  try {
    await open.jsm.streams.info(streamName(tenant));
    return open;
  } catch (error) {
    await open.close();
    if (!isStreamMissing(error)) throw error;
    throw new StartError(
      'SERVER_NOT_REACHABLE',
      say(
        'start.noTenant',
        'The NATS server at {url} has no log of the tenant {tenant}: npm start creates it, and CERTWAY_TENANT names the tenant.',
        { url, tenant },
      ),
    );
  }
}
