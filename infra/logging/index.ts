export { createLogger } from './logger.ts';
export { createReporter } from './reporter.ts';
export type { Reporter } from './reporter.ts';
export { runtimeOptions } from './temporal-logger.ts';
