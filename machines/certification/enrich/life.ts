import {
  addDays,
  addPeriod,
  addWorkingDays,
  lastDayOfTerm,
  parseLocalDate,
  type LocalDate,
} from '../../calendar/index.ts';
import {
  known,
  type DueDate,
  type Enrichments,
  type EventDataOf,
  type Meta,
} from '../../engine/index.ts';
import type { Context, contract } from '../contract.ts';
import { clock, cutOffFor, today, yearsOwed } from '../derived/index.ts';
import { numbered } from './numbered.ts';

type Grant = EventDataOf<typeof contract, 'CertificationGranted'>;

interface Recorded {
  readonly context: Context;
  readonly meta: Meta;
}
interface Cycle {
  readonly decided: LocalDate;
  readonly expires: LocalDate;
  /** From where calendar years are counted. @defaultValue the decision */
  readonly since?: LocalDate;
  /** T-13, of an initial certification. */
  readonly firstSurveillance?: LocalDate | undefined;
}

/** What a grant records besides its day: every clock of the cycle it begins. */
export function cycleOf(
  { context, meta }: Recorded,
  { decided, expires, since = decided, firstSurveillance }: Cycle,
): Omit<Grant, 'on'> {
  const due = clock(context, meta);
  const { recertReminders, restorationWindow } = context.policy;
  const { certificateWorkingDays, holidays } = context.policy;
  const editionCutOff = cutOffFor({ context, meta }, decided);
  const years = yearsOwed(since, expires);
  const first = soonest([
    firstSurveillance ?? years[0] ?? null,
    byProgramme(context, decided, expires),
  ]);
  const [reminder = due('T-15', expires), ...further] = recertReminders.map((before) =>
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
    surveillanceDue: first === null ? null : due(firstSurveillance ? 'T-13' : 'T-14', first),
    surveillanceYears: years.map((last) => due('T-14', last)),
    recertificationReminder: reminder,
    furtherReminders: further,
    restorationWindow: due('T-17', addPeriod(expires, restorationWindow)),
    ...(editionCutOff && { editionCutOff }),
  };
}

/** A renewal keeps the grid: it expires one term after the expiry before. C-04. */
function renewed({ context, meta }: Recorded, on: string): Omit<Grant, 'on'> {
  const decided = parseLocalDate(on);
  const before = parseLocalDate(known(context.expiry).due);
  const expires = addPeriod(before, context.policy.certificateTerm);
  return cycleOf({ context, meta }, { decided, expires });
}

function isAfter({ context, meta }: Recorded, deadline: DueDate | null): boolean {
  return deadline !== null && today(context, meta) > deadline.due;
}

/**
 * T-14: the end of the next calendar year that owes one, or sooner where policy or programme bound the time between two.
 * A day that was moved since the audit closed stays where two persons have put it (T-20), and one that has passed since
 * is overdue already.
 */
function nextSurveillance({ context, meta }: Recorded): DueDate | null {
  const { surveillanceDue, surveillanceOverdue } = context;
  if (surveillanceOverdue !== null || surveillanceDue?.rule === 'T-20') return surveillanceDue;
  const gapEnd = endOfGap(context);
  const isSooner = gapEnd !== null && (surveillanceDue === null || gapEnd < surveillanceDue.due);
  return isSooner ? clock(context, meta)('T-14', gapEnd) : surveillanceDue;
}

/** By when policy or programme want the next surveillance after the one that was closed last; null where neither does. */
function endOfGap(context: Context): LocalDate | null {
  const { surveillanceDue, audits, audit, policy } = context;
  const closed = parseLocalDate(known(audits[audit]?.closedOn ?? null));
  const byPolicy = surveillanceDue === null ? 'off' : policy.svMaxGap;
  return soonest([
    byPolicy === 'off' ? null : addPeriod(closed, byPolicy),
    byProgramme(context, closed, known(context.expiry).due),
  ]);
}

function soonest(days: readonly (LocalDate | null)[]): LocalDate | null {
  return days.filter((day) => day !== null).sort()[0] ?? null;
}

/** R-PRG-05: by when the programme wants the next one; null where it does not say, or the certificate ends before. */
function byProgramme({ programme }: Context, from: LocalDate, expires: string): LocalDate | null {
  if (programme?.surveillanceEvery === undefined) return null;
  const last = addPeriod(from, programme.surveillanceEvery);
  return last < expires ? last : null;
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
    const firstSurveillance = addPeriod(decided, sv1Max);
    const expires = lastDayOfTerm(decided, certificateTerm);
    return { on, ...cycleOf({ context, meta }, { decided, expires, firstSurveillance }) };
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
  maintainCertification: (maintained, recorded) => ({
    ...maintained,
    surveillanceDue: nextSurveillance(recorded),
  }),
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
