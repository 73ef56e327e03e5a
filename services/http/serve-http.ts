import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A question over HTTP, as far as readers need it. */
export interface HttpAsk {
  /** Decoded segments of the path, without empty ones. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  /** Entity tag that the asker holds already. */
  readonly ifNoneMatch: string | undefined;
}

/** An answer; `body` is sent as it is. */
export interface HttpReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Something that answers. */
export interface HttpService {
  readonly port: number;
  /** `http://host:port`. */
  readonly url: string;
  /** Takes no further question and ends when those under way are answered. */
  readonly close: () => Promise<void>;
}

/** What is served, and where. */
export interface HttpOptions {
  /** 0 for any free one. */
  readonly port: number;
  readonly answer: (ask: HttpAsk) => HttpReply | Promise<HttpReply>;
  /** Told of what `answer` threw; the asker gets 500 and no detail. */
  readonly onFault: (error: unknown) => void;
}

const HOST = '127.0.0.1';
const REQUEST_TIMEOUT_MS = 10_000;
const IDLE_MS = 5_000;
const MAX_HEADER_BYTES = 8_192;

const everywhere = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'",
  'Referrer-Policy': 'no-referrer',
} as const;

/** A reply of JSON. */
export function jsonReply(status: number, value: unknown): HttpReply {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-cache' },
    body: `${JSON.stringify(value)}\n`,
  };
}

/** A reply that says what is wrong. */
export function errorReply(status: number, message: string): HttpReply {
  return jsonReply(status, { error: message });
}

/**
 * Serves reading over HTTP on the loopback address: GET and HEAD, nothing else.
 * @throws Error with the system's code, `EADDRINUSE` for a port that is taken
 */
export async function serveHttp(options: HttpOptions): Promise<HttpService> {
  const server = createServer(
    {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: IDLE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    (request, response) => {
      void reply(options, request).then((given) => {
        send(request, response, given);
      });
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, HOST, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://${HOST}:${String(port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function reply(options: HttpOptions, request: IncomingMessage): Promise<HttpReply> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const refusal = errorReply(405, 'this is for reading: GET or HEAD');
    return { ...refusal, headers: { ...refusal.headers, Allow: 'GET, HEAD' } };
  }
  const ask = askOf(request);
  if (!ask) return errorReply(400, 'the address cannot be read');
  try {
    return await options.answer(ask);
  } catch (error) {
    options.onFault(error);
    return errorReply(500, 'this went wrong here; the log says why');
  }
}

function askOf({ url = '/', headers }: IncomingMessage): HttpAsk | undefined {
  try {
    const { pathname, searchParams } = new URL(url, `http://${HOST}`);
    const path = pathname.split('/').filter((part) => part !== '');
    const ifNoneMatch = headers['if-none-match'];
    return { path: path.map(decodeURIComponent), query: searchParams, ifNoneMatch };
  } catch {
    return undefined;
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body = '' }: HttpReply,
): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, {
    ...everywhere,
    ...headers,
    ...(status !== 304 && { 'Content-Length': String(bytes.length) }),
  });
  response.end(request.method === 'HEAD' || status === 304 ? undefined : bytes);
}
