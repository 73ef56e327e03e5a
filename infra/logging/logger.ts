import { destination, pino, stdSerializers, stdTimeFunctions } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { LogLevel } from '../config/index.ts';

/** How a logger is set up. */
export interface LoggerOptions {
  /** The process or part that logs, such as `worker`. */
  readonly name: string;
  readonly level: LogLevel;
  /** @defaultValue standard output, written at once, so that a killed process loses nothing */
  readonly destination?: DestinationStream;
}

/**
 * A logger of one JSON object per line: `time` (ISO 8601, UTC), `level` (by name), `name`, `msg`, and
 * the fields of the entry. Errors go under `error`, with type, message and stack.
 */
export function createLogger(options: LoggerOptions): Logger {
  return pino(
    {
      name: options.name,
      level: options.level,
      base: {},
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: stdSerializers.err },
    },
    options.destination ?? destination({ dest: 1, sync: true }),
  );
}
