import { z } from 'zod';
import { addDays, localDateAt, parseLocalDate } from '../../machines/calendar/index.ts';
import type { RecordedEvent } from '../../machines/engine/index.ts';
import { certificationContract } from '../../machines/index.ts';
import { livingStatuses, type Certificate, type Status } from './certificate.ts';

/** What the register keeps of one journey: what its certificates are made of, and the certificates. */
export interface Standing {
  readonly client: string;
  readonly standard: string;
  /** Empty before the application. */
  readonly scope: string;
  /** Zone of the certification body, whose local dates count. */
  readonly zone: string;
  /** Terms of the cycle that was granted last. */
  readonly grant: Grant | null;
  /** In the order of their issue. */
  readonly certificates: readonly Certificate[];
}

interface Term {
  readonly validUntil: string;
  readonly expiresAt: string;
}
interface Grant extends Term {
  readonly validFrom: string;
  /** That of the cycle, whatever the edition. */
  readonly cycle: Term;
}

type Change = (standing: Standing, event: RecordedEvent) => Standing;

const { events } = certificationContract;
const granted = events.CertificationGranted.data.shape;
const startSchema = z.object({
  client: events.JourneyStarted.data.shape.client,
  standard: z.string(),
  policy: z.object({ zone: z.string() }),
});
const toldSchema = z.object({ scope: events.AdditionalInformationProvided.data.shape.scope });
const dueSchema = z.object({ due: z.iso.date(), at: z.iso.datetime() });
const grantSchema = z.object({
  on: granted.on,
  validUntil: granted.validUntil,
  expiry: z.object({ at: z.iso.datetime() }),
  editionCutOff: dueSchema.optional(),
});
const editionEndSchema = z.object({ cutOff: dueSchema.nullable() });
const transitionSchema = z.object({
  on: granted.on,
  toEdition: z.string(),
  validUntil: granted.validUntil,
  expiry: z.object({ at: z.iso.datetime() }),
});
const issueSchema = z.object({
  on: granted.on,
  number: events.CertificateIssued.data.shape.number,
  standard: events.CertificateIssued.data.shape.standard,
  scope: events.CertificateIssued.data.shape.scope,
});
const reissueSchema = z.object({
  number: events.CertificateReissued.data.shape.number,
  scope: events.CertificateReissued.data.shape.scope,
});
const scopedSchema = z.object({
  on: granted.on,
  scope: events.CertificateScopeReduced.data.shape.scope,
});
const datedSchema = z.object({ on: granted.on });

function changed(
  certificate: Certificate,
  event: RecordedEvent,
  change: Partial<Omit<Certificate, 'number' | 'journey' | 'client'>>,
): Certificate {
  const lastEvent = `${event.entity}:${String(event.sequence)}`;
  const revision = certificate.revision + 1;
  return { ...certificate, ...change, revision, lastEvent, lastEventAt: event.at };
}

/** Gives every certificate that has one of some statuses another one. */
function turn(
  standing: Standing,
  event: RecordedEvent,
  given: {
    readonly from: readonly Status[];
    readonly to: Status;
    readonly since: (certificate: Certificate) => string;
    /** @defaultValue all of them */
    readonly only?: (certificate: Certificate) => boolean;
  },
): Standing {
  const certificates = standing.certificates.map((one) =>
    given.from.includes(one.status) && (given.only?.(one) ?? true)
      ? changed(one, event, { status: given.to, since: given.since(one) })
      : one,
  );
  return { ...standing, certificates };
}

/** A person's decision, dated by the person. */
function decided(from: readonly Status[], to: Status): Change {
  return (standing, event) => {
    const { on } = datedSchema.parse(event.data);
    return turn(standing, event, { from, to, since: () => on });
  };
}

/** What the client tells last holds. */
const told: Change = (standing, { data }) => {
  const { scope = standing.scope } = toldSchema.parse(data);
  return { ...standing, scope };
};

const grant: Change = (standing, { data }) => {
  const { on, validUntil, expiry, editionCutOff } = grantSchema.parse(data);
  const cycle = { validUntil, expiresAt: expiry.at };
  return { ...standing, grant: { validFrom: on, cycle, ...bounded(cycle, editionCutOff) } };
};

/** An edition that ends before the certificate ends it. */
function bounded(
  { validUntil, expiresAt }: Term,
  cutOff: z.infer<typeof dueSchema> | null | undefined,
): Term {
  return cutOff && cutOff.due < validUntil
    ? { validUntil: cutOff.due, expiresAt: cutOff.at }
    : { validUntil, expiresAt };
}

/** The end of an edition became known, or was changed. */
const editionEnds: Change = (standing, event) => {
  const { cutOff } = editionEndSchema.parse(event.data);
  const { grant: terms } = standing;
  const certificates = standing.certificates.map((one) => {
    const isOfCycle = terms !== null && one.validFrom === terms.validFrom;
    const bound = bounded(isOfCycle ? terms.cycle : one, cutOff);
    return livingStatuses.includes(one.status) && bound.validUntil !== one.validUntil
      ? changed(one, event, bound)
      : one;
  });
  const grant = terms && { ...terms, ...bounded(terms.cycle, cutOff) };
  return { ...standing, certificates, grant };
};

/** To the next edition, with the end of the cycle; also where the decision was recorded after the cut-off. */
const transitioned: Change = (standing, event) => {
  const { on, toEdition: standard, validUntil, expiry } = transitionSchema.parse(event.data);
  const term = { validUntil, expiresAt: expiry.at };
  const last = standing.certificates.at(-1);
  const certificates = standing.certificates.map((one) => {
    if (one !== last) return one;
    const isBack = one.status === 'expired' && isLate(event);
    if (!isBack && !livingStatuses.includes(one.status)) return one;
    return changed(one, event, {
      ...{ standard, ...term },
      ...(isBack && { status: 'valid', since: on }),
    });
  });
  const { grant: terms } = standing;
  return {
    ...standing,
    standard,
    certificates,
    grant: terms && { ...terms, cycle: term, ...term },
  };
};

function isLate({ data }: RecordedEvent): boolean {
  return (data as { readonly recordedAfterLapse?: unknown }).recordedAfterLapse === true;
}

const issue: Change = (standing, event) => {
  const { on, number, standard, scope = standing.scope } = issueSchema.parse(event.data);
  const { client, grant } = standing;
  if (!grant) throw new Error(`${event.entity}: a certificate was issued without a grant`);
  // One whose last day had passed when the next was handed over is not replaced by it.
  const ended = turn(standing, event, {
    ...{ from: livingStatuses, to: 'expired', since: firstDayAfter },
    only: ({ validUntil }) => validUntil < on,
  });
  const replaced = turn(ended, event, {
    ...{ from: livingStatuses, to: 'replaced', since: () => on },
  });
  const { cycle: _, ...terms } = grant;
  const certificate: Certificate = {
    ...{ number, journey: event.entity, client, standard, scope, ...terms },
    ...{ status: 'valid', since: on, issuedOn: on, revision: 1 },
    lastEvent: `${event.entity}:${String(event.sequence)}`,
    lastEventAt: event.at,
  };
  return { ...replaced, certificates: [...replaced.certificates, certificate] };
};

/** A revised certificate says what holds from now on; its status and validity stay. */
const reissue: Change = (standing, event) => {
  const { number, scope } = reissueSchema.parse(event.data);
  const certificates = standing.certificates.map((one) =>
    one.number === number ? changed(one, event, { scope: scope ?? one.scope }) : one,
  );
  return { ...standing, certificates };
};

/** A person changed the scope of what is certified; a suspension ends with a reduction. */
const rescope: Change = (standing, event) => {
  const { on, scope } = scopedSchema.parse(event.data);
  const certificates = standing.certificates.map((one) => {
    if (!livingStatuses.includes(one.status)) return one;
    const { since } = one.status === 'valid' ? one : { since: on };
    return changed(one, event, { scope, status: 'valid', since });
  });
  return { ...standing, scope, certificates };
};

/** What the events mean for the public; every other one changes nothing. */
const changes: Readonly<Record<string, Change>> = {
  ApplicationSubmitted: told,
  AdditionalInformationProvided: told,
  CertificationGranted: grant,
  RecertificationGranted: grant,
  CertificationRestoredAfterExpiry: grant,
  TransferAccepted: grant,
  CertificateIssued: issue,
  CertificateReissued: reissue,
  EditionEndAnnounced: editionEnds,
  StandardTransitionStarted: editionEnds,
  StandardTransitionCompleted: transitioned,
  CertificateSuspended: decided(['valid'], 'suspended'),
  CertificateRestored: decided(['suspended'], 'valid'),
  CertificateScopeReduced: rescope,
  CertificateScopeExtended: rescope,
  CertificateCancelled: decided(livingStatuses, 'cancelled'),
  // Another body has certified the client from that day on.
  TransferredOut: decided(livingStatuses, 'cancelled'),
  CertificateWithdrawn: decided(livingStatuses, 'withdrawn'),
  CertificateExpired: (standing, event) =>
    turn(standing, event, { from: livingStatuses, to: 'expired', since: firstDayAfter }),
  EngagementTerminated: (standing, event) =>
    turn(standing, event, {
      from: livingStatuses,
      to: 'cancelled',
      since: () => localDateAt(Date.parse(event.at), standing.zone),
    }),
};

/** Whether an event can change what the register holds; all others need not be written down. */
export function concerns({ type }: Pick<RecordedEvent, 'type'>): boolean {
  return type === certificationContract.starts || Object.hasOwn(changes, type);
}

/** The first day on which a certificate is not valid any more. */
function firstDayAfter({ validUntil }: Pick<Certificate, 'validUntil'>): string {
  return addDays(parseLocalDate(validUntil), 1);
}

function begin({ entity, data }: RecordedEvent): Standing {
  const parsed = startSchema.safeParse(data);
  if (!parsed.success) throw new Error(`${entity}: its first event is no start of a journey`);
  const { client, standard, policy } = parsed.data;
  return { client, standard, scope: '', zone: policy.zone, grant: null, certificates: [] };
}

/**
 * The register's knowledge of a journey after one more of its events, in order. Events that say nothing of
 * certificates give the same standing.
 * @throws ZodError or Error when an event lacks what it must say
 */
export function project(standing: Standing | undefined, event: RecordedEvent): Standing {
  if (!standing) return begin(event);
  const change = Object.hasOwn(changes, event.type) ? changes[event.type] : undefined;
  return change?.(standing, event) ?? standing;
}
