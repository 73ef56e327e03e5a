import { register } from '../engine/index.ts';
import { contract, type Context } from './contract.ts';
import { enrich } from './enrich.ts';
import { nonconformityMachine } from './machine.ts';
import { rules } from './rules.ts';

export { contract as nonconformityContract, type Input as NonconformityInput } from './contract.ts';

/** A nonconformity, ready to be run. */
export const nonconformity = register<Context>({
  contract,
  machine: nonconformityMachine,
  enrich,
  rules,
  headline: ({ grade, requirement, statement, responseDue, missed, disputed }) =>
    [
      `${grade} against ${requirement}: ${statement}`,
      ...(responseDue ? [`due ${responseDue.due} (${responseDue.rule})`] : []),
      ...(disputed ? ['the client disputes it'] : []),
      ...(missed.length > 0 ? [`missed: ${missed.join(', ')}`] : []),
    ].join('\n'),
});
