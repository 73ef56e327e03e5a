import { remembering } from '../engine/index.ts';
import type { Context, Event } from './contract.ts';

/** What a decision keeps of an event. */
export const remember = remembering<Context, Event>({
  PanelConvened: (_, { members }) => ({ members, votes: {} }),
  PanelMemberRecused: ({ members }, { member }) => ({
    members: members.filter((id) => id !== member),
  }),
  PanelVoteCast: ({ votes }, { vote, meta }) =>
    meta.actor ? { votes: { ...votes, [meta.actor.id]: vote } } : {},
  CertificationProposed: (_, { on }) => ({ reachedOn: on }),
  RefusalProposed: (_, { on }) => ({ reachedOn: on }),
});
