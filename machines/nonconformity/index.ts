import { register, type DueDate } from '../engine/index.ts';
import { say } from '../text/index.ts';
import { contract, type Context } from './contract.ts';
import { enrich } from './enrich.ts';
import { nonconformityMachine } from './machine.ts';
import { rules } from './rules.ts';

export { contract as nonconformityContract, type Input as NonconformityInput } from './contract.ts';

function dateOf({ due, rule }: DueDate): { readonly due: string; readonly rule: string } {
  return { due, rule };
}

/** A nonconformity, ready to be run. */
export const nonconformity = register<Context>({
  contract,
  machine: nonconformityMachine,
  enrich,
  rules,
  attributes: ({ team }) => ({
    CertwayLeadAuditor: team.find(({ role }) => role === 'leadAuditor')?.id ?? null,
  }),
  headline: ({ grade, requirement, statement, responseDue, missed, disputed }) =>
    [
      say(
        'nonconformity.against',
        '{grade, select, major {major} other {minor}} against {requirement}: {statement}',
        { grade, requirement, statement },
      ),
      ...(responseDue
        ? [say('nonconformity.due', 'due {due} ({rule})', { ...dateOf(responseDue) })]
        : []),
      ...(disputed ? [say('nonconformity.disputed', 'the client disputes it')] : []),
      ...(missed.length > 0
        ? [say('nonconformity.missed', 'missed: {rules}', { rules: missed.join(', ') })]
        : []),
    ].join('\n'),
});
