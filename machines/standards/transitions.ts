import { catalogueOf } from './requirements.ts';
import type { StandardTransition } from './transition.ts';
import { transitionTo27001edition2022 } from './transition-27001-2022.ts';

const transitions: readonly StandardTransition[] = [transitionTo27001edition2022];

/** How certifications leave an edition; `undefined` as long as no end of it is known. */
export function transitionFrom(edition: string): StandardTransition | undefined {
  return transitions.find(({ fromEdition }) => fromEdition === edition);
}

/** The transitions from one edition to a later one in order; `undefined` where none leads there. */
function wayTo(from: string, to: string): readonly StandardTransition[] | undefined {
  if (from === to) return [];
  const next = transitionFrom(from);
  const rest = next && wayTo(next.toEdition, to);
  return next && rest && [next, ...rest];
}

/** Whether an edition comes after another one of the same standard. */
export function isLater(edition: string, than: string): boolean {
  return edition !== than && wayTo(than, edition) !== undefined;
}

/**
 * Requirements in terms of a later edition, by the mapping tables: one counts when everything that it comes from does,
 * and what is new never does.
 * @returns in the order of the table; nothing where no transition leads to the edition
 */
export function remapped(
  ids: readonly string[],
  { from, to }: { readonly from: string; readonly to: string },
): readonly string[] {
  const way = wayTo(from, to);
  if (!way) return [];
  return way.reduce(
    (known, { origins }) =>
      Object.entries(origins).flatMap(([id, sources]) =>
        sources.length > 0 && sources.every((source) => known.includes(source)) ? [id] : [],
      ),
    ids,
  );
}

/** What an audit of a transition looks at whatever else it covers: what is new, and how risks are treated. */
export function focusOf({ toEdition, focus, origins }: StandardTransition): readonly string[] {
  const { clauses, controls } = catalogueOf(toEdition);
  const all = Object.keys({ ...clauses, ...controls });
  return all.filter((id) => focus.includes(id) || origins[id]?.length === 0);
}

/** The edition to which a decision on a day can certify: the given one, or one that took its place. */
export function certifiableOn(edition: string, on: string): string {
  const next = transitionFrom(edition);
  return next && on > next.decisionsUntil ? certifiableOn(next.toEdition, on) : edition;
}
