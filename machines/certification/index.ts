import { register } from '../engine/index.ts';
import { openCases } from './appeals.ts';
import { contract, type Context } from './contract.ts';
import { lastDayOf } from './editions.ts';
import { enrich, start } from './enrich.ts';
import { certificationMachine } from './machine.ts';
import { rules } from './rules.ts';
import { openTransfers } from './transfer-memory.ts';

export { contract as certificationContract } from './contract.ts';

function open({ findings }: Context, grade: 'major' | 'minor'): number {
  return Object.values(findings).filter(
    (finding) => finding.grade === grade && !['closed', 'withdrawn'].includes(finding.status),
  ).length;
}

function headlineOf(context: Context): string[] {
  const until = lastDayOf(context);
  return until === null ? [] : [`certified until ${until}, cycle ${context.cycle}`];
}

/** The certification journey, ready to be run. */
export const certification = register<Context>({
  contract,
  machine: certificationMachine,
  rules,
  enrich,
  start,
  attributes: (context) => ({
    CertwayClient: context.client,
    CertwayCertificate: context.certificate,
    CertwayCertifiedUntil: lastDayOf(context),
    CertwayOpenMajors: open(context, 'major'),
    CertwayOpenMinors: open(context, 'minor'),
  }),
  headline: (context) =>
    [
      `${context.client}, ${context.standard}, ${context.persons} persons: ${open(context, 'major')} major and ${open(context, 'minor')} minor nonconformities open`,
      ...headlineOf(context),
      ...openCases(context),
      ...openTransfers(context),
    ].join('\n'),
});
