import { EngineError } from '../machines/engine/index.ts';

/** What can keep the servers, the worker or the browser tests from starting, with its meaning and the remedy. */
export const startErrorCodes = {
  CONFIGURATION_INVALID: {
    meaning: 'A setting or an argument is unknown or has a value that it cannot have.',
    remedy: 'Correct each one that the message names.',
  },
  SERVER_NOT_FOUND: {
    meaning: 'There is no usable executable of a server that is to be started.',
    remedy:
      'Install Python with pip, or name an executable in the variable that the message gives.',
  },
  BROWSER_NOT_FOUND: {
    meaning: 'There is no usable Chromium for the tests that need a browser.',
    remedy: 'Install one, name one in CERTWAY_CHROMIUM_BIN, or leave these tests out.',
  },
  SERVER_TOO_OLD: {
    meaning:
      'A server is older than needed, or NATS runs without JetStream or with too small a max_payload.',
    remedy:
      'Use the version that the message gives or a newer one; start NATS with -js and the max_payload that it gives.',
  },
  SERVER_NOT_REACHABLE: {
    meaning: 'No server answers at the address that is configured.',
    remedy: 'Start it, or unset the variable, so that certway starts a server of its own.',
  },
  PROGRAM_FAILED: {
    meaning: 'A program that certway started has ended or was not ready in time.',
    remedy: 'Read its last lines in the message and the rest in the log that it names.',
  },
  PORT_IN_USE: {
    meaning: 'Another program has the port.',
    remedy: 'Stop that program, or set another port in the variable that the message gives.',
  },
  DATA_FOLDER_IN_USE: {
    meaning: 'Another certway runs on the same data folder.',
    remedy: 'Stop that one first, or set another CERTWAY_DATA_DIR.',
  },
  DATA_FOLDER_NEWER: {
    meaning: 'The data folder was written by something newer.',
    remedy: 'Use the newer one, or begin anew with npm start -- --fresh, which removes all data.',
  },
  KEY_NOT_FOUND: {
    meaning: 'There is no key to sign the events with.',
    remedy: 'Give every worker the same folder of keys in CERTWAY_KEYS_DIR.',
  },
  KEY_INVALID: {
    meaning: 'A file of keys holds something else than an Ed25519 key as PEM.',
    remedy: 'Put back the file that the message names, or remove it if it is no key.',
  },
  NAMESPACE_DIFFERS: {
    meaning: 'The namespace keeps closed workflows for too short a time.',
    remedy: 'Lengthen its retention as the message says, or use another CERTWAY_NAMESPACE.',
  },
  SEARCH_ATTRIBUTE_DIFFERS: {
    meaning: 'The namespace has a search attribute of another type, or did not take a new one.',
    remedy: 'Remove it there, or use another CERTWAY_NAMESPACE.',
  },
  STREAM_NOT_FOUND: {
    meaning: 'The tenant has no stream of events.',
    remedy: 'Let npm start create it, or name the right tenant in CERTWAY_TENANT.',
  },
  STREAM_DIFFERS: {
    meaning: 'The stream of events exists with other settings than it must have.',
    remedy: 'Set what the message names, or use another CERTWAY_TENANT.',
  },
} as const;

/** Code of a {@link StartError}. */
export type StartErrorCode = keyof typeof startErrorCodes;

/**
 * A fault found while starting. Its message is for the person who starts: what is wrong and what to
 * do, one line per fault.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** A person can act on an error that has a code; anything else is a bug, and its stack helps to find it. */
export function describeFault(fault: unknown): string {
  if (fault instanceof StartError || fault instanceof EngineError) return fault.message;
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}
