import type { Logger } from 'pino';
import { say } from '../../machines/text/index.ts';
import { openMetrics, type Measured } from '../../services/consumer/index.ts';
import {
  errorReply,
  jsonReply,
  serveHttp,
  type HttpAsk,
  type HttpReply,
  type HttpService,
} from '../../services/http/index.ts';
import { StartError } from '../start-error.ts';

/** What a process that reads the log serves. */
export interface Served {
  readonly logger: Logger;
  readonly port: number;
  /** The variable that sets the port. */
  readonly variable: string;
  /** Its own addresses; `undefined` for any other. */
  readonly own: (ask: HttpAsk) => HttpReply | undefined | Promise<HttpReply | undefined>;
  readonly consumers: () => readonly Measured[];
  /** @throws whatever keeps it from answering */
  readonly check: () => Promise<unknown>;
}

/**
 * Serves what a process has to show, and beside it `/healthz` and `/metrics`.
 * @throws StartError `PORT_IN_USE`
 */
export async function serveReaders(served: Served): Promise<HttpService> {
  const { logger, port, variable } = served;
  const onFault = (error: unknown): void => {
    logger.error({ error }, 'a question could not be answered');
  };
  const answer = async (ask: HttpAsk): Promise<HttpReply> => {
    const [room] = ask.path;
    if (room === 'healthz') return health(served);
    if (room === 'metrics') return metrics(served);
    return (await served.own(ask)) ?? errorReply(404, 'there is nothing here');
  };
  try {
    return await serveHttp({ port, answer, onFault });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new StartError(
      'PORT_IN_USE',
      say('start.port', 'Port {port} is in use: stop the program that has it, or set {variable}.', {
        ...{ port: String(port), variable },
      }),
    );
  }
}

/** Answers also while NATS is away: what is shown is what was known before. */
async function health({ check, consumers }: Served): Promise<HttpReply> {
  const lags = await Promise.all(
    consumers().map(async (one) => [one.name, await one.lag().catch(() => null)] as const),
  );
  try {
    await check();
  } catch {
    return jsonReply(503, { status: 'down', lag: Object.fromEntries(lags) });
  }
  const status = lags.some(([, lag]) => lag === null) ? 'stale' : 'ok';
  return jsonReply(200, { status, lag: Object.fromEntries(lags) });
}

async function metrics({ consumers }: Served): Promise<HttpReply> {
  try {
    const headers = {
      'Content-Type': 'application/openmetrics-text; version=1.0.0; charset=utf-8',
    };
    return { status: 200, headers, body: await openMetrics(consumers()) };
  } catch {
    return errorReply(503, 'NATS does not tell how far the consumers are');
  }
}
