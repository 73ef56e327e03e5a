import { register } from '../engine/index.ts';
import { say } from '../text/index.ts';
import { contract, type Context } from './contract.ts';
import { lastDayOf } from './derived/index.ts';
import { enrich, start } from './enrich.ts';
import { openCases, openTransfers } from './headline.ts';
import { certificationMachine } from './machine.ts';
import { phases } from './phases.ts';
import { rules } from './rules.ts';

export { contract as certificationContract } from './contract.ts';

function open({ findings }: Context, grade: 'major' | 'minor'): number {
  return Object.values(findings).filter(
    (finding) => finding.grade === grade && !['closed', 'withdrawn'].includes(finding.status),
  ).length;
}

function certificateOf(context: Context): readonly string[] {
  const { certificate, cycle } = context;
  const due = lastDayOf(context);
  if (due === null) return [];
  const until = say('certification.until', 'certified until {due}, cycle {cycle}', { due, cycle });
  return certificate === null
    ? [until]
    : [until, say('certification.certificate', 'certificate {certificate}', { certificate })];
}

/** The certification journey, ready to be run. */
export const certification = register<Context>({
  contract,
  machine: certificationMachine,
  rules,
  enrich,
  start,
  phases,
  attributes: (context) => ({
    CertwayClient: context.client,
    CertwayStandard: context.standard,
    CertwayCertificate: context.certificate,
    CertwayCertifiedUntil: lastDayOf(context),
    CertwayOpenMajors: open(context, 'major'),
    CertwayOpenMinors: open(context, 'minor'),
  }),
  headline: (context) =>
    [
      say(
        'certification.findings',
        '{client}, {standard}, {persons} persons: {majors} major and {minors} minor nonconformities open',
        {
          ...{ client: context.client, standard: context.standard, persons: context.persons },
          ...{ majors: open(context, 'major'), minors: open(context, 'minor') },
        },
      ),
      ...certificateOf(context),
      ...openCases(context),
      ...openTransfers(context),
    ].join('\n'),
});
