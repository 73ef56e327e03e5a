import { defineInvariants } from './invariant.ts';
import type { Fact, Past } from './past.ts';
import {
  after,
  endOf,
  endOfYear,
  localDay,
  workingDaysAfter,
  yearOf,
  yearsBetween,
} from '../own-calendar.ts';
import type { Reading } from '../reading.ts';
import { dataOf, deadlinesIn, grants, kindOfAudit, type Deadline } from './reading-the-past.ts';
import { byProgramme, surveillancesIn } from './surveillances.ts';

interface Asked {
  readonly fact: Fact;
  readonly on: string;
  readonly field: string;
  readonly policy: Reading;
  readonly past: Past;
}

function span(policy: Reading, name: string): string {
  return policy.text(name) ?? 'P0D';
}

function workingDays({ on, policy }: Asked, name: string): string {
  return workingDaysAfter(on, policy.amount(name), policy.texts('holidays'));
}

/** T-03: from the last day of Stage 1, or from the day of the review where there was one before. */
function stage1Limit({ fact, on, policy, past }: Asked): string {
  const repeated = past.of('Stage1RepeatRequired').at(-1)?.place ?? 0;
  const before = past.of('Stage2Authorised').filter((other) => other !== fact);
  const isFirst = !before.some(({ place }) => place > repeated);
  const stage1 = past.of('AuditCompleted').filter(({ data }) => data.text('kind') === 'stage-1');
  const from = isFirst ? dataOf(stage1.at(-1)).word('closedOn') : on;
  return after(from, span(policy, 'stage1MaxAge'));
}

/** T-06: in a recertification not after the certificate has expired. */
function evidenceLimit({ fact, on, policy, past }: Asked): string {
  const limit = after(on, span(policy, 'majorEvidenceDue'));
  if (kindOfAudit(past, fact.event.entity) !== 'recertification') return limit;
  const start = past.in(fact.event.entity)[0]?.place ?? 0;
  const granted = past.of(...grants);
  const expiry = granted
    .filter(({ place }) => place < start)
    .at(-1)
    ?.data.text('validUntil');
  return expiry !== undefined && expiry < limit ? expiry : limit;
}

/** T-08: from the closing meeting, also where a major became a minor later. */
function planLimit({ fact, on, policy, past }: Asked): string {
  const set = past.in(fact.event.entity).filter(({ event }) => event.type === 'ResponseDatesSet');
  const closing = fact.event.type === 'NonconformityDowngraded' ? set.at(-1)?.data.text('on') : on;
  return after(closing ?? on, span(policy, 'minorPlanDue'));
}

/** T-10: the reminders of the policy, and the end. */
function decisionLimit({ on, field, policy }: Asked): string {
  const alerts = policy.texts('decisionAlerts');
  const end = span(policy, 'decisionSla');
  const spans: Readonly<Record<string, string | undefined>> = {
    firstAlert: alerts[0],
    lastAlert: alerts.at(-1),
  };
  return after(on, spans[field] ?? end);
}

/** T-14: each calendar year before that of the expiry, or sooner where the policy bounds the gap. */
function surveillanceLimit({ fact, on, policy, past }: Asked): string | readonly string[] {
  if (fact.event.type !== 'CertificationMaintained') {
    const since = fact.event.type === 'TransferAccepted' ? takenOverSince(past) : on;
    const years = yearsBetween(since, fact.data.word('validUntil')).map(endOfYear);
    return [...years, ...byProgramme(past, fact, on)];
  }
  const day = surveillancesIn(past).at(-1)?.data.text('on') ?? on;
  const gap = policy.text('svMaxGap') ?? 'off';
  const limits = [endOfYear(yearOf(day) + 1), ...(gap === 'off' ? [] : [after(day, gap)])];
  return [...limits, ...byProgramme(past, fact, day)].sort()[0] ?? '';
}

/** T-13: from the first decision, which may have been that of another body. */
function firstSurveillanceLimit({ fact, on, policy, past }: Asked): string {
  const isTakenOver = fact.event.type === 'TransferAccepted';
  const from = isTakenOver ? dataOf(past.of('TransferRequested').at(-1)).word('grantedOn') : on;
  return [after(from, span(policy, 'sv1Max')), ...byProgramme(past, fact, on)].sort()[0] ?? '';
}

/** Since when a cycle that another body began owes surveillance: its last one, or its decision. */
function takenOverSince(past: Past): string {
  const held = dataOf(past.of('PreTransferReviewCompleted').at(-1)).texts('surveillances').at(-1);
  return held ?? dataOf(past.of('TransferRequested').at(-1)).word('grantedOn');
}

/** T-19: six months after the issuing body has failed, and not after the expiry. */
function transferLimit({ fact, on, past }: Asked): string {
  const granted = past.of(...grants).at(-1);
  const until = fact.data.text('validUntil') ?? dataOf(granted).word('validUntil');
  const latest = after(fact.data.text('issuerFailedOn') ?? on, 'P6M');
  return until < latest ? until : latest;
}

/** When each rule is due, counted anew from the event that began it; several where a rule reminds several times. */
const limits: Readonly<Record<string, (asked: Asked) => string | readonly string[]>> = {
  'T-01': ({ fact, policy, past }) =>
    after(localDay(fact.event.at, past.zone), span(policy, 'quoteValidity')),
  'T-03': stage1Limit,
  'T-04': (asked) => workingDays(asked, 'reportWorkingDays'),
  'T-05': ({ on, policy }) => after(on, span(policy, 'capDue')),
  'T-06': evidenceLimit,
  'T-07': ({ on, policy }) => after(on, span(policy, 'majorHardStop')),
  'T-08': planLimit,
  'T-10': decisionLimit,
  'T-11': ({ on, policy }) => after(on, span(policy, 'abAnswerReminder')),
  'T-12': (asked) => workingDays(asked, 'certificateWorkingDays'),
  'T-13': firstSurveillanceLimit,
  'T-14': surveillanceLimit,
  'T-15': ({ fact, policy }) =>
    policy
      .texts('recertReminders')
      .map((reminder) => after(fact.data.word('validUntil'), reminder)),
  'T-16': ({ fact }) => fact.data.word('validUntil'),
  'T-17': ({ fact, policy }) =>
    after(fact.data.word('validUntil'), span(policy, 'restorationWindow')),
  'T-18': ({ on, policy }) => after(on, span(policy, 'suspensionMax')),
  // IAF MD 26: the end of the transition to 27001:2022, or what was announced last.
  'R-STD-01': ({ past }) =>
    dataOf(past.of('EditionEndAnnounced').at(-1)).inside('cutOff').text('due') ?? '2025-10-31',
  'T-19': transferLimit,
  'T-20': ({ fact }) => fact.data.word('until'),
  'T-24': (asked) => workingDays(asked, 'appealWorkingDays'),
};

function deadlineFault(fact: Fact, past: Past, deadline: Deadline): string | undefined {
  const { field, rule, anchor, due, at } = deadline;
  const end = endOf(due, past.zone);
  if (at !== end) return `${rule}: ${due} has passed at ${end}, not ${at}`;
  const began = past.byId(anchor);
  if (!began) return `${rule}: ${anchor} does not exist`;
  if (began !== fact) {
    const known = deadlinesIn(began.event.data).filter((other) => other.rule === rule);
    return known.some((other) => other.due === due)
      ? undefined
      : `${rule}: ${anchor} does not say ${due}`;
  }
  const on = fact.data.text('on') ?? localDay(fact.event.at, past.zone);
  const right = limits[rule]?.({ fact, on, field, past, policy: past.policy });
  const isRight = right === undefined || [right].flat().includes(due);
  return isRight ? undefined : `${rule}: ${String(right)} is right, not ${due}`;
}

function hasElapsedBefore(last: Fact, past: Past): boolean {
  const [one] = deadlinesIn(last.event.data);
  return past.in(last.event.entity).some((other) => {
    if (other === last || other.event.type !== last.event.type) return false;
    const [before] = deadlinesIn(other.event.data);
    return before?.anchor === one?.anchor && before?.due === one?.due;
  });
}

/** The facts that follow when nobody has done anything in time, by the rule of the deadline. */
const lapses: Readonly<Record<string, string>> = {
  QuoteValidityElapsed: 'QuoteExpired',
  Stage1ValidityElapsed: 'Stage1ValidityLapsed',
  MajorClosureWindowElapsed: 'Stage2ReauditRequired',
  SurveillanceDueElapsed: 'SurveillanceOverdue',
  CertificateExpiryElapsed: 'CertificateExpired',
  TakeoverLimitElapsed: 'TransferLapsed',
  CapDueElapsed: 'CapDeadlineMissed',
  ResponseDueElapsed: 'ResponseDeadlineMissed',
  DecisionDueElapsed: 'DecisionOverdue',
  ClientAnswerDueElapsed: 'ClientAnswerMissed',
  AcknowledgementDueElapsed: 'AcknowledgementMissed',
};

/** The fact that follows from the clock's own stands next to it. */
function lapseFault({ event }: Fact, past: Past): string | undefined {
  const before = past.in(event.entity).at(-2);
  const wanted = before && lapses[before.event.type];
  if (wanted === undefined || before?.event.cause !== 'timer') return undefined;
  return event.type === wanted ? undefined : `${before.id} is not followed by ${wanted}`;
}

/** What holds of deadlines. */
export const deadlineInvariants = defineInvariants([
  {
    id: 'INV-05',
    says: 'Every due date is the one that its rule, its anchor and the recorded policy give, and has passed when that local day is over.',
    source: 'domain 2, 8.9, C-03, C-07, 10a.4',
    alsoCopies: true,
    fault: (last, past) => {
      for (const deadline of deadlinesIn(last.event.data)) {
        const fault = deadlineFault(last, past, deadline);
        if (fault !== undefined) return fault;
      }
      return undefined;
    },
  },
  {
    id: 'INV-09',
    says: 'A deadline elapses once, and not before its instant.',
    source: 'domain 8.9; C-05',
    fault: (last, past) => {
      if (last.event.cause !== 'timer') return undefined;
      const [deadline] = deadlinesIn(last.event.data);
      if (!deadline) return undefined;
      if (last.event.at < deadline.at) return `it elapsed before ${deadline.at}`;
      return hasElapsedBefore(last, past) ? `${deadline.rule} has elapsed before` : undefined;
    },
  },
  {
    id: 'INV-34',
    says: 'When a deadline elapses, what was missed is recorded in the same step.',
    source: 'domain 10a.1; SOD-11',
    fault: lapseFault,
  },
]);
