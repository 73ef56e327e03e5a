/** For each invariant what would break it: bugs that the rules keep out, planted into logs that were recorded. */
import type { RecordedEvent } from '../../../../machines/engine/index.ts';
import type { logs } from './recorded.ts';

type Log = readonly RecordedEvent[];
type Data = Readonly<Record<string, unknown>>;
/** Makes the log of a journey in which something is wrong. */
export type Change = (events: Log) => Log;
/** Invariant, what is wrong, and how to plant it. */
export type Planted = readonly [invariant: string, wrong: string, change: Change];

const isOwn = ({ cause }: RecordedEvent): boolean => cause !== 'child' && cause !== 'parent';

/** Makes another event of the first one of a type, or of a later one. */
const changed =
  (type: string, change: (event: RecordedEvent) => RecordedEvent, nth = 0): Change =>
  (events) => {
    const found = events.filter((event) => event.type === type && isOwn(event))[nth];
    return events.map((event) => (event === found ? change(event) : event));
  };

const told = (type: string, data: Data, nth = 0): Change =>
  changed(type, (event) => ({ ...event, data: { ...event.data, ...data } }), nth);

/** Lets somebody else give the first command of a type. */
const by = (type: string, id: string): Change =>
  changed(type, (event) => ({ ...event, actor: { id, role: event.actor?.role ?? '' } }));

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

/** Records the first event of a type once more after another one, as another type if so wanted. */
const again =
  (type: string, { after, as = type }: { after: string; as?: string }): Change =>
  (events) => {
    const copied = events.find((event) => event.type === type && isOwn(event));
    const place = events.findIndex((event) => event.type === after && isOwn(event));
    const { at = '', sequence = 0 } = events[place] ?? {};
    return events.flatMap((event, index) =>
      index === place && copied
        ? [event, { ...copied, type: as, at, sequence: sequence + 1 }]
        : event,
    );
  };

/** Changes a field of an object in the data of the first event of a type. */
const inside = (type: string, field: string, data: Data): Change =>
  changed(type, (event) => ({
    ...event,
    data: { ...event.data, [field]: { ...(event.data[field] as Data), ...data } },
  }));

const joins = (id: string, impartialityDeclared = true): Data => ({
  team: [{ id, role: 'leadAuditor', impartialityDeclared }],
});

/** What is planted into which log. */
export const planted: Readonly<Record<keyof typeof logs, readonly Planted[]>> = {
  years: [
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
      inside('CertificationGranted', 'issueDue', { due: '2027-01-29' }),
    ],
    ['INV-10', 'a finding on no requirement', told('FindingRaised', { requirement: '9.9.9' })],
    ['INV-11', 'a closing meeting after nothing was seen', without('EvidenceRecorded')],
    ['INV-12', 'half the days without a reason', told('AuditReportIssued', { daysUsed: 0.25 }, 1)],
    ['INV-13', 'a reduction below the floor', told('AuditTimeDetermined', { cappedDays: 1 })],
    [
      'INV-14',
      'evidence for what is closed',
      again('EvidenceSubmitted', { after: 'NonconformityClosed' }),
    ],
    [
      'INV-15',
      'a grant without concurrence',
      without('AccreditationBodyConcurred', 'AccreditationGateWaived'),
    ],
    ['INV-16', 'one number for two findings', told('FindingRaised', { id: 'nc-s2-001' }, 1)],
    [
      'INV-17',
      'one event twice',
      (events) => events.flatMap((event, index) => (index === 9 ? [event, event] : event)),
    ],
    [
      'INV-17',
      'a day before that of the event before',
      changed('QuoteAccepted', (event) => ({ ...event, at: '2026-01-01T00:00:00.000Z' })),
    ],
    ['INV-18', 'a proposal against the votes', told('PanelVoteCast', { vote: 'veto' })],
    ['INV-21', 'a stranger who holds the opening meeting', by('OpeningMeetingHeld', 'x-1')],
    [
      'INV-22',
      'an auditor who verifies what is its own work',
      told('EvidenceSubmitted', { carriedOutBy: 'a-1' }),
    ],
    [
      'INV-23',
      'an auditor who has not declared its impartiality',
      told('AuditScheduled', joins('a-1', false)),
    ],
    [
      'INV-24',
      'a major that was verified after the window',
      told('CorrectiveActionVerified', { on: '2027-08-01' }),
    ],
    [
      'INV-25',
      'an auditor who has advised the client',
      told('ApplicationSubmitted', { advice: [{ by: 'a-1', until: '2026-01-01' }] }),
    ],
    ['INV-26', 'a grant by somebody outside the panel', by('CertificationGranted', 'p-9')],
    [
      'INV-27',
      'a command that nobody gave',
      changed('QuoteAccepted', ({ actor: _, ...event }) => event),
    ],
    [
      'INV-27',
      'a cause that does not exist',
      changed('RcbRejected', (event) => ({ ...event, causationId: 'globex-27001:999' })),
    ],
    [
      'INV-28',
      'a second certification beside the first',
      again('CertificationGranted', { after: 'CertificateIssued' }),
    ],
    ['INV-29', 'a member of the panel who audits later', told('AuditScheduled', joins('p-1'), 3)],
    ['INV-31', 'an audit without an agreed plan', without('AuditPlanAgreed')],
    ['INV-32', 'an audit before the agreement', told('AgreementSigned', { on: '2027-09-21' })],
    [
      'INV-33',
      'a surveillance while an impartiality case is open',
      again('QuoteAccepted', { after: 'CertificateIssued', as: 'ImpartialityCaseOpened' }),
    ],
    ['INV-35', 'a meeting that is still to come', told('ClosingMeetingHeld', { on: '2039-01-01' })],
    [
      'INV-40',
      'a year that owes a surveillance, and none is due',
      told('CertificationMaintained', { surveillanceDue: null }),
    ],
    [
      'INV-40',
      'a surveillance that is due a year too late',
      inside('CertificationMaintained', 'surveillanceDue', { due: '2029-12-31' }),
    ],
  ],
  appeals: [
    ['INV-06', 'an overdue surveillance that is not recorded', without('SurveillanceOverdue')],
    [
      'INV-08',
      'a withdrawn certificate that is restored',
      again('CertificateRestored', { after: 'CertificateWithdrawn' }),
    ],
    ['INV-19', 'a restoration of what is not suspended', without('CertificateSuspended')],
    [
      'INV-19',
      'a suspension of what is suspended',
      again('CertificateSuspended', { after: 'CertificateSuspended' }),
    ],
    [
      'INV-30',
      'an auditor who handles an appeal',
      told('AppealHandlersAssigned', { handlers: ['a-1'] }),
    ],
    ['INV-34', 'a lapse without what follows from it', without('SurveillanceOverdue')],
  ],
  suspended: [['INV-37', 'a suspension beyond its limit', without('SuspensionLimitElapsed')]],
  expired: [
    ['INV-07', 'a year without a surveillance', without('SurveillanceOverdue')],
    [
      'INV-09',
      'a day that has not passed',
      told('CertificateExpiryElapsed', { at: '2030-01-20T23:00:00.000Z' }),
    ],
    [
      'INV-09',
      'a day that passes twice',
      again('CertificateExpiryElapsed', { after: 'CertificateExpired' }),
    ],
    ['INV-20', 'an expiry that is not recorded', without('CertificateExpired')],
    [
      'INV-04',
      'a renewal that leaves the grid',
      told('CertificationRestoredAfterExpiry', { validUntil: '2033-06-26' }),
    ],
  ],
  flood: [
    ['INV-39', 'a day that was moved by who declared the flood', by('DeadlineExtended', 'o-1')],
    ['INV-39', 'a day that was moved without a flood', without('ExtraordinaryEventDeclared')],
    [
      'INV-39',
      'a day that was moved by more than six months',
      inside('DeadlineExtended', 'surveillanceDue', { due: '2028-07-21' }),
    ],
    [
      'INV-39',
      'a day that was moved to before it',
      inside('DeadlineExtended', 'surveillanceDue', { due: '2028-01-19' }),
    ],
    [
      'INV-39',
      'a day of what has been cancelled',
      again('ExtraordinaryEventDeclared', {
        after: 'CertificateIssued',
        as: 'CertificateCancelled',
      }),
    ],
    ['INV-06', 'a moved day that passes unnoticed', without('SurveillanceOverdue')],
  ],
  transfer: [
    ['INV-38', 'nobody who knows when the other one ends', without('PreviousCertificateEnded')],
    [
      'INV-38',
      'a certificate of the other body that has not ended',
      told('PreviousCertificateEnded', { endsOn: '2028-04-27' }),
    ],
    [
      'INV-04',
      'a longer validity than what was taken over',
      told('TransferAccepted', { validUntil: '2030-03-01' }),
    ],
  ],
};
