import { register } from '../engine/index.ts';
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
  return `${ids.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
}

/** An audit of any kind, ready to be run. */
export const audit = register<Context>({
  contract,
  machine: auditMachine,
  rules,
  enrich,
  headline: (context) => {
    const { kind, from, to, majors, minors, opportunities } = context;
    const left = uncovered(context);
    const candidates = aggregationCandidates(context);
    return [
      `${kind} ${from} to ${to}: ${majors} major, ${minors} minor, ${opportunities} opportunities for improvement`,
      ...(candidates.length > 0 ? [`a major together? ${shortened(candidates)}`] : []),
      ...(left.length > 0 ? [`not covered yet: ${shortened(left)}`] : []),
    ].join('\n');
  },
});
