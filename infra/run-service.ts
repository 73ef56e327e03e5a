import type { Logger } from 'pino';

/** What a process of our own serves. */
interface Service {
  /** Resolves when it has stopped; rejects when it has failed. */
  readonly stopped: Promise<void>;
  /** Lets what is under way end, then stops. */
  readonly stop: () => void;
}

/**
 * Serves until somebody stops the process or the one that started it is gone; tells its starter `ready`.
 * @param name - as the log says it, e.g. `the worker`
 */
export async function runService(
  name: string,
  logger: Logger,
  begin: () => Promise<Service>,
): Promise<void> {
  try {
    const service = await begin();
    process.once('SIGTERM', service.stop);
    process.once('SIGINT', service.stop);
    process.once('disconnect', service.stop);
    process.send?.('ready');
    await service.stopped;
  } catch (error) {
    logger.fatal({ error }, `${name} has failed`);
    // What a failed start has opened, the native runtime among it, would keep the process alive.
    process.exit(1);
  } finally {
    if (process.connected) process.disconnect();
  }
}
