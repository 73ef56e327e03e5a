import type { KeyObject } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import type { JetStreamClient } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import type { Client } from '@temporalio/client';
import { say } from '../../machines/text/index.ts';
import type { AnyContract, DurableMachine } from '../../machines/engine/index.ts';
import type { EventLog } from '../event-log/index.ts';
import type { Replay } from '../reconcile/index.ts';
import type { KeyRingPlace } from '../personal-data/index.ts';
import type { Prompts } from './fields/index.ts';
import type { Finding } from './finding.ts';
import type { Stage } from '../scenario/index.ts';

/** What the commands need of the world; each connection is opened only by the command that uses it. */
export interface CliOptions {
  readonly tenant: string;
  readonly taskQueue: string;
  /** Of Temporal. */
  readonly namespace: string;
  /** Where the key ring of personal data lies; `undefined` when none is configured. */
  readonly keyRing: KeyRingPlace | undefined;
  /** Asks a person for what is missing; absent where nobody can answer. */
  readonly prompts?: Prompts | undefined;
  /** Where the Temporal UI is, `http://host:port`; `undefined` when nobody knows. */
  readonly uiUrl: string | undefined;
  /** Whether what is written may have colours. */
  readonly hasColor: boolean;
  /** Writes in the place of what it wrote before; absent where nobody watches. */
  readonly redraw?: ((lines: readonly string[]) => void) | undefined;
  /** Looks at the servers, the worker and the stream. */
  readonly examine: () => Promise<readonly Finding[]>;
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
  /** On servers that are started for it and whose time skips. */
  readonly withScenarioServers: (work: (stage: Stage) => Promise<void>) => Promise<void>;
}

/** Takes what a pattern allows. Subjects are made of it, where other signs have a meaning of their own. */
export function matching(pattern: RegExp, form: () => string): (given: string) => string {
  return (given) => {
    if (pattern.test(given)) return given;
    throw new InvalidArgumentError(form());
  };
}

/** For {@link matching}: the id of a journey. */
export const JOURNEY = [
  /^[A-Za-z0-9_-]+$/,
  () => say('cli.must.journey', 'It must be the id of a journey, e.g. globex-27001.'),
] as const;

/** For {@link matching}: the id of a journey or of one of its children. */
export const ENTITY = [
  /^[A-Za-z0-9_~-]+(?:\/[A-Za-z0-9_~-]+)*$/,
  () =>
    say(
      'cli.must.entity',
      'It must be the id of a journey or of one of its children, e.g. globex-27001 or globex-27001/nc-s2-003.',
    ),
] as const;

/** For {@link matching}: an opaque id of a person or a certification body, as commands have it. */
export const OPAQUE_ID = [
  /^[A-Za-z0-9_.-]{1,64}$/,
  () =>
    say('cli.must.opaqueId', 'It must be an id of 1 to 64 letters, digits, _ . or -, e.g. a-1.'),
] as const;

/** For an option that counts: a whole number from 1 on, below a million. */
export function positive(given: string): number {
  if (/^[1-9]\d{0,5}$/.test(given)) return Number(given);
  throw new InvalidArgumentError(
    say('cli.must.positive', 'It must be a whole number from 1 on, e.g. 50.'),
  );
}

/** What a person can act on, in sentences: the command ends with it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** A machine of this build by its id. @throws CommandError when there is none */
export function machineOf({ machines }: Pick<CliOptions, 'machines'>, id: string): DurableMachine {
  const found = machines.find(({ contract }) => contract.id === id);
  if (found) return found;
  const known = machines.map(({ contract }) => contract.id).join(', ');
  throw new CommandError(
    say('cli.noMachine', 'This build has no machine {id}; it has {known}.', { id, known }),
  );
}
