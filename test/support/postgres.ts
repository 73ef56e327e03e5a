import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { constants, runInThisContext } from 'node:vm';
import type { PGlite } from '@electric-sql/pglite';

/** A PostgreSQL server of one test file: a real server process of its own is not needed for what a client says. */
export interface TestPostgres {
  /** For the `pg` driver. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Jest's own module loader lacks the dynamic import that it needs. */
const load = () =>
  runInThisContext("import('@electric-sql/pglite')", {
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as Promise<{ readonly PGlite: typeof PGlite }>;

const SSL_REQUEST = 80_877_103;

/** Serves an embedded PostgreSQL over its wire protocol; one session, so one connection at a time says anything. */
export async function startPostgres(): Promise<TestPostgres> {
  const database = await (await load()).PGlite.create();
  const sockets = new Set<Socket>();
  const serve = bridge(database);
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${String(port)}/postgres`,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await database.close();
    },
  };
}

function bridge(database: PGlite): (socket: Socket) => void {
  let queue: Promise<unknown> = Promise.resolve();
  return (socket) => {
    socket.on('data', (chunk: Buffer) => {
      if (chunk.length === 8 && chunk.readInt32BE(4) === SSL_REQUEST) socket.write('N');
      else
        queue = queue.then(async () => {
          if (!database.closed) socket.write(await database.execProtocolRaw(chunk));
        });
    });
    // What a server does when a client is gone.
    socket.on('close', () => {
      queue = queue.then(() => (database.closed ? undefined : database.exec('ROLLBACK')));
    });
  };
}
