import { reading, type Reading } from '../reading.ts';
import type { Fact, Past } from './past.ts';

/** Questions to the past that several invariants ask; each answers from events alone. */

const nothing = reading(undefined);

/** What an event says; nothing where there is none. */
export function dataOf(fact: Fact | undefined): Reading {
  return fact?.data ?? nothing;
}

/** The last event of some types at the time of another one; that one left out. */
export function lastBefore(past: Past, fact: Fact, ...types: readonly string[]): Fact | undefined {
  return past.of(...types).findLast(({ place }) => place < fact.place);
}

/** The kind of audit of an entity, as it was scheduled. */
export function kindOfAudit(past: Past, entity: string): string | undefined {
  return past.in(entity)[0]?.data.text('kind');
}

/** Who was ever on an audit team of the client, or reviewed what is taken over: appointed, or joined later. */
export function auditorsIn(past: Past): ReadonlySet<string> {
  const appointed = past
    .of('AuditScheduled', 'PreTransferReviewPlanned')
    .flatMap(({ data }) => data.list('team'));
  const joined = past.of('TeamMemberReplaced').map(({ data }) => data.inside('joins').text('id'));
  return new Set([...appointed.map(({ id }) => String(id)), ...joined.flatMap((id) => id ?? [])]);
}

/** Decisions with which a cycle begins. */
export const grants = [
  'CertificationGranted',
  'RecertificationGranted',
  'CertificationRestoredAfterExpiry',
  'TransferAccepted',
];
/** What ends a certification: nothing but a new grant or a restoration follows. */
export const ends = [
  ...['CertificateWithdrawn', 'CertificateExpired', 'CertificateCancelled'],
  'TransferredOut',
];
/** Events with which a person decides about a certification. */
export const decisions = [
  ...['ApplicationDeclined', 'CertificationRefused', ...grants],
  ...['CertificateSuspended', 'CertificateWithdrawn'],
];

/** Who has ever reviewed a file, sat on a panel or decided. */
export function decidersIn(past: Past): ReadonlySet<string> {
  const members = past.of('PanelConvened').flatMap(({ data }) => data.texts('members'));
  const acted = past
    .of('TechnicalReviewPassed', ...decisions)
    .flatMap(({ event }) => event.actor?.id ?? []);
  return new Set([...members, ...acted]);
}

/** Who was appointed to an appeal or a complaint. */
export function handlersIn(past: Past): ReadonlySet<string> {
  const appointed = past.of('AppealHandlersAssigned', 'ComplaintHandlersAssigned');
  return new Set(appointed.flatMap(({ data }) => data.texts('handlers')));
}

/** The team of an audit or nonconformity now: as it began, with everybody who joined instead of somebody. */
export function teamOf(past: Past, entity: string): ReadonlyMap<string, string> {
  let team = new Map<string, string>();
  for (const { event, data } of past.in(entity)) {
    const named = data.list('team');
    if (named.length > 0) team = new Map(named.map(({ id, role }) => [String(id), String(role)]));
    if (event.type !== 'TeamMemberReplaced') continue;
    team.delete(data.word('leaves'));
    const joins = data.inside('joins');
    team.set(joins.word('id'), joins.word('role'));
  }
  return team;
}

/** What became of a nonconformity so far. */
export interface Standing {
  readonly entity: string;
  readonly grade: string;
  readonly requirement: string;
  readonly isPlanAccepted: boolean;
  readonly isVerified: boolean;
  readonly verifiedOn: string | undefined;
  /** Whether it does not stand any more: withdrawn, or part of a major. */
  readonly isVoid: boolean;
}

const changes: Readonly<Record<string, (fact: Fact) => Partial<Standing>>> = {
  CapAccepted: () => ({ isPlanAccepted: true }),
  CorrectiveActionVerified: ({ data }) => ({ isVerified: true, verifiedOn: data.text('on') }),
  NonconformityDowngraded: () => ({ grade: 'minor', isPlanAccepted: false, isVerified: false }),
  NonconformityEscalated: () => ({ grade: 'major', isPlanAccepted: false, isVerified: false }),
  NonconformityWithdrawn: () => ({ isVoid: true }),
  NonconformitySuperseded: () => ({ isVoid: true }),
  // What was taken over is dropped when its transfer comes to nothing.
  Stopped: () => ({ isVoid: true }),
};

/** Every nonconformity of the journey as its own log tells it. */
export function nonconformities(past: Past): readonly Standing[] {
  return past.of('NonconformityRaised').map(({ event, data }) =>
    past
      .in(event.entity)
      .reduce<Standing>(
        (standing, fact) => ({ ...standing, ...changes[fact.event.type]?.(fact) }),
        {
          entity: event.entity,
          grade: data.word('grade'),
          requirement: data.word('requirement'),
          ...{ isPlanAccepted: false, isVerified: false, verifiedOn: undefined, isVoid: false },
        },
      ),
  );
}

/** A deadline as an event holds it, and the field in which. */
export interface Deadline {
  readonly field: string;
  readonly rule: string;
  readonly anchor: string;
  readonly due: string;
  readonly at: string;
}

/** The deadlines in the data of an event, at any depth. */
export function deadlinesIn(data: unknown, field = ''): readonly Deadline[] {
  if (typeof data !== 'object' || data === null) return [];
  const value = reading(data);
  const [rule, anchor, due, at] = ['rule', 'anchor', 'due', 'at'].map((name) => value.text(name));
  if (rule !== undefined && anchor !== undefined && due !== undefined && at !== undefined) {
    return [{ field, rule, anchor, due, at }];
  }
  return Object.entries(data).flatMap(([name, inner]) => deadlinesIn(inner, name));
}
