import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { EngineError, errorText, type ErrorCode } from '../machines/engine/index.ts';
import { certification, machines } from '../machines/index.ts';
import { say, speak } from '../machines/text/index.ts';
import {
  CommandError,
  createProgram,
  exitCodeOf,
  exitCodes,
  serverText,
} from '../services/cli/index.ts';
import { ChainBrokenError, isStreamMissing } from '../services/event-log/index.ts';
import { ExportError } from '../services/export/index.ts';
import { JourneyError } from '../services/journeys/index.ts';
import { ProofError } from '../services/proof/index.ts';
import { ScenarioError } from '../services/scenario/index.ts';
import { readConfig } from './config/index.ts';
import { findRunningLog } from './consumers/index.ts';
import { ownServersConfig, withServerStage } from './demo/index.ts';
import { examine } from './doctor/index.ts';
import { keyRingPlace, publicKeys, readerKeys, readerPersonalData } from './keys/index.ts';
import { killRegistered } from './stack/index.ts';
import { StartError } from './start-error.ts';
import { connectTemporal } from './temporal/index.ts';
import { readCatalogue } from './text/index.ts';
import { createRedraw, isPromptLeft, terminalPrompts } from './terminal/index.ts';
import { openLog, openWritableLog, replayer } from './worker/index.ts';

const LOOPBACK = '127.0.0.1';
const { INTERRUPTED } = exitCodes;
const GRACE_MS = 1_000;
/** What a replay has to say is told by name, not as a log. */
const silent = {
  logger: new DefaultLogger('ERROR', () => undefined),
  telemetryOptions: { logging: { filter: 'OFF' } },
};
const CLEAR_LINE = '\r\u001b[K';
/** Their messages are written for whoever reads them. */
const isSaid = [
  StartError,
  CommandError,
  ExportError,
  JourneyError,
  ProofError,
  EngineError,
  ScenarioError,
];
const screen = { write: print, width: () => process.stdout.columns };
/** Temporal and logs keep their messages, which have no language but English. */
const isKept: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['EVENT_STREAM_CONFLICT', 'EVENT_SHAPE_UNKNOWN', 'EVENT_TOO_LARGE'] as const),
  ...(['MACHINE_VERSION_UNKNOWN', 'MACHINE_STATE_UNKNOWN', 'MIGRATION_FAILED'] as const),
  ...(['PERSONAL_DATA_KEY_MISSING', 'PERSONAL_DATA_TAMPERED'] as const),
]);
const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => {
    interruption.abort();
    // A server that does not answer keeps nobody waiting.
    setTimeout(() => process.exit(INTERRUPTED), GRACE_MS).unref();
  });
}
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe has enough.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  const config = readConfig();
  speak(readCatalogue(config.language));
  const { tenant, taskQueue, namespace } = config;
  const natsUrl = config.natsUrl ?? `nats://${LOOPBACK}:${String(config.natsPort)}`;
  const temporal = config.temporalAddress ?? `${LOOPBACK}:${String(config.temporalPort)}`;
  const isAsked = process.stdin.isTTY && process.stderr.isTTY;
  const program = createProgram({
    tenant,
    taskQueue,
    namespace,
    keyRing: keyRingPlace(config),
    contract: certification.contract,
    machines,
    streamReplicas: config.streamReplicas,
    calendarUrl: `http://${LOOPBACK}:${String(config.consumersPort)}`,
    isWebhookLoopbackAllowed: config.isWebhookLoopbackAllowed,
    signal: interruption.signal,
    write: (line) => {
      print(`${line}\n`);
    },
    progress: process.stderr.isTTY ? showProgress : undefined,
    publicKeys: (name, folder = config.keysDir) => publicKeys(folder, name),
    prompts: isAsked ? terminalPrompts(interruption.signal) : undefined,
    uiUrl:
      config.temporalAddress === undefined
        ? `http://${LOOPBACK}:${String(config.uiPort)}`
        : undefined,
    hasColor: config.isColorAllowed && process.stdout.isTTY,
    redraw: process.stdout.isTTY ? createRedraw(screen) : undefined,
    examine: () => examine(config, { temporal, nats: natsUrl }),
    setExitCode: (code) => {
      process.exitCode = code;
    },
    withLog: async (work) => {
      const personal = readerPersonalData(config);
      const open = await openLog(natsUrl, tenant, { ...readerKeys(config.keysDir), personal });
      await work(open.js, open.log).finally(open.close);
    },
    withWritableLog: async (work) => {
      const open = await openWritableLog({ ...config, natsUrl }, machines);
      await work(open.js, open.log).finally(open.close);
    },
    withConnection: async (work) => {
      const open = await findRunningLog(config);
      await work(open.connection).finally(open.close);
    },
    withTemporal: async (work) => {
      const connection = await connectTemporal(temporal);
      await work(new Client({ connection, namespace })).finally(() => connection.close());
    },
    withReplay: async (work) => {
      Runtime.install(silent);
      const workflowsPath = join(import.meta.dirname, '../workflows/index.ts');
      const buildsDir = join(config.dataDir, 'builds');
      await work(replayer({ buildsDir, workflowsPath })).finally(() =>
        Runtime.instance().shutdown(),
      );
    },
    withScenarioServers: async (work) => {
      Runtime.install(silent);
      const own = ownServersConfig(config, 'play');
      process.once('exit', () => {
        killRegistered(own.dataDir);
      });
      const watching = { signal: interruption.signal, onStep: showStep };
      await withServerStage(own, watching, work).finally(() => Runtime.instance().shutdown());
    },
  });
  await program.parseAsync();
  if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE);
} catch (error) {
  // What was under way when somebody had enough need not have ended well.
  if (interruption.signal.aborted || isPromptLeft(error)) process.exit(INTERRUPTED);
  const line = lineOf(error);
  if (line === undefined) throw error;
  process.stderr.write(`${line}\n`);
  process.exitCode = exitCodeOf(error);
}

function print(text: string): void {
  process.stdout.write(text);
}

/** Behind the last line of the output, in the place of what it showed before. */
function showProgress(text: string): void {
  process.stderr.write(`${CLEAR_LINE}${text}\r`);
}

/** What is under way, where somebody watches. */
function showStep(text: string): void {
  if (process.stderr.isTTY) showProgress(text);
}

/** What a person can act on; `undefined` for a bug. */
function lineOf(error: unknown): string | undefined {
  if (error instanceof EngineError && isKept.has(error.code)) {
    const { code, message } = error;
    return `${errorText(code, 'meaning')} ${errorText(code, 'remedy')}\n${code}: ${message}`;
  }
  if (isSaid.some((kind) => error instanceof kind)) return (error as Error).message;
  if (error instanceof ChainBrokenError) {
    const command = 'certway log verify';
    return `${say('cli.chainBroken', 'The log is not in order; {command} tells more.', { command })}\n${error.message}`;
  }
  if (isStreamMissing(error)) {
    return say(
      'cli.noLog',
      'There is no log of this tenant here yet: `npm start` creates it, and {name} names the tenant.',
      { name: 'CERTWAY_TENANT' },
    );
  }
  return serverText(error);
}
