import { register } from '../engine/index.ts';
import { contract, type Context } from './contract.ts';
import { lastDayOf, openOf } from './derived/index.ts';
import { enrich, start } from './enrich.ts';
import { headline } from './headline.ts';
import { certificationMachine } from './machine.ts';
import { phases } from './phases.ts';
import { rules } from './rules.ts';

export { contract as certificationContract } from './contract.ts';

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
    CertwayOpenMajors: openOf(context, 'major'),
    CertwayOpenMinors: openOf(context, 'minor'),
  }),
  headline,
});
