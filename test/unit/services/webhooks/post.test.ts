import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Resolve } from '../../../../services/webhooks/address.ts';
import { createPost } from '../../../../services/webhooks/post.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function receiver(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook`;
}

const developing = { allowsLoopback: true, timeoutMs: 5_000 };
const given = { headers: { 'webhook-id': 'a:1' }, body: '{"ü":1}' };

describe('one request', () => {
  it('given a receiver, when sent to, then it gets the bytes and headers, and its status comes back', async () => {
    let seen = '';
    const url = await receiver((request, response) => {
      request.on('data', (chunk: Buffer) => (seen += chunk.toString()));
      request.on('end', () => {
        seen += ` ${String(request.method)} ${String(request.headers['webhook-id'])}`;
        response.writeHead(503, { 'Retry-After': '7' }).end('busy');
      });
    });
    const posted = await createPost(developing)({ ...given, url });
    expect(posted).toEqual({ kind: 'answered', status: 503, retryAfterMs: 7_000 });
    expect(seen).toBe('{"ü":1} POST a:1');
  });

  it('given a redirect, when answered, then it is not followed', async () => {
    let count = 0;
    const url = await receiver((_, response) => {
      count += 1;
      response.writeHead(307, { Location: '/other' }).end();
    });
    expect(await createPost(developing)({ ...given, url })).toMatchObject({ status: 307 });
    expect(count).toBe(1);
  });

  it('given a receiver that never ends its answer, when the time is over, then it has failed', async () => {
    const url = await receiver((_, response) => {
      response.writeHead(200).write('a');
    });
    const post = createPost({ ...developing, timeoutMs: 100 });
    expect(await post({ ...given, url })).toEqual({
      ...{ kind: 'failed', reason: 'no complete answer within 0.1 s' },
    });
  });

  it('given an answer without end, when it has become too long, then the rest is not read', async () => {
    let sent = 0;
    const url = await receiver((_, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384))) sent += 16_384;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect(await createPost(developing)({ ...given, url })).toMatchObject({ status: 200 });
    expect(sent).toBeLessThan(50_000_000);
  });

  it('given nobody who listens, or a stop, when sent to, then the reason is told', async () => {
    const url = await receiver((_, response) => {
      response.writeHead(200);
    });
    const aborter = new AbortController();
    const under = createPost(developing)({ ...given, url, signal: aborter.signal });
    setImmediate(() => aborter.abort());
    expect(await under).toMatchObject({ kind: 'failed', reason: expect.stringContaining('abort') });
    server?.closeAllConnections();
    server?.close();
    expect(await createPost(developing)({ ...given, url })).toMatchObject({
      ...{ kind: 'failed', reason: expect.stringContaining('ECONNREFUSED') },
    });
  });

  it('given a name that means this machine, when sent to, then no connection is made', async () => {
    let count = 0;
    const url = new URL(await receiver(() => (count += 1)));
    const resolve: Resolve = (_, __, callback) => {
      callback(null, [{ address: '127.0.0.1', family: 4 }]);
    };
    const post = createPost({ allowsLoopback: false, timeoutMs: 1_000, resolve });
    const rebound = `https://rebound.example:${url.port}/`;
    expect(await post({ ...given, url: rebound })).toEqual({
      kind: 'failed',
      reason: 'rebound.example (127.0.0.1) is no address of the public internet',
    });
    expect(await post({ ...given, url: url.href })).toMatchObject({
      ...{ kind: 'failed', reason: expect.stringContaining('only https') },
    });
    expect(await post({ ...given, url: `https://127.0.0.1:${url.port}/` })).toMatchObject({
      ...{ kind: 'failed', reason: '127.0.0.1 is no address of the public internet' },
    });
    expect(count).toBe(0);
  });
});
