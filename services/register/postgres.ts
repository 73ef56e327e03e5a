import { Pool, type ClientBase } from 'pg';
import type { Database, Queries } from './database.ts';

const CONNECTIONS = 4;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;

function queriesOf(client: Pick<ClientBase, 'query'>): Queries {
  return {
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) => {
      const { rows } = await client.query<Row>(sql, [...values]);
      return rows;
    },
  };
}

/**
 * A PostgreSQL server; connections are made when they are needed, and anew after a failure.
 * @param url - `postgres://user:password@host:port/database`
 * @param onLost - told of an idle connection that broke
 */
export function openPostgres(url: string, onLost: (error: Error) => void): Database {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'certway-register',
  });
  pool.on('error', onLost);
  return {
    ...queriesOf(pool),
    transaction: async (work) => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const result = await work(queriesOf(client));
        await client.query('COMMIT');
        client.release();
        return result;
      } catch (error) {
        // Whatever state the connection is in, nobody gets it again.
        client.release(true);
        throw error;
      }
    },
    close: () => pool.end(),
  };
}
