import type { Transaction } from '@electric-sql/pglite';
import type { Database, Queries } from './database.ts';

function queriesOf(target: Pick<Transaction, 'query'>): Queries {
  return {
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) => {
      const { rows } = await target.query<Row>(sql, [...values]);
      return rows;
    },
  };
}

/**
 * PostgreSQL inside this process, its files in a folder of its own. One process at a time.
 * @param folder - absolute path; created when absent
 */
export async function openEmbedded(folder: string): Promise<Database> {
  // It is heavy, and not needed where there is a server.
  const { PGlite } = await import('@electric-sql/pglite');
  const database = await PGlite.create(folder);
  return {
    ...queriesOf(database),
    transaction: (work) => database.transaction((transaction) => work(queriesOf(transaction))),
    close: () => database.close(),
  };
}
