import { register } from '../engine/index.ts';
import { say } from '../text/index.ts';
import { contract, type Context } from './contract.ts';
import { enrich } from './enrich.ts';
import { auditMachine } from './machine.ts';
import { aggregationCandidates, rules, uncovered } from './rules.ts';

export {
  contract as auditContract,
  type AuditKind,
  type Recommendation,
  type Input as AuditInput,
} from './contract.ts';

export { recommendationSchema, type Concern } from './audit-schema.ts';

const SHOWN = 12;

function shortened(ids: readonly string[]): string {
  const more = ids.length - SHOWN;
  const shown = ids.slice(0, SHOWN).join(', ');
  return more > 0 ? say('audit.andMore', '{shown} and {more} more', { shown, more }) : shown;
}

/** An audit of any kind, ready to be run. */
export const audit = register<Context>({
  contract,
  machine: auditMachine,
  rules,
  enrich,
  attributes: ({ team }) => ({
    CertwayLeadAuditor: team.find(({ role }) => role === 'leadAuditor')?.id ?? null,
  }),
  headline: (context) => {
    const { kind, from, to, majors, minors, opportunities } = context;
    const left = uncovered(context);
    const candidates = aggregationCandidates(context);
    return [
      say(
        'audit.findings',
        '{kind} {from} to {to}: {majors} major, {minors} minor, {opportunities} opportunities for improvement',
        { kind, from, to, majors, minors, opportunities: opportunities.length },
      ),
      ...(candidates.length > 0
        ? [say('audit.together', 'a major together? {ids}', { ids: shortened(candidates) })]
        : []),
      ...(left.length > 0
        ? [say('audit.notCovered', 'not covered yet: {ids}', { ids: shortened(left) })]
        : []),
    ].join('\n');
  },
});
