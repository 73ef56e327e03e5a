import type { Enrichments } from '../engine/index.ts';
import type { Context, contract } from './contract.ts';

/** Completes what a decision records with ids, and with the record of how it came about. */
export const enrich: Enrichments<typeof contract, Context> = {
  requestPanelInformation: ({ question }, { context }) => ({
    question,
    id: `q-${String(Object.keys(context.questions).length + 1)}`,
  }),
  proposeCertification: (proposal, { context }) => ({ ...proposal, record: recordOf(context) }),
  proposeRefusal: (proposal, { context }) => ({ ...proposal, record: recordOf(context) }),
  requestFollowUpAudit: (request, { context }) => ({ ...request, record: recordOf(context) }),
};

function recordOf({ file, reviewer, members, votes, overturnedBy, ...rest }: Context) {
  const { recused, declared, questions } = rest;
  return {
    file: file?.hash,
    reviewer,
    panel: [...members],
    recused: [...recused],
    declared: [...declared],
    questions: Object.keys(questions),
    votes: members.flatMap((member) => {
      const vote = votes[member];
      return vote ? [{ member, vote }] : [];
    }),
    isOverturned: overturnedBy !== null,
  };
}
