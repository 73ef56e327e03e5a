import type { Enrichments } from '../engine/index.ts';
import type { Context, contract } from './contract.ts';

/** Completes what an appeal records with what only it knows. */
export const enrich: Enrichments<typeof contract, Context> = {
  acknowledgeAppeal: ({ on }, { context: { missed } }) => ({
    on,
    ...(missed !== null && on <= missed.due && { recordedAfterLapse: true }),
  }),
};
