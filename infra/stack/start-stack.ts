import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../machines/text/index.ts';
import type { Config } from '../config/index.ts';
import { ensureEventKey, ensureSealingKey } from '../keys/index.ts';
import type { StartError } from '../start-error.ts';
import { prepareDataFolder } from './data-folder.ts';
import { findServers } from './find-servers.ts';
import type { FoundServers } from './find-servers.ts';
import { natsProgram } from './nats-program.ts';
import { loopback, reservePort } from './ports.ts';
import { openProgramGroup } from './program-group.ts';
import type { ProgramGroup } from './program-group.ts';
import type { Program, ProgramSpec } from './program.ts';
import { provision } from './provision.ts';
import type { Contents } from './provision.ts';
import { temporalProgram, timeSkippingProgram } from './temporal-program.ts';
import type { DynamicConfig } from './temporal-program.ts';

/** What to start. */
export interface StackOptions {
  readonly config: Config;
  /**
   * Which Temporal: the development server on a file or in memory, or the one that skips time.
   *
   * @defaultValue 'file'
   */
  readonly temporal?: 'file' | 'memory' | 'time-skipping';
  /** Whether to leave out the Temporal UI. */
  readonly isHeadless?: boolean;
  /** Dynamic configuration of Temporal beside, or instead of, what certway sets. */
  readonly dynamicConfig?: DynamicConfig;
  /** Receives a line for each step worth telling. */
  readonly report?: (line: string) => void;
  /** Aborted while starting, it undoes what was done so far and rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** Servers that are ready for certway, and whatever else is run beside them. */
export interface Stack {
  /** The configuration with the addresses and ports in use: what a worker or a client is given. */
  readonly config: Config;
  /** `host:port`. */
  readonly temporalAddress: string;
  /** `nats://host:port`. */
  readonly natsUrl: string;
  /** Absent without a UI, and when the Temporal server was given. */
  readonly uiUrl: string | undefined;
  /** The `temporal` executable, for commands that people are to type. */
  readonly temporalCommand: string;
  /** What the servers held when the stack was started. */
  readonly contents: Contents;
  /** The started servers; absent when an address was given. */
  readonly temporal: Program | undefined;
  readonly nats: Program | undefined;
  /** Starts a further program, which is stopped before those that were started earlier. */
  readonly run: (spec: ProgramSpec) => Promise<Program>;
  /** Resolves when a program ends that was not told to. */
  readonly failure: Promise<StartError>;
  /** Stops everything that was started, in the opposite order, and nothing else. */
  readonly stop: () => Promise<void>;
}

const versionsOf = ({ temporal, nats }: FoundServers): Readonly<Record<string, string>> => ({
  ...(temporal?.version === undefined ? {} : { Temporal: temporal.version }),
  ...(nats?.version === undefined ? {} : { NATS: nats.version }),
});

interface Ports {
  readonly temporal: number;
  readonly ui: number | undefined;
  readonly nats: number;
}

async function reservePorts(options: StackOptions, found: FoundServers): Promise<Ports> {
  const { temporalPort, uiPort, natsPort } = options.config;
  const hasUi = options.isHeadless !== true && options.temporal !== 'time-skipping';
  const reserve = (purpose: string, variable: string, port: number) =>
    reservePort({ purpose, variable, port });
  return {
    temporal: found.temporal ? await reserve('Temporal', 'CERTWAY_TEMPORAL_PORT', temporalPort) : 0,
    ui:
      found.temporal && hasUi ? await reserve('Temporal UI', 'CERTWAY_UI_PORT', uiPort) : undefined,
    nats: found.nats ? await reserve('NATS', 'CERTWAY_NATS_PORT', natsPort) : 0,
  };
}

function temporalSpec(options: StackOptions, command: string, ports: Ports): ProgramSpec {
  if (options.temporal === 'time-skipping') return timeSkippingProgram(command, ports.temporal);
  return temporalProgram({
    command,
    dataDir: options.config.dataDir,
    port: ports.temporal,
    uiPort: ports.ui,
    isInMemory: options.temporal === 'memory',
    dynamicConfig: options.dynamicConfig ?? {},
  });
}

/** Starts programs side by side. When one fails the others are waited for, so that none is forgotten. */
async function startAll(programs: readonly Program[]): Promise<void> {
  const outcomes = await Promise.allSettled(programs.map((program) => program.start()));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}

async function startServers(options: StackOptions, group: ProgramGroup): Promise<Stack> {
  const { config, report } = options;
  const found = await findServers(options);
  const versions = versionsOf(found);
  prepareDataFolder(config.dataDir, versions);
  ensureEventKey(config.keysDir);
  ensureSealingKey(config.keysDir);
  const ports = await reservePorts(options, found);
  const { dataDir } = config;
  // NATS first: it is stopped last.
  const nats =
    found.nats &&
    group.add(natsProgram({ command: found.nats.command, dataDir, port: ports.nats }));
  const temporal =
    found.temporal && group.add(temporalSpec(options, found.temporal.command, ports));
  for (const [name, version] of Object.entries(versions)) {
    report?.(say('start.starting', 'starting {name} {version}', { name, version }));
  }
  await startAll([nats, temporal].filter((program) => program !== undefined));
  const temporalAddress = config.temporalAddress ?? `${loopback}:${ports.temporal}`;
  const natsUrl = config.natsUrl ?? `nats://${loopback}:${ports.nats}`;
  const actual = { ...config, temporalAddress, natsUrl };
  const contents = await provision(actual, options.temporal === 'time-skipping');
  return {
    config: actual,
    temporalAddress,
    natsUrl,
    uiUrl: ports.ui === undefined ? undefined : `http://${loopback}:${ports.ui}`,
    temporalCommand: found.temporal?.command ?? 'temporal',
    contents,
    temporal,
    nats,
    run: async (spec) => {
      const program = group.add(spec);
      await program.start();
      return program;
    },
    failure: group.failure,
    stop: group.stop,
  };
}

/**
 * Starts Temporal and NATS, unless their addresses are given, and gives them what certway needs:
 * namespace, retention, search attributes, stream. Waits until all of it can be used.
 *
 * @throws StartError with what is wrong and what to do; whatever was started is stopped again
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir } = options.config;
  mkdirSync(dataDir, { recursive: true });
  const group = await openProgramGroup({
    dataDir,
    logFolder: join(dataDir, 'logs'),
    report: options.report ?? (() => undefined),
    signal: options.signal,
  });
  try {
    return await startServers(options, group);
  } catch (error) {
    await group.stop();
    throw error;
  }
}
