import { plus } from './dates.ts';
import type { Scene } from './scene.ts';

const MOST_DAYS = 900;
const TERM_DAYS = 1095;
const FIRST_SURVEILLANCE_DAYS = 300;

/** For how long the certificate of the other body has been valid: the same for all fields of a journey. */
function ageOf({ entity }: Scene): number {
  const number = Number(/\d+$/.exec(entity)?.[0] ?? 0);
  return 20 + ((number * 137) % MOST_DAYS);
}

function grantedOn(scene: Scene): string {
  return plus(scene.today, -ageOf(scene));
}

/** One a year, as a body does that keeps its dates. */
function heldSince(scene: Scene): readonly string[] {
  const years = Math.floor((ageOf(scene) + 365 - FIRST_SURVEILLANCE_DAYS) / 365);
  return Array.from({ length: years }, (_, year) =>
    plus(grantedOn(scene), FIRST_SURVEILLANCE_DAYS + 365 * year),
  );
}

/** What people write about a certificate of another body, and about one that another body takes over. */
export const transferFields: Readonly<Record<string, (scene: Scene) => unknown>> = {
  'requestTransfer.originallyOn': grantedOn,
  'requestTransfer.grantedOn': grantedOn,
  'requestTransfer.validUntil': (scene) => plus(grantedOn(scene), TERM_DAYS),
  'requestTransfer.surveillances': heldSince,
  'requestTransfer.issuerFailedOn': ({ today, random }) => plus(today, -random.int(1, 150)),
  'confirmTransferEligibility.status': ({ random }) => (random.chance(0.9) ? 'valid' : 'suspended'),
  'completePreTransferReview.surveillances': ({ context }) =>
    context.inside('transfer').texts('surveillances'),
  'completePreTransferReview.outcome': ({ random }) =>
    random.pick(['takeOver', 'takeOver', 'takeOver', 'takeOver', 'visit', 'newClient']),
  'recordPreviousEnd.endsOn': ({ today }) => today,
  'takeOverNonconformity.raisedOn': ({ today, random }) => plus(today, -random.int(1, 200)),
};
