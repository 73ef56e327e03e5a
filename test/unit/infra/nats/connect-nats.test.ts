import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { connectNats } from '../../../../infra/nats/connect-nats.ts';

let server: Server;
afterEach(() => {
  server.close();
});

/** Greets as a NATS server does, and answers pings. */
async function greetWith(info: object): Promise<string> {
  server = createServer((socket) => {
    const greeting = {
      server_id: 'TEST',
      proto: 1,
      headers: true,
      max_payload: 1_048_576,
      ...info,
    };
    socket.write(`INFO ${JSON.stringify(greeting)}\r\n`);
    socket.on('data', (chunk) => {
      if (chunk.includes('PING')) socket.write('PONG\r\n');
    });
    socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `nats://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('connecting to NATS', () => {
  it('given a server at the floor with JetStream, when connected, then it is taken', async () => {
    const connection = await connectNats(await greetWith({ version: '2.12.0', jetstream: true }));
    expect(connection.info?.version).toBe('2.12.0');
    await connection.close();
  });

  it.each([
    [{ version: '2.11.9', jetstream: true }, 'has version 2.11.9; needed is 2.12.0 or newer.'],
    [{ version: '2.15.1' }, 'runs without JetStream: start it with `-js`.'],
    [
      { version: '2.15.1', jetstream: true, max_payload: 524_288 },
      'takes messages of 524288 bytes at most: set max_payload to 1048576 or more.',
    ],
  ])(
    'given a server that greets with %j, when connected, then it is refused',
    async (info, why) => {
      const url = await greetWith(info);
      await expect(connectNats(url)).rejects.toMatchObject({
        code: 'SERVER_TOO_OLD',
        message: `The NATS server at ${url} ${why}`,
      });
    },
  );
});
