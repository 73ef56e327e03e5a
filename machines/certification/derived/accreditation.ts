import type { Context, Event } from '../contract.ts';
import type { Candidate } from '../contract/index.ts';

/** What was found of a candidate's accreditation. */
type Finding = 'notChecked' | 'notRecognized' | 'otherScope' | 'inScope';

/**
 * What R-APP-01 recommends and does not demand: a body that is accredited for the standard by a member of the mutual
 * recognition arrangement. Source: the choice of a certification body; ISO/IEC 17021-1 does not speak of it.
 */
const warnings: Readonly<Record<Finding, string | undefined>> = {
  notChecked:
    'Nobody has looked up who accredits this certification body, and whether for this standard.',
  notRecognized:
    'Who accredits this certification body is not known to have signed the mutual recognition arrangement: others may not accept the certificate.',
  otherScope: 'The accreditation of this certification body does not cover the standard.',
  inScope: undefined,
};

/** What was found of the accreditation of a candidate. */
export function accreditationOf({ accreditation }: Pick<Candidate, 'accreditation'>): Finding {
  if (!accreditation) return 'notChecked';
  if (!accreditation.coversStandard) return 'otherScope';
  return accreditation.isMraMember === true ? 'inScope' : 'notRecognized';
}

/** What speaks against the choice of a candidate; it can be chosen all the same. */
export function warningsAbout(candidate: Candidate | undefined): { rule: string; text: string }[] {
  const text = candidate && warnings[accreditationOf(candidate)];
  return text === undefined ? [] : [{ rule: 'R-APP-01', text }];
}

/** The candidates that an event rejects, each with the reason: one that is ruled out, all others when one is chosen. */
export function rejectedBy(
  { candidates }: Context,
  event: Event,
): { candidate: string; reason: string }[] {
  if (event.type === 'RcbRuledOut') return [{ candidate: event.candidate, reason: event.reason }];
  if (event.type !== 'RcbSelected') return [];
  return Object.entries(candidates).flatMap(([candidate, { status }]) => {
    if (candidate === event.candidate || status === 'rejected') return [];
    const given = event.rejections?.find((rejection) => rejection.candidate === candidate);
    return [{ candidate, reason: given?.reason ?? 'another certification body was chosen' }];
  });
}
