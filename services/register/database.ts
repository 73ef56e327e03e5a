/** Statements on a PostgreSQL database. */
export interface Queries {
  /** @param values - for `$1`, `$2` … */
  readonly query: <Row extends object>(
    sql: string,
    values?: readonly unknown[],
  ) => Promise<readonly Row[]>;
}

/** A PostgreSQL database, a server or embedded. */
export interface Database extends Queries {
  /** All of it or nothing: what throws is rolled back. */
  readonly transaction: <Result>(work: (queries: Queries) => Promise<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
}
