import { register } from '../engine/index.ts';
import { contract, type Context } from './contract.ts';
import { enrich } from './enrich.ts';
import { auditMachine } from './machine.ts';
import { rules } from './rules.ts';

export { contract as auditContract, type AuditKind, type Input as AuditInput } from './contract.ts';

/** An audit of any kind, ready to be run. */
export const audit = register<Context>({
  contract,
  machine: auditMachine,
  rules,
  enrich,
  headline: ({ kind, from, to, majors, minors, opportunities }) =>
    `${kind} ${from} to ${to}: ${majors} major, ${minors} minor, ${opportunities} opportunities for improvement`,
});
