import { afterEach, describe, expect, it } from '@jest/globals';
import { jsonReply, serveHttp, type HttpService } from '../../../../services/http/index.ts';

let service: HttpService | undefined;
afterEach(() => service?.close());

const faults: unknown[] = [];
async function serve(port = 0): Promise<HttpService> {
  service = await serveHttp({
    port,
    answer: ({ path, query }) => {
      if (path[0] === 'broken') throw new Error('a secret detail');
      return jsonReply(200, { path, query: Object.fromEntries(query) });
    },
    onFault: (error) => faults.push(error),
  });
  return service;
}

describe('reading over HTTP', () => {
  it('given a question, when asked, then path and query are decoded, and HEAD gets the same without the body', async () => {
    const { url } = await serve();
    const got = await fetch(`${url}/a%2Fb//c?d=%C3%A4`);
    expect(await got.json()).toEqual({ path: ['a/b', 'c'], query: { d: 'ä' } });
    expect(got.headers.get('x-content-type-options')).toBe('nosniff');
    const head = await fetch(`${url}/a%2Fb//c?d=%C3%A4`, { method: 'HEAD' });
    expect(await head.text()).toBe('');
    expect(head.headers.get('content-length')).toBe(got.headers.get('content-length'));
  });

  it('given anything but reading, or an address that cannot be read, when asked, then it is refused', async () => {
    const { url } = await serve();
    const posted = await fetch(url, { method: 'POST', body: 'x' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await fetch(`${url}/%zz`)).status).toBe(400);
  });

  it('given a fault, when asked, then the asker is told nothing of it', async () => {
    const { url } = await serve();
    const reply = await fetch(`${url}/broken`);
    expect(reply.status).toBe(500);
    expect(await reply.text()).not.toContain('secret');
    expect(faults).toMatchObject([{ message: 'a secret detail' }]);
  });

  it('given a port that is taken, when served, then the system says so', async () => {
    const { port } = await serve();
    const first = service;
    await expect(serve(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    service = first;
  });
});
