/** Every date that a machine computes, computed again: by a calendar written out by hand, and by the zones of `Intl`. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { enrich as ofAudit } from '../../../../machines/audit/enrich.ts';
import { rules as ofAudits } from '../../../../machines/audit/rules.ts';
import { enrich as ofCertification } from '../../../../machines/certification/enrich.ts';
import { enrich as ofComplaint } from '../../../../machines/complaint/enrich.ts';
import { enrich as ofNonconformity } from '../../../../machines/nonconformity/enrich.ts';
import { resolvePolicy } from '../../../../machines/policy/index.ts';
import { calendarDate, changesOf, disagreement } from './zone-of-intl.ts';
import { byHand, expiry, holidays, yearEnds } from './due-dates-by-hand.ts';
import { daysInMonth, daysLater, monthsLater, write } from './written-out-calendar.ts';

const hourMs = 3_600_000;
const anchor = 'globex-27001:7';
/** Zones whose days have 23 and 25 hours, whose midnights do not exist or strike twice, half hours, none at all. */
const zones = [
  ...['Europe/Berlin', 'America/New_York', 'America/Havana', 'Africa/Cairo', 'Asia/Beirut'],
  ...['America/Santiago', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Auckland', 'UTC'],
];

interface Due {
  readonly rule: string;
  readonly anchor: string;
  readonly due: string;
  readonly at: string;
}
interface Anchor {
  readonly on: string;
  readonly zone: string;
}

/** What is looked at besides deadlines. */
interface Recorded {
  readonly openBy?: string;
  readonly until?: string;
  readonly expiry?: Due;
  readonly surveillanceDue?: Due;
  readonly recertificationReminder?: Due;
  readonly restorationWindow?: Due;
}
type Enrich = (payload: object, given: object) => Recorded;

/** What a machine records for a command; nothing where it takes the payload as it is. */
function asked(enrich: object, command: string, payload: object, given: object): Recorded {
  return (enrich as Record<string, Enrich>)[command]?.(payload, given) ?? {};
}

/** What the machines record when everything happens on one day. */
function recordedOn({ on, zone }: Anchor): readonly object[] {
  const policy = { ...resolvePolicy('default', {}), zone, holidays };
  // The last minute of the day.
  const at = new Date(Date.parse(endByIntl(on, zone)) - 60_000).toISOString();
  const meta = { id: anchor, at };
  const context = {
    ...{ policy, zone, kind: 'stage-2', evidenceBy: null, closingOn: null, application: null },
    ...{ auditTime: null, cycle: 0, surveillances: 1, decisions: 0, candidates: {} },
    ...{ stage1On: on, openBy: null, audit: 's2', audits: { s2: { closedOn: on } } },
    // So that a renewal reckons from the end of a cycle that begins on this day.
    ...{ expiry: { due: expiry(on) }, sites: [], findings: {}, manifest: [] },
    ...{ surveillanceDue: null, programme: null },
    ...{ decided: {}, appeals: {}, complaints: {}, missed: [], concerns: [], addressed: [] },
  };
  const ask = (enrich: object, command: string) =>
    asked(
      enrich,
      command,
      { on, until: on, answerBy: on, certificatesUntil: on },
      { context, meta },
    );
  return [
    ask(ofAudit, 'holdClosingMeeting'),
    ask(ofComplaint, 'referComplaint'),
    ...['downgradeNonconformity', 'escalateNonconformity'].map((command) =>
      ask(ofNonconformity, command),
    ),
    ...['issueQuote', 'authoriseStage2', 'completeDecisionFile', 'forwardFile', 'answerQuery'].map(
      (command) => ask(ofCertification, command),
    ),
    ...['grantCertification', 'maintainCertification', 'suspendCertificate'].map((command) =>
      ask(ofCertification, command),
    ),
    ...['recordAccreditationLoss', 'extendDeadline', 'terminateEngagement'].map((command) =>
      ask(ofCertification, command),
    ),
    ...['lodgeAppeal', 'lodgeComplaint', 'announceEditionEnd'].map((command) =>
      ask(ofCertification, command),
    ),
  ];
}

/** Dates that are no deadlines, and those of a renewal, which count from the end of the cycle before. */
function others({ on, zone }: Anchor): readonly unknown[] {
  const policy = { ...resolvePolicy('default', {}), zone };
  const context = {
    ...{ policy, zone, cycle: 1, openBy: null, stage1On: on, expiry: { due: on } },
    ...{ concerns: [], addressed: [], programme: null },
  };
  const given = { context, meta: { id: anchor, at: `${on}T00:00:00.000Z` } };
  const ask = (command: string) => asked(ofCertification, command, { on, until: on }, given);
  const renewed = ask('grantRecertification');
  return [
    ask('authoriseStage2').openBy,
    ask('declareConflict').until,
    renewed.expiry?.due,
    renewed.surveillanceDue?.due,
    renewed.recertificationReminder?.due,
    renewed.restorationWindow?.due,
  ];
}

/** Every deadline in what is recorded, however deep. */
function deadlinesIn(value: unknown): readonly Due[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(deadlinesIn);
  return 'rule' in value && 'due' in value && 'at' in value ? [value as Due, ...inner] : inner;
}

const clocks = new Map<string, (epochMs: number) => string>();
function shownAt(zone: string): (epochMs: number) => string {
  const clock = clocks.get(zone) ?? calendarDate(zone);
  clocks.set(zone, clock);
  return clock;
}

/** The first minute at which the calendar of the zone shows a later day. */
function endByIntl(day: string, zone: string): string {
  const shows = shownAt(zone);
  let afterMs = Date.parse(day) + 9 * hourMs;
  while (shows(afterMs) <= day) afterMs += hourMs;
  let beforeMs = afterMs - hourMs;
  while (afterMs - beforeMs > 60_000) {
    const middleMs = beforeMs + Math.floor((afterMs - beforeMs) / 120_000) * 60_000;
    if (shows(middleMs) <= day) beforeMs = middleMs;
    else afterMs = middleMs;
  }
  return new Date(afterMs).toISOString();
}

/** Deadlines that come out differently, as `rule on zone: due at`. */
function differences({ on, zone }: Anchor): readonly string[] {
  return deadlinesIn(recordedOn({ on, zone }))
    .filter(({ rule, due, at, ...rest }) => {
      const isDue = byHand[rule]?.(on).includes(due) === true;
      return !isDue || at !== endByIntl(due, zone) || rest.anchor !== anchor;
    })
    .map(({ rule, due, at }) => `${rule} of ${on} in ${zone}: ${due}, ${at}`);
}

/** Month ends, leap days and year ends. */
function edges(): readonly string[] {
  const months = [2024, 2027, 2028, 2031].flatMap((year) =>
    Array.from({ length: 12 }, (_, index) => [year, index + 1] as const),
  );
  return months.flatMap(([year, month]) =>
    [-1, 0, 1].map((shift) => daysLater(write(year, month, daysInMonth(year, month)), shift)),
  );
}

/** Days that have a deadline on a day whose clocks change, of thirty days, of sixty, of six months and of a year. */
function beforeChanges(zone: string): readonly string[] {
  const days = changesOf(zone)
    .filter((ms) => ms > Date.UTC(2026, 0, 1) && ms < Date.UTC(2036, 0, 1))
    .map((ms) => shownAt(zone)(ms));
  return days.flatMap((day) => [
    ...[-30, -60, -90].map((shift) => daysLater(day, shift)),
    ...[-6, -12].map((shift) => monthsLater(day, shift)),
  ]);
}

/** Zones that this host knows from the same database. */
const comparable = (): readonly string[] => {
  const same = zones.filter((zone) => disagreement(zone) === undefined);
  expect(same.length).toBeGreaterThan(5);
  return same;
};

describe('dates of the machines, computed again', () => {
  it('given month ends, leap days and year ends in each zone, when computed by hand, then they are the same', () => {
    const anchors = comparable().flatMap((zone) => edges().map((on) => ({ on, zone })));
    expect(anchors.length).toBeGreaterThan(500);
    expect(anchors.flatMap(differences)).toEqual([]);
  }, 60_000);

  it('given deadlines on days of 23 and 25 hours, when computed by hand, then they are the same', () => {
    const anchors = comparable().flatMap((zone) => beforeChanges(zone).map((on) => ({ on, zone })));
    expect(anchors.length).toBeGreaterThan(300);
    expect(anchors.flatMap(differences)).toEqual([]);
  }, 60_000);

  it('given any 500 days, when computed by hand, then they are the same', () => {
    const same = comparable();
    const anyOn = fc
      .tuple(fc.integer({ min: 2020, max: 2054 }), fc.integer({ min: 1, max: 12 }), fc.nat(30))
      .map(([year, month, day]) => write(year, month, 1 + (day % daysInMonth(year, month))));
    fc.assert(
      fc.property(anyOn, fc.constantFrom(...same), (on, zone) => {
        expect(differences({ on, zone })).toEqual([]);
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it('given validity of Stage 1, cooling-off and renewal, when computed by hand, then they are the same', () => {
    for (const on of edges()) {
      const renewed = monthsLater(on, 36);
      expect({ on, dates: others({ on, zone: 'Europe/Berlin' }) }).toEqual({
        on,
        dates: [
          ...[monthsLater(on, 6), monthsLater(on, 24), renewed],
          yearEnds(on, renewed)[0],
          ...[monthsLater(renewed, -9), monthsLater(renewed, 6)],
        ],
      });
    }
  });

  it('given a certificate that ends within six months, when the accreditation is lost, then T-19 ends with it', () => {
    for (const on of edges()) {
      const ends = daysLater(on, 100);
      const policy = resolvePolicy('default', {});
      const context = { policy, zone: 'Europe/Berlin', expiry: { due: ends } };
      const given = { context, meta: { id: anchor, at: `${on}T12:00:00.000Z` } };
      const lost = asked(ofCertification, 'recordAccreditationLoss', { on }, given);
      expect(deadlinesIn(lost).map(({ rule, due }) => [rule, due])).toEqual([['T-19', ends]]);
    }
  });

  it('given notice and recency of T-02 and T-26, when the first day in time is sought, then it is the one by hand', () => {
    const policy = resolvePolicy('default', {});
    for (const on of edges()) {
      const opens = (day: string, known: object): boolean =>
        ofAudits['T-02'].allows({
          context: {
            policy,
            noticeWaived: false,
            planSentOn: null,
            teamNotifiedOn: null,
            ...known,
          },
          event: { type: 'OpeningMeetingHeld', on: day },
        } as never);
      const planned = { kind: 'stage-2', planSentOn: on };
      const notified = { kind: 'stage-1', teamNotifiedOn: on };
      expect([13, 14].map((days) => opens(daysLater(on, days), planned))).toEqual([false, true]);
      expect([6, 7].map((days) => opens(daysLater(on, days), notified))).toEqual([false, true]);
      const isRecent = (day: string): boolean =>
        ofAudits['T-26'].allows({
          context: { closedOn: on },
          event: { type: 'ReadinessConcluded', conclusion: 'ready', internalAuditOn: day },
        } as never);
      const oldest = monthsLater(on, -12);
      expect([daysLater(oldest, -1), oldest].map(isRecent)).toEqual([false, true]);
    }
  });

  it('given the rules that set dates, when looked for, then each of them was compared', () => {
    const compared = deadlinesIn(recordedOn({ on: '2027-01-20', zone: 'UTC' }));
    expect([...new Set(compared.map(({ rule }) => rule))].sort()).toEqual(
      Object.keys(byHand).sort(),
    );
  });
});
