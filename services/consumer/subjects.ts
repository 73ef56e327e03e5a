/** The tenant's stream: `CERTWAY_ACME_CERT` of `acme-cert`. */
export function streamName(tenant: string): string {
  return `CERTWAY_${tenant.toUpperCase().replaceAll('-', '_')}`;
}

/** Everything of a tenant. */
export function tenantSubjects(tenant: string): string {
  return `certway.${tenant}.>`;
}

/** The stream of the events that a tenant's consumers could not handle. */
export function deadLetterStream(tenant: string): string {
  return `${streamName(tenant)}_DEAD_LETTERS`;
}

/** All dead letters of a tenant, or those of one consumer: `certway-dead-letters.<tenant>.<consumer>.<sequence>`. */
export function deadLetterSubjects(tenant: string, consumer?: string): string {
  const prefix = `certway-dead-letters.${tenant}`;
  return consumer === undefined ? `${prefix}.>` : `${prefix}.${consumer}.*`;
}

/** An entity as its subjects name it. */
export interface SubjectParts {
  readonly tenant: string;
  readonly journey: string;
  readonly machine: string;
  /** Workflow id. */
  readonly entity: string;
  readonly event: string;
  readonly received: boolean;
}

/**
 * Reads a subject, `certway.<tenant>.<journey>.<machine>.<entity>.<Event>`; the receiver's copy of another entity's
 * event lies one level deeper, `….received.<Event>`.
 * @returns `undefined` when it is not one of an event
 */
export function parseSubject(subject: string): SubjectParts | undefined {
  const [root, tenant, journey, machine, name, ...rest] = subject.split('.');
  const event = rest.at(-1);
  if (root !== 'certway' || !tenant || !journey || !machine || !name || !event) return undefined;
  const entity = name === 'self' ? journey : `${journey}/${name}`;
  return { tenant, journey, machine, entity, event, received: rest.length > 1 };
}

/** Which events; what is absent restricts nothing. */
export interface Filter {
  /** CloudEvents types with their version, e.g. `org.certway.certification.CertificateIssued.v1`. */
  readonly types?: readonly string[];
  /** Id of a machine, e.g. `nonconformity`. */
  readonly machine?: string;
  /** Id of a journey; its audits, nonconformities and decisions belong to it. */
  readonly journey?: string;
  /** Whether receivers' copies of other entities' events are wanted too. @defaultValue false */
  readonly received?: boolean;
}

const typePattern = /^org\.certway\.([A-Za-z0-9_-]+)\.(received\.)?([A-Za-z0-9_-]+)\.v\d+$/;
const namePattern = /^[A-Za-z0-9_~-]+$/;

/**
 * The subjects by which the server picks the events.
 * @throws TypeError when a part of the filter is none, or can match nothing
 */
export function filterSubjects(tenant: string, filter: Filter = {}): string[] {
  const { types, machine = '*', journey = '*', received = false } = filter;
  for (const name of [machine, journey]) {
    if (name !== '*' && !namePattern.test(name))
      throw new TypeError(`'${name}' is the id of neither a machine nor a journey`);
  }
  const prefix = `certway.${tenant}.${journey}`;
  if (types) return typeSubjects(prefix, types, machine);
  const entities = `${prefix}.${machine}.*`;
  return [`${entities}.*`, ...(received ? [`${entities}.received.*`] : [])];
}

function typeSubjects(prefix: string, types: readonly string[], machine: string): string[] {
  if (types.length === 0) throw new TypeError('a list of types names at least one');
  const subjects = types.map((type) => {
    const [, of, copy = '', event] = typePattern.exec(type) ?? [];
    if (of === undefined || event === undefined)
      throw new TypeError(`'${type}' is no type: org.certway.<machine>.<Event>.v<n>`);
    if (machine !== '*' && of !== machine)
      throw new TypeError(`${type} is no type of machine ${machine}`);
    return `${prefix}.${of}.*.${copy}${event}`;
  });
  return [...new Set(subjects)];
}
