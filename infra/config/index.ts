export { childEnvironment } from './child-environment.ts';
export { readConfig } from './config.ts';
export type { Config, LogLevel } from './config.ts';
export { keepDataIn } from './keep-data-in.ts';
