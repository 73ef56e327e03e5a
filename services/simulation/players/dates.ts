import { addDays, daysBetween, parseLocalDate } from '../../../machines/calendar/index.ts';
import type { Scene } from './scene.ts';

const KEPT_FREE_DAYS = 15;

/** A day so many days after another one. */
export function plus(day: string, days: number): string {
  return addDays(parseLocalDate(day), days);
}

/** The day on which something happened that is recorded now: mostly today, sometimes some days ago. */
export function dayOfFact({ random, today, isSound, context }: Scene): string {
  if (!isSound && random.chance(0.3)) return plus(today, random.int(1, 30));
  if (!isSound && random.chance(0.3)) return plus(today, -random.int(100, 400));
  const reached = context.text('reachedOn') ?? '';
  const earlier = random.chance(0.2) ? plus(today, -random.int(1, 6)) : today;
  return earlier < reached && isSound ? today : earlier;
}

/** First and last day of an audit that is planned now: mostly so that the next deadline is kept. */
export function auditDays(scene: Scene): { readonly from: string; readonly to: string } {
  const { random, today } = scene;
  const soonest = plus(today, random.chance(0.1) ? 1 : KEPT_FREE_DAYS);
  const until = nextDeadline(scene);
  const room = Math.max(1, until === undefined ? 60 : span(soonest, until));
  const isLate = random.chance(0.12);
  const from = plus(
    soonest,
    isLate ? room + random.int(1, 90) : random.int(0, Math.ceil(room * 0.6)) % 200,
  );
  return { from, to: plus(from, random.int(0, 4)) };
}

function span(from: string, to: string): number {
  return Math.max(0, daysBetween(parseLocalDate(from), parseLocalDate(to)));
}

function nextDeadline({ state, today }: Scene): string | undefined {
  const dues = Object.values(state.timers).flatMap(({ dueDate }) => dueDate?.due ?? []);
  return dues.filter((due) => due > today).sort()[0];
}
