import { join } from 'node:path';
import type { Logger } from 'pino';
import { machines } from '../../machines/index.ts';
import { eventOpener } from '../../services/event-log/index.ts';
import {
  answerRegister,
  createRegisterConsumer,
  openEmbedded,
  openPostgres,
  openStore,
  type Database,
} from '../../services/register/index.ts';
import type { Config } from '../config/index.ts';
import { personalDataWhenNeeded } from '../keys/index.ts';
import { openLog } from '../worker/index.ts';
import { serveReaders } from './answer.ts';
import { logNotice } from './notice.ts';

/** Something that reads the log and shows what it made of it. */
export interface ServingReaders {
  /** `http://host:port`. */
  readonly url: string;
  /** Resolves when it was stopped; rejects when it cannot go on. */
  readonly stopped: Promise<void>;
  /** Lets what is under way end, then stops. */
  readonly stop: () => void;
}

/**
 * Fills the public register and serves it.
 * @param config - with the addresses of the running servers
 * @throws StartError when NATS does not answer or the port is taken; Error when the database does not answer
 */
export async function serveRegister(config: Config, logger: Logger): Promise<ServingReaders> {
  const { tenant, natsUrl = '' } = config;
  const database = await openDatabase(config, logger);
  const store = await openStore(database, tenant);
  const personal = personalDataWhenNeeded(config);
  const open = await openLog(natsUrl, tenant, { personal });
  const consumer = createRegisterConsumer({
    ...{ connection: open.connection, tenant, store },
    open: eventOpener(personal, machines),
    onNotice: (notice) => logNotice(logger, notice),
  });
  const http = await serveReaders({
    ...{ logger, port: config.registerPort, variable: 'CERTWAY_REGISTER_PORT' },
    own: (ask) => answerRegister({ store, now: () => Date.now() }, ask),
    consumers: () => [consumer],
    check: () => store.last(''),
  });
  logger.info({ url: http.url, consumer: consumer.name }, 'the public register answers');
  const stopped = consumer.start().finally(async () => {
    await http.close();
    await open.close();
    await store.close();
  });
  return { url: http.url, stopped, stop: () => void consumer.stop() };
}

function openDatabase({ databaseUrl, dataDir }: Config, logger: Logger): Promise<Database> {
  if (databaseUrl === undefined) return openEmbedded(join(dataDir, 'register'));
  const onLost = (error: Error): void => {
    logger.warn({ error }, 'a connection to the database broke');
  };
  return Promise.resolve(openPostgres(databaseUrl, onLost));
}
