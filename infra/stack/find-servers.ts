import type { Config } from '../config/index.ts';
import {
  commandRunner,
  findServer,
  natsServer,
  pinnedServers,
  temporalServer,
  timeSkippingServer,
} from '../servers/index.ts';
import type { FoundServer, ServerProgram } from '../servers/index.ts';

/** The executables to start; absent where the address of a running server is given. */
export interface FoundServers {
  readonly temporal: FoundServer | undefined;
  readonly nats: FoundServer | undefined;
}

/** What decides which servers are needed. */
export interface FindOptions {
  readonly config: Config;
  readonly temporal?: 'file' | 'memory' | 'time-skipping';
  readonly report?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Finds the executables of the servers that have to be started, and downloads them when needed.
 *
 * @throws StartError `SERVER_NOT_FOUND` or `SERVER_TOO_OLD`
 */
export async function findServers(options: FindOptions): Promise<FoundServers> {
  const { config, report, signal } = options;
  const run = commandRunner(signal);
  const { cacheDir } = config;
  const pinned = await pinnedServers({ cacheDir, run, report: report ?? (() => undefined) });
  const find = (program: ServerProgram) =>
    findServer(program, {
      run,
      given: config[program.setting],
      cachedBin: pinned.bin,
      install: pinned.install,
    });
  const temporalProgram =
    options.temporal === 'time-skipping' ? timeSkippingServer : temporalServer;
  const temporal = config.temporalAddress === undefined ? await find(temporalProgram) : undefined;
  const nats = config.natsUrl === undefined ? await find(natsServer) : undefined;
  signal?.throwIfAborted();
  return { temporal, nats };
}
