import { randomUUID } from 'node:crypto';
import type { RecordedEvent } from '../../machines/engine/index.ts';
import { livingStatuses, type Certificate, type Status } from './certificate.ts';
import type { Database, Queries } from './database.ts';
import { migrate } from './migrations.ts';
import { project, type Standing } from './project.ts';

/** An event that the register cannot understand, however often it comes. */
export class ProjectionError extends Error {
  override readonly name = 'ProjectionError';
}

/** Which certificates are wanted. */
export interface CertificateQuery {
  readonly status?: Status | undefined;
  readonly client?: string | undefined;
  /** Only those with a greater number. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** The register's tables. */
export interface RegisterStore {
  /** Names this filling of the tables: a new database has another one, and so begins with the first event. */
  readonly generation: string;
  /**
   * Takes an event and what it changes in one transaction.
   * @returns `false` for one that was taken before
   * @throws ProjectionError when the event lacks what it must say; nothing is taken then
   */
  readonly take: (event: RecordedEvent) => Promise<boolean>;
  /** Sequence of the last event taken of a journey; 0 before the first. */
  readonly last: (journey: string) => Promise<number>;
  /** In the order of their numbers. @param now - epoch milliseconds */
  readonly list: (query: CertificateQuery, now: number) => Promise<readonly Certificate[]>;
  /** @param now - epoch milliseconds */
  readonly find: (number: string, now: number) => Promise<Certificate | undefined>;
  readonly close: () => Promise<void>;
}

/** The schema of a tenant: `register_acme_cert`. */
function schemaOf(tenant: string): string {
  return `register_${tenant.replaceAll('-', '_')}`;
}

const instant = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const hasEnded = `status IN (${livingStatuses.map((one) => `'${one}'`).join(', ')}) AND expires_at <= $1`;
/** Between the last day of validity and the event that says so the clock tells. */
const statusNow = `CASE WHEN ${hasEnded} THEN 'expired' ELSE status END`;
const columns = `number, journey, client, standard, scope, ${statusNow} AS status,
  CASE WHEN ${hasEnded} THEN valid_until + 1 ELSE since END::text AS since,
  valid_from::text AS "validFrom", valid_until::text AS "validUntil",
  ${instant('expires_at')} AS "expiresAt", issued_on::text AS "issuedOn", revision,
  last_event AS "lastEvent", ${instant('last_event_at')} AS "lastEventAt"`;

/**
 * Opens a tenant's register, creating or updating its tables.
 * @throws Error when the database does not answer or a newer register wrote it
 */
export async function openStore(database: Database, tenant: string): Promise<RegisterStore> {
  const schema = schemaOf(tenant);
  await migrate(database, schema);
  const generation = await generationOf(database, schema);

  const rowsWhere = (given: {
    readonly where: string;
    readonly values: readonly unknown[];
    readonly now: number;
  }): Promise<readonly Certificate[]> =>
    database.query<Certificate>(
      `SELECT ${columns} FROM ${schema}.certificates WHERE ${given.where}`,
      [new Date(given.now).toISOString(), ...given.values],
    );

  return {
    generation,
    take: (event) =>
      database.transaction(async (queries) => {
        const known = await standingOf(queries, schema, event.entity);
        if (known && known.sequence >= event.sequence) return false;
        const standing = projected(known?.standing, event);
        await write(queries, schema, { event, standing, before: known?.standing });
        return true;
      }),
    last: async (journey) => (await sequenceOf(database, schema, journey)) ?? 0,
    list: ({ status, client, after, limit }, now) =>
      rowsWhere({
        where: `($2::text IS NULL OR ${statusNow} = $2) AND ($3::text IS NULL OR client = $3)
          AND ($4::text IS NULL OR number COLLATE "C" > $4) ORDER BY number COLLATE "C" LIMIT $5`,
        values: [status ?? null, client ?? null, after ?? null, limit],
        now,
      }),
    find: async (number, now) =>
      (await rowsWhere({ where: 'number = $2', values: [number], now }))[0],
    close: database.close,
  };
}

function projected(standing: Standing | undefined, event: RecordedEvent): Standing {
  try {
    return project(standing, event);
  } catch (error) {
    const id = `${event.entity}:${String(event.sequence)}`;
    const why = error instanceof Error ? error.message : String(error);
    throw new ProjectionError(`${id} ${event.type}: ${why}`, { cause: error });
  }
}

async function generationOf(database: Database, schema: string): Promise<string> {
  await database.query(`INSERT INTO ${schema}.generation (id) VALUES ($1) ON CONFLICT DO NOTHING`, [
    randomUUID().slice(0, 8),
  ]);
  const [row] = await database.query<{ id: string }>(`SELECT id FROM ${schema}.generation`);
  if (!row) throw new Error('the register has no generation');
  return row.id;
}

async function sequenceOf(
  queries: Queries,
  schema: string,
  journey: string,
): Promise<number | undefined> {
  const [row] = await queries.query<{ sequence: number }>(
    `SELECT sequence FROM ${schema}.journeys WHERE journey = $1`,
    [journey],
  );
  return row?.sequence;
}

async function standingOf(
  queries: Queries,
  schema: string,
  journey: string,
): Promise<{ sequence: number; standing: Standing } | undefined> {
  const [row] = await queries.query<{ sequence: number; standing: Standing }>(
    `SELECT sequence, standing FROM ${schema}.journeys WHERE journey = $1 FOR UPDATE`,
    [journey],
  );
  return row;
}

async function write(
  queries: Queries,
  schema: string,
  given: {
    readonly event: RecordedEvent;
    readonly standing: Standing;
    readonly before: Standing | undefined;
  },
): Promise<void> {
  const { event, standing, before } = given;
  const written = await queries.query(
    `INSERT INTO ${schema}.journeys AS known (journey, sequence, standing) VALUES ($1, $2, $3)
     ON CONFLICT (journey) DO UPDATE SET sequence = excluded.sequence, standing = excluded.standing
     WHERE known.sequence < excluded.sequence RETURNING sequence`,
    [event.entity, event.sequence, JSON.stringify(standing)],
  );
  // Nothing was locked before the first event of a journey.
  if (written.length === 0) throw new Error(`${event.entity} is being taken by somebody else`);
  const old = new Map(before?.certificates.map((one) => [one.number, one.revision]));
  for (const one of standing.certificates) {
    if (old.get(one.number) !== one.revision) await writeCertificate(queries, schema, one);
  }
}

async function writeCertificate(queries: Queries, schema: string, one: Certificate): Promise<void> {
  await queries.query(
    `INSERT INTO ${schema}.certificates (number, journey, client, standard, scope, status, since,
       valid_from, valid_until, expires_at, issued_on, revision, last_event, last_event_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     ON CONFLICT (number) DO UPDATE SET status = excluded.status, since = excluded.since,
       scope = excluded.scope, valid_until = excluded.valid_until, expires_at = excluded.expires_at,
       revision = excluded.revision, last_event = excluded.last_event,
       last_event_at = excluded.last_event_at`,
    [
      ...[one.number, one.journey, one.client, one.standard, one.scope, one.status, one.since],
      ...[one.validFrom, one.validUntil, one.expiresAt, one.issuedOn, one.revision],
      ...[one.lastEvent, one.lastEventAt],
    ],
  );
}
