import type { Config } from '../config/index.ts';

/** A server that certway can start: how to name it, to find it and to tell its version. */
export interface ServerProgram {
  /** What people call it. */
  readonly title: string;
  /** Name of the executable. */
  readonly executable: string;
  /** The setting that names an executable to use, and its variable. */
  readonly setting: keyof Config & `${string}Bin`;
  readonly variable: string;
  /** Absent when the program cannot tell its version; then one on PATH cannot be trusted. */
  readonly version?: {
    readonly pattern: RegExp;
    /** The oldest version that has what certway needs. */
    readonly floor: string;
  };
}

/** The Temporal CLI, which holds the development server and the UI. The version is the server's. */
export const temporalServer = {
  title: 'Temporal',
  executable: 'temporal',
  setting: 'temporalBin',
  variable: 'CERTWAY_TEMPORAL_BIN',
  version: { pattern: /\(Server (\d+\.\d+\.\d+)/, floor: '1.31.0' },
} as const satisfies ServerProgram;

/** NATS with JetStream. Older servers silently ignore settings of the stream. */
export const natsServer = {
  title: 'NATS',
  executable: 'nats-server',
  setting: 'natsBin',
  variable: 'CERTWAY_NATS_BIN',
  version: { pattern: /v(\d+\.\d+\.\d+)/, floor: '2.12.0' },
} as const satisfies ServerProgram;

/** Temporal without persistence, whose clock skips to the next timer while a client waits. */
export const timeSkippingServer = {
  title: 'the time-skipping Temporal',
  executable: 'temporal-test-server',
  setting: 'testServerBin',
  variable: 'CERTWAY_TEST_SERVER_BIN',
} as const satisfies ServerProgram;
