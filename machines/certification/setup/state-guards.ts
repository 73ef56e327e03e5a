import type { Context, Event } from '../contract.ts';
import { hasNoOpenMajor, hasNoOpenMinor } from '../derived/index.ts';
import { isOfProgramme } from '../memory/index.ts';
import { escalations, isAudited } from '../rules/index.ts';
import { isAgainst, isAgainstIneligibility } from './appeals.ts';

interface Asked {
  readonly context: Context;
  readonly event: Event;
}

/** Guards on where a journey stands, by name. */
export const stateGuards = {
  isTimeDue: ({ event }: Asked): boolean => event.type === 'ClientDataChanged' && event.isTimeDue,
  isAgainstDecline: isAgainst('ApplicationDeclined'),
  isAgainstIneligibility,
  isAgainstRefusal: isAgainst('CertificationRefused'),
  isAgainstWithdrawal: isAgainst('CertificateWithdrawn'),
  isReady: ({ context }: Asked): boolean =>
    context.conclusion === 'ready' || context.conclusion === 'readyWithConcerns',
  asksAccreditationBody: ({ context }: Asked): boolean => context.accreditationGate === 'required',
  hasNoOpenMajor: ({ context }: Asked): boolean => hasNoOpenMajor(context),
  hasNoOpenMinor: ({ context }: Asked): boolean => hasNoOpenMinor(context),
  owesFirstSurveillance: ({ context: { surveillances, surveillanceDue } }: Asked): boolean =>
    surveillances === 0 && surveillanceDue !== null,
  takesOver: ({ context }: Asked): boolean => context.transfer?.status === 'eligible',
  asksForVisit: ({ context }: Asked): boolean => context.transfer?.outcome === 'visit',
  findsNewClient: ({ context }: Asked): boolean => context.transfer?.outcome === 'newClient',
  isTakeoverLapsed: ({ context }: Asked): boolean => context.transfer?.hasLapsed === true,
  needsIndependentDecision: ({ context }: Asked): boolean => escalations(context).length > 0,
  isOfProgramme: ({ context, event }: Asked): boolean =>
    'meta' in event && isOfProgramme(context, event.meta),
  isOutdated: ({ context }: Asked): boolean => context.isOutdated,
  hasCutOff: ({ context }: Asked): boolean => context.editionCutOff !== null,
  isCutShort: ({ context: { editionCutOff, expiry } }: Asked): boolean =>
    editionCutOff !== null && expiry !== null && editionCutOff.due < expiry.due,
  isInTransition: ({ context }: Asked): boolean => context.transition !== null,
  isTransitionAudited: ({ context }: Asked): boolean => isAudited(context),
};
