import { together, type Memory } from '../../engine/index.ts';
import type { Context, Event } from '../contract.ts';
import type { Special } from '../contract/index.ts';
import { noSurveillance } from './surveillance.ts';

/** What a new cycle begins with: what the client has told of itself is what is certified. */
export function newCycle({ application }: Context): Partial<Context> {
  return {
    reduced: null,
    certifiedScope: {
      scope: application?.scope,
      sites: (application?.sites ?? []).map(({ site }) => site),
    },
    isOutdated: false,
    suspendedOn: null,
    suspensionLimit: null,
    surveyed: [],
    gapAcceptedBy: null,
    unassessed: [],
    needsStage1: false,
  };
}

/** Facts on which the certification rests have to be assessed once it is granted. */
export function changedSinceGrant(
  { cycle, unassessed }: Context,
  { changed, isTimeDue }: { readonly changed: readonly string[]; readonly isTimeDue: boolean },
): Partial<Context> {
  return cycle > 0 && isTimeDue ? { unassessed: together(unassessed, changed) } : {};
}

type Sites = NonNullable<NonNullable<Context['application']>['sites']>;
type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;

/** What a person decided on the scope; what was taken out is not certified anew by the next cycle. */
function rescoped(
  { application, certifiedScope, reduced }: Context,
  { on, scope, sites }: Of<'CertificateScopeReduced' | 'CertificateScopeExtended'>,
): Partial<Context> {
  const before = certifiedScope?.sites ?? [];
  return {
    ...{ reachedOn: on, certifiedScope: { scope, sites }, isOutdated: true },
    application: {
      ...application,
      scope,
      ...(application?.sites && {
        sites: [
          ...application.sites.filter(({ site }) => !before.includes(site) || sites.includes(site)),
          ...givenBack(application.sites, reduced?.sites, sites),
        ],
      }),
    },
  };
}

/** Sites of before that are within the scope again. */
function givenBack(known: Sites, before: Sites | undefined, sites: readonly string[]): Sites {
  const names = known.map(({ site }) => site);
  return (before ?? []).filter(({ site }) => sites.includes(site) && !names.includes(site));
}

function turned(
  { specials }: Context,
  from: Partial<Special>,
  to: Partial<Special>,
): Context['specials'] {
  const isMeant = (special: Special): boolean =>
    Object.entries(from).every(([key, value]) => special[key as keyof Special] === value);
  return Object.fromEntries(
    Object.entries(specials).map(([id, special]) => [
      id,
      isMeant(special) ? { ...special, ...to } : special,
    ]),
  );
}

/** What becomes of a special audit when the audit that does it has ended. */
export function specialEnded(
  context: Context,
  audit: string | undefined,
  status: 'ordered' | 'completed',
): Partial<Context> {
  if (audit === undefined) return {};
  return { specials: turned(context, { audit, status: 'scheduled' }, { status }) };
}

/** Special audits that an audit of the programme does as well. */
export function takenUp(
  { specials }: Context,
  {
    audit,
    takesUp = [],
  }: { readonly audit: string; readonly takesUp?: readonly string[] | undefined },
): Partial<Context> {
  const scheduled = Object.entries(specials).map(([id, special]): [string, Special] => [
    id,
    takesUp.includes(id) ? { ...special, audit, status: 'scheduled' } : special,
  ]);
  return { specials: Object.fromEntries(scheduled) };
}

/** What a journey keeps of the life of its certificate. */
export const lifeMemory: Memory<Context, Event> = {
  CertificateSuspended: (_, { on, suspensionLimit }) => ({
    ...{ reachedOn: on, suspendedOn: on, suspensionLimit },
  }),
  CertificateRestored: (context, { on }) => ({
    ...{ reachedOn: on, suspendedOn: null, suspensionLimit: null },
    specials: turned(context, { purpose: 'restoration', status: 'completed' }, { status: 'used' }),
  }),
  CertificateScopeReduced: (context, event) => ({
    ...rescoped(context, event),
    ...{ suspendedOn: null, suspensionLimit: null },
    reduced: { scope: context.application?.scope, sites: context.application?.sites },
  }),
  CertificateWithdrawn: () => ({
    ...noSurveillance,
    ...{ document: null, suspendedOn: null, suspensionLimit: null, restorationWindow: null },
  }),
  CertificateScopeExtended: (context, event) => ({
    ...rescoped(context, event),
    specials: turned(
      context,
      { purpose: 'scopeExtension', status: 'completed' },
      { status: 'used' },
    ),
  }),
  CertificateCancelled: (_, { on }) => ({ reachedOn: on, cancelledOn: on }),
  SpecialAuditOrdered: ({ specials }, { special, on, purpose, requirements = [] }) => ({
    specials: {
      ...specials,
      [special]: { purpose, orderedOn: on, requirements, audit: null, status: 'ordered' },
    },
  }),
  CoverageGapAccepted: (_, { meta }) => ({ gapAcceptedBy: meta.actor?.id ?? null }),
  ChangeAssessed: (_, { effect }) => ({ unassessed: [], needsStage1: effect === 'stage1' }),
};
