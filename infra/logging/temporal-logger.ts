import type {
  Logger as TemporalLogger,
  LogLevel,
  LogMetadata,
  RuntimeOptions,
} from '@temporalio/worker';
import type { Logger } from 'pino';

const levels = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
} as const satisfies Record<LogLevel, keyof Logger>;

/** Passes what the Temporal SDK, workflows and activities log on to a logger, with all fields. */
function temporalLogger(logger: Logger): TemporalLogger {
  const log = (level: LogLevel, message: string, fields: LogMetadata = {}): void => {
    logger[levels[level]](fields, message);
  };
  return {
    log,
    trace: (message, fields) => log('TRACE', message, fields),
    debug: (message, fields) => log('DEBUG', message, fields),
    info: (message, fields) => log('INFO', message, fields),
    warn: (message, fields) => log('WARN', message, fields),
    error: (message, fields) => log('ERROR', message, fields),
  };
}

/** Where a worker's own messages and figures go. */
export interface TelemetryChoice {
  readonly logger: Logger;
  /** `host:port` for Prometheus; absent: no metrics of the SDK. */
  readonly metricsAddress?: string;
}

/**
 * Options for `Runtime.install`: everything is logged by one logger, also what the native part of the
 * SDK says. The process decides itself what a signal means.
 */
export function runtimeOptions({ logger, metricsAddress }: TelemetryChoice): RuntimeOptions {
  return {
    logger: temporalLogger(logger),
    shutdownSignals: [],
    telemetryOptions: {
      logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} },
      ...(metricsAddress === undefined
        ? {}
        : { metrics: { prometheus: { bindAddress: metricsAddress } } }),
    },
  };
}
