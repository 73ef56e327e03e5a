import { register } from '../engine/index.ts';
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
    const open = Object.keys(questions).filter((id) => questions[id] === 'open');
    return [
      `${[subject, ...(audits.length > 0 ? ['on', audits.join(', ')] : [])].join(' ')}: ${Object.keys(votes).length} of ${members.length} have voted`,
      `${isOverdue ? 'overdue since' : 'due'} ${decisionDue.due} (${decisionDue.rule})`,
      ...(open.length > 0 ? [`not answered yet: ${open.join(', ')}`] : []),
    ].join('\n');
  },
});
