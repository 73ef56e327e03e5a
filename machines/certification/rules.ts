import type { Rule } from '../engine/index.ts';
import { dateRules, isBarred, lacks, officeRules } from '../policy/index.ts';
import type { Context, Event } from './contract.ts';
import { hasNoOpenMajor, hasNoOpenMinor, majors, verified } from './derived/index.ts';
import {
  appealRules,
  applicationRules,
  certificateRules,
  circumstanceRules,
  lifeRules,
  surveillanceRules,
  transferRules,
  transitionRules,
} from './rules/index.ts';

function isDecider({ deciders, handlers }: Context, event: Event): boolean {
  return 'team' in event && event.team.some(({ id }) => [...deciders, ...handlers].includes(id));
}

/** What a journey does not allow, and why. */
export const rules = {
  ...dateRules,
  ...officeRules,
  ...applicationRules,
  ...certificateRules,
  ...appealRules,
  ...lifeRules,
  ...circumstanceRules,
  ...surveillanceRules,
  ...transitionRules,
  ...transferRules,
  'R-APP-04': {
    clause: 'ISO/IEC 17021-1 5.1.2',
    text: 'No audit takes place before the day of the agreement between client and certification body.',
    allows: ({ context, event }) =>
      !('from' in event) || (context.agreedOn !== null && event.from >= context.agreedOn),
  },
  'PLAN-01': {
    clause: 'records make sense',
    text: 'The audit cannot end before it begins.',
    allows: ({ event }) => !('from' in event) || event.to >= event.from,
  },
  'SOD-03': {
    clause: 'ISO/IEC 17021-1 5.2 (unconfirmed); policy coolingOff',
    text: 'Whoever advised this client, or had another interest in it, within two years does not audit it.',
    allows: ({ context, event }) =>
      !('team' in event && 'from' in event) ||
      event.team.every(({ id }) => !isBarred(context.barred, id, event.from)),
  },
  'SOD-08': {
    clause: 'ISO/IEC 17021-1 7.1, 9.2.2.1; ISO/IEC 27006-1 7.1 (unconfirmed)',
    text: 'The team does not hold every competence that the application review fixed, on every day of the audit.',
    allows: ({ context: { staff, competences }, event }) =>
      !('team' in event && 'to' in event) ||
      lacks(
        { staff, needed: competences.team },
        event.team.map(({ id }) => id),
        event.to,
      ).length === 0,
  },
  'SOD-07': {
    clause: 'ISO/IEC 17021-1 9.5.1.1 (unconfirmed)',
    text: 'Whoever has reviewed or decided on this client, or handled an appeal or complaint, does not audit it.',
    allows: ({ context, event }) => !isDecider(context, event),
  },
  'R-S2-01': {
    clause: 'ISO/IEC 17021-1 9.3.1.2.4; policy stage1MaxAge',
    text: 'Stage 1 is no longer valid on that day; its validity has to be reviewed before Stage 2 opens.',
    allows: ({ context, event }) =>
      !(event.type === 'Stage2Scheduled' || event.type === 'Stage2Postponed') ||
      (context.openBy !== null && event.from <= context.openBy),
  },
  'R-S1-09': {
    clause: 'ISO/IEC 17021-1 9.3.1.2.3 (unconfirmed)',
    text: 'Stage 1 recorded no area of concern about this requirement.',
    allows: ({ context, event }) =>
      event.type !== 'AreaOfConcernAddressed' ||
      context.concerns.some(({ requirement }) => requirement === event.requirement),
  },
  'R-DEC-01': {
    clause: 'ISO/IEC 17021-1 9.5.1.1 (unconfirmed)',
    text: 'Whoever took part in any audit of this client, even once, does not decide on its certification.',
    allows: ({ context, event }) =>
      !context.auditors.some((person) => person === event.meta.actor?.id),
  },
  'ROLE-03': {
    clause: 'ISO/IEC 17021-1 9.5.1 (unconfirmed)',
    text: 'The decision is recorded by a member of the panel that made the proposal.',
    allows: ({ context, event }) => context.panel.some((member) => member === event.meta.actor?.id),
  },
  'R-DEC-04': {
    clause: 'ISO/IEC 17021-1 9.5.2',
    text: 'Every major nonconformity is verified and every minor has an accepted plan before the decision.',
    allows: ({ context }) => hasNoOpenMajor(context) && hasNoOpenMinor(context),
  },
  'R-DEC-11': {
    clause: 'ISO/IEC 17021-1 9.5.1 (unconfirmed)',
    text: 'A follow-up audit is scheduled when the panel asked for one, once; the next file is complete after it.',
    allows: ({ context: { followUp }, event }) =>
      event.type === 'FollowUpAuditScheduled'
        ? followUp !== null && followUp.audit === null
        : followUp === null || followUp.isDone,
  },
  'R-S2-10': {
    clause: 'ISO/IEC 27006-1 9.1.3, 9.5 (unconfirmed)',
    text: 'A nonconformity of any grade in internal audit or management review is verified before the decision.',
    allows: ({ context }) =>
      Object.values(context.findings).every(
        ({ requirement, status }) =>
          !/^9\.[23](\.|$)/.test(requirement) || verified.includes(status),
      ),
  },
  'R-DEC-06': {
    clause: 'ISO/IEC 17021-1 9.5.3.2',
    text: 'A major was not verified within six months of the last day of Stage 2: Stage 2 is done again first.',
    allows: ({ context }) =>
      majors(context).every(
        ({ audit, verifiedOn }) =>
          audit !== context.audit ||
          verifiedOn === null ||
          context.majorClosure === null ||
          verifiedOn <= context.majorClosure.due,
      ),
  },
  'R-AB-02': {
    clause: 'policy abGate; ISO/IEC 17021-1 7.5.2',
    text: 'The accreditation body has not concurred yet, or concurred only after that day.',
    allows: ({ context: { accreditationGate, concurredOn, gateWaivedOn }, event }) => {
      const answeredOn = concurredOn ?? gateWaivedOn;
      return (
        accreditationGate === 'notRequired' ||
        (answeredOn !== null && 'on' in event && (event.on ?? '') >= answeredOn)
      );
    },
  },
  'T-09': {
    clause: 'ISO/IEC 17021-1 9.6.2.2 (unconfirmed)',
    text: 'Minors of earlier audits are verified at the next audit at the latest.',
    allows: ({ context }) =>
      Object.values(context.findings).every(
        ({ audit, status }) => audit === context.audit || verified.includes(status),
      ),
  },
  'R-RC-05': {
    clause: 'ISO/IEC 17021-1 9.6.3.2 (unconfirmed)',
    text: 'The certificate has expired by that day: it can be restored, not renewed.',
    allows: ({ context, event }) =>
      event.type !== 'RecertificationGranted' ||
      (context.expiry !== null && event.on <= context.expiry.due),
  },
  'SOD-11': {
    clause: 'ISO/IEC 17021-1 9.6.5 (unconfirmed)',
    text: 'A person decides on suspension, restoration, withdrawal and refusal; no clock does.',
    allows: ({ event }) => event.meta.actor !== undefined,
  },
} satisfies Record<string, Rule<Context, Event>>;
