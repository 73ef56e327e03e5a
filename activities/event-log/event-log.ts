import { ApplicationFailure, log as activityLog, metricMeter } from '@temporalio/activity';
import type { MetricHistogram } from '@temporalio/common';
import {
  adopt,
  dehydrate,
  EngineError,
  foundInLog,
  type DurableMachine,
  type FoundCommands,
  type PersistedState,
  type RecordedEvent,
} from '../../machines/engine/index.ts';
import {
  ChainBrokenError,
  LogBehindError,
  positionBehind,
  START_POSITION,
  type EventLog,
  type Position,
} from '../../services/event-log/index.ts';

/** Events to be written behind a position of one entity. */
export interface AppendRequest {
  /** Workflow id. */
  readonly entity: string;
  /** Id of the machine. */
  readonly machine: string;
  /** Where the writer believes the entity's log to end. */
  readonly expected: Position;
  /** In order; none only asks whether the log holds more. */
  readonly events: readonly RecordedEvent[];
  /** Instant of the decision that they come from, epoch milliseconds. */
  readonly decidedAt: number;
}

/** The events are in the log, or the log holds others that the writer does not know. */
export type AppendReply =
  | {
      readonly kind: 'appended';
      readonly position: Position;
      /** As in the request: a replay reads workflow time a few milliseconds off behind a local activity. */
      readonly decidedAt: number;
    }
  | {
      readonly kind: 'ahead';
      /** The unknown events, from the first on. */
      readonly events: readonly RecordedEvent[];
      /** The first unknown event. */
      readonly first: RecordedEvent | undefined;
      /** Behind the last of `events`. */
      readonly position: Position;
      /** Whether `events` are all; if not, the log is to be folded outside the workflow. */
      readonly complete: boolean;
    };

/** A state folded from the whole log of an entity. */
export interface FoldReply {
  readonly state: PersistedState;
  readonly position: Position;
  /** Derived events of the last step that were not written any more. */
  readonly missing: readonly RecordedEvent[];
}

/** What the workflows call. */
export interface EventLogActivities {
  /**
   * Writes events to JetStream, one behind the other, each under the expectation that nothing else was written to
   * the entity. Idempotent: an event that is there already, byte for byte, counts as written.
   * @throws ApplicationFailure `EVENT_STREAM_CONFLICT` when the entity's log is not a chain, or not authentic
   */
  readonly appendEvents: (request: AppendRequest) => Promise<AppendReply>;
  /** Reads the whole log of an entity and folds it. Writes nothing. @throws as `appendEvents` */
  readonly foldEntity: (request: Pick<AppendRequest, 'entity' | 'machine'>) => Promise<FoldReply>;
  /** Finds commands in the log of an entity by their ids. Reads all of it, writes nothing. @throws as `appendEvents` */
  readonly findCommands: (
    request: Pick<AppendRequest, 'entity' | 'machine'> & { readonly ids: readonly string[] },
  ) => Promise<FoundCommands>;
}

/** What the activities need. */
export interface EventLogDependencies {
  readonly log: EventLog;
  readonly machines: readonly DurableMachine[];
}

/** Makes the activities of the event log. */
export function createEventLogActivities(dependencies: EventLogDependencies): EventLogActivities {
  const { log, machines } = dependencies;
  const definitionOf = (machine: string): DurableMachine => {
    const definition = machines.find((each) => each.contract.id === machine);
    if (definition) return definition;
    throw ApplicationFailure.nonRetryable(`no machine ${machine}`, 'MACHINE_INVALID');
  };
  return {
    appendEvents: async ({ entity, machine, expected, events, decidedAt }) => {
      const began = performance.now();
      const result = await permanent(() =>
        log.append({ address: { entity, machine }, expected, events }),
      );
      latency().record(performance.now() - began, { machine });
      if (result.kind === 'appended') return { ...result, decidedAt };
      activityLog.info('the log is ahead of the workflow', {
        entity,
        events: result.events.length,
      });
      return {
        kind: 'ahead',
        events: result.events.map((stored) => stored.event),
        first: result.events[0]?.event,
        position: positionBehind(result.events, expected),
        complete: result.complete,
      };
    },
    foldEntity: async ({ entity, machine }) => {
      const definition = definitionOf(machine);
      const stored = await permanent(() => log.read({ entity, machine }, START_POSITION));
      // In the version of the log: the workflow that asks may be of an earlier build than this activity.
      const adopted = await permanent(() =>
        adopt(
          definition,
          undefined,
          stored.map((each) => each.event),
        ),
      );
      const position = positionBehind(stored, START_POSITION);
      const state = dehydrate(adopted.machine, adopted.state);
      return { state, position, missing: adopted.missing };
    },
    findCommands: async ({ entity, machine, ids }) => {
      const stored = await permanent(() => log.read({ entity, machine }, START_POSITION));
      const events = stored.map((each) => each.event);
      return foundInLog(definitionOf(machine), events, ids);
    },
  };
}

/** Made where it is used: the meter exists only while an activity runs. */
function latency(): MetricHistogram {
  return metricMeter.createHistogram(
    'certway_append_latency',
    'float',
    'ms',
    'From the call of an append to the answer of JetStream',
  );
}

/**
 * A broken or illegal log does not heal by trying again; a version that this build lacks does, with a mended one, and
 * a log that is behind, once what it lost was brought back.
 */
async function permanent<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LogBehindError) {
      activityLog.error('the log is behind the workflow', { problem: error.message });
      throw ApplicationFailure.retryable(error.message, 'LOG_BEHIND');
    }
    const details = conflictDetails(error);
    if (!details) throw error;
    throw ApplicationFailure.nonRetryable(messageOf(error), 'EVENT_STREAM_CONFLICT', details);
  }
}

/** Which event cannot be the log's own; `undefined` when the error says nothing of that. */
function conflictDetails(error: unknown): object | undefined {
  if (error instanceof ChainBrokenError) return error.culprit;
  const isConflict = error instanceof EngineError && error.code === 'EVENT_STREAM_CONFLICT';
  return isConflict ? error.details : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
