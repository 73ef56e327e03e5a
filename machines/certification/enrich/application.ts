import { determineAuditTime, randomSites, type AuditTime } from '../../audit-time/index.ts';
import { addPeriod, parseLocalDate } from '../../calendar/index.ts';
import {
  entityOfEvent,
  isSameJson,
  journeyOf,
  type DueDate,
  type Enrichments,
  type EventDataOf,
  type Meta,
} from '../../engine/index.ts';
import { policyName } from '../../policy/index.ts';
import type { Context, contract } from '../contract.ts';
import {
  obligations,
  timeFacts,
  type Application,
  type Candidate,
  type Quoted,
} from '../contract/index.ts';
import {
  accreditationOf,
  clock,
  drawVaried,
  sampleOf,
  sitesOf,
  today,
  visitsBefore,
  warningsAbout,
} from '../derived/index.ts';

/** Completes what is recorded of choice, application, quote and later changes. */
export const applicationEnrich = {
  requestProposal: (request, { context: { persons, sites } }) => ({ persons, sites, ...request }),
  selectRcb: (choice, { context }) => ({
    ...choice,
    compared: Object.entries(context.candidates).flatMap(([id, candidate]) =>
      candidate.status === 'rejected' ? [] : [compared(id, candidate)],
    ),
    warnings: warningsAbout(context.candidates[choice.candidate]),
  }),
  determineAuditTime: (judgement, { context }) => ({
    ...determineAuditTime(personsOf(context), judgement, context.policy),
    policy: policyName(context.policy),
  }),
  issueQuote: (quote, { context, meta }) => ({
    ...quote,
    ...daysOf(context),
    stage1Days: context.auditTime?.stage1Days,
    stage2Days: context.auditTime?.stage2Days,
    valid: validity(context, meta),
  }),
  acceptQuote: (acceptance, { context, meta }) => ({
    ...acceptance,
    ...(context.quoteValid &&
      today(context, meta) > context.quoteValid.due && { recordedAfterLapse: true }),
  }),
  signAgreement: (agreement, { context }) => ({
    obligations: [...obligations],
    ...agreement,
    ...{ client: context.client, certificationBody: context.rcb ?? undefined },
    ...{ standard: context.standard, scope: context.application?.scope },
    ...{ auditDays: context.agreedDays?.initial, fee: context.fee ?? undefined },
  }),
  reportChange: (told, { context }) => {
    const { on: _on, ...facts } = told;
    const changed = Object.keys(facts).filter(
      (name) => !isSameJson(valueIn(facts, name), valueIn(context.application ?? {}, name)),
    );
    const isTimeDue =
      context.auditTime !== null && changed.some((name) => timeFacts.some((fact) => fact === name));
    return { ...told, changed, isTimeDue };
  },
  redetermineAuditTime: ({ reason, ...judgement }, { context }) => {
    const time = determineAuditTime(personsOf(context), judgement, context.policy);
    const isQuoteDue = !isSameJson(daysIn(time), context.agreedDays);
    return { ...time, policy: policyName(context.policy), reason, isQuoteDue };
  },
  reviseQuote: (quote, { context, meta }) => ({
    ...quote,
    ...daysOf(context),
    valid: validity(context, meta),
  }),
  declareConflict: ({ until, ...declared }, { context }) => ({
    ...declared,
    until: addPeriod(parseLocalDate(until), context.policy.coolingOff),
    policy: policyName(context.policy),
  }),
  selectSites: ({ year, chosen, ...told }, { context, meta }) => {
    const { central, others } = sitesOf(context);
    const left = others.filter((site) => !chosen.includes(site));
    const count = randomSitesOf(context, year);
    const seed = `${journeyOf(entityOfEvent(meta.id))} ${String(year)}`;
    const visits = visitsBefore(context.siteSamples, year);
    const drawn = drawVaried(left, count, { seed, visits });
    return { year, chosen, ...told, central, drawn };
  },
} satisfies Enrichments<typeof contract, Context>;

function compared(
  candidate: string,
  { accreditation, auditDays, fee, evaluation }: Candidate,
): Compared {
  return {
    candidate,
    accreditation: accreditationOf({ accreditation }),
    ...(auditDays !== null && { auditDays }),
    ...(fee !== null && { fee }),
    ...(evaluation !== null && { evaluation }),
  };
}

type Compared = NonNullable<EventDataOf<typeof contract, 'RcbSelected'>['compared']>[number];

function valueIn(told: Application, name: string): unknown {
  return (told as Readonly<Record<string, unknown>>)[name];
}

/** Days of the later audits, as a quote tells them. */
function daysOf({ auditTime }: Context): {
  surveillanceDays: number | undefined;
  recertificationDays: number | undefined;
} {
  return {
    surveillanceDays: auditTime?.surveillanceDays,
    recertificationDays: auditTime?.recertificationDays,
  };
}

function daysIn(time: AuditTime): Quoted {
  const { initialDays, surveillanceDays, recertificationDays } = time;
  return {
    initial: initialDays,
    surveillance: surveillanceDays,
    recertification: recertificationDays,
  };
}

function validity(context: Context, meta: Meta): DueDate {
  const last = addPeriod(today(context, meta), context.policy.quoteValidity);
  return clock(context, meta)('T-01', last);
}

/** Persons who do work under the organization's control: as applied for, before that as estimated at the start. */
function personsOf({ application, persons }: Context): number {
  return application?.employees === undefined
    ? persons
    : application.employees + (application.contractors ?? 0);
}

function randomSitesOf(context: Context, year: number): number {
  return context.auditTime?.sites?.canBeSampled === true ? randomSites(sampleOf(context, year)) : 0;
}
