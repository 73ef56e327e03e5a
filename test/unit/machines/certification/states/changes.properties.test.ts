import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent, Simulation } from '../../../../../machines/engine/index.ts';
import { begun, expectFoldEqualsState, play, readCase } from '../../../../support/cases.ts';

const given = readCase('worked-case');
const { journey } = given;
const wayToStage1 = given.steps.slice(
  0,
  given.steps.findIndex(({ command }) => command === 'scheduleStage1') + 1,
);
/** Places at which much is possible: before time, quote, agreement, pre-audit and Stage 1. */
const waiting = [
  ...['determineAuditTime', 'issueQuote', 'acceptQuote', 'signAgreement', 'agreeProgramme'],
  ...['requestPreAudit', 'scheduleStage1'],
].map((command) => wayToStage1.findIndex((step) => step.command === command));
const client = { id: 'c-1', role: 'client' };
const office = { id: 'o-1', role: 'cbAdmin' };
const reviewer = { id: 'r-1', role: 'applicationReviewer' };
const judgement = {
  business: { type: 2, processes: 2, maturity: 2 },
  technology: { infrastructure: 2, outsourcing: 2, development: 2 },
  adjustment: 0,
};
const sites = { count: 4, canBeSampled: true, reason: 'alike' };

/** What may be tried at any time, besides the steps of the case; `on` becomes the day on which it is tried. */
const more: readonly (readonly [string, object])[] = [
  ['reportChange', { actor: client, on: '', employees: 70 }],
  ['reportChange', { actor: client, on: '', employees: 45 }],
  ['reportChange', { actor: client, on: '', safety: 'hard hats' }],
  ['determineAuditTime', { actor: reviewer, ...judgement, sites }],
  ['redetermineAuditTime', { actor: reviewer, ...judgement, reason: 'changed' }],
  ['redetermineAuditTime', { actor: reviewer, ...judgement, sites, reason: 'changed' }],
  ['issueQuote', { actor: office, auditDays: 11, justification: 'j' }],
  ['reviseQuote', { actor: office, auditDays: 11, justification: 'j' }],
  ['reviseQuote', { actor: office, auditDays: 10, justification: 'j' }],
  ['acceptQuote', { actor: client }],
  ['acceptQuote', { actor: client, on: '' }],
  ['rejectQuote', { actor: client, reason: 'dear' }],
  ['selectSites', { actor: office, year: 0, chosen: [] }],
  ['openImpartialityCase', { actor: office, interest: 'advice' }],
  ['closeImpartialityCase', { actor: reviewer, reasons: ['none'] }],
];
const later = ['issueQuote', 'signAgreement', 'draftProgramme', 'agreeProgramme'].concat(
  ...['requestPreAudit', 'scheduleStage1'],
);
const steps = [
  ...wayToStage1.filter(({ command }) => later.includes(command)),
  ...more.map(([command, payload]) => ({ command, payload })),
];

function attempt(runner: Simulation, index: number): void {
  const step = steps[index % steps.length];
  if (!step) return;
  const on = runner.now().slice(0, 10);
  runner.command(journey, step.command, { ...step.payload, ...('on' in step.payload && { on }) });
}

/** What the log says at each event of whether time and quote fit the facts, told without the machine. */
interface Told {
  days?: unknown;
  agreed?: unknown;
  quoted?: unknown;
  due?: string;
  isStale: boolean;
  isExpired: boolean;
  isCaseOpen: boolean;
}

const scheduled = ['PreAuditRequested', 'Stage1Scheduled'];

function daysIn({ data }: RecordedEvent): string {
  return [
    data['initialDays'] ?? data['auditDays'],
    data['surveillanceDays'],
    data['recertificationDays'],
  ].join();
}

function check(told: Told, event: RecordedEvent): void {
  const { type, data } = event;
  if (type === 'QuoteIssued' || type === 'QuoteRevised') {
    expect([type, told.isStale, told.days]).toEqual([type, false, daysIn(event)]);
  }
  if (type === 'QuoteAccepted') {
    // Everything is recorded at noon, when it is the same day in Berlin.
    const on = typeof data['on'] === 'string' ? data['on'] : event.at.slice(0, 10);
    expect(on <= (told.due ?? '')).toBe(true);
    if (told.isExpired) expect(data['recordedAfterLapse']).toBe(true);
  }
  if (type === 'AgreementSigned') expect([told.isStale, told.agreed]).toEqual([false, told.days]);
  if (scheduled.includes(type)) {
    expect([told.isStale, told.isCaseOpen, told.agreed]).toEqual([false, false, told.days]);
  }
}

function quotedIn(event: RecordedEvent): Partial<Told> {
  const { due } = event.data['valid'] as { due: string };
  return { quoted: daysIn(event), due, isExpired: false };
}

const follow: Readonly<Record<string, (told: Told, event: RecordedEvent) => Partial<Told>>> = {
  ClientDataChanged: ({ isStale }, { data }) => ({
    isStale: isStale || data['isTimeDue'] === true,
  }),
  AuditTimeDetermined: (_, event) => ({ isStale: false, days: daysIn(event) }),
  AuditTimeRedetermined: (_, event) => ({ isStale: false, days: daysIn(event) }),
  QuoteIssued: (_, event) => quotedIn(event),
  QuoteRevised: (_, event) => quotedIn(event),
  QuoteExpired: () => ({ isExpired: true }),
  QuoteAccepted: ({ quoted }) => ({ agreed: quoted, isExpired: false }),
  ImpartialityCaseOpened: () => ({ isCaseOpen: true }),
  ImpartialityCaseClosed: () => ({ isCaseOpen: false }),
};

function assertTold(runner: Simulation): void {
  let told: Told = { isStale: false, isExpired: false, isCaseOpen: false };
  for (const event of runner.log(journey)) {
    check(told, event);
    told = { ...told, ...follow[event.type]?.(told, event) };
  }
}

describe('any sequence of changes', () => {
  it('given commands in any order and time passing, when recorded, then no quote and no audit rests on old facts', () => {
    const tried = fc.record({
      index: fc.nat({ max: steps.length - 1 }),
      days: fc.nat({ max: 40 }),
    });
    fc.assert(
      fc.property(
        fc.oneof(fc.nat({ max: wayToStage1.length }), fc.constantFrom(...waiting)),
        fc.array(tried, { minLength: 20, maxLength: 40, size: 'max' }),
        (prefix, tries) => {
          const runner = begun(given);
          play(runner, { journey, steps: wayToStage1.slice(0, prefix) });
          for (const { index, days } of tries) {
            attempt(runner, index);
            if (days > 37)
              runner.travelTo(new Date(Date.parse(runner.now()) + days * 86_400_000).toISOString());
          }
          assertTold(runner);
          expectFoldEqualsState(runner);
        },
      ),
      { numRuns: 80, seed: 27001 },
    );
  });
});
