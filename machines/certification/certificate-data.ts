import { known } from '../engine/index.ts';
import type { Certificate } from './certificate-schema.ts';
import type { Context } from './contract.ts';

/**
 * The certificate of the present cycle as the journey knows it.
 * @throws Error before a grant: a bug in the graph
 */
export function certificateOf(
  context: Context,
  { number, revision }: Pick<Certificate, 'number' | 'revision'>,
): Certificate {
  const { application, applicability, expiry } = context;
  return {
    number,
    revision,
    client: context.client,
    legalName: application?.legalName,
    scope: application?.scope,
    sites: (application?.sites ?? []).map(({ site, address }) => ({ site, address })),
    standard: context.standard,
    // Where no audit has seen one, R-CRT-03 refuses; that is judged after this.
    applicability: applicability?.version ?? '',
    issuedBy: context.rcb ?? undefined,
    originallyOn: known(context.firstGrantedOn),
    effectiveOn: known(context.grantedOn),
    validUntil: known(expiry).due,
  };
}
