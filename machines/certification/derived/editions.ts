import { parseLocalDate, type LocalDate } from '../../calendar/index.ts';
import type { AuditKind } from '../../audit/index.ts';
import { together, type DueDate, type Meta } from '../../engine/index.ts';
import {
  certifiableOn,
  focusOf,
  isLater,
  remapped,
  requirementsOf,
  transitionFrom,
  type Ride,
} from '../../standards/index.ts';
import type { Context } from '../contract.ts';
import type { Special } from '../contract/index.ts';
import { clock } from './clock.ts';

/** An audit that is given dates. */
interface Planned {
  readonly kind: AuditKind;
  /** Of a special audit. */
  readonly purpose?: Special['purpose'] | undefined;
}

/** Whether an audit prepares or does a transition that rides on something. */
function isOnWay(ride: Ride, { kind, purpose }: Planned): boolean {
  if (ride === 'separate') return purpose === 'transition';
  return kind === ride || (ride === 'recertification' && kind === 'stage-1');
}

/** COV-08: the edition to which an audit is done, fixed when it is given dates. */
export function editionFor(context: Context, planned: Planned): string {
  const { transition, standard, surveyedIn, audits, audit } = context;
  const { kind } = planned;
  if (kind === 'follow-up') return audits[audit]?.standard ?? standard;
  if (kind === 'surveillance' && surveyedIn !== standard) return surveyedIn;
  return transition && isOnWay(transition.with, planned) ? transition.toEdition : standard;
}

/** The transition once an audit has dates: Stage 1 prepares it, and the audit on which it rides does it. */
export function ridden(
  { transition }: Context,
  audit: string,
  planned: Planned,
): Pick<Context, 'transition'> {
  const does = transition && planned.kind !== 'stage-1' && isOnWay(transition.with, planned);
  return { transition: does ? { ...transition, audit } : transition };
}

/** The transition after one of its audits has ended early: another one does it. */
export function dismounted(
  { transition }: Context,
  audit: string | undefined,
): Pick<Context, 'transition'> {
  return {
    transition:
      transition?.audit === audit && transition ? { ...transition, audit: null } : transition,
  };
}

/** What an audit saw of a statement of applicability: that of another edition waits for the end of the transition. */
export function applicabilitySeen(
  context: Context,
  { version, excluded, meta }: Pick<Seen, 'version' | 'excluded'> & { readonly meta: Meta },
): Partial<Context> {
  const { standard, transition, audits } = context;
  const edition = audits[meta.from ?? '']?.standard ?? standard;
  if (edition === standard) return { applicability: { version, excluded } };
  return transition?.toEdition === edition
    ? { transition: { ...transition, applicability: { version, excluded } } }
    : {};
}

type Seen = NonNullable<Context['applicability']>;

/** Controls that do not apply, in terms of an edition; until a statement in them was seen, by the mapping table. */
function excludedIn({ applicability, standard, transition }: Context, edition: string) {
  const controls = (of: Seen | null): string[] =>
    (of?.excluded ?? []).map(({ control }) => control);
  if (edition === standard) return controls(applicability);
  if (transition?.applicability && transition.toEdition === edition)
    return controls(transition.applicability);
  return remapped(controls(applicability), { from: standard, to: edition });
}

/**
 * What the surveillance audits of a cycle still have to cover: all clauses and every control that applies now.
 * Source: ISO/IEC 17021-1 9.1.3, 9.6.2 (unconfirmed).
 * @param edition - in terms of which
 */
export function residual(context: Context, edition = context.surveyedIn): readonly string[] {
  const done = remapped(context.surveyed, { from: context.surveyedIn, to: edition });
  const excluded = excludedIn(context, edition);
  return requirementsOf(edition, { isFull: true, excluded }).filter((id) => !done.includes(id));
}

/** Everything that a surveillance of this cycle has covered, with one more audit, in terms of the later edition. */
export function surveyedWith(
  { surveyed, surveyedIn }: Context,
  edition: string,
  covered: readonly string[],
): Pick<Context, 'surveyed' | 'surveyedIn'> {
  const to = isLater(edition, surveyedIn) ? edition : surveyedIn;
  return {
    surveyedIn: to,
    surveyed: together(
      remapped(surveyed, { from: surveyedIn, to }),
      remapped(covered, { from: edition, to }),
    ),
  };
}

/** What the audit of a transition covers because of it, and the auditor days that it adds. */
export function addedBy(
  { transition, standard }: Context,
  audit: string,
): { readonly requirements: readonly string[]; readonly days: number } {
  const table = transitionFrom(standard);
  if (!transition || !table || transition.audit !== audit) return { requirements: [], days: 0 };
  return { requirements: focusOf(table), days: transition.extraDays };
}

/** Cut-off of the edition, local date: as it was told to the journey, else that of the table; nothing without a next one. */
export function cutOffOf({
  standard,
  editionCutOff,
}: Pick<Context, 'standard' | 'editionCutOff'>): string | undefined {
  return editionCutOff?.due ?? transitionFrom(standard)?.cutOff;
}

/** The edition to which a decision on a day can certify: that of the journey, or one that took its place. */
export function certifiableIn(
  { standard, decisionsUntil }: Pick<Context, 'standard' | 'decisionsUntil'>,
  on: string,
): string {
  const next = transitionFrom(standard);
  if (!next || on <= (decisionsUntil ?? next.decisionsUntil)) return standard;
  return certifiableOn(next.toEdition, on);
}

/** Last day of a certificate to an edition, once the next one is out: a deadline of the edition, not of the cycle. */
export function cutOffFor(
  recorded: { readonly context: Context; readonly meta: Meta },
  on: LocalDate,
): DueDate | null {
  const { context, meta } = recorded;
  const [next, cutOff] = [transitionFrom(context.standard), cutOffOf(context)];
  if (!next || cutOff === undefined || on < next.publishedOn) return null;
  return clock(context, meta)('R-STD-01', parseLocalDate(cutOff));
}

/** Last day on which a certificate counts: its expiry, or the cut-off of its edition where that comes first. */
export function lastDayOf({
  expiry,
  editionCutOff,
}: Pick<Context, 'expiry' | 'editionCutOff'>): string | null {
  if (!expiry || !editionCutOff) return expiry?.due ?? null;
  return editionCutOff.due < expiry.due ? editionCutOff.due : expiry.due;
}
