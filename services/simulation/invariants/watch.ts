import { isReceived, type RecordedEvent } from '../../../machines/engine/index.ts';
import type { Invariant } from './invariant.ts';
import { createPast, type Fact } from './past.ts';

/** An invariant that an event has broken. */
export interface Break {
  readonly invariant: string;
  /** Place of the event in the order in which the journey recorded, 1 for the first. */
  readonly number: number;
  /** Id of the event. */
  readonly event: string;
  readonly type: string;
  readonly at: string;
  /** What is wrong. */
  readonly fault: string;
}

/** Looks at every event of a journey as it is recorded. */
export interface Watch {
  /** @returns what the event has broken */
  readonly see: (event: RecordedEvent) => readonly Break[];
}

/** Watches one journey by some invariants. */
export function createWatch(invariants: readonly Invariant[]): Watch {
  const past = createPast();
  const always = invariants.filter(({ after }) => after === undefined);
  const byType = new Map<string, Invariant[]>();
  for (const invariant of invariants) {
    for (const type of invariant.after ?? []) {
      byType.set(type, [...(byType.get(type) ?? []), invariant]);
    }
  }
  const judge = (fact: Fact, invariant: Invariant): readonly Break[] => {
    if (isReceived(fact.event) && !invariant.alsoCopies) return [];
    const fault = invariant.fault(fact, past);
    if (fault === undefined) return [];
    const { type, at } = fact.event;
    return [{ invariant: invariant.id, number: fact.place, event: fact.id, type, at, fault }];
  };
  return {
    see: (event) => {
      const fact = past.add(event);
      const asked = [...always, ...(byType.get(event.type) ?? [])];
      return asked.flatMap((invariant) => judge(fact, invariant));
    },
  };
}
