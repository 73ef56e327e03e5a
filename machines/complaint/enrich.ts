import { deadline, parseLocalDate } from '../calendar/index.ts';
import type { Enrichments } from '../engine/index.ts';
import type { Context, contract } from './contract.ts';

/** Completes what a complaint records with what only it knows. */
export const enrich: Enrichments<typeof contract, Context> = {
  acknowledgeComplaint: ({ on }, { context }) => ({ on, ...lateRecord(context, 'T-24', on) }),
  referComplaint: ({ on, answerBy }, { context: { zone }, meta: { id: anchor } }) => ({
    on,
    answerDue: deadline({ rule: 'R-CPL-02', anchor, due: parseLocalDate(answerBy), zone }),
  }),
  answerComplaint: (answer, { context }) => ({
    ...answer,
    ...lateRecord(context, 'R-CPL-02', answer.on),
  }),
};

/** What happened in time and is recorded after the date has passed says so. */
function lateRecord({ missed }: Context, rule: string, on: string): { recordedAfterLapse?: true } {
  const isLate = missed.some((deadline) => deadline.rule === rule && on <= deadline.due);
  return isLate ? { recordedAfterLapse: true } : {};
}
