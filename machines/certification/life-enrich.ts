import {
  addDays,
  addPeriod,
  addWorkingDays,
  lastDayOfTerm,
  lastDayOfYear,
  parseLocalDate,
  yearOf,
  type LocalDate,
} from '../calendar/index.ts';
import {
  known,
  type DueDate,
  type Enrichments,
  type EventDataOf,
  type Meta,
} from '../engine/index.ts';
import type { Policy } from '../policy/index.ts';
import { clock, today } from './clock.ts';
import type { Context, contract } from './contract.ts';
import { cutOffFor } from './editions.ts';
import { numbered } from './numbered.ts';
import { owedBy } from './surveillance-rules.ts';

type Grant = EventDataOf<typeof contract, 'CertificationGranted'>;

interface Recorded {
  readonly context: Context;
  readonly meta: Meta;
}
interface Cycle<Due extends DueDate | null> {
  readonly decided: LocalDate;
  readonly expires: LocalDate;
  readonly surveillanceDue: Due;
}
type CycleOf<Due> = Omit<Grant, 'on' | 'surveillanceDue'> & { readonly surveillanceDue: Due };

/** What a grant records besides its day: every clock of the cycle it begins. */
export function cycleOf<Due extends DueDate | null>(
  { context, meta }: Recorded,
  { decided, expires, surveillanceDue }: Cycle<Due>,
): CycleOf<Due> {
  const due = clock(context, meta);
  const { recertReminders, restorationWindow } = context.policy;
  const { certificateWorkingDays, holidays } = context.policy;
  const editionCutOff = cutOffFor({ context, meta }, decided);
  const [first = due('T-15', expires), ...further] = recertReminders.map((before) =>
    due('T-15', addPeriod(expires, before)),
  );
  return {
    decision: `decision-${context.decisions}`,
    file: context.file ?? undefined,
    validUntil: expires,
    cycle: context.cycle + 1,
    expiry: due('T-16', expires),
    issueDue: due(
      'T-12',
      addWorkingDays(decided, certificateWorkingDays, holidays.map(parseLocalDate)),
    ),
    surveillanceDue,
    recertificationReminder: first,
    furtherReminders: further,
    restorationWindow: due('T-17', addPeriod(expires, restorationWindow)),
    ...(editionCutOff && { editionCutOff }),
  };
}

/** A renewal keeps the grid: it expires one term after the expiry before. C-04. */
function renewed({ context, meta }: Recorded, on: string): Omit<Grant, 'on'> {
  const decided = parseLocalDate(on);
  const yearEnd = lastDayOfYear(yearOf(decided) + 1);
  const before = parseLocalDate(known(context.expiry).due);
  const expires = addPeriod(before, context.policy.certificateTerm);
  const surveillanceDue = clock(context, meta)('T-14', yearEnd);
  return cycleOf({ context, meta }, { decided, expires, surveillanceDue });
}

function isAfter({ context, meta }: Recorded, deadline: DueDate | null): boolean {
  return deadline !== null && today(context, meta) > deadline.due;
}

/** T-14: the end of the next calendar year that owes one, or sooner where the policy bounds the time between two. */
function nextSurveillance(
  { policy, expiry }: { policy: Policy; expiry: DueDate | null },
  closed: string,
): LocalDate | null {
  const yearEnd = owedBy(closed, known(expiry).due);
  if (yearEnd === null || policy.svMaxGap === 'off') return yearEnd;
  const gapEnd = addPeriod(parseLocalDate(closed), policy.svMaxGap);
  return gapEnd < yearEnd ? gapEnd : yearEnd;
}

/** Completes what is recorded in the life of a certificate with ids and deadlines. */
export const lifeEnrich: Pick<
  Enrichments<typeof contract, Context>,
  | 'grantCertification'
  | 'grantRecertification'
  | 'restoreCertification'
  | 'maintainCertification'
  | 'suspendCertificate'
  | 'orderSpecialAudit'
  | 'scheduleSpecialAudit'
> = {
  grantCertification: ({ on }, { context, meta }) => {
    const decided = parseLocalDate(on);
    const { certificateTerm, sv1Max } = context.policy;
    const surveillanceDue = clock(context, meta)('T-13', addPeriod(decided, sv1Max));
    const expires = lastDayOfTerm(decided, certificateTerm);
    return { on, ...cycleOf({ context, meta }, { decided, expires, surveillanceDue }) };
  },
  grantRecertification: ({ on }, recorded) => ({
    on,
    ...renewed(recorded, on),
    ...(isAfter(recorded, recorded.context.expiry) && { recordedAfterLapse: true }),
  }),
  restoreCertification: ({ on }, recorded) => ({
    on,
    ...renewed(recorded, on),
    notValidFrom: addDays(parseLocalDate(known(recorded.context.expiry).due), 1),
    ...(isAfter(recorded, recorded.context.restorationWindow) && { recordedAfterLapse: true }),
  }),
  maintainCertification: (maintained, { context, meta }) => {
    const closedOn = known(context.audits[context.audit]?.closedOn ?? null);
    const next = nextSurveillance(context, closedOn);
    return { ...maintained, surveillanceDue: next && clock(context, meta)('T-14', next) };
  },
  suspendCertificate: (suspension, { context, meta }) => ({
    ...suspension,
    suspensionLimit: clock(context, meta)(
      'T-18',
      addPeriod(parseLocalDate(suspension.on), context.policy.suspensionMax),
    ),
  }),
  orderSpecialAudit: (order, { context }) => ({
    ...order,
    special: `special-${String(Object.keys(context.specials).length + 1)}`,
  }),
  scheduleSpecialAudit: (plan, { context }) => ({
    ...plan,
    ...numbered(context, plan.special, plan.special.replace('special-', 'sp')),
  }),
};
