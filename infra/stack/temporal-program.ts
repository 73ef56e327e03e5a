import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { isListening, loopback } from './ports.ts';
import type { ProgramSpec } from './program.ts';

/** Dynamic configuration: values by key, as JSON. */
export type DynamicConfig = Readonly<Record<string, unknown>>;

/**
 * What every Temporal server needs for certway. With the default of 10 updates in flight a burst to
 * one journey is answered "not processed" although it was; with the default task timeout of 10 s a
 * killed worker blocks its journeys that long.
 */
const dynamicConfig: DynamicConfig = {
  'history.maxInFlightUpdates': 100,
  'history.defaultWorkflowTaskTimeout': '3s',
};

/** How the development server is to run. */
export interface TemporalChoice {
  readonly command: string;
  readonly dataDir: string;
  readonly port: number;
  /** Absent: without the UI. */
  readonly uiPort: number | undefined;
  readonly isInMemory: boolean;
  /** Added to, and stronger than, the values certway sets. */
  readonly dynamicConfig: DynamicConfig;
}

const probeTimeoutMs = 1000;

async function isServing(port: number): Promise<boolean> {
  if (!(await isListening(port))) return false;
  const address = `${loopback}:${port}`;
  const connection = await Connection.connect({ address, connectTimeout: probeTimeoutMs });
  try {
    await connection.workflowService.describeNamespace({ namespace: 'default' });
    return true;
  } finally {
    await connection.close();
  }
}

const isUiServing = async (port: number): Promise<boolean> =>
  (
    await fetch(`http://${loopback}:${port}/healthz`, {
      signal: AbortSignal.timeout(probeTimeoutMs),
    })
  ).ok;

const storage = ({ isInMemory, dataDir }: TemporalChoice): readonly string[] =>
  isInMemory
    ? []
    : [
        ...['--db-filename', join(dataDir, 'temporal', 'temporal.db')],
        ...['--sqlite-pragma', 'journal_mode=wal'],
      ];

const ui = ({ uiPort }: TemporalChoice): readonly string[] =>
  uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch'];

/** Temporal's development server: SQLite in a file, or in memory, and the UI. */
export function temporalProgram(choice: TemporalChoice): ProgramSpec {
  const { command, port, uiPort } = choice;
  const settings = Object.entries({ ...dynamicConfig, ...choice.dynamicConfig });
  return {
    name: 'temporal',
    command,
    args: [
      ...['server', 'start-dev', '--ip', loopback, '--port', String(port)],
      ...['--log-level', 'warn', '--log-format', 'json'],
      ...ui(choice),
      ...storage(choice),
      ...settings.flatMap(([key, value]) => [
        '--dynamic-config-value',
        `${key}=${JSON.stringify(value)}`,
      ]),
    ],
    ready: async () =>
      (await isServing(port)) && (uiPort === undefined || (await isUiServing(uiPort))),
    readyWithinMs: 30_000,
    graceMs: 10_000,
  };
}

/** Temporal without persistence and UI, whose clock skips. Updates, signals and children work there. */
export function timeSkippingProgram(command: string, port: number): ProgramSpec {
  return {
    name: 'temporal',
    command,
    args: [String(port)],
    ready: () => isServing(port),
    readyWithinMs: 30_000,
    graceMs: 5000,
  };
}
