import { register } from '../engine/index.ts';
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

/** An appeal, ready to be run. */
export const appeal = register<Context>({
  contract,
  machine: appealMachine,
  enrich,
  rules,
  headline: ({ decision, decidedOn, lodgedOn, handlers, outcome, missed }) =>
    [
      `appeal of ${lodgedOn} against ${decision} of ${decidedOn}: ${outcome ?? 'not decided'}`,
      `handled by ${handlers.length > 0 ? handlers.join(', ') : 'nobody yet'}`,
      ...(missed ? [`not acknowledged by ${missed.due} (${missed.rule})`] : []),
    ].join('\n'),
});
