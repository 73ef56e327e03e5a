import { known } from '../../engine/index.ts';
import type { Context } from '../contract.ts';
import type { Certificate } from '../contract/index.ts';
import { lastDayOf } from './editions.ts';

/**
 * The certificate of the present cycle as the journey knows it.
 * @throws Error before a grant: a bug in the graph
 */
export function certificateOf(
  context: Context,
  { number, revision }: Pick<Certificate, 'number' | 'revision'>,
): Certificate {
  const { application, applicability, certifiedScope } = context;
  const within = certifiedScope?.sites ?? [];
  return {
    number,
    revision,
    client: context.client,
    legalName: application?.legalName,
    scope: certifiedScope?.scope,
    sites: (application?.sites ?? []).flatMap(({ site, address }) =>
      within.includes(site) ? [{ site, address }] : [],
    ),
    standard: context.standard,
    // Where no audit has seen one, R-CRT-03 refuses; that is judged after this.
    applicability: applicability?.version ?? '',
    issuedBy: context.rcb ?? undefined,
    originallyOn: known(context.firstGrantedOn),
    effectiveOn: known(context.grantedOn),
    validUntil: known(lastDayOf(context)),
  };
}

/** How the certificate that was issued last stands; `ended` also where none was issued. */
export function standingOf({
  document,
  suspendedOn,
  cancelledOn,
}: Context): 'inForce' | 'suspended' | 'ended' {
  if (document === null || cancelledOn !== null) return 'ended';
  return suspendedOn === null ? 'inForce' : 'suspended';
}
