import { connect, createServer } from 'node:net';
import { say } from '../../machines/text/index.ts';
import { StartError } from '../start-error.ts';

/** All servers listen here: nobody else on the network reaches them. */
export const loopback = '127.0.0.1';

/**
 * Free ports are taken from below the range that systems hand out to outgoing connections. In that
 * range another connection may take the port of a server while it restarts.
 */
const freeRange = { first: 10_000, count: 20_000, attempts: 50 };

/** Whether something accepts connections on a port of the loopback address. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: loopback, timeout: 1000 });
    const settle = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .once('connect', settle(true))
      .once('error', settle(false))
      .once('timeout', settle(false));
  });
}

function canBind(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: loopback, exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}

/** Binding alone does not notice a server on all addresses on every system. */
const isFree = async (port: number): Promise<boolean> =>
  !(await isListening(port)) && (await canBind(port));

async function pickFreePort(): Promise<number> {
  for (let attempt = 0; attempt < freeRange.attempts; attempt += 1) {
    const port = freeRange.first + Math.floor(Math.random() * freeRange.count);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port found');
}

/** A port that somebody chose, and the variable to choose another. */
export interface PortWish {
  /** 0 for any free one. */
  readonly port: number;
  readonly purpose: string;
  readonly variable: string;
}

/**
 * Gives a port on which a server can listen.
 *
 * @throws StartError `PORT_IN_USE` when the wished one is taken
 */
export async function reservePort({ port, purpose, variable }: PortWish): Promise<number> {
  if (port === 0) return pickFreePort();
  if (await isFree(port)) return port;
  throw new StartError(
    'PORT_IN_USE',
    say(
      'start.portFor',
      'Port {port} ({purpose}) is in use: stop the program that has it, or set {variable}.',
      { port: String(port), purpose, variable },
    ),
  );
}
