import { Client } from '@temporalio/client';
import { certification } from '../machines/index.ts';
import { createProgram } from '../services/cli/index.ts';
import { readConfig } from './config/index.ts';
import { StartError } from './start-error.ts';
import { connectTemporal } from './temporal/index.ts';
import { openLog } from './worker/index.ts';

const LOOPBACK = '127.0.0.1';
const interruption = new AbortController();
process.once('SIGINT', () => {
  interruption.abort();
});
process.once('SIGTERM', () => {
  interruption.abort();
});
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe has enough.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  const config = readConfig();
  const { tenant, taskQueue, namespace } = config;
  const natsUrl = config.natsUrl ?? `nats://${LOOPBACK}:${String(config.natsPort)}`;
  const temporal = config.temporalAddress ?? `${LOOPBACK}:${String(config.temporalPort)}`;
  const program = createProgram({
    tenant,
    taskQueue,
    contract: certification.contract,
    signal: interruption.signal,
    write: (line) => process.stdout.write(`${line}\n`),
    withLog: async (work) => {
      const open = await openLog(natsUrl, tenant);
      await work(open.js).finally(open.close);
    },
    withTemporal: async (work) => {
      const connection = await connectTemporal(temporal);
      await work(new Client({ connection, namespace })).finally(() => connection.close());
    },
  });
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
