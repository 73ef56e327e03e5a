import {
  ApplicationFailure,
  log,
  metricMeter,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type {
  AppendReply,
  AppendRequest,
  EventLogActivities,
} from '../../activities/event-log/index.ts';
import {
  adopt,
  EngineError,
  hydrate,
  takeOver,
  type RecordedEvent,
} from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
import { workflowTime } from './clock.ts';
import type { Entity } from './entity.ts';
import { tellRecorded } from './recorder.ts';

const local = proxyLocalActivities<EventLogActivities>({
  startToCloseTimeout: '2s',
  retry: { maximumAttempts: 2, initialInterval: '50ms' },
});
/** Made when it is needed: this module is loaded before the language is chosen. */
const regular = () =>
  proxyActivities<EventLogActivities>({
    startToCloseTimeout: '10s',
    retry: { initialInterval: '100ms', maximumInterval: '30s' },
    summary: say('summary.append', 'Append events to the log'),
  });

/**
 * Appends events behind the entity's position.
 * @param decidedAt - instant of the decision, epoch milliseconds
 * @returns the instant of the decision that is in the log; `undefined` when the log held other events: those are
 * taken into the state, and what was decided has to be decided again
 * @throws EngineError `EVENT_STREAM_CONFLICT`, `ENTITY_EXISTS`; what `adopt` and `hydrate` throw when this build does
 * not know the version
 */
export async function append(
  entity: Entity,
  events: readonly RecordedEvent[],
  decidedAt: number,
): Promise<number | undefined> {
  const { id, machine, position: expected } = entity;
  const request = { entity: id, machine: machine.contract.id, expected, events, decidedAt };
  const result = await tryBoth(entity, request);
  if (result.kind === 'appended') {
    entity.position = result.position;
    return result.decidedAt;
  }
  assertOwn(entity, result.first);
  metricMeter
    .createCounter(
      'certway_adoptions',
      'event',
      'Events that the log held before the workflow knew of them',
    )
    .add(result.events.length);
  log.info('adopting events from the log', { entity: id, events: result.events.length });
  const missing = isAdoptable(entity, result)
    ? adoptEvents(entity, result)
    : await adoptFolded(entity);
  if (missing.length > 0 && (await append(entity, missing, decidedAt)) !== undefined) {
    tellRecorded(entity, missing);
  }
  return undefined;
}

/** A state that was migrated already takes no events of the version before; the whole log gives them their place. */
function isAdoptable(
  { state }: Entity,
  result: { readonly events: readonly RecordedEvent[]; readonly complete: boolean },
): boolean {
  return result.complete && !(state?.migrating && result.events[0]?.cause !== 'migrated');
}

function adoptEvents(
  entity: Entity,
  result: { readonly events: readonly RecordedEvent[]; readonly position: Entity['position'] },
): readonly RecordedEvent[] {
  const adopted = adopt(entity.machine, entity.state, result.events);
  entity.state = takeOver(entity.machine, adopted);
  entity.position = result.position;
  tellRecorded(entity, result.events);
  return adopted.missing;
}

/** A long log is folded outside the workflow, by the same pure function. */
async function adoptFolded(entity: Entity): Promise<readonly RecordedEvent[]> {
  const request = { entity: entity.id, machine: entity.machine.contract.id };
  const folded = await permanent(() => regular().foldEntity(request));
  entity.state = hydrate(entity.machine, folded.state);
  entity.position = folded.position;
  tellRecorded(entity, []);
  return folded.missing;
}

/** The log of an id belongs to the run, or to the parent's event, that started it. */
function assertOwn(entity: Entity, first: RecordedEvent | undefined): void {
  if (entity.state || !first || entity.resume) return;
  const own =
    entity.startedBy === ''
      ? first.runId === entity.firstRunId
      : first.causationId === entity.startedBy;
  if (own) return;
  throw new EngineError(
    'ENTITY_EXISTS',
    `the log already holds events of another ${entity.id}: choose another workflow id, or resume it with "npm run certway -- log resume"`,
    { entity: entity.id },
  );
}

/** A local activity first; what fails there in passing is retried without end as a regular one. */
async function tryBoth(entity: Entity, request: AppendRequest): Promise<AppendReply> {
  try {
    return await local.appendEvents(request);
  } catch (error) {
    rethrowPermanent(error);
    log.warn('the log does not answer; the append goes on as a regular activity');
  }
  entity.silentSince = workflowTime();
  try {
    return await permanent(() => regular().appendEvents(request));
  } finally {
    entity.silentSince = undefined;
  }
}

/** What an activity gives. @throws EngineError `EVENT_STREAM_CONFLICT` when trying again would not help */
export async function permanent<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    rethrowPermanent(error);
    throw error;
  }
}

function rethrowPermanent(error: unknown): void {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  if (cause instanceof ApplicationFailure && cause.nonRetryable === true) {
    const [details] = cause.details ?? [];
    throw new EngineError(
      'EVENT_STREAM_CONFLICT',
      cause.message,
      details as Readonly<Record<string, unknown>> | undefined,
    );
  }
}
