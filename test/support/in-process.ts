import { join } from 'node:path';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { writerKeys } from '../../infra/keys/index.ts';
import { buildWorkflows, openLog, type OpenLog } from '../../infra/worker/index.ts';
import { startTestStack, type TestStack } from './stack.ts';

/** Servers, and what a worker in the test's own process is made of. */
export interface InProcess {
  readonly stack: TestStack;
  readonly open: OpenLog;
  /** Path of the bundled workflows. */
  readonly codePath: string;
  /** Stops the servers; workers and connections to Temporal have ended before. */
  readonly close: () => Promise<void>;
}

/**
 * Starts servers for workers that run in this process and say nothing.
 * @param temporal - which Temporal
 * @param workflows - module with the workflows, below `test/support`
 */
export async function startInProcess(
  temporal: 'memory' | 'time-skipping',
  workflows: string,
): Promise<InProcess> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'OFF' } },
    shutdownSignals: [],
  });
  const stack = await startTestStack({ temporal });
  const { dataDir, tenant, keysDir } = stack.config;
  const { codePath } = await buildWorkflows({
    workflowsPath: join(import.meta.dirname, workflows),
    buildsDir: join(dataDir, 'builds'),
  });
  const open = await openLog(stack.natsUrl, tenant, writerKeys(keysDir));
  const close = async () => {
    await open.close();
    await stack.stop();
    await Runtime.instance().shutdown();
  };
  return { stack, open, codePath, close };
}
