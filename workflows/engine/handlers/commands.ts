import {
  ApplicationFailure,
  currentUpdateInfo,
  defineSignal,
  defineUpdate,
  metricMeter,
  setDefaultSignalHandler,
  setDefaultUpdateHandler,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import {
  check,
  fault,
  hashOf,
  isUnknown,
  judge,
  possibleCommands,
  refusalText,
  refusalView,
  routeOf,
  signalCount,
  signalIdOf,
  stateOf,
  withoutTexts,
  type Answer,
  type CommandInput,
  type Fault,
  type Outcome,
  type Refusal,
} from '../../../machines/engine/index.ts';
import { workflowTime } from '../clock.ts';
import type { Entity } from '../entity.ts';
import { isPostponed } from '../hand-over.ts';
import { descriptionsOf } from './descriptions.ts';

/** So many inputs wait only when more come than the log can take. */
const QUEUE_LIMIT = 500;
/** Fewer while the log is silent: the server lets a hundred updates wait, those of the present append among them. */
const SILENT_QUEUE_LIMIT = 32;
const MINUTE_MS = 60_000;

/** Makes every command an update and a signal of the same name. Synchronous: commands may come with the first task. */
export function takeCommands(entity: Entity): void {
  const firstTask = workflowInfo().historyLength;
  const { own, routed } = descriptionsOf(entity.machine.contract);
  for (const { command, description } of own) {
    const refuses = validator(entity, command);
    const options = {
      description,
      validator: (payload: unknown): void => {
        if (mayRefuseUnrecorded(firstTask)) refuses(payload);
      },
    };
    setHandler(defineUpdate<Answer, [unknown]>(command), updateHandler(entity, command), options);
    setHandler(defineSignal<[unknown]>(command), signalHandler(entity, command), { description });
  }
  for (const { command, description } of routed) {
    setHandler(defineSignal<[unknown]>(command), signalHandler(entity, command), { description });
  }
  takeUnknown(entity);
}

function updateHandler(entity: Entity, command: string): (payload: unknown) => Promise<Answer> {
  return (payload) =>
    new Promise<Answer>((resolve, reject) => {
      const input = commandInput(entity, { command, payload, via: 'update' });
      const settle = (outcome: Outcome): void => {
        if (outcome.kind === 'accepted') resolve(outcome.answer);
        else if (outcome.kind === 'refused') reject(failureOf(outcome.refusal));
        else reject(ApplicationFailure.nonRetryable(`${command} was dropped`, 'COMMAND_REFUSED'));
      };
      entity.queue.push({ input, settle, fail: reject });
    });
}

function signalHandler(entity: Entity, command: string): (payload: unknown) => void {
  return (payload) => {
    const input = commandInput(entity, { command, payload, via: 'signal' });
    const settle = (outcome: Outcome): void => {
      if (outcome.kind === 'refused') countRefusal(outcome.refusal);
    };
    entity.queue.push({ input, settle });
  };
}

/**
 * Refuses before anything is written to history, the only place where the Temporal UI shows the reason. The guard
 * is asked only while nothing waits, because a waiting command may make this one legal, and of no id that the log
 * may know; the loop decides in any case. What is not a refusal passes, so that the loop meets the same bug and fails the task.
 */
function validator(entity: Entity, command: string): (payload: unknown) => void {
  return (payload) => {
    const refusal = refusalOf(entity, command, payload);
    if (refusal) throw failureOf(refusal);
  };
}

/**
 * A run that follows another within a second waits before its first task, and an update may come first. Were it refused
 * without a trace, the server would drop that task, and neither it nor the SDK would ever begin the run (seen with
 * server 1.31 and SDK 1.24); the loop refuses it instead, which is recorded.
 */
function mayRefuseUnrecorded(firstTask: number): boolean {
  const { continuedFromExecutionRunId, historyLength } = workflowInfo();
  return continuedFromExecutionRunId === undefined || historyLength > firstTask;
}

function refusalOf(entity: Entity, command: string, payload: unknown): Refusal | undefined {
  const { machine, state } = entity;
  const standstill = standstillOf(entity);
  if (standstill) return { ...bare(entity, command), ...standstill };
  const input = commandInput(entity, { command, payload, via: 'update' });
  if (!state || !isIdle(entity) || isUnknown(state, input.id)) {
    const checked = check(machine, state, { command, payload });
    return 'code' in checked
      ? { ...bare(entity, command), ...checked, ...possibleNow(entity) }
      : undefined;
  }
  try {
    const at = new Date(workflowTime()).toISOString();
    const verdict = judge(machine, state, { input, at });
    return verdict.kind === 'refused' ? verdict.refusal : undefined;
  } catch {
    return undefined;
  }
}

function standstillOf(entity: Entity): Pick<Refusal, 'code' | 'faults'> | undefined {
  if (entity.problem !== undefined) {
    return {
      code: 'EVENT_STREAM_CONFLICT',
      faults: [fault('problem', { problem: entity.problem })],
    };
  }
  if (isPostponed(entity)) {
    return { code: 'BACKPRESSURE', faults: [fault('handingOver')] };
  }
  const backlog = backlogOf(entity);
  return backlog === undefined ? undefined : { code: 'BACKPRESSURE', faults: [backlog] };
}

/** Why no further update may wait; a signal, which nobody could refuse, waits in any case. */
function backlogOf({ queue, silentSince }: Entity): Fault | undefined {
  if (queue.length < (silentSince === undefined ? QUEUE_LIMIT : SILENT_QUEUE_LIMIT)) return;
  const waiting = queue.length;
  return silentSince === undefined
    ? fault('tooMany', { waiting })
    : fault('silentLog', { waiting, since: new Date(silentSince).toISOString() });
}

function isIdle(entity: Entity): boolean {
  return entity.queue.length === 0 && !entity.busy && !entity.wake && !entity.checkLog;
}

function bare({ state }: Entity, command: string): Omit<Refusal, 'code' | 'faults'> {
  return { command, state: state ? stateOf(state) : '', rules: [], possible: [] };
}

function possibleNow({ machine, state }: Entity): Pick<Refusal, 'possible'> {
  return { possible: state ? possibleCommands(machine, state.snapshot) : [] };
}

function failureOf(refusal: Refusal): ApplicationFailure {
  countRefusal(refusal);
  return ApplicationFailure.nonRetryable(refusalText(refusal), refusal.code, refusalView(refusal));
}

function countRefusal(refusal: Refusal): void {
  const refusals = metricMeter.createCounter(
    'certway_refusals',
    'command',
    'Refused commands by rule',
  );
  const rules = refusal.rules.length > 0 ? refusal.rules.map((rule) => rule.id) : [refusal.code];
  for (const rule of rules) refusals.add(1, { rule, command: refusal.command });
}

function commandInput(
  entity: Entity,
  given: Pick<CommandInput, 'command' | 'payload' | 'via'>,
): CommandInput {
  const { command, payload, via } = given;
  const id =
    via === 'update'
      ? (statedId(payload) ?? currentUpdateInfo()?.id ?? '')
      : signalId(entity, command, payload);
  return { cause: 'command', ...given, id };
}

function statedId(payload: unknown): string | undefined {
  const stated = (payload as { commandId?: unknown } | null | undefined)?.commandId;
  return typeof stated === 'string' && stated !== '' ? stated : undefined;
}

/** The id of a signal: the one that it states, or what it says and how often that has come. */
export function signalId(entity: Entity, command: string, payload: unknown): string {
  const stated = statedId(payload);
  if (stated !== undefined) return stated;
  // uuid4() would differ when signals are applied again after a reset, and facts would be recorded twice.
  // An id is stored in clear, and the hash of a short text tells the text to whoever guesses it.
  const hash = hashOf([command, withoutTexts(entity.machine.contract, command, payload)]);
  const known = entity.state ? signalCount(entity.state, hash) : 0;
  const count = Math.max(entity.signals.get(hash) ?? 0, known) + 1;
  entity.signals.set(hash, count);
  return signalIdOf({ hash, count });
}

/** Names nobody knows: an update is refused at once, a signal recorded as refused, once per name and minute. */
function takeUnknown(entity: Entity): void {
  const last = new Map<string, number>();
  setDefaultSignalHandler((name, payload) => {
    const now = workflowTime();
    if (now - (last.get(name) ?? -MINUTE_MS) < MINUTE_MS) return;
    last.set(name, now);
    signalHandler(entity, name)(payload);
  });
  setDefaultUpdateHandler((name) => {
    const src = routeOf(entity.machine, name);
    const known = Object.keys(entity.machine.contract.commands).join(', ');
    const why =
      src === undefined
        ? fault('unknownCommand', { command: name, known })
        : fault('routedTo', { src, entity: entity.id });
    const refusal = { ...bare(entity, name), ...possibleNow(entity) };
    throw failureOf({ ...refusal, code: 'COMMAND_UNKNOWN', faults: [why] });
  });
}
