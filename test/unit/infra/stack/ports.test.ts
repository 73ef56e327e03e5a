import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { isListening, reservePort } from '../../../../infra/stack/ports.ts';

const wish = (port: number) => ({ port, purpose: 'Temporal UI', variable: 'CERTWAY_UI_PORT' });

async function occupy(host: string) {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

describe('ports', () => {
  it('given no wish, when reserved, then a free one below the range for outgoing connections comes', async () => {
    const port = await reservePort(wish(0));
    expect(port).toBeGreaterThanOrEqual(10_000);
    expect(port).toBeLessThan(30_000);
    expect(await isListening(port)).toBe(false);
    expect(await reservePort(wish(port))).toBe(port);
  });

  it.each(['127.0.0.1', '0.0.0.0'])(
    'given a server on %s, when its port is wished, then one line refuses it',
    async (host) => {
      const { server, port } = await occupy(host);
      expect(await isListening(port)).toBe(true);
      await expect(reservePort(wish(port))).rejects.toMatchObject({
        code: 'PORT_IN_USE',
        message: `Port ${port} (Temporal UI) is in use: stop the program that has it, or set CERTWAY_UI_PORT.`,
      });
      server.close();
    },
  );
});
