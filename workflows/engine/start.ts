import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import {
  hydrate,
  readSignalId,
  startFaults,
  type DurableMachine,
  type Input,
} from '../../machines/engine/index.ts';
import { nameOf, say } from '../../machines/text/index.ts';
import { START_POSITION, type Carried, type Entity, type StartOptions } from './entity.ts';
import { STEPS_PER_RUN } from './hand-over.ts';

/** How a machine runs as a workflow. */
export interface Runnable {
  readonly machine: DurableMachine;
  /** Whether people start it; the others are started by a parent only. */
  readonly root: boolean;
  /** After so many steps a run hands over to the next. @defaultValue 300 */
  readonly stepsPerRun?: number;
}

/**
 * The instance of this run: begun, taken over from the run before, or resumed from its log.
 * @throws ApplicationFailure `INPUT_INVALID`, `NOT_STARTED_BY_A_JOURNEY`
 */
export function createEntity(runnable: Runnable, input: unknown, options: StartOptions): Entity {
  const { machine, root, stepsPerRun = STEPS_PER_RUN } = runnable;
  const { workflowId, firstExecutionRunId } = workflowInfo();
  const { carried, startedBy = '', resume = false } = options;
  const fresh: Entity = {
    machine,
    input,
    id: workflowId,
    startedBy,
    resume,
    firstRunId: firstExecutionRunId,
    state: undefined,
    position: START_POSITION,
    queue: [],
    busy: false,
    wake: false,
    silentSince: undefined,
    checkLog: false,
    upgrade: false,
    fired: new Set(),
    problem: undefined,
    steps: 0,
    stepsPerRun,
    crash: undefined,
    started: new Set(carried?.started),
    signals: new Map(),
    delivered: new Map(),
    attributes: {},
  };
  if (carried) return continued(fresh, carried);
  if (resume) return { ...fresh, checkLog: true };
  if (!root && startedBy === '') throw notStartedByAJourney(fresh);
  return { ...fresh, queue: [{ input: startInput(fresh, input) }] };
}

/**
 * Of another version of the machine: migrated here, and recorded before anything else.
 * @throws what `hydrate` throws; it fails the workflow task, never the workflow, and a mended build goes on
 */
function continued(fresh: Entity, carried: Carried): Entity {
  return {
    ...fresh,
    state: hydrate(fresh.machine, carried.state),
    position: carried.position,
    queue: carried.queue.map((input) => ({ input })),
    wake: true,
    signals: new Map(carried.queue.flatMap(countOf)),
    attributes: carried.attributes,
  };
}

/** What a waiting signal without an id of its own was counted as, so that the next one like it is another. */
function countOf(input: Input): [string, number][] {
  const own = input.cause === 'command' ? readSignalId(input.id) : undefined;
  return own ? [[own.hash, own.count]] : [];
}

function startInput(entity: Entity, input: unknown): Input {
  const { machine, id, startedBy, firstRunId } = entity;
  const wrong = startFaults(machine.contract, { id: startedBy === '' ? id : undefined, input });
  if (wrong) {
    const { text, faults } = wrong;
    throw ApplicationFailure.nonRetryable(text, 'INPUT_INVALID', { faults });
  }
  const data = machine.contract.input.parse(input ?? {});
  const own = startedBy === '' ? { runId: firstRunId } : {};
  return { cause: 'start', entity: id, data, startedBy, ...own };
}

function notStartedByAJourney({ machine }: Entity): ApplicationFailure {
  return ApplicationFailure.nonRetryable(
    say(
      'start.byJourneyOnly',
      'a workflow of type {type} is started by a journey, never by hand: give the journey the command that leads to this {machine}',
      { type: workflowInfo().workflowType, machine: nameOf(machine.contract.id) },
    ),
    'NOT_STARTED_BY_A_JOURNEY',
  );
}
