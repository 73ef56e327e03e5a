import {
  decide,
  type Cause,
  dehydrate,
  type DurableMachine,
  type Input,
  type RecordedEvent,
  type Simulation,
} from '../../machines/engine/index.ts';
import {
  cloudEventType,
  GENESIS_HASH,
  hashOfBytes,
  toBytes,
} from '../../services/event-log/index.ts';
import { beginInMemory, playInMemory, type Case } from '../demo/index.ts';
import type { EventShape } from './catalogue.ts';
import { sampleData } from './sample.ts';

const TENANT = 'acme-cert';
const operator = { id: 'o-1', role: 'operator' };
const admin = { id: 'o-1', role: 'cbAdmin' };
const client = { id: 'c-7', role: 'client' };

/** What the corpus is made of. */
export interface Recording {
  readonly machines: readonly DurableMachine[];
  /** A journey and how it goes on, each with dates of its own. */
  readonly cases: readonly [Case, ...Case[]];
  /** How the first case could go on otherwise. */
  readonly otherwise: readonly Case[];
  readonly catalogue: readonly EventShape[];
}

/**
 * One stored event of each type: from journeys played in memory where they record it, otherwise made from the examples
 * of the contract.
 *
 * @returns stored bytes by the `type` of the envelope
 */
export function recordEvents({
  machines,
  cases,
  otherwise,
  catalogue,
}: Recording): ReadonlyMap<string, string> {
  const troubles = ['holdClosingMeeting', 'submitCap', 'castVote'].map((command) =>
    troubled(machines, cases[0], command),
  );
  const others = otherwise.map((other) => whole(machines, [cases[0], other]));
  const played = [whole(machines, cases), ...others, ...troubles];
  const recorded = new Map<string, string>();
  const keep = (event: RecordedEvent, prevhash: string): string => {
    const text = toBytes(TENANT, event, prevhash);
    const type = cloudEventType(event);
    if (!recorded.has(type)) recorded.set(type, text);
    return hashOfBytes(text);
  };
  for (const log of played.flat()) log.reduce((hash, event) => keep(event, hash), GENESIS_HASH);
  for (const shape of catalogue) {
    if (!recorded.has(shape.type)) keep(sampleEvent(shape), hashOfBytes(shape.type));
  }
  return recorded;
}

type Log = readonly RecordedEvent[];

/** A journey through all its cases, until everything has expired. */
function whole(machines: readonly DurableMachine[], cases: readonly [Case, ...Case[]]): Log[] {
  const runner = beginInMemory(machines, cases[0]);
  for (const each of cases) playInMemory(runner, each);
  runner.travelTo(new Date(Date.parse(runner.now()) + 8 * 366 * 86_400_000).toISOString());
  return runner.entities().map((entity) => runner.log(entity));
}

/** A journey that is ended before a command, while children run, and after everything that only the engine records. */
function troubled(machines: readonly DurableMachine[], given: Case, before: string): Log[] {
  const runner = beginInMemory(machines, given);
  const upTo = given.steps.findIndex(({ command }) => command === before);
  playInMemory(runner, { ...given, steps: given.steps.slice(0, upTo) });
  const { journey } = given;
  const finding = runner.entities().find((entity) => entity.includes('/nc-')) ?? journey;
  const nonconformity = finding.slice(journey.length + 1);
  runner.command(journey, 'acknowledgeNonconformity', { actor: client, nonconformity });
  const running = runner.entities().filter((entity) => isRunning(runner, entity));
  const logs = running.flatMap((entity) =>
    [aside, migration].map((more) => [...runner.log(entity), ...more(runner, entity)]),
  );
  runner.command(journey, 'terminateEngagement', { actor: admin, reason: 'merger' });
  return [...logs, ...runner.entities().map((entity) => runner.log(entity))];
}

function isRunning(runner: Simulation, entity: string): boolean {
  return runner.state(entity).snapshot.status === 'active';
}

/** A signal that is refused, and a command that an operator sets aside. */
function aside(runner: Simulation, entity: string): Log {
  const given = { actor: operator, input: 'c-9', reason: 'fails since the last build' };
  const inputs: Input[] = ['c-8', 'c-9'].map((id) => ({
    ...{ cause: 'command', id, command: 'whatever', payload: { actor: client }, via: 'signal' },
  }));
  inputs.push({ cause: 'setAside', id: 'c-10', payload: given });
  const now = { ms: Date.parse(runner.now()) };
  return decide(runner.machine(entity), runner.state(entity), { inputs, now }).events;
}

/** The present version as if it had just taken over from another one. */
function migration(runner: Simulation, entity: string): Log {
  const [machine, state] = [runner.machine(entity), runner.state(entity)];
  const migrating = { ...dehydrate(machine, state).machine, version: '0.9.0' };
  const now = { ms: Date.parse(runner.now()) };
  return decide(machine, { ...state, migrating }, { inputs: [], now }).events;
}

/** Whether it tells the end of an activity or child. */
function isEnding({ causes, origin }: EventShape): boolean {
  return causes.includes('actor') || (causes.includes('child') && origin === 'engine');
}

const JOURNEY = 'globex-27001';
const names: Readonly<Record<string, string>> = {
  certification: '',
  audit: '/stage-2',
  nonconformity: '/nc-s2-003',
  decision: '/decision-1',
  appeal: '/appeal-1',
  complaint: '/complaint-1',
  engine: '/nc-s2-003',
};

/** An event as the engine would have recorded it, with data from the examples of the contract. */
function sampleEvent(shape: EventShape): RecordedEvent {
  const { machine, name: type, version, causes } = shape;
  const [cause = 'derived'] = causes;
  const stepIndex = cause === 'derived' ? 2 : 1;
  return {
    ...{ entity: entityOf(machine), machine, machineVersion: '1.0.0', version, type, cause },
    data: sampleData(shape),
    ...{ at: '2026-11-30T12:00:00.000Z', sequence: 8, step: 8, stepIndex, stepSize: stepIndex },
    ...originOf(shape, cause),
  };
}

/** What an event says of where it comes from. */
function originOf(
  shape: EventShape,
  cause: Cause,
): Pick<RecordedEvent, 'causationId' | 'correlationId'> {
  const { machine, name, origin, isReceived } = shape;
  const from = cause === 'parent' ? JOURNEY : entityOf(origin);
  const causationId = cause === 'command' ? 'c-17' : `${isReceived ? from : entityOf(machine)}:7`;
  return {
    ...{ causationId, correlationId: causationId },
    ...(cause === 'command' && { actor: { id: 'a-17', role: 'cbAdmin' } }),
    ...(cause === 'timer' && { sendId: `xstate.after.${name}` }),
    ...(isReceived && { message: { from, number: 1 } }),
    ...(isEnding(shape) && { invokeId: 'nc-s2-003' }),
  };
}

/** Workflow id of an instance of a machine. */
function entityOf(machine: string): string {
  return JOURNEY + (machine in names ? (names[machine] ?? '') : `/${machine}-1`);
}
