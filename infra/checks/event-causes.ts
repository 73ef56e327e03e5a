import type { AnyContract, DurableMachine } from '../../machines/engine/index.ts';
import { code } from './markdown.ts';

/** The contracts of a machine's children, by the names under which it spawns them. */
export function childrenOf(contract: AnyContract): readonly (readonly [string, AnyContract])[] {
  return Object.entries(contract.children ?? {}) as [string, AnyContract][];
}

/** The page of a machine, as the other pages link it. */
export function link({ id }: Pick<AnyContract, 'id'>): string {
  return `[${id}](${id}.md)`;
}

/**
 * The event that records an elapsed delay or an actor's answer, which the engine names after them.
 *
 * @param suffix - `Elapsed`, `Done` or `Failed`
 */
export function eventNamedAfter(
  { events }: AnyContract,
  name: string,
  suffix: string,
): string | undefined {
  const wanted = (name + suffix).replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  return Object.keys(events).find((event) => event.toLowerCase() === wanted);
}

/**
 * Why a machine records an event of its contract.
 *
 * @param isChild - whether another machine spawns this one and may send it the event
 * @returns every cause, as Markdown
 */
export function causesOf(
  { contract, logic }: DurableMachine,
  event: string,
  isChild: boolean,
): string {
  const causes = [
    ...(contract.starts === event ? ['start'] : []),
    ...Object.entries(contract.commands)
      .filter(([, { records }]) => records === event)
      .map(([name]) => `command ${code(name)}`),
    ...(contract.cancelledBy === event ? ['cancellation'] : []),
    ...[...Object.keys(logic.implementations.delays), ...logic.events.map(String)]
      .filter((delay) => eventNamedAfter(contract, delay, 'Elapsed') === event)
      .map((delay) => `clock ${code(delay)}`),
    ...Object.keys(logic.implementations.actors)
      .filter((actor) =>
        ['Done', 'Failed'].some((suffix) => eventNamedAfter(contract, actor, suffix) === event),
      )
      .map((actor) => `actor ${code(actor)}`),
  ];
  if (causes.length > 0) return causes.join(', ');
  return isChild && logic.events.includes(event) ? 'parent' : 'derived';
}
