import { z } from 'zod';
import type { CommandDefinition } from '../../engine/index.ts';
import {
  datedSchema,
  dueDateSchema,
  localDateSchema,
  personalTextSchema,
  textSchema,
} from '../../policy/index.ts';
import { grantSchema } from './certificate.ts';

const causeSchema = datedSchema.extend({ cause: personalTextSchema('journey').describe('why') });
const resolvedSchema = datedSchema.extend({
  reason: personalTextSchema('journey').describe('how the cause was resolved'),
});
const scopeSchema = z.strictObject({
  scope: textSchema.describe('what the management system covers from that day on'),
  sites: z
    .array(z.string().min(1).max(64))
    .max(1000)
    .describe('sites within the scope from that day on, by their short names'),
});
const scopedSchema = datedSchema.extend({
  ...scopeSchema.shape,
  reason: personalTextSchema('journey').describe('what is different, and why'),
});
const cancelledSchema = datedSchema.extend({
  reason: personalTextSchema('journey').optional().describe('why, if the client says so'),
});
const documentSchema = z.strictObject({
  number: z.string().describe('number of the certificate'),
  revision: z.int().positive().describe('its revision').meta({ unit: 'documents' }),
});
const restoredSchema = grantSchema.extend({
  notValidFrom: localDateSchema.describe('first day of the gap: the day after the last expiry'),
});

/** What is recorded of a certificate from its issue to its end. Source: ISO/IEC 17021-1 9.6.3.2.5, 9.6.4, 9.6.5 (unconfirmed). */
export const lifeEvents = {
  CertificateSuspended: {
    description: 'A person suspended the certificate; its expiry stays.',
    data: causeSchema.extend({
      suspensionLimit: dueDateSchema.describe('T-18: by then people decide again'),
    }),
  },
  SuspensionLimitElapsed: {
    description:
      'The suspension lasts too long: a person restores, reduces or withdraws the certificate.',
    data: dueDateSchema,
  },
  CertificateRestored: {
    description: 'A person ended the suspension; the expiry stays.',
    data: resolvedSchema,
  },
  CertificateScopeReduced: {
    description: 'A person took activities or sites out of the scope; a suspension ends with it.',
    data: scopedSchema,
  },
  CertificateScopeExtended: {
    description: 'A person added activities or sites to the scope; the expiry stays.',
    data: scopedSchema,
  },
  CertificateCancelled: {
    description: 'The certificate ended on the wish of the client.',
    data: cancelledSchema,
  },
  CertificateSuperseded: {
    description: 'Another document took the place of this one.',
    data: documentSchema.extend({
      by: documentSchema.describe('the document that took its place'),
    }),
  },
  CertificationRestoredAfterExpiry: {
    description:
      'The certification body decided to certify again after the expiry; the cycle goes on as if there were no gap.',
    data: restoredSchema,
  },
};

const scopeExample = {
  scope: 'Operation of the payment platform',
  sites: ['head office'],
  reason: 'Development was sold.',
};

/** What people ask for about a certificate from its issue to its end. */
export const lifeCommands = {
  suspendCertificate: {
    records: 'CertificateSuspended',
    roles: ['panelMember'],
    description: 'Suspend the certificate, stating the cause.',
    payload: causeSchema,
    example: { on: '2028-02-01', cause: 'The first surveillance is overdue.' },
  },
  restoreCertificate: {
    records: 'CertificateRestored',
    roles: ['panelMember'],
    description: 'End the suspension, stating how its cause was resolved.',
    example: { on: '2028-03-01', reason: 'The surveillance audit was done.' },
  },
  reduceScope: {
    records: 'CertificateScopeReduced',
    roles: ['panelMember'],
    description: 'Take activities or sites out of the scope; that ends a suspension, too.',
    example: { on: '2028-08-01', ...scopeExample },
  },
  extendScope: {
    records: 'CertificateScopeExtended',
    roles: ['panelMember'],
    description: 'Add activities or sites to the scope after a special audit of them.',
    example: { on: '2028-08-01', ...scopeExample },
  },
  cancelCertificate: {
    records: 'CertificateCancelled',
    roles: ['client', 'cbAdmin'],
    description: 'End the certificate because the client does not want it any more.',
    example: { on: '2028-05-02', reason: 'The payment platform was sold.' },
  },
  restoreCertification: {
    records: 'CertificationRestoredAfterExpiry',
    roles: ['panelMember'],
    description:
      'Decide to certify again within the time of restoration; answers the last day of validity.',
    payload: datedSchema,
    example: { on: '2030-04-10' },
    answers: ['validUntil'],
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof lifeEvents>>;
