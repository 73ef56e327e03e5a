import type { Rule } from '../engine/index.ts';
import type { Context, Event } from './contract.ts';
import { hasNoOpenMajor } from './findings.ts';

const upheld = ['upheld', 'partlyUpheld'];
const overSuspension = ['restoration', 'followUp', 'shortNotice'];

/** Whether an appeal against the suspension that stands was upheld. */
function isOverturned({ decided, appeals }: Context): boolean {
  const suspension = decided.CertificateSuspended?.event;
  return Object.values(appeals).some(
    ({ event, outcome }) => event === suspension && upheld.includes(outcome),
  );
}

function isAuditOpen({ specials }: Context): boolean {
  return Object.values(specials).some(
    ({ purpose, status }) =>
      overSuspension.includes(purpose) && ['ordered', 'scheduled'].includes(status),
  );
}

function differs({ certifiedScope }: Context, event: { scope: string; sites: readonly string[] }) {
  return (
    certifiedScope !== null &&
    (event.scope !== certifiedScope.scope || event.sites.length !== certifiedScope.sites.length)
  );
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
      isOverturned(context) ||
      (!context.surveillanceOverdue && hasNoOpenMajor(context) && !isAuditOpen(context)),
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
      const told = (context.application?.sites ?? []).map(({ site }) => site);
      return (
        differs(context, event) &&
        holds(event.sites, context.certifiedScope?.sites ?? []) &&
        holds([...told, ...(context.certifiedScope?.sites ?? [])], event.sites)
      );
    },
  },
  'R-SPC-01': {
    clause: 'ISO/IEC 17021-1 9.6.4.1 (unconfirmed)',
    text: 'No special audit of the extension was completed without an open major.',
    allows: ({ context }) =>
      hasNoOpenMajor(context) &&
      Object.values(context.specials).some(
        ({ purpose, status }) => purpose === 'scopeExtension' && status === 'completed',
      ),
  },
  'R-SPC-02': {
    clause: 'records make sense',
    text: 'No special audit of this id is waiting for dates and a team.',
    allows: ({ context, event }) =>
      event.type !== 'SpecialAuditScheduled' ||
      context.specials[event.special]?.status === 'ordered',
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
