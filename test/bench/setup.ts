import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { writerKeys } from '../../infra/keys/index.ts';
import { openLog } from '../../infra/worker/index.ts';
import { startServers, type ServersOfTest } from '../support/stack.ts';
import {
  bundle,
  plainSpec,
  temporalVariants,
  workerSpec,
  type TemporalVariant,
} from './variants/programs.ts';
import { startPeers } from './variants/peers.ts';
import { requestVariant } from './variants/requests.ts';
import { temporalVariant } from './variants/temporal.ts';
import type { Variant } from './variants/variant.ts';
import type { Results } from './report/results.ts';
import { measuredServers, type Amount, type Bench } from './workloads/context.ts';
import { audited, type Ledger } from './workloads/ledger.ts';

/** A bench with everything that runs for it. */
export interface OpenBench extends Bench {
  readonly close: () => Promise<void>;
}

/** What a run is given. */
export interface BenchOptions {
  readonly amount: Amount;
  /** Where the figures go. */
  readonly results: Results;
  readonly progress: (text: string) => void;
  readonly signal: AbortSignal;
  /** Also those that are not part of the project: (b), (c). */
  readonly withPeers?: boolean;
  /** Folder for CPU profiles and heap snapshots of the workers; the figures of such a run mean little. */
  readonly profileDir?: string | undefined;
  /** `HOST:PORT` of a server that runs already, whose namespace `default` holds no workflow yet. @defaultValue one is started */
  readonly temporalAddress?: string | undefined;
}

/** Starts servers of their own for the run, and all variants. */
export async function openBench(options: BenchOptions): Promise<OpenBench> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'OFF' } },
    shutdownSignals: [],
  });
  const { progress, signal, temporalAddress } = options;
  progress('starting the servers');
  const stack = await startServers({ temporal: 'file', signal, config: { temporalAddress } });
  try {
    return await benchOn(stack, options);
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function benchOn(stack: ServersOfTest, options: BenchOptions): Promise<OpenBench> {
  const { progress, signal } = options;
  const { config, temporalAddress: address, natsUrl } = stack;
  const { tenant, namespace, keysDir } = config;
  const open = await openLog(natsUrl, tenant, writerKeys(keysDir));
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const codePaths = await bundleAll(stack, progress);
  const ledger: Ledger = new Map();
  const variants: Variant[] = [];
  for (const name of temporalVariants) {
    progress(`starting the worker of ${name}`);
    const taskQueue = `bench-${name}`;
    const setting = { name: `worker-${name}`, taskQueue, codePath: codePaths[name] };
    const program = await stack.run(workerSpec(config, setting, options.profileDir));
    const servers = measuredServers(stack);
    const given = { name, program, servers, usageName: setting.name, taskQueue };
    variants.push(audited(temporalVariant(client, given), ledger));
  }
  if (options.withPeers === true) {
    const peers = await startPeers({ stack, connection: open.connection, progress, signal });
    variants.push(...peers.map((peer) => audited(peer, ledger)));
  }
  const program = await stack.run(plainSpec(config, { name: 'd', main: 'floor.main.ts' }));
  const floor = requestVariant(open.connection, { name: 'd', program, servers: [stack.nats] });
  variants.push(audited(floor, ledger));
  return {
    ...{ stack, open, connection: open.connection, client, variants },
    ...{ codePaths, ledger, progress, amount: options.amount, results: options.results },
    profileDir: options.profileDir,
    close: async () => {
      await open.close();
      // The connection to Temporal ends with the process: what is asked on after a failure would throw into the air.
      await stack.stop();
      await Runtime.instance().shutdown();
    },
  };
}

async function bundleAll(
  stack: ServersOfTest,
  progress: (text: string) => void,
): Promise<Readonly<Record<TemporalVariant, string>>> {
  const codePaths = { certway: '', a: '', a2: '' };
  for (const name of temporalVariants) {
    progress(`bundling the workflows of ${name}`);
    codePaths[name] = await bundle(name, stack.config.dataDir);
  }
  return codePaths;
}
