import { register } from '../engine/index.ts';
import { say } from '../text/index.ts';
import { contract, type Context } from './contract.ts';
import { enrich } from './enrich.ts';
import { decisionMachine } from './machine.ts';
import { rules } from './rules.ts';

export { contract as decisionContract, type Input as DecisionInput } from './contract.ts';
export { checklist, fileSchema, type DecisionFile } from './file-schema.ts';

/** A certification decision, ready to be run. */
export const decision = register<Context>({
  contract,
  machine: decisionMachine,
  rules,
  enrich,
  headline: ({ subject, audits, members, votes, questions, decisionDue, isOverdue }) => {
    const { due, rule } = decisionDue;
    const voted = { votes: Object.keys(votes).length, members: members.length };
    const open = Object.keys(questions).filter((id) => questions[id] === 'open');
    return [
      audits.length > 0
        ? say('decision.votes', '{subject} on {audits}: {votes} of {members} have voted', {
            ...{ subject, audits: audits.join(', ') },
            ...voted,
          })
        : say('decision.votesOnly', '{subject}: {votes} of {members} have voted', {
            subject,
            ...voted,
          }),
      isOverdue
        ? say('decision.overdue', 'overdue since {due} ({rule})', { due, rule })
        : say('decision.due', 'due {due} ({rule})', { due, rule }),
      ...(open.length > 0
        ? [say('decision.notAnswered', 'not answered yet: {ids}', { ids: open.join(', ') })]
        : []),
    ].join('\n');
  },
});
