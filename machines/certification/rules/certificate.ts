import type { Rule } from '../../engine/index.ts';
import type { Context, Event } from '../contract.ts';
import { standingOf } from '../derived/index.ts';

/** What a journey does not allow about its certificate and about the accreditation gate, and why. */
export const certificateRules = {
  'R-CRT-03': {
    clause: 'ISO/IEC 17021-1 8.2.2; ISO/IEC 27006-1 8.2 (unconfirmed)',
    text: 'The certificate names the version of the statement of applicability, and no audit has recorded one.',
    allows: ({ context }) => context.applicability !== null,
  },
  'R-CRT-04': {
    clause: 'ISO/IEC 17021-1 8.2.2 (unconfirmed)',
    text: 'A certificate does not take effect before the day of the decision, nor after the last day of its validity.',
    allows: ({ context: { grantedOn, expiry }, event }) =>
      !('on' in event) ||
      event.on === undefined ||
      ((grantedOn === null || event.on >= grantedOn) &&
        (expiry === null || event.on <= expiry.due)),
  },
  'R-CRT-01': {
    clause: 'ISO/IEC 17021-1 8.3, 9.6.5 (unconfirmed)',
    text: 'The certificate is in force and may be referred to, or none was issued: there is nothing to stop, and no misuse as of a certificate that is not in force.',
    allows: ({ context, event }) => {
      if (context.certificate === null) return false;
      const isAboutEnd = event.type !== 'MarkMisuseDetected' || event.kind === 'notInForce';
      return !isAboutEnd || standingOf(context) !== 'inForce';
    },
  },
  'SOD-09': {
    clause: 'ISO/IEC 17021-1 9.5 (unconfirmed); four eyes',
    text: 'This takes a second person: not who recorded the proposal waives the accreditation body, nor who issued a certificate issues it anew, nor who declared an extraordinary event moves a deadline for it.',
    allows: ({ context, event }) => {
      const first =
        event.type === 'CertificateReissued'
          ? context.certificateIssuer
          : event.type === 'DeadlineExtended'
            ? context.declaredBy
            : context.proposer;
      return event.meta.actor !== undefined && event.meta.actor.id !== first;
    },
  },
} satisfies Record<string, Rule<Context, Event>>;
