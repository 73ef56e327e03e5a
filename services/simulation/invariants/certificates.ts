import { defineInvariants } from './invariant.ts';
import type { Fact, Past } from './past.ts';
import { after, daysAfter, localDay } from '../own-calendar.ts';
import type { Reading } from '../reading.ts';
import { dataOf, ends, grants, lastBefore } from './reading-the-past.ts';

/** Of a decision to certify to 27001:2013. */
const LAST_DECISION = '2024-04-30';
const documents = ['CertificateIssued', 'CertificateReissued'];

/** The last day of a term of years: the day before the same day in a later year. */
function lastDayOf(first: string, term: string): string {
  return daysAfter(after(first, term), -1);
}

/** What is taken over ends when the other body said that it would. */
function takeoverFault(grant: Fact, past: Past): string | undefined {
  const requested = dataOf(lastBefore(past, grant, 'TransferRequested')).word('validUntil');
  const until = grant.data.word('validUntil');
  return until === requested ? undefined : `it was valid until ${requested}, not ${until}`;
}

function termFault(grant: Fact, past: Past): string | undefined {
  if (grant.event.type === 'TransferAccepted') return takeoverFault(grant, past);
  const [on, until] = [grant.data.word('on'), grant.data.word('validUntil')];
  const term = past.policy.word('certificateTerm');
  const isFirst = grant.event.type === 'CertificationGranted';
  const previous = dataOf(lastBefore(past, grant, ...grants)).word('validUntil');
  if (!isFirst && previous === '') return 'there is no cycle before';
  const right = isFirst ? lastDayOf(on, term) : after(previous, term);
  if (until !== right) return `${isFirst ? on : previous} gives ${right}, not ${until}`;
  return isFirst ? undefined : gridFault({ grant, on, previous, past });
}

interface Renewal {
  readonly grant: Fact;
  readonly on: string;
  /** Last day of the cycle before. */
  readonly previous: string;
  readonly past: Past;
}

/** A renewal is decided before the end, a restoration after it and within its window. */
function gridFault({ grant, on, previous, past }: Renewal): string | undefined {
  if (grant.event.type === 'RecertificationGranted') {
    return on <= previous ? undefined : `${on} is after the end of the cycle, ${previous}`;
  }
  const begun = lastBefore(past, grant, ...grants)?.place ?? 0;
  const moved = past
    .of('DeadlineExtended')
    .filter(({ place }) => place > begun)
    .flatMap(({ data }) => data.inside('restorationWindow').text('due') ?? []);
  const window = moved.at(-1) ?? after(previous, past.policy.text('restorationWindow') ?? 'P0D');
  return on > previous && on <= window
    ? undefined
    : `${on} is not within ${previous} and ${window}`;
}

/** The end of an edition, as long as the certification has not left it. */
function cutOffOf(past: Past): string | undefined {
  const last = past
    .of(
      ...grants,
      'EditionEndAnnounced',
      'StandardTransitionStarted',
      'StandardTransitionCompleted',
    )
    .at(-1);
  return ['editionCutOff', 'cutOff']
    .map((field) => dataOf(last).inside(field).text('due'))
    .find((due) => due !== undefined);
}

/** The end of the cycle, or that of the edition where it comes first. */
function lastDayOfValidity(past: Past): string {
  const until = dataOf(past.of(...grants).at(-1)).word('validUntil');
  const cutOff = cutOffOf(past);
  return cutOff !== undefined && cutOff < until ? cutOff : until;
}

/** The edition of the certificate: that of the journey, until a transition, or a decision after its end. */
function editionOf(past: Past, grant: Fact): string {
  const begun = dataOf(past.all[0]).word('standard');
  const went = past.of('StandardTransitionCompleted').at(-1)?.data.text('toEdition');
  const told = dataOf(lastBefore(past, grant, 'EditionEndAnnounced')).text('decisionsUntil');
  return went ?? (grant.data.word('on') > (told ?? LAST_DECISION) ? '27001:2022' : begun);
}

/** The statement of applicability as an audit to an edition, or the review of what is taken over, saw it last. */
function applicabilityIn(past: Past, standard: string): Reading {
  const seen = past
    .of('ApplicabilityRecorded', 'PreTransferReviewCompleted')
    .findLast(({ event }) => dataOf(past.in(event.entity)[0]).word('standard') === standard);
  const { data } = seen ?? {};
  if (!data) return dataOf(undefined);
  return seen?.event.type === 'ApplicabilityRecorded' ? data : data.inside('applicability');
}

/** Two certificates are in force: the other body's has not ended when what was taken over is handed over. */
function overlapFault(last: Fact, past: Past): string | undefined {
  const taken = past.of('TransferAccepted').at(-1);
  if (!taken) return undefined;
  const ended = past.of('PreviousCertificateEnded').at(-1);
  const endsOn = ended?.data.word('endsOn');
  if (endsOn === undefined)
    return 'nobody has confirmed when the certificate of the other body ends';
  return endsOn <= last.data.word('on') ? undefined : `that of the other body ends on ${endsOn}`;
}

function documentFault(last: Fact, past: Past): string | undefined {
  const grant = past.of(...grants).at(-1);
  if (!grant) return 'nothing was granted';
  const { data } = last;
  const standard = editionOf(past, grant);
  const seen = applicabilityIn(past, standard);
  const first = dataOf(past.of(...grants)[0]);
  const wanted: readonly (readonly [string, string])[] = [
    ['effectiveOn', grant.data.word('on')],
    ['validUntil', lastDayOfValidity(past)],
    ['originallyOn', first.text('originallyOn') ?? first.word('on')],
    ['standard', standard],
    ['applicability', seen.word('version')],
  ];
  const wrong = wanted.find(([name, value]) => data.word(name) !== value);
  if (wrong) return `${wrong[0]} is "${data.word(wrong[0])}", not "${wrong[1]}"`;
  const on = data.word('on');
  const [from, until] = [grant.data.word('on'), grant.data.word('validUntil')];
  return on >= from && on <= until ? undefined : `${on} is not between ${from} and ${until}`;
}

/** Whether a grant may follow what has ended the certification. */
function mayFollow(grant: Fact, end: Fact, past: Past): boolean {
  if (grant.event.type === 'CertificationGranted') return true;
  if (end.event.type !== 'CertificateExpired') return false;
  // A renewal that was decided in time may be recorded late: domain 10a.20.
  const previous = dataOf(lastBefore(past, grant, ...grants)).word('validUntil');
  const isLate = grant.data.word('on') > previous;
  return isLate === (grant.event.type === 'CertificationRestoredAfterExpiry');
}

/** A transition that was decided in time may be recorded after the cut-off: domain 10a.20. */
function wasTransitionInTime(past: Past, end: Fact): boolean {
  const late = past.of('StandardTransitionCompleted').find(({ place }) => place > end.place);
  const limit = end.data.word('due');
  return (
    end.data.text('rule') === 'R-STD-01' && late !== undefined && late.data.word('on') <= limit
  );
}

function absorbed(past: Past): string | undefined {
  const end = past.of(...ends).at(-1);
  if (!end) return undefined;
  const begun = past.of(...grants).find(({ place }) => place > end.place);
  if (wasTransitionInTime(past, end)) return undefined;
  return begun && mayFollow(begun, end, past)
    ? undefined
    : `it came after ${end.event.type} ${end.id}`;
}

/** The last day of validity was passed, and nobody has recorded that before anything else. */
function expiryFault(last: Fact, past: Past): string | undefined {
  const { event } = last;
  // The clock's own fact comes before the expiry that follows from it, and so does what was missed.
  const isBefore = event.cause === 'timer' || event.type === 'StandardTransitionMissed';
  if (event.entity !== past.journey || isBefore) return undefined;
  const grant = past.of(...grants).at(-1);
  const until = lastDayOfValidity(past);
  if (!grant || localDay(event.at, past.zone) <= until) return undefined;
  if (event.type === 'CertificateExpired') return undefined;
  const ended = lastBefore(past, last, ...ends, 'EngagementTerminated');
  return ended && ended.place > grant.place ? undefined : `it was valid until ${until}`;
}

/** What ends a suspension. */
const resolving = [
  ...['CertificateRestored', 'CertificateScopeReduced', 'CertificationGranted'],
  ...['CertificationRestoredAfterExpiry', ...ends],
];

/** The limit of a suspension was passed, and nobody has recorded that. */
function limitFault(last: Fact, past: Past): string | undefined {
  // One of long ago is over its limit as it is recorded: that can only be recorded after it.
  const suspended = lastBefore(past, last, 'CertificateSuspended');
  const limit = suspended?.data.inside('suspensionLimit').text('at');
  if (!suspended || limit === undefined || last.event.entity !== past.journey) return undefined;
  if (last.event.at <= limit || last.event.cause === 'timer') return undefined;
  const answers = [...resolving, 'RecertificationGranted', 'EngagementTerminated'];
  const done = lastBefore(past, last, 'SuspensionLimitElapsed', ...answers);
  return (done?.place ?? 0) > suspended.place
    ? undefined
    : `${suspended.id} was limited to ${limit}`;
}

/** Whether the certificate is suspended before the last event. */
function isSuspended(past: Past, last: Fact): boolean {
  return (
    lastBefore(past, last, 'CertificateSuspended', ...resolving)?.event.type ===
    'CertificateSuspended'
  );
}

/** What holds of certificates and their dates. */
export const certificateInvariants = defineInvariants([
  {
    id: 'INV-01',
    says: 'A certificate is issued once for each grant, and says what was granted.',
    source: 'domain 8.1; R-CRT-03, R-CRT-04',
    after: documents,
    fault: (last, past) => {
      const issued = past.of('CertificateIssued').length;
      const granted = past.of(...grants).length;
      if (issued > granted) return `${issued} certificates for ${granted} grants`;
      return documentFault(last, past);
    },
  },
  {
    id: 'INV-04',
    says: 'A first certificate is valid for its term from the decision on, less a day; a renewal keeps the grid and is decided before the end; what is taken over ends as it would have.',
    source: 'domain 8.4, 10a.2; T-16, R-RC-05, R-TR-04',
    after: grants,
    fault: termFault,
  },
  {
    id: 'INV-08',
    says: 'What has expired or was withdrawn is neither issued, suspended, restored nor renewed.',
    source: 'domain 8.8',
    after: [...documents, 'CertificateSuspended', 'CertificateRestored', ...grants],
    fault: (_, past) => absorbed(past),
  },
  {
    id: 'INV-19',
    says: 'Only a certificate that is not suspended is suspended or issued anew, and only a suspended one is restored.',
    source: 'domain 1.9',
    after: ['CertificateSuspended', 'CertificateRestored', 'CertificateReissued'],
    fault: (last, past) => {
      const isRestored = last.event.type === 'CertificateRestored';
      if (isSuspended(past, last) === isRestored) return undefined;
      return isRestored ? 'it was not suspended' : 'it is suspended';
    },
  },
  {
    id: 'INV-37',
    says: 'A suspension that lasts longer than its limit is recorded as that.',
    source: 'domain T-18',
    fault: limitFault,
  },
  {
    id: 'INV-38',
    says: 'What was taken over is handed over when the certificate of the other body has ended, not before.',
    source: 'domain 8.7; R-TR-04',
    after: ['CertificateIssued'],
    fault: overlapFault,
  },
  {
    id: 'INV-20',
    says: 'No day passes after the last one of validity without the expiry being recorded.',
    source: 'domain 2, T-16; C-05',
    fault: expiryFault,
  },
]);
