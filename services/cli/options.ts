import type { KeyObject } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import type { JetStreamClient } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import type { Client } from '@temporalio/client';
import type { AnyContract, DurableMachine } from '../../machines/engine/index.ts';
import type { EventLog } from '../event-log/index.ts';
import type { Replay } from '../reconcile/index.ts';
import type { KeyRingPlace } from '../personal-data/index.ts';

/** What the commands need of the world; each connection is opened only by the command that uses it. */
export interface CliOptions {
  readonly tenant: string;
  readonly taskQueue: string;
  /** Where the key ring of personal data lies; `undefined` when none is configured. */
  readonly keyRing: KeyRingPlace | undefined;
  /** Asks a person to agree by typing a word; absent where nobody can answer. */
  readonly confirm?: ((question: string, word: string) => Promise<boolean>) | undefined;
  /** Contract of the machine that people start. */
  readonly contract: AnyContract;
  /** The machines of this build. */
  readonly machines: readonly DurableMachine[];
  /** Copies of each record that NATS keeps. */
  readonly streamReplicas: number;
  /** Where the calendar is served, `http://host:port`. */
  readonly calendarUrl: string;
  /** Whether webhooks may be sent to this machine. */
  readonly isWebhookLoopbackAllowed: boolean;
  readonly write: (line: string) => void;
  /** Shows how far something is, in the place of what it showed before; absent where nobody watches. */
  readonly progress?: ((text: string) => void) | undefined;
  /**
   * Public keys of those who sign events, or heads.
   * @param folder - another one than that of this installation
   */
  readonly publicKeys: (name: 'events' | 'sealing', folder?: string) => readonly KeyObject[];
  readonly setExitCode: (code: number) => void;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly withLog: (work: (js: JetStreamClient, log: EventLog) => Promise<void>) => Promise<void>;
  /** With the keys of a writer: what is appended is signed, and sealed where a key ring is configured. */
  readonly withWritableLog: CliOptions['withLog'];
  readonly withConnection: (work: (connection: NatsConnection) => Promise<void>) => Promise<void>;
  readonly withTemporal: (work: (client: Client) => Promise<void>) => Promise<void>;
  /** Where workflows can be replayed in a sandbox. */
  readonly withReplay: (work: (replay: Replay) => Promise<void>) => Promise<void>;
}

/** Takes what a pattern allows. Subjects are made of it, where other signs have a meaning of their own. */
export function matching(pattern: RegExp, form: string): (given: string) => string {
  return (given) => {
    if (pattern.test(given)) return given;
    throw new InvalidArgumentError(form);
  };
}

/** For {@link matching}: the id of a journey. */
export const JOURNEY = [
  /^[A-Za-z0-9_-]+$/,
  'It must be the id of a journey, e.g. globex-27001.',
] as const;

/** What a person can act on, in sentences: the command ends with it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
