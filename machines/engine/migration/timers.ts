import type { Timer } from '../state/index.ts';

type Timers = Readonly<Record<string, Timer>>;

const AFTER = 'xstate.after.';

/**
 * For migrations: the delays of a state under the name that XState gives them once the state has another id. They
 * elapse when they would have elapsed.
 * @param from - id of the state in the version before, e.g. `parcel.packed`
 * @param to - id of the state in this version
 */
export function moveTimers(timers: Timers, from: string, to: string): Timers {
  const moved = (id: string): string =>
    id.startsWith(AFTER) && id.endsWith(`.${from}`) ? `${id.slice(0, -from.length)}${to}` : id;
  return Object.fromEntries(
    Object.entries(timers).map(([id, timer]) => {
      const event = { ...timer.event, type: moved(timer.event.type) };
      const own = timer.id === undefined ? {} : { id: moved(timer.id) };
      return [moved(id), { ...timer, ...own, event }];
    }),
  );
}
