import { stateIn } from 'xstate';

/** Where a recertification can stand when the certificate expires, as paths below it. */
export const places = [
  ...(['stage1.scheduling', 'stage1.planned', 'stage1.fieldwork', 'stage1.reporting'] as const),
  ...(['planned', 'fieldwork', 'reporting', 'correctiveAction', 'refused'] as const),
  ...(['decision.technicalReview', 'decision.panel', 'decision.proposed'] as const),
  ...(['decision.refusalProposed', 'accreditation.forwarding'] as const),
  ...(['accreditation.awaitingAnswer', 'accreditation.reminded'] as const),
  ...(['accreditation.queried', 'accreditation.concurred'] as const),
] as const;

type Place = (typeof places)[number];

/** Name of the guard that says whether a recertification stands at a place. */
export function at<Here extends Place>(place: Here): `isAt ${Here}` {
  return `isAt ${place}`;
}

/** Guards by place. */
export const placeGuards = Object.fromEntries(
  places.map((place) => [at(place), stateIn(`#renewal.${place}`)]),
) as Record<`isAt ${Place}`, ReturnType<typeof stateIn>>;
