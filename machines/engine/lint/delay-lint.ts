import type { Node, Place, Subject } from '../definition/index.ts';
import { elapsedEvent, LONGEST_DELAY_MS } from '../state/index.ts';

/** Faults of the delays in `setup({ delays })`. */
export function declaredDelayFaults({ implementations }: Subject): string[] {
  return Object.entries(implementations.delays).flatMap(([name, delay]) => [
    // XState makes timer ids of the name and the state with a dot between them.
    ...(name.includes('.') ? [`delay ${name}: a dot cuts its name off; choose another`] : []),
    ...(typeof delay === 'function' ? [] : durationFaults(name, delay)),
  ]);
}

function durationFaults(name: string, delay: unknown): string[] {
  const fits = typeof delay === 'number' && delay >= 0 && delay <= LONGEST_DELAY_MS;
  return fits
    ? []
    : [`delay ${name}: ${String(delay)} is no duration; give 0 to 100 years in milliseconds`];
}

/** Faults of the `after` of a state. */
export function afterFaults({ contract, implementations, inline }: Subject, node: Node): string[] {
  return Object.keys(node.config.after ?? {}).flatMap((delay) => {
    if (/^\d+$/.test(delay))
      return inline ? [] : [`${node.id}: delay ${delay} is a number; name it in setup({ delays })`];
    if (!(delay in implementations.delays))
      return [`${node.id}: delay ${delay} is not implemented in setup()`];
    const event = elapsedEvent(delay);
    return event in contract.events || inline
      ? []
      : [`${node.id}: the contract has no event ${event} for delay ${delay}`];
  });
}

/** Faults of an event that is raised or sent later. */
export function laterFaults(
  { subject, node }: Place,
  delay: unknown,
  type: string | undefined,
): string[] {
  const { contract, inline } = subject;
  if (delay === undefined || type?.startsWith('xstate.') === true) return [];
  const faults = unnamedFaults(subject, node, delay);
  return type === undefined || inline || elapsedEvent(type) in contract.events
    ? faults
    : [
        ...faults,
        `${node.id}: the contract has no event ${elapsedEvent(type)} for a later ${type}`,
      ];
}

function unnamedFaults({ implementations, inline }: Subject, node: Node, delay: unknown): string[] {
  const known = typeof delay === 'string' && delay in implementations.delays;
  // A name that nobody implements is no delay for XState: it would deliver the event at once.
  if (known || (inline && typeof delay !== 'string')) return [];
  const shown = typeof delay === 'function' ? 'in code' : JSON.stringify(delay).replaceAll('"', '');
  return [`${node.id}: delay ${shown} of a later event; name it in setup({ delays })`];
}
