import { z } from 'zod';
import type { CommandDefinition } from '../../engine/index.ts';
import { datedSchema, documentSchema, personalTextSchema, textSchema } from '../../policy/index.ts';

const leavingSchema = datedSchema.extend({
  acceptingBody: textSchema.describe('certification body that takes the certificate over'),
});
const recordsSchema = datedSchema.extend({
  documents: z
    .array(documentSchema)
    .min(1)
    .max(200)
    .describe('certificate, reports, status of nonconformities and whatever else was asked for'),
});
const stayingSchema = datedSchema.extend({
  reason: personalTextSchema('journey').optional().describe('why, if the client says so'),
});

/** What is recorded of a client that goes to another certification body. Source: IAF MD 2 2.4. */
export const transferOutEvents = {
  TransferOutRequested: {
    description: 'The client wants another body to take its certificate over.',
    data: leavingSchema,
  },
  TransferRecordsHandedOver: {
    description: 'The other body has what it needs for its review.',
    data: recordsSchema,
  },
  TransferOutAbandoned: {
    description: 'The client stays after all.',
    data: stayingSchema,
  },
  TransferredOut: {
    description: 'The certificate of the other body began, and this one ended with it.',
    data: leavingSchema,
  },
};

/** What people ask for when a client goes to another certification body. */
export const transferOutCommands = {
  requestTransferOut: {
    records: 'TransferOutRequested',
    roles: ['client', 'cbAdmin'],
    description: 'Tell that another body is to take the certificate over.',
    example: { on: '2028-05-02', acceptingBody: 'Othercert' },
  },
  handOverRecords: {
    records: 'TransferRecordsHandedOver',
    roles: ['cbAdmin'],
    description: 'Record that the other body has what it needs for its review.',
    example: {
      on: '2028-05-09',
      documents: [{ title: 'Report of the surveillance of 2027', version: '1' }],
    },
  },
  abandonTransferOut: {
    records: 'TransferOutAbandoned',
    roles: ['client', 'cbAdmin'],
    description: 'Tell that the client stays after all.',
    example: { on: '2028-05-16' },
  },
  recordTransferOut: {
    records: 'TransferredOut',
    roles: ['cbAdmin'],
    description: 'End the certificate on the day on which that of the other body began.',
    payload: datedSchema,
    example: { on: '2028-06-01' },
  },
} as const satisfies Record<string, CommandDefinition<keyof typeof transferOutEvents>>;
