import {
  CancellationScope,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  sleep,
} from '@temporalio/workflow';
import type { Message } from '../../../machines/engine/index.ts';
import { say } from '../../../machines/text/index.ts';
import { summary } from '../display/index.ts';
import type { Entity } from '../entity.ts';
import { inBackground } from './background.ts';
import { isLiving } from './children.ts';

/** Name of the signal between workflows. */
export const DELIVER = 'deliver';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 600_000;

/** The outbox of a state as signals to other workflows. */
export interface Messages {
  /** Sends what waits, but for those who are not there yet. */
  send(): void;
  /** Whether the answer to a signal is awaited; what waits to be tried again is taken over by the next run. */
  isSending(): boolean;
  /** Whether every message was confirmed. */
  isDelivered(): boolean;
}

/**
 * Prepares the messages of an entity.
 * @param isExpected - whether a receiver will be there, but is not yet
 */
export function createMessages(entity: Entity, isExpected: (target: string) => boolean): Messages {
  const senders = new Set<string>();
  const sending = new Set<string>();
  const pauses = new Map<string, CancellationScope>();

  const waitingFor = (target: string): readonly Message[] => {
    const delivered = entity.delivered.get(target) ?? 0;
    return (entity.state?.outbox[target] ?? []).filter(({ number }) => number > delivered);
  };

  /** One message at a time per target: two signals sent in one task arrive in any order. */
  const sendAll = async (target: string): Promise<void> => {
    for (let pause = FIRST_PAUSE_MS; ;) {
      const [message] = waitingFor(target);
      if (!message) return;
      sending.add(target);
      const isSettled = await tell(entity, target, message);
      sending.delete(target);
      if (isSettled) {
        entity.delivered.set(target, message.number);
        pause = FIRST_PAUSE_MS;
      } else {
        await wait(target, pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
  };

  const wait = async (target: string, pauseMs: number): Promise<void> => {
    const scope = new CancellationScope();
    pauses.set(target, scope);
    try {
      await scope.run(() =>
        sleep(pauseMs, {
          summary: summary(say('summary.tryAgain', 'Try again to reach {target}', { target })),
        }),
      );
    } catch (error) {
      if (!isCancellation(error)) throw error;
    } finally {
      pauses.delete(target);
    }
  };

  const send = (): void => {
    for (const [target, pause] of pauses) if (!isWorthWaiting(entity, target)) pause.cancel();
    for (const target of Object.keys(entity.state?.outbox ?? {})) {
      if (isExpected(target) || senders.has(target) || waitingFor(target).length === 0) continue;
      senders.add(target);
      const sent = sendAll(target).then(() => {
        senders.delete(target);
        send();
      });
      inBackground(entity, sent);
    }
    forgetDelivered(entity, senders);
  };

  return {
    send,
    isSending: () => sending.size > 0,
    isDelivered: () =>
      Object.keys(entity.state?.outbox ?? {}).every((target) => waitingFor(target).length === 0),
  };
}

/** Whether a message is done with: it has arrived, or nobody is there to take it any more. */
async function tell(entity: Entity, target: string, message: Message): Promise<boolean> {
  try {
    await getExternalWorkflowHandle(target).signal(DELIVER, { from: entity.id, message });
    return true;
  } catch (error) {
    const { type } = message;
    if (isWorthWaiting(entity, target)) {
      log.warn('a workflow cannot be reached', { target, type, error: String(error) });
      return false;
    }
    log.warn('a message to a child that has ended is dropped', { target, type });
    return true;
  }
}

/** The parent, and a child that has not told its end, may be resumed; a child that was stopped has ended by itself. */
function isWorthWaiting(entity: Entity, target: string): boolean {
  return !target.startsWith(`${entity.id}/`) || isLiving(entity, target);
}

/** Of those for whom nothing waits any more nothing need be known. */
function forgetDelivered(entity: Entity, senders: ReadonlySet<string>): void {
  if (entity.busy) return;
  const { state, delivered } = entity;
  for (const target of delivered.keys()) {
    if (!senders.has(target) && state?.outbox[target] === undefined) delivered.delete(target);
  }
}
