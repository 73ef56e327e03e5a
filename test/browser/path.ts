import type { Client } from '@temporalio/client';
import { playSteps } from '../../infra/demo/play.ts';
import { liveState, type LiveState } from '../../infra/demo/entities.ts';
import type { ServerClock } from '../../infra/temporal/index.ts';
import { localDateAt } from '../../machines/calendar/index.ts';
import { requirementsOf } from '../../machines/standards/index.ts';
import { audit, certification } from '../../machines/index.ts';

const zone = 'Europe/Berlin';

/** Today, as the certification body writes it: nothing may be recorded for a day to come. */
export const today: string = localDateAt(Date.now(), zone);

const on = today;
const client = { id: 'c-1', role: 'client' };
const office = { id: 'o-1', role: 'cbAdmin' };
const reviewer = { id: 'r-1', role: 'applicationReviewer' };
/** Who leads the audits. */
export const lead = { id: 'a-1', role: 'leadAuditor' };
const plan = { from: today, to: today, team: [{ ...lead, impartialityDeclared: true }] };
const finding = {
  ...{ grade: 'minor', requirement: '7.2', evidence: 'records-2' },
  statement: 'Competence is not documented.',
};
const everything = {
  ...{ kind: 'document', title: 'The whole management system', version: '1' },
  requirements: requirementsOf('27001:2022', { isFull: true, excluded: [] }),
};
const review = { conclusions: 'Effective.', followUp: 'Plans.', programme: 'confirmed' };
const cap = {
  ...{ rootCause: 'Nobody keeps the records.', correction: 'Records were written.' },
  verification: 'The records of the next quarter.',
  actions: [{ what: 'Name an owner', owner: 'c-7', due: today }],
};

/** The example that an operator is shown. */
const exampleOf = (command: string, machine = certification): object =>
  machine.contract.commands[command]?.example ?? {};

type Command = readonly [to: string, command: string, actor: object, data?: object];

/** The shortest way to the field work of Stage 2. */
const toFieldwork: readonly Command[] = [
  ['self', 'shortlistRcb', client, { candidate: 'northcert' }],
  ['self', 'recordProposal', client, { candidate: 'northcert', auditDays: 10 }],
  ['self', 'selectRcb', client, { candidate: 'northcert' }],
  ['self', 'submitApplication', client, exampleOf('submitApplication')],
  ['self', 'acceptApplication', reviewer, exampleOf('acceptApplication')],
  ['self', 'determineAuditTime', reviewer, exampleOf('determineAuditTime')],
  ['self', 'issueQuote', office, { auditDays: 10, justification: 'as usual' }],
  ['self', 'acceptQuote', client],
  ['self', 'signAgreement', office, { on }],
  ['self', 'draftProgramme', office, { note: 'as usual' }],
  ['self', 'agreeProgramme', client],
  ['self', 'skipPreAudit', client],
  ['self', 'scheduleStage1', office, plan],
  ['stage-1', 'waiveNotice', client, { reason: 'The dates were agreed by telephone.' }],
  ['stage-1', 'holdOpeningMeeting', lead, { on }],
  ['stage-1', 'holdClosingMeeting', lead, { on }],
  ['stage-1', 'issueAuditReport', lead, { on, daysUsed: 3 }],
  [...(['stage-1', 'concludeReadiness', lead] as const), exampleOf('concludeReadiness', audit)],
  ['self', 'authoriseStage2', reviewer, { on, justification: 'Ready.' }],
  ['self', 'scheduleStage2', office, plan],
  ['stage-2', 'sendAuditPlan', lead, { on }],
  ['stage-2', 'agreeAuditPlan', client],
  ['stage-2', 'waiveNotice', client, { reason: 'Everything happens today.' }],
  ['stage-2', 'holdOpeningMeeting', lead, { on }],
];

/** From there to three minors whose plans wait for their review. */
const toPlans: readonly Command[] = [
  ['stage-2', 'raiseFinding', lead, finding],
  ['stage-2', 'raiseFinding', lead, finding],
  ['stage-2', 'raiseFinding', lead, finding],
  ['stage-2', 'recordEvidence', lead, everything],
  ['stage-2', 'reviewFindings', lead, review],
  ['stage-2', 'holdClosingMeeting', lead, { on }],
  ['nc-s2-001', 'submitCap', client, cap],
  ['nc-s2-002', 'submitCap', client, cap],
  ['nc-s2-003', 'submitCap', client, cap],
];

/** Real time cannot be skipped, and with the dates of today nothing waits for it. */
const stillClock: ServerClock = {
  now: () => Promise.resolve(Date.now()),
  skip: () => Promise.reject(new Error('real time cannot be skipped')),
  unlock: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** Goes on with a new journey until the three minors of Stage 2 have a plan, which nobody has accepted yet. */
export async function driveToPlans(temporal: Client, journey: string): Promise<void> {
  const stage = {
    client: temporal,
    clock: stillClock,
    taskQueue: 'certification',
    zone,
    signal: AbortSignal.timeout(90_000),
    onState: () => undefined,
  };
  const steps = [...toFieldwork, ...toPlans].map(([to, command, actor, data]) => ({
    ...{ date: '2000-01-01', to, command },
    payload: { actor, ...data },
  }));
  await playSteps(stage, { journey, startsOn: today, input: {}, steps });
}

/** The state of a workflow, which must exist. */
export async function stateOf(temporal: Client, entity: string): Promise<LiveState> {
  const state = await liveState(temporal, entity);
  if (!state) throw new Error(`${entity} has no state`);
  return state;
}
