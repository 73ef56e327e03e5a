import { after, endOfYear, yearOf, yearsBetween } from '../own-calendar.ts';
import { defineInvariants } from './invariant.ts';
import type { Fact, Past } from './past.ts';
import { dataOf, deadlinesIn, ends, grants, kindOfAudit, lastBefore } from './reading-the-past.ts';

const MOST_MOVED = 'P6M';
/** A day that is later than this one of its year cannot have been moved from the year before. */
const LATEST_OF_NEXT_YEAR = '06-30';

/** The closing meetings of surveillances. */
export function surveillancesIn(past: Past): readonly Fact[] {
  return past
    .of('ClosingMeetingHeld')
    .filter(({ event }) => kindOfAudit(past, event.entity) === 'surveillance');
}

/** R-PRG-05: by when the programme that was agreed last wants another surveillance. */
export function byProgramme(past: Past, fact: Fact, from: string): readonly string[] {
  const programme = lastBefore(past, fact, 'AuditProgrammeDrafted', 'AuditProgrammeAmended');
  const every = programme?.data.text('surveillanceEvery');
  return every === undefined ? [] : [after(from, every)];
}

/** Whether a surveillance was held since its day was set, or its lack recorded. */
function surveillanceFault(last: Fact, past: Past): string | undefined {
  const clock = past.of(...grants, 'CertificationMaintained', 'DeadlineExtended').at(-1);
  const due =
    clock && deadlinesIn(clock.event.data).find(({ field }) => field === 'surveillanceDue');
  // A day that has passed when it is set is told right after.
  if (!clock || !due || last === clock) return undefined;
  if (last.event.at <= due.at || last.event.cause === 'timer') return undefined;
  if (last.event.type === 'SurveillanceOverdue') return undefined;
  const done = past.of('SurveillanceOverdue', 'EngagementTerminated', ...ends);
  const answers = [...done, ...surveillancesIn(past)].filter(
    ({ place }) => place > clock.place && place < last.place,
  );
  return answers.length > 0 ? undefined : `no surveillance by ${due.due}, and that is not recorded`;
}

/** Years that were over when a moved day came; not one before which a surveillance was held all the same. */
function yearsMovedOver(past: Past): readonly number[] {
  return past.of('DeadlineExtended').flatMap(({ data, place }) => {
    const due = data.inside('surveillanceDue').text('due');
    if (due === undefined || due.slice(5) > LATEST_OF_NEXT_YEAR) return [];
    const next = surveillancesIn(past).find((closing) => closing.place > place);
    const year = yearOf(due) - 1;
    return next && yearOf(next.data.word('on')) < year ? [] : [year];
  });
}

/** The first year, strictly between two decisions, without a surveillance and without its lack being recorded. */
function yearFault(last: Fact, past: Past): string | undefined {
  const granted = lastBefore(past, last, ...grants);
  const before = dataOf(granted);
  const isExpired = last.event.type === 'CertificateExpired';
  const on = last.data.word(isExpired ? 'due' : 'on');
  const accounted = new Set([
    ...surveillancesIn(past).map(({ data }) => yearOf(data.word('on'))),
    ...past.of('SurveillanceOverdue').map(({ data }) => yearOf(data.word('due'))),
    ...yearsMovedOver(past),
  ]);
  const years = granted ? yearsBetween(before.word('on'), on) : [];
  const missing = years.find((year) => !accounted.has(year));
  return missing === undefined
    ? undefined
    : `no surveillance in ${missing}, and that is not recorded`;
}

/** The next surveillance after the one that was closed last, as calendar, policy and programme want it. */
function nextDay(last: Fact, past: Past): string | undefined {
  const closing = surveillancesIn(past).at(-1);
  const day = dataOf(closing).word('on');
  const since = past
    .of('SurveillanceOverdue', 'DeadlineExtended')
    .findLast(({ place }) => place > (closing?.place ?? 0));
  const moved = since?.data.inside('surveillanceDue').text('due');
  if (moved !== undefined) return moved;
  const until = dataOf(lastBefore(past, last, ...grants)).word('validUntil');
  const passed = since?.data.text('due') ?? '';
  const year = yearsBetween(day, until)
    .map(endOfYear)
    .find((end) => end > passed);
  if (since) return year;
  const gap = past.policy.text('svMaxGap') ?? 'off';
  const byPolicy = year === undefined || gap === 'off' ? [] : [after(day, gap)];
  const wanted = byProgramme(past, last, day).filter((other) => other < until);
  return [...(year === undefined ? [] : [year]), ...byPolicy, ...wanted].sort()[0];
}

function nextFault(last: Fact, past: Past): string | undefined {
  const right = nextDay(last, past);
  const told = last.data.inside('surveillanceDue').text('due');
  return told === right
    ? undefined
    : `the next one is due by ${String(right)}, not ${String(told)}`;
}

/** The rules of the days that are moved, by the field that holds the moved one. */
const movable: Readonly<Record<string, readonly string[]>> = {
  surveillanceDue: ['T-13', 'T-14'],
  majorClosure: ['T-07'],
  restorationWindow: ['T-17'],
};

/** A day is moved to a later one, six months at most after that which a rule gave: not once more. */
function distanceFault(last: Fact, past: Past): string | undefined {
  const [moved] = deadlinesIn(last.event.data);
  const { field = '', due = '' } = moved ?? {};
  const rules = movable[field] ?? [];
  const isNear = past
    .in(past.journey)
    .flatMap(({ event }) => deadlinesIn(event.data))
    .filter(({ rule }) => rules.includes(rule))
    .some((given) => given.due < due && due <= after(given.due, MOST_MOVED));
  if (!isNear) return `${due} does not follow within ${MOST_MOVED} on a day of ${rules.join(', ')}`;
  const standing = past.of(...grants, ...ends, 'StandardTransitionCompleted').at(-1);
  const isInForce = standing !== undefined && !ends.includes(standing.event.type);
  if (isInForce !== (field === 'surveillanceDue')) return `${field} does not run at present`;
  const until = dataOf(past.of(...grants).at(-1)).word('validUntil');
  return field !== 'surveillanceDue' || due <= until
    ? undefined
    : `${due} is after the expiry, ${until}`;
}

function movedFault(last: Fact, past: Past): string | undefined {
  const before = lastBefore(past, last, 'ExtraordinaryEventDeclared', 'DeadlineExtended');
  if (before?.event.type !== 'ExtraordinaryEventDeclared') return 'nothing was declared for it';
  const isSame = before.event.actor?.id === last.event.actor?.id;
  return isSame ? 'who declared the event moved the day' : distanceFault(last, past);
}

/** What holds of the surveillance of what is certified, and of days that were moved. */
export const surveillanceInvariants = defineInvariants([
  {
    id: 'INV-07',
    says: 'Every calendar year between the decision and the next one holds a surveillance, or its lack is recorded.',
    source: 'domain 8.6, C-02; T-14',
    after: ['RecertificationGranted', 'CertificateExpired'],
    fault: yearFault,
  },
  {
    id: 'INV-06',
    says: 'A surveillance that is not held by its last day is recorded as overdue at the end of that day.',
    source: 'domain 8.5, 8.6; T-13, T-14',
    fault: (last, past) =>
      last.event.entity === past.journey ? surveillanceFault(last, past) : undefined,
  },
  {
    id: 'INV-39',
    says: 'A locked day is moved once, by six months at most, after an extraordinary event that another person has declared.',
    source: 'domain 10a.15; T-20, SOD-09',
    after: ['DeadlineExtended'],
    fault: movedFault,
  },
  {
    id: 'INV-40',
    says: 'After a surveillance the next one is due as calendar, policy and programme want it, or on the day to which two persons have moved it.',
    source: 'domain 8.6, C-02; T-14, R-PRG-05, T-20',
    after: ['CertificationMaintained'],
    fault: nextFault,
  },
]);
