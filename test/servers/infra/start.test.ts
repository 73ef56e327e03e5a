import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { Client, Connection } from '@temporalio/client';
import { childEnvironment } from '../../../infra/config/index.ts';
import { killRegistered } from '../../../infra/stack/index.ts';
import { waitUntil } from '../../../infra/wait-until.ts';
import { temporaryDataDir, testConfig } from '../../support/stack.ts';

let dataDir: string;
let starter: ChildProcess | undefined;
beforeAll(() => {
  dataDir = temporaryDataDir();
});
afterEach(() => {
  if (starter?.exitCode === null) starter.kill('SIGKILL');
  killRegistered(dataDir);
});
afterAll(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

interface Start {
  readonly process: ChildProcess;
  readonly output: () => string;
  /** Resolves when this is in the output, and fails with the output when it will never be. */
  readonly hasSaid: (text: string) => Promise<void>;
  readonly ended: Promise<number | null>;
}

function npmStart(changes: NodeJS.ProcessEnv = {}, ...args: string[]): Start {
  let output = '';
  const child = spawn(process.execPath, ['infra/start.mjs', ...args], {
    env: { ...childEnvironment(testConfig({ dataDir })), ...changes },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  starter = child;
  const collect = (chunk: Buffer) => void (output += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const hasSaid = async (text: string) => {
    const isSo = () => output.includes(text) || child.exitCode !== null;
    await waitUntil(isSo, { withinMs: 60_000 });
    if (!output.includes(text)) throw new Error(`it said: ${output}`);
  };
  return { process: child, output: () => output, hasSaid, ended };
}

/** Names of the programs of this data folder that run, by their process ids. */
function running(): Map<string, number> {
  const path = join(dataDir, 'programs.json');
  if (!existsSync(path)) return new Map();
  const { programs } = JSON.parse(readFileSync(path, 'utf8')) as {
    programs: { name: string; pid: number }[];
  };
  return new Map(programs.map(({ name, pid }) => [name, pid]));
}

const commandOf = (pid: number) =>
  spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();

/** Whether the stream of the running NATS server holds an event. */
async function hasEvents(): Promise<boolean> {
  const configuration = readFileSync(join(dataDir, 'nats', 'nats-server.conf'), 'utf8');
  const [, servers = ''] = /^listen: "(.*)"$/m.exec(configuration) ?? [];
  const connection = await connect({ servers });
  try {
    const jsm = await jetstreamManager(connection);
    return (await jsm.streams.info('CERTWAY_ACME_CERT')).state.messages > 0;
  } finally {
    await connection.close();
  }
}

const addressIn = (output: string) => /--address (127\.0\.0\.1:\d+)/.exec(output)?.[1] ?? '';

describe('npm start', () => {
  it('given a fresh folder, when started and interrupted, then it tells how to go on and leaves nothing running', async () => {
    const start = npmStart();
    await start.hasSaid('Ctrl-C stops everything');
    expect(start.output()).toMatch(
      /Start a journey {3}http:\/\/127\.0\.0\.1:\d+\/namespaces\/default\/workflows\/start-workflow\?workflowType=certificationJourney&runId=[0-9a-f-]{36}&taskQueue=certification\n/,
    );
    const programs = running();
    expect([...programs.keys()]).toEqual(['nats', 'temporal', 'worker', 'register']);

    const connection = await Connection.connect({ address: addressIn(start.output()) });
    await new Client({ connection }).workflow.start('certificationJourney', {
      workflowId: 'globex-27001',
      taskQueue: 'certification',
      args: [{ client: 'globex', persons: 50 }],
    });
    await connection.close();
    expect(await waitUntil(hasEvents, { withinMs: 20_000, everyMs: 200 })).toBe(true);

    start.process.kill('SIGINT');
    expect(await start.ended).toBe(0);
    expect(start.output()).toMatch(/· stopping\n✓ stopped\n$/);
    expect([...programs.values()].map(commandOf)).toEqual(['', '', '', '']);
    expect(existsSync(join(dataDir, 'programs.json'))).toBe(false);
  });

  it('given a journey, when started again and its starter is killed, then the next start ends what was left and the journey goes on', async () => {
    const killed = npmStart();
    await killed.hasSaid('Ctrl-C stops everything');
    const left = running();
    killed.process.kill('SIGKILL');
    await killed.ended;
    const workerIsGone = () => commandOf(left.get('worker') ?? 0) === '';
    expect(await waitUntil(workerIsGone, { withinMs: 20_000, everyMs: 100 })).toBe(true);
    expect(commandOf(left.get('temporal') ?? 0)).toContain('start-dev');
    expect(commandOf(left.get('nats') ?? 0)).toContain('nats-server');

    const start = npmStart();
    await start.hasSaid('Ctrl-C stops everything');
    expect(start.output()).toContain(`ending temporal (process ${left.get('temporal') ?? 0})`);
    expect(start.output()).toContain(`ending nats (process ${left.get('nats') ?? 0})`);
    expect(start.output()).not.toContain('Temporal knows no journey');
    const connection = await Connection.connect({ address: addressIn(start.output()) });
    const handle = new Client({ connection }).workflow.getHandle('globex-27001');
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await connection.close();

    const second = npmStart();
    expect(await second.ended).toBe(1);
    expect(second.output()).toBe(
      `✗ The data folder ${dataDir} is in use by process ${start.process.pid ?? 0}: stop that one first.\n`,
    );
    start.process.kill('SIGTERM');
    expect(await start.ended).toBe(0);
  });

  it('given events and no journey in Temporal, when started, then both ways on are named and nothing is lost', async () => {
    rmSync(join(dataDir, 'temporal'), { recursive: true });
    const start = npmStart();
    await start.hasSaid('Ctrl-C stops everything');
    expect(start.output()).toMatch(
      /! The log holds \d+ events, but Temporal knows no journey: its data was lost\. Two ways on:\n {4}npm run certway -- log resume .*\n {4}npm start -- --fresh /,
    );
    start.process.kill('SIGINT');
    expect(await start.ended).toBe(0);
  });

  it('given data, when started with --fresh, then it begins anew', async () => {
    writeFileSync(join(dataDir, 'note.txt'), 'mine');
    const start = npmStart({}, '--fresh');
    await start.hasSaid('Ctrl-C stops everything');
    expect(start.output()).toContain(`✓ removed the data in ${dataDir}`);
    expect(start.output()).not.toContain('Temporal knows no journey');
    expect(readdirSync(dataDir)).toContain('note.txt');
    start.process.kill('SIGINT');
    expect(await start.ended).toBe(0);
  });

  it('given an interruption while starting, when it comes, then nothing stays and the code tells', async () => {
    const start = npmStart();
    await start.hasSaid('starting NATS');
    start.process.kill('SIGINT');
    expect(await start.ended).toBe(130);
    expect(start.output()).toMatch(/✓ stopped before it ran\n$/);
    expect(existsSync(join(dataDir, 'programs.json'))).toBe(false);
  });

  it('given a worker that ends by itself, when it does, then everything stops with its log', async () => {
    const start = npmStart();
    await start.hasSaid('Ctrl-C stops everything');
    process.kill(running().get('worker') ?? 0, 'SIGKILL');
    expect(await start.ended).toBe(1);
    expect(start.output()).toContain(`✗ worker ended (SIGKILL); see ${dataDir}/logs/worker.log`);
    expect(existsSync(join(dataDir, 'programs.json'))).toBe(false);
  });

  it('given a port in use, when started, then one line says so', async () => {
    const occupant = createServer().listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    const { port } = occupant.address() as AddressInfo;
    const start = npmStart({ CERTWAY_UI_PORT: String(port) });
    expect(await start.ended).toBe(1);
    occupant.close();
    expect(start.output()).toBe(
      `✗ Port ${port} (Temporal UI) is in use: stop the program that has it, or set CERTWAY_UI_PORT.\n`,
    );
  });

  it('given wrong settings, when started, then all of them are named; an unknown argument is refused', async () => {
    const wrong = npmStart({ CERTWAY_TENANT: 'A.B', CERTWAY_UI_PORT: 'x' });
    expect(await wrong.ended).toBe(1);
    expect(wrong.output()).toBe(
      '✗ CERTWAY_TENANT: must be up to 32 of a-z, 0-9 and inner -\n' +
        '  CERTWAY_UI_PORT: must be a whole number from 0 to 65535\n',
    );
    const unknown = npmStart({}, '--frsh');
    expect(await unknown.ended).toBe(1);
    expect(unknown.output()).toBe(
      '✗ npm start does not know --frsh: it takes --fresh, which removes all data, or nothing.\n',
    );
  });
});
