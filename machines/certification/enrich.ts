import type { AuditTime } from '../audit-time/index.ts';
import { addPeriod, parseLocalDate, yearOf } from '../calendar/index.ts';
import {
  entityOfEvent,
  hashOf,
  journeyOf,
  known,
  together,
  type DueDate,
  type Enrichments,
  type Meta,
  type StartEnrichment,
} from '../engine/index.ts';
import { resolvePolicy, type Policy } from '../policy/index.ts';
import type { Context, contract } from './contract.ts';
import type { Programme } from './contract/index.ts';
import { certificateOf, clock, fileOf, standingOf } from './derived/index.ts';
import {
  appealEnrichments,
  applicationEnrich,
  circumstanceEnrich,
  lifeEnrich,
  numbered,
  transferEnrich,
  transitionEnrich,
} from './enrich/index.ts';
import { heldBefore } from './memory/index.ts';

/** Completes the start: the policy in full, and whether this journey goes through the accreditation gate. */
export const start: StartEnrichment<typeof contract> = (
  { policy: pack, overrides, ...client },
  { entity },
) => {
  const policy = resolvePolicy(pack, overrides);
  return {
    ...client,
    policy,
    accreditationGate: asksAccreditationBody(policy, entity) ? 'required' : 'notRequired',
  };
};

function asksAccreditationBody({ abGate, abSampleRate }: Policy, journey: string): boolean {
  if (abGate !== 'sampled') return abGate === 'always';
  return Number.parseInt(hashOf(journey).slice(0, 8), 16) / 2 ** 32 < abSampleRate;
}

/** Completes what a journey records with the ids and deadlines that only it knows. */
export const enrich: Enrichments<typeof contract, Context> = {
  ...appealEnrichments,
  ...applicationEnrich,
  ...lifeEnrich,
  ...circumstanceEnrich,
  ...transitionEnrich,
  ...transferEnrich,
  draftProgramme: (drafted, { context }) => ({
    ...drafted,
    audits: auditsOf(known(context.auditTime)).slice(heldBefore(context)),
  }),
  requestPreAudit: (plan, { context }) => ({ ...plan, ...numbered(context, 'pre-audit', 'pa') }),
  scheduleStage1: (plan, { context }) => ({ ...plan, ...numbered(context, 'stage-1', 's1') }),
  authoriseStage2: (authorisation, { context, meta }) => {
    // Where none was held R-TR-10 refuses; that is judged after this.
    const stage1 = context.stage1On ?? authorisation.on;
    const counted = context.openBy === null ? stage1 : authorisation.on;
    const openBy = addPeriod(parseLocalDate(counted), context.policy.stage1MaxAge);
    return {
      ...authorisation,
      unaddressed: unaddressed(context),
      openBy,
      validity: clock(context, meta)('T-03', openBy),
    };
  },
  scheduleStage2: (plan, { context }) => ({ ...plan, ...numbered(context, 'stage-2', 's2') }),
  scheduleFollowUpAudit: (plan, { context }) => ({
    ...plan,
    ...numbered(context, 'follow-up', 'fu'),
  }),
  scheduleSurveillance: (plan, { context }) => {
    const year = yearOf(parseLocalDate(plan.from));
    return { ...plan, ...numbered(context, `surveillance-${year}`, `sv${year}`) };
  },
  planRecertification: (plan, { context }) => {
    const year = yearOf(parseLocalDate(plan.from));
    return { ...plan, ...numbered(context, `recertification-${year}`, `rc${year}`) };
  },
  completeDecisionFile: ({ on }, { context, meta }) => {
    const due = clock(context, meta);
    const { decisionSla, decisionAlerts } = context.policy;
    const from = parseLocalDate(on);
    const [first = decisionSla] = decisionAlerts;
    const last = decisionAlerts.at(-1) ?? decisionSla;
    return {
      on,
      decision: `decision-${context.decisions + 1}`,
      file: fileOf(context),
      decisionDue: due('T-10', addPeriod(from, decisionSla)),
      firstAlert: due('T-10', addPeriod(from, first)),
      lastAlert: due('T-10', addPeriod(from, last)),
    };
  },
  forwardFile: ({ on }, { context, meta }) => ({ on, answerDue: answerDue(context, meta, on) }),
  answerQuery: ({ on, answer }, { context, meta }) => ({
    on,
    answer,
    answerDue: answerDue(context, meta, on),
  }),
  issueCertificate: ({ on }, { context, meta }) => {
    const number = `${journeyOf(entityOfEvent(meta.id))}-${context.cycle}`;
    return { on, ...certificateOf(context, { number, revision: 1 }) };
  },
  recordMarkMisuse: (misuse, { context }) => ({ ...misuse, standing: standingOf(context) }),
  reissueCertificate: (reissue, { context }) => {
    const number = known(context.certificate);
    return { ...reissue, ...certificateOf(context, { number, revision: context.revision + 1 }) };
  },
};

/** Areas of concern of Stage 1 about which the client has told nothing. */
function unaddressed({ concerns, addressed }: Context): string[] {
  return together(
    [],
    concerns.map(({ requirement }) => requirement),
  ).filter((requirement) => !addressed.includes(requirement));
}

/** Stage 1 and 2 before the decision, a surveillance in the first two years, recertification in the third: R-PRG-01. */
function auditsOf(time: AuditTime): Programme['audits'] {
  const surveillance = { kind: 'surveillance', days: time.surveillanceDays } as const;
  return [
    { kind: 'stage-1', year: 0, days: time.stage1Days },
    { kind: 'stage-2', year: 0, days: time.stage2Days },
    { ...surveillance, year: 1 },
    { ...surveillance, year: 2 },
    { kind: 'recertification', year: 3, days: time.recertificationDays },
  ];
}

function answerDue(context: Context, meta: Meta, on: string): DueDate {
  return clock(context, meta)(
    'T-11',
    addPeriod(parseLocalDate(on), context.policy.abAnswerReminder),
  );
}
