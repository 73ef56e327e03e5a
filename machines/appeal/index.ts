import { register } from '../engine/index.ts';
import { say } from '../text/index.ts';
import { contract, type Context } from './contract.ts';
import { enrich } from './enrich.ts';
import { appealMachine } from './machine.ts';
import { rules } from './rules.ts';

export {
  appealableSchema,
  contract as appealContract,
  type Appealable,
  type Input as AppealInput,
} from './contract.ts';

function handledBy(handlers: readonly string[]): string {
  return handlers.length > 0
    ? say('appeal.handledBy', 'handled by {handlers}', { handlers: handlers.join(', ') })
    : say('appeal.handledByNobody', 'handled by nobody yet');
}

/** An appeal, ready to be run. */
export const appeal = register<Context>({
  contract,
  machine: appealMachine,
  enrich,
  rules,
  headline: ({ decision, decidedOn, lodgedOn, handlers, outcome, missed }) =>
    [
      say('appeal.against', 'appeal of {lodgedOn} against {decision} of {decidedOn}: {outcome}', {
        ...{ lodgedOn, decision, decidedOn },
        outcome: outcome ?? say('appeal.notDecided', 'not decided'),
      }),
      handledBy(handlers),
      ...(missed
        ? [
            say('appeal.notAcknowledged', 'not acknowledged by {due} ({rule})', {
              due: missed.due,
              rule: missed.rule,
            }),
          ]
        : []),
    ].join('\n'),
});
