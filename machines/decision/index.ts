import { register } from '../engine/index.ts';
import { contract, type Context } from './contract.ts';
import { decisionMachine } from './machine.ts';
import { rules } from './rules.ts';

export { contract as decisionContract, type Input as DecisionInput } from './contract.ts';

/** A certification decision, ready to be run. */
export const decision = register<Context>({
  contract,
  machine: decisionMachine,
  rules,
  headline: ({ subject, audits, members, votes }) =>
    `${subject} on ${audits.join(', ')}: ${Object.keys(votes).length} of ${members.length} have voted`,
});
