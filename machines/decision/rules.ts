import type { Rule } from '../engine/index.ts';
import { dateRules, isBarred, lacks, officeRules } from '../policy/index.ts';
import type { Context, Event } from './contract.ts';
import { checklist } from './file-schema.ts';

/** The votes that count: those of members, abstentions aside. */
function counted({ members, votes }: Context): string[] {
  return members.flatMap((member) => votes[member] ?? []).filter((vote) => vote !== 'abstain');
}

function inFavour(votes: readonly string[]): number {
  return votes.filter((vote) => vote === 'for').length;
}

/** Whether votes, abstentions aside, are for the proposal, by the policy's rule: R-DEC-09. */
const agree = {
  majority: (votes: readonly string[]): boolean => inFavour(votes) * 2 > votes.length,
  majorityNoVeto: (votes: readonly string[]): boolean =>
    inFavour(votes) * 2 > votes.length && !votes.includes('veto'),
  unanimity: (votes: readonly string[]): boolean => inFavour(votes) === votes.length,
} as const;

/** Who is meant: the members an event names, or the person who acts. */
function persons(event: Event): readonly (string | undefined)[] {
  return event.type === 'PanelConvened' ? event.members : [event.meta.actor?.id];
}

/** What a decision does not allow, and why. */
export const rules = {
  ...dateRules,
  ...officeRules,
  'ROLE-03': {
    clause: 'ISO/IEC 17021-1 9.5.1 (unconfirmed)',
    text: 'Only a member of this panel who was not recused acts for it.',
    allows: ({ context, event }) =>
      context.members.some((member) => member === event.meta.actor?.id),
  },
  'ROLE-04': {
    clause: 'ISO/IEC 17021-1 9.5.1 (unconfirmed)',
    text: 'Only a member of this panel can be recused, and a panel member recuses nobody else.',
    allows: ({ context, event }) =>
      event.type !== 'PanelMemberRecused' ||
      (context.members.includes(event.member) &&
        (event.meta.actor?.role !== 'panelMember' || event.meta.actor.id === event.member)),
  },
  'R-DEC-03': {
    clause: 'ISO/IEC 17021-1 9.5.1 (unconfirmed)',
    text: 'A question of the panel is answered once, and before the panel concludes.',
    allows: ({ context: { questions }, event }) =>
      event.type === 'PanelInformationProvided'
        ? questions[event.id] === 'open'
        : Object.values(questions).every((status) => status === 'answered'),
  },
  'R-DEC-05': {
    clause: 'ISO/IEC 17021-1 9.5.2, 9.5.3.1 (unconfirmed)',
    text: 'The technical review is passed when every point of its checklist is confirmed; else the file goes back.',
    allows: ({ event }) =>
      event.type !== 'TechnicalReviewPassed' ||
      checklist.every((check) => event.confirmed.includes(check)),
  },
  'R-DEC-07': {
    clause: 'ISO/IEC 27006-1 9.5 (unconfirmed)',
    text: 'The panel certifies against a negative recommendation only with reasons; no other recommendation is overturned.',
    allows: ({ context: { recommendation, overturnedBy }, event }) =>
      event.type === 'NegativeRecommendationOverturned'
        ? recommendation === 'doNotRecommend'
        : recommendation !== 'doNotRecommend' || overturnedBy !== null,
  },
  'SOD-09': {
    clause: 'ISO/IEC 17021-1 9.5 (unconfirmed); four eyes',
    text: 'Who stated why the negative recommendation may be overturned does not record the proposal.',
    allows: ({ context: { overturnedBy }, event }) =>
      overturnedBy === null || overturnedBy !== event.meta.actor?.id,
  },
  'R-DEC-09': {
    clause: 'policy panelQuorum, panelRule',
    text: 'The panel has no quorum of votes, or does not agree on the proposal as the policy demands.',
    allows: ({ context, event }) => {
      const votes = counted(context);
      if (votes.length < context.policy.panelQuorum) return false;
      const isInFavour = agree[context.policy.panelRule ?? 'majorityNoVeto'](votes);
      return event.type === 'CertificationProposed' ? isInFavour : !isInFavour;
    },
  },
  'SOD-01': {
    clause: 'ISO/IEC 17021-1 9.5.1.1 (unconfirmed)',
    text: 'Whoever audited this client does not decide on its certification.',
    allows: ({ context, event }) =>
      persons(event).every((person) => person !== undefined && !context.auditors.includes(person)),
  },
  'SOD-02': {
    clause: 'ISO/IEC 17021-1 9.5.1.1 (unconfirmed)',
    text: 'Whoever audited this client does not review its file.',
    allows: ({ context, event }) =>
      ![...context.auditors, ...context.formerAuditors].some(
        (person) => person === event.meta.actor?.id,
      ),
  },
  'SOD-03': {
    clause: 'ISO/IEC 17021-1 5.2 (unconfirmed); policy coolingOff',
    text: 'Whoever advised this client, or had another interest in it, within two years does not decide on it.',
    allows: ({ context, event }) =>
      persons(event).every(
        (person) => person !== undefined && !isBarred(context.barred, person, context.completeOn),
      ),
  },
  'SOD-04': {
    clause: 'ISO/IEC 17021-1 5.2 (unconfirmed)',
    text: 'Whoever reviews the file or decides on it declares impartiality for this case first.',
    allows: ({ context, event }) =>
      context.declared.some((person) => person === event.meta.actor?.id),
  },
  'SOD-08': {
    clause: 'ISO/IEC 17021-1 7.1, 9.2.2.1; ISO/IEC 27006-1 7.1 (unconfirmed)',
    text: 'The panel does not hold every competence that the application review fixed.',
    allows: ({ context: { staff, competences: needed, completeOn }, event }) =>
      event.type !== 'PanelConvened' ||
      lacks({ staff, needed }, event.members, completeOn).length === 0,
  },
  'SOD-07': {
    clause: 'ISO/IEC 17021-1 9.5.1.1 (unconfirmed)',
    text: 'Having left the audit team does not help: whoever once audited this client does not decide on it.',
    allows: ({ context, event }) =>
      persons(event).every(
        (person) => person !== undefined && !context.formerAuditors.includes(person),
      ),
  },
} satisfies Record<string, Rule<Context, Event>>;
