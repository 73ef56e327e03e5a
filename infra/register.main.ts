import { readConfig } from './config/index.ts';
import { serveRegister } from './consumers/index.ts';
import { createLogger } from './logging/index.ts';
import { runService } from './run-service.ts';

const config = readConfig();
const logger = createLogger({ name: 'register', level: config.logLevel });
await runService('the register', logger, () => serveRegister(config, logger));
