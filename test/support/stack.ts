import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { readConfig } from '../../infra/config/index.ts';
import type { Config } from '../../infra/config/index.ts';
import { clearDataFolder, killRegistered, startStack } from '../../infra/stack/index.ts';
import type { Program, Stack, StackOptions } from '../../infra/stack/index.ts';
import { StartError } from '../../infra/start-error.ts';

/** A stack of one test file: servers of its own on free ports, data in a temporary folder. */
export interface TestStack extends Stack {
  readonly temporal: Program;
  readonly nats: Program;
  /** Stops everything and removes the data. */
  readonly stop: () => Promise<void>;
}

/** What a test may want otherwise. */
export interface TestStackOptions extends Omit<StackOptions, 'config'> {
  readonly config?: Partial<Config>;
}

const parent = join(tmpdir(), 'certway-test-stacks');

/** Jest hands tests a copy of `process`, whose listeners no signal ever reaches. */
const realProcess = runInThisContext('process') as NodeJS.Process;

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A younger folder may belong to a test that is just starting. */
const abandonedAfterMs = 60_000;

/** Ends what test runs that were killed have left, and removes their data. */
async function sweepAbandoned(): Promise<void> {
  const folders = readdirSync(parent).map((name) => join(parent, name));
  const isOld = (folder: string) => statSync(folder).mtimeMs < Date.now() - abandonedAfterMs;
  for (const folder of folders.filter(isOld)) {
    await clearDataFolder(folder, () => undefined).catch((fault: unknown) => {
      if (!(fault instanceof StartError)) throw fault;
    });
  }
}

/** A new data folder; `stop` of the stack removes it. */
export function temporaryDataDir(): string {
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, 'stack-'));
}

/** Servers run in process groups of their own: a signal to the test run does not reach them. */
export function killOnSignal(dataDir: string): () => void {
  const listeners = endings.map((name) => {
    const listener = () => {
      killRegistered(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
      realProcess.removeListener(name, listener);
      if (realProcess.listenerCount(name) === 0) realProcess.kill(realProcess.pid, name);
    };
    realProcess.on(name, listener);
    return () => realProcess.removeListener(name, listener);
  });
  return () => {
    for (const remove of listeners) remove();
  };
}

/** The configuration of a test: free ports, servers of its own whatever the environment names. */
export function testConfig(changes: Partial<Config> & { readonly dataDir: string }): Config {
  return {
    ...readConfig(),
    temporalAddress: undefined,
    natsUrl: undefined,
    temporalPort: 0,
    uiPort: 0,
    natsPort: 0,
    databaseUrl: undefined,
    registerPort: 0,
    consumersPort: 0,
    logLevel: 'warn',
    keysDir: join(changes.dataDir, 'keys'),
    ...changes,
  };
}

/**
 * Starts a stack for a test file, headless unless asked otherwise. Call its `stop` in `afterAll`; a
 * test run that is interrupted kills it.
 */
export async function startTestStack(options: TestStackOptions = {}): Promise<TestStack> {
  const stack = await startServers(options);
  const { temporal } = stack;
  if (!temporal) throw new Error('a test stack starts both servers');
  return { ...stack, temporal };
}

/** Both servers, or NATS beside a Temporal server that runs already. */
export type ServersOfTest = Omit<TestStack, 'temporal'> & Pick<Stack, 'temporal'>;

/** As `startTestStack`; the configuration may name a Temporal server that runs already. */
export async function startServers(options: TestStackOptions): Promise<ServersOfTest> {
  const dataDir = options.config?.dataDir ?? temporaryDataDir();
  await sweepAbandoned();
  const forget = killOnSignal(dataDir);
  const discard = () => {
    forget();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const config = testConfig({ ...options.config, dataDir });
    const stack = await startStack({ isHeadless: true, ...options, config });
    const { nats } = stack;
    if (!nats) throw new Error('a test has a NATS server of its own');
    return { ...stack, nats, stop: () => stack.stop().finally(discard) };
  } catch (fault) {
    discard();
    throw fault;
  }
}
