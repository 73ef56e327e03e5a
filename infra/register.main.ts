import { readConfig } from './config/index.ts';
import { serveRegister } from './consumers/index.ts';
import { createLogger } from './logging/index.ts';

const config = readConfig();
const logger = createLogger({ name: 'register', level: config.logLevel });
try {
  const serving = await serveRegister(config, logger);
  process.once('SIGTERM', serving.stop);
  process.once('SIGINT', serving.stop);
  process.once('disconnect', serving.stop);
  process.send?.('ready');
  await serving.stopped;
} catch (error) {
  logger.fatal({ error }, 'the register has failed');
  // What a failed start has opened would keep the process alive.
  process.exit(1);
} finally {
  if (process.connected) process.disconnect();
}
