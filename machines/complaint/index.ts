import { register } from '../engine/index.ts';
import { say } from '../text/index.ts';
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
      say(
        'complaint.about',
        'complaint of {receivedOn} about the {about, select, client {client} other {certification body}}: {outcome}',
        { receivedOn, about, outcome: outcome ?? say('complaint.notResolved', 'not resolved') },
      ),
      handlers.length > 0
        ? say('complaint.handledBy', 'handled by {handlers}', { handlers: handlers.join(', ') })
        : say('complaint.handledByNobody', 'handled by nobody yet'),
      ...(answerBy
        ? [say('complaint.answerDue', 'answer of the client due {due}', { due: answerBy.due })]
        : []),
      ...missed.map(({ rule, due }) =>
        say('complaint.missed', 'missed: {rule} of {due}', { rule, due }),
      ),
    ].join('\n'),
});
