import type { Rule } from '../../engine/index.ts';
import type { Context, Event } from '../contract.ts';
import { hasNoOpenMajor } from '../derived/index.ts';

const upheld = ['upheld', 'partlyUpheld'];
/** Decisions that are put right by another one of which nothing else is asked. */
type Overturned = 'CertificateSuspended' | 'CertificateScopeReduced';
const overSuspension = ['restoration', 'followUp', 'shortNotice'];

/** Whether an appeal against the last decision of a kind was upheld, and no other has taken its place. */
function isOverturned({ decided, appeals }: Context, decision: Overturned): boolean {
  const taken = decided[decision];
  return Object.values(appeals).some(
    ({ event, outcome }) => event === taken?.event && !taken.replaced && upheld.includes(outcome),
  );
}

/** What may join the scope: what the client has told of, and what a reduction took out that did not stand. */
function mayJoin(context: Context): readonly string[] {
  const { application, certifiedScope, reduced } = context;
  const told = [
    ...(application?.sites ?? []),
    ...(isOverturned(context, 'CertificateScopeReduced') ? (reduced?.sites ?? []) : []),
  ];
  return [...told.map(({ site }) => site), ...(certifiedScope?.sites ?? [])];
}

/** Whether an extension gives back what a reduction that did not stand has taken out, and no more. */
function isGivenBack(context: Context, event: Event): boolean {
  const { certifiedScope, reduced } = context;
  if (event.type !== 'CertificateScopeExtended' || !certifiedScope || !reduced) return false;
  const before = [...(reduced.sites ?? []).map(({ site }) => site), ...certifiedScope.sites];
  return (
    isOverturned(context, 'CertificateScopeReduced') &&
    [certifiedScope.scope, reduced.scope].includes(event.scope) &&
    holds(before, event.sites)
  );
}

function isAuditOpen({ specials }: Context): boolean {
  return Object.values(specials).some(
    ({ purpose, status }) =>
      overSuspension.includes(purpose) && ['ordered', 'scheduled'].includes(status),
  );
}

function isExtensionAudited({ specials }: Context): boolean {
  return Object.values(specials).some(
    ({ purpose, status }) => purpose === 'scopeExtension' && status === 'completed',
  );
}

function differs({ certifiedScope }: Context, event: { scope: string; sites: readonly string[] }) {
  return (
    certifiedScope !== null &&
    (event.scope !== certifiedScope.scope || event.sites.length !== certifiedScope.sites.length)
  );
}

/** The special audits to which an event gives dates and a team. */
export function specialsIn(event: Event): readonly string[] {
  if (event.type === 'SpecialAuditScheduled') return [event.special];
  return 'takesUp' in event ? (event.takesUp ?? []) : [];
}

/** Whether a list has everything of another one. */
function holds(list: readonly string[], all: readonly string[]): boolean {
  return all.every((item) => list.includes(item));
}

/** What a journey does not allow in the life of a certificate, and why. */
export const lifeRules = {
  'R-CRT-05': {
    clause: 'ISO/IEC 17021-1 9.6.5 (unconfirmed)',
    text: 'The cause of the suspension is not resolved: a surveillance is overdue, a major is not verified, or a special audit is not done.',
    allows: ({ context }) =>
      isOverturned(context, 'CertificateSuspended') ||
      (context.surveillanceOverdue === null && hasNoOpenMajor(context) && !isAuditOpen(context)),
  },
  'R-CRT-06': {
    clause: 'ISO/IEC 17021-1 9.6.5 (unconfirmed)',
    text: 'A reduction takes activities or sites out of the scope; it adds none and leaves something.',
    allows: ({ context, event }) =>
      event.type !== 'CertificateScopeReduced' ||
      (differs(context, event) &&
        holds(context.certifiedScope?.sites ?? [], event.sites) &&
        (event.sites.length > 0 || context.certifiedScope?.sites.length === 0)),
  },
  'R-CRT-07': {
    clause: 'ISO/IEC 17021-1 9.6.4.1 (unconfirmed)',
    text: 'An extension adds activities, or sites that the client has told of, and takes none away.',
    allows: ({ context, event }) => {
      if (event.type !== 'CertificateScopeExtended') return true;
      return (
        differs(context, event) &&
        holds(event.sites, context.certifiedScope?.sites ?? []) &&
        holds(mayJoin(context), event.sites)
      );
    },
  },
  'R-SPC-01': {
    clause: 'ISO/IEC 17021-1 9.6.4.1 (unconfirmed)',
    text: 'No special audit of the extension was completed without an open major.',
    allows: ({ context, event }) =>
      isGivenBack(context, event) || (hasNoOpenMajor(context) && isExtensionAudited(context)),
  },
  'R-SPC-02': {
    clause: 'records make sense',
    text: 'No special audit of this id is waiting for dates and a team.',
    allows: ({ context, event }) =>
      specialsIn(event).every((id) => context.specials[id]?.status === 'ordered'),
  },
  'R-CRT-08': {
    clause: 'ISO/IEC 17021-1 9.6.5 (unconfirmed)',
    text: 'The certificate is suspended: a person ends the suspension first.',
    allows: ({ context }) => context.suspendedOn === null,
  },
  'R-RC-02': {
    clause: 'ISO/IEC 17021-1 9.6.3.1 (unconfirmed)',
    text: 'The organization has changed: somebody assesses what that asks for, and a Stage 1 that it asks for comes first.',
    allows: ({ context, event }) =>
      event.type !== 'RecertificationPlanned' ||
      (context.unassessed.length === 0 && !context.needsStage1),
  },
  'R-RC-06': {
    clause: 'ISO/IEC 17021-1 9.6.3.2.5',
    text: 'A certification is restored after its expiry and within six months of it; later, Stage 2 comes first.',
    allows: ({ context: { expiry, restorationWindow }, event }) =>
      event.type !== 'CertificationRestoredAfterExpiry' ||
      (expiry !== null &&
        restorationWindow !== null &&
        event.on > expiry.due &&
        event.on <= restorationWindow.due),
  },
} satisfies Record<string, Rule<Context, Event>>;
