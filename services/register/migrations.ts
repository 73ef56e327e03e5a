import type { Database, Queries } from './database.ts';

/**
 * The register's tables, version by version; a version that was shipped is never changed. `$schema` stands for the
 * tenant's schema.
 */
const versions: readonly string[][] = [
  [
    `CREATE TABLE $schema.generation (
       id text NOT NULL,
       singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton)
     )`,
    `CREATE TABLE $schema.journeys (
       journey text PRIMARY KEY,
       sequence integer NOT NULL,
       standing jsonb NOT NULL
     )`,
    `CREATE TABLE $schema.certificates (
       number text PRIMARY KEY,
       journey text NOT NULL REFERENCES $schema.journeys,
       client text NOT NULL,
       standard text NOT NULL,
       scope text NOT NULL,
       status text NOT NULL,
       since date NOT NULL,
       valid_from date NOT NULL,
       valid_until date NOT NULL,
       expires_at timestamptz NOT NULL,
       issued_on date NOT NULL,
       revision integer NOT NULL,
       last_event text NOT NULL,
       last_event_at timestamptz NOT NULL
     )`,
    'CREATE INDEX certificates_client ON $schema.certificates (client)',
  ],
];

/** Any number, the same in every process: who migrates holds it. */
const LOCK = 4_217_001;

/**
 * Creates a schema or brings it to the present version.
 * @param schema - a plain lower-case identifier
 * @throws Error when a newer register wrote it
 */
export async function migrate(database: Database, schema: string): Promise<void> {
  await database.transaction(async (queries) => {
    await queries.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await queries.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await queries.query(
      `CREATE TABLE IF NOT EXISTS ${schema}.migrations (version integer PRIMARY KEY)`,
    );
    const current = await currentVersion(queries, schema);
    if (current > versions.length) {
      throw new Error(
        `the register's database has version ${String(current)}, newer than ${String(versions.length)}: use the newer certway`,
      );
    }
    for (const [index, statements] of versions.entries()) {
      if (index < current) continue;
      for (const sql of statements) await queries.query(sql.replaceAll('$schema', schema));
      await queries.query(`INSERT INTO ${schema}.migrations VALUES ($1)`, [index + 1]);
    }
  });
}

async function currentVersion(queries: Queries, schema: string): Promise<number> {
  const [row] = await queries.query<{ version: number | null }>(
    `SELECT max(version) AS version FROM ${schema}.migrations`,
  );
  return row?.version ?? 0;
}
