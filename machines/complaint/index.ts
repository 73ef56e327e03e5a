import { register } from '../engine/index.ts';
import { contract, type Context } from './contract.ts';
import { enrich } from './enrich.ts';
import { complaintMachine } from './machine.ts';
import { rules } from './rules.ts';

export {
  complaintSchema,
  contract as complaintContract,
  type Input as ComplaintInput,
} from './contract.ts';

/** A complaint, ready to be run. */
export const complaint = register<Context>({
  contract,
  machine: complaintMachine,
  enrich,
  rules,
  headline: ({ about, receivedOn, handlers, answerBy, outcome, missed }) =>
    [
      `complaint of ${receivedOn} about the ${about === 'client' ? 'client' : 'certification body'}: ${outcome ?? 'not resolved'}`,
      `handled by ${handlers.length > 0 ? handlers.join(', ') : 'nobody yet'}`,
      ...(answerBy ? [`answer of the client due ${answerBy.due}`] : []),
      ...missed.map(({ rule, due }) => `missed: ${rule} of ${due}`),
    ].join('\n'),
});
