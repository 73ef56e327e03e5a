import { z } from 'zod';
import {
  fold,
  type DueDate,
  type DurableMachine,
  type RecordedEvent,
} from '../../machines/engine/index.ts';

/** A deadline that waits to be met or to pass. */
export const pendingDeadlineSchema = z.object({
  /** Name of the delay, e.g. `capDue`. */
  delay: z.string(),
  rule: z.string(),
  /** Id of the event from which the time counts. */
  anchor: z.string(),
  /** Last local date that is still in time. */
  due: z.iso.date(),
  /** Sequence of the entity's event since which it is pending. */
  since: z.int(),
  /** Instant of that event, ISO-8601 UTC. */
  sinceAt: z.iso.datetime(),
});

/** A deadline that waits to be met or to pass. */
export type PendingDeadline = Readonly<z.infer<typeof pendingDeadlineSchema>>;

/**
 * What is pending in a journey, audit, nonconformity or decision: the due dates of the timers that its machine has
 * armed and neither met nor let pass.
 * @param events - all of the entity's, in order
 * @throws EngineError as `fold`
 */
export function deadlinesOf(
  machine: DurableMachine,
  events: readonly RecordedEvent[],
): readonly PendingDeadline[] {
  const { timers, snapshot } = fold(machine, events);
  // Whoever has ended waits for nothing, whatever was armed.
  if (snapshot.status !== 'active') return [];
  const byPlace = new Map<string, PendingDeadline>();
  for (const { name, dueDate, armedBy } of Object.values(timers)) {
    if (dueDate)
      byPlace.set(`${name} ${dueDate.rule}`, pending(name, dueDate, { armedBy, events }));
  }
  return [...byPlace.values()].sort((a, b) => compare(orderOf(a), orderOf(b)));
}

function pending(
  delay: string,
  { rule, anchor, due }: DueDate,
  from: { readonly armedBy: string; readonly events: readonly RecordedEvent[] },
): PendingDeadline {
  const since = Number(from.armedBy.slice(from.armedBy.lastIndexOf(':') + 1));
  const event = from.events.find(({ sequence }) => sequence === since);
  if (!event) throw new Error(`${from.armedBy} has armed ${delay} and is not in the log`);
  return { delay, rule, anchor, due, since, sinceAt: event.at };
}

function orderOf({ due, rule, delay }: PendingDeadline): string {
  return `${due} ${rule} ${delay}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
