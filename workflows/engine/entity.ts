import type {
  DurableMachine,
  EntityState,
  Input,
  Outcome,
  PersistedState,
} from '../../machines/engine/index.ts';

/** Where the log of an entity ends, as far as this workflow knows. */
export interface Position {
  readonly sequence: number;
  readonly streamSequence: number;
  readonly hash: string;
}

/** The position before the first event. */
export const START_POSITION: Position = {
  sequence: 0,
  streamSequence: 0,
  hash: '0'.repeat(64),
};

/** An input that waits for its decision, and who is told. */
export interface Waiting {
  readonly input: Input;
  readonly settle?: (outcome: Outcome) => void;
  readonly fail?: (error: Error) => void;
}

/** What one run hands to the next: nothing that was delivered or is running is lost. */
export interface Carried {
  readonly state: PersistedState;
  readonly position: Position;
  readonly queue: readonly Input[];
  /** Children whose start was confirmed. */
  readonly started: readonly string[];
  /** Search attributes as last set. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Second argument of every workflow; people never type it. */
export interface StartOptions {
  /** Id of the parent's event that started this child. */
  readonly startedBy?: string;
  /** Take over the log that exists under this id. */
  readonly resume?: boolean;
  readonly carried?: Carried;
}

/** One running instance: what the modules of this folder share. */
export interface Entity {
  readonly machine: DurableMachine;
  /** What the workflow was started with. */
  readonly input: unknown;
  readonly id: string;
  readonly startedBy: string;
  readonly resume: boolean;
  readonly firstRunId: string;
  /** `undefined` until the start is in the log. */
  state: EntityState | undefined;
  position: Position;
  /** Inputs in order of arrival. */
  readonly queue: Waiting[];
  /** Whether a decision is in flight. */
  busy: boolean;
  /** Something besides the queue asks for a decision: a timer fired. */
  wake: boolean;
  /** Instant since which the log does not answer, epoch milliseconds; `undefined` while it does. */
  silentSince: number | undefined;
  /** Somebody says that the log holds more than we know. */
  checkLog: boolean;
  /** Somebody asks this run to go on with the present build. */
  upgrade: boolean;
  /** Timers that have fired, by key. */
  readonly fired: Set<string>;
  /** Why this instance has stopped deciding, if it has. */
  problem: string | undefined;
  /** Steps since this run began. */
  steps: number;
  /** How many of them a run takes. */
  readonly stepsPerRun: number;
  /** A bug found outside the main loop; thrown there, so that the workflow task fails and is retried. */
  crash: unknown;
  /** Children whose start was confirmed, by workflow id. */
  readonly started: Set<string>;
  /** How often each signal without an id of its own has come in this run, by hash. */
  readonly signals: Map<string, number>;
  /** Last message number confirmed, by target. */
  readonly delivered: Map<string, number>;
  attributes: Readonly<Record<string, unknown>>;
}
