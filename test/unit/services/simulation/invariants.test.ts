import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../../../machines/engine/index.ts';
import { createWatch, invariants } from '../../../../services/simulation/invariants/index.ts';
import { begun, play, readCase } from '../../../support/cases.ts';

type Data = Readonly<Record<string, unknown>>;
type Change = (events: readonly RecordedEvent[]) => readonly RecordedEvent[];

/** Changes the data of an event of a type, where it happened: of the first one, or another one. */
const told =
  (type: string, data: Data, nth = 0): Change =>
  (events) => {
    const found = events.filter((event) => event.type === type && event.cause !== 'child')[nth];
    return events.map((event) =>
      event === found ? { ...event, data: { ...event.data, ...data } } : event,
    );
  };

/** Lets somebody else give the first command of a type. */
const by =
  (type: string, id: string): Change =>
  (events) => {
    const found = events.find((event) => event.type === type && event.cause === 'command');
    return events.map((event) =>
      event === found ? { ...event, actor: { id, role: event.actor?.role ?? '' } } : event,
    );
  };

/** Leaves out all events of some types; the sequence of the others is kept without gap. */
const without =
  (...types: readonly string[]): Change =>
  (events) => {
    const counts = new Map<string, number>();
    return events
      .filter(({ type }) => !types.includes(type))
      .map((event) => {
        const sequence = (counts.get(event.entity) ?? 0) + 1;
        counts.set(event.entity, sequence);
        return { ...event, sequence };
      });
  };

const onDay = (events: readonly RecordedEvent[], type: string): Data =>
  events.find((event) => event.type === type)?.data ?? {};

/** What breaks which invariant; each a bug that the rules keep out. */
const breaks: readonly (readonly [string, string, Change])[] = [
  [
    'INV-01',
    'a certificate with another end',
    told('CertificateIssued', { validUntil: '2031-01-01' }),
  ],
  ['INV-02', 'a grant on majors that nobody verified', without('CorrectiveActionVerified')],
  ['INV-03', 'an auditor who votes', by('PanelVoteCast', 'a-1')],
  [
    'INV-04',
    'three years that are not less a day',
    told('CertificationGranted', { validUntil: '2030-01-20' }),
  ],
  [
    'INV-05',
    'a deadline on another day',
    (events) => {
      const { issueDue } = onDay(events, 'CertificationGranted');
      return told('CertificationGranted', {
        issueDue: { ...(issueDue as Data), due: '2027-01-29' },
      })(events);
    },
  ],
  ['INV-10', 'a finding on no requirement', told('FindingRaised', { requirement: '9.9.9' })],
  ['INV-11', 'a closing meeting after nothing was seen', without('EvidenceRecorded')],
  ['INV-12', 'half the days without a reason', told('AuditReportIssued', { daysUsed: 0.25 }, 1)],
  ['INV-13', 'a reduction below the floor', told('AuditTimeDetermined', { cappedDays: 1 })],
  [
    'INV-15',
    'a grant without concurrence',
    without('AccreditationBodyConcurred', 'AccreditationGateWaived'),
  ],
  ['INV-16', 'one number for two findings', told('FindingRaised', { id: 'nc-s2-001' }, 1)],
  ['INV-18', 'a proposal against the votes', told('PanelVoteCast', { vote: 'veto' })],
  ['INV-21', 'a stranger who holds the opening meeting', by('OpeningMeetingHeld', 'x-1')],
  ['INV-26', 'a grant by somebody outside the panel', by('CertificationGranted', 'p-9')],
  ['INV-31', 'an audit without an agreed plan', without('AuditPlanAgreed')],
  ['INV-32', 'an audit before the agreement', told('AgreementSigned', { on: '2027-09-21' })],
  ['INV-35', 'a meeting that is still to come', told('ClosingMeetingHeld', { on: '2039-01-01' })],
];

describe('invariants', () => {
  let log: readonly RecordedEvent[] = [];

  beforeAll(() => {
    const first = readCase('worked-case');
    const runner = begun(first);
    play(runner, first);
    play(runner, readCase('worked-case-years'));
    log = runner.log();
  }, 60_000);

  const broken = (events: readonly RecordedEvent[]): readonly string[] => {
    const watch = createWatch(invariants);
    return events.flatMap((event) => watch.see(event)).map(({ invariant }) => invariant);
  };

  it('given the worked case through its first cycle, when judged, then nothing is broken', () => {
    expect(broken(log)).toEqual([]);
  });

  it.each(breaks)('given %s, when there is %s, then it is broken', (invariant, _, change) => {
    const changed = change(log);
    expect(changed).not.toEqual(log);
    expect(broken(changed)).toContain(invariant);
  });

  it('given a certificate that was taken over, when judged, then nothing is broken, save where nobody knows when the other one ends', () => {
    const given = readCase('transfer-in');
    const runner = begun(given);
    play(runner, given);
    expect(broken(runner.log())).toEqual([]);
    expect(broken(without('PreviousCertificateEnded')(runner.log()))).toContain('INV-38');
    const later = told('PreviousCertificateEnded', { endsOn: '2028-04-27' });
    expect(broken(later(runner.log()))).toContain('INV-38');
    const longer = told('TransferAccepted', { validUntil: '2030-03-01' });
    expect(broken(longer(runner.log()))).toContain('INV-04');
  });

  it('given an event after the end, or one twice, when judged, then the log is at fault', () => {
    const closed = log.find(({ type }) => type === 'NonconformityClosed') as RecordedEvent;
    const after = { ...closed, sequence: closed.sequence + 1, type: 'EvidenceSubmitted' };
    const at = log.indexOf(closed) + 1;
    expect(broken([...log.slice(0, at), after])).toContain('INV-14');
    expect(broken([...log.slice(0, at), closed])).toContain('INV-17');
  });

  it('given the ids, when listed, then each stands once', () => {
    const ids = invariants.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
