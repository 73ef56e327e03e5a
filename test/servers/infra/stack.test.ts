import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { Client, Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { startStack } from '../../../infra/stack/index.ts';
import { knownProcess } from '../../../infra/stack/known-process.ts';
import { connectClock } from '../../../infra/temporal/index.ts';
import {
  startTestStack,
  temporaryDataDir,
  testConfig,
  type TestStack,
} from '../../support/stack.ts';

const folders: string[] = [];
const newFolder = () => {
  const folder = temporaryDataDir();
  folders.push(folder);
  return folder;
};

const stacks: TestStack[] = [];
const start = async (...args: Parameters<typeof startTestStack>) => {
  const stack = await startTestStack(...args);
  stacks.push(stack);
  return stack;
};

afterEach(async () => {
  for (const stack of stacks.splice(0)) await stack.stop();
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function withTemporal<T>(address: string, use: (connection: Connection) => Promise<T>) {
  const connection = await Connection.connect({ address, interceptors: [] });
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

async function withNats<T>(
  servers: string,
  use: (connection: Awaited<ReturnType<typeof connect>>) => Promise<T>,
) {
  const connection = await connect({ servers });
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

const yearMs = 365 * 86_400_000;

const subject = 'certway.acme-cert.globex-27001.certification.self.JourneyStarted';
const publish = (url: string) =>
  withNats(url, (connection) => jetstream(connection).publish(subject, '{}'));
const countEvents = (url: string) =>
  withNats(url, async (connection) => {
    const jsm = await jetstreamManager(connection);
    return (await jsm.streams.info('CERTWAY_ACME_CERT')).state.messages;
  });

const startWorkflow = (address: string, workflowId: string) =>
  withTemporal(address, async (connection) => {
    const { workflow } = new Client({ connection });
    await workflow.start('nobody', { taskQueue: 'nobody', workflowId });
  });
const findStatus = (address: string, workflowId: string) =>
  withTemporal(address, async (connection) => {
    const { workflow } = new Client({ connection });
    return (await workflow.getHandle(workflowId).describe()).status.name;
  });

const accepted =
  proto.temporal.api.enums.v1.UpdateWorkflowExecutionLifecycleStage
    .UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_ACCEPTED;

/** How many of 40 updates a server refuses at once because too many are under way. */
const countRefusedUpdates = (address: string) =>
  withTemporal(address, async (connection) => {
    const resourceExhausted = 8;
    const handle = await new Client({ connection }).workflow.start('nobody', {
      taskQueue: 'nobody',
      workflowId: 'burst',
    });
    const send = (id: string) =>
      connection
        .withDeadline(Date.now() + 1000, () =>
          connection.workflowService.updateWorkflowExecution({
            namespace: 'default',
            workflowExecution: { workflowId: handle.workflowId },
            waitPolicy: { lifecycleStage: accepted },
            request: { meta: { updateId: id }, input: { name: 'update' } },
          }),
        )
        .then(
          () => 0,
          (fault: unknown) => (fault as { code?: number }).code,
        );
    const codes = await Promise.all(Array.from({ length: 40 }, (_, index) => send(`u-${index}`)));
    return codes.filter((code) => code === resourceExhausted).length;
  });

/** Command lines of the processes that work in a folder. */
const commandsIn = (folder: string) =>
  spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line.includes(folder));

describe('stack', () => {
  it('given a fresh folder, when it is started, then everything certway needs is in force', async () => {
    const { temporalAddress, natsUrl, contents } = await start({ temporal: 'memory' });
    expect(contents).toEqual({ eventCount: 0, journeyCount: 0 });

    await withTemporal(temporalAddress, async (connection) => {
      const { config } = await connection.workflowService.describeNamespace({
        namespace: 'default',
      });
      expect(config?.workflowExecutionRetentionTtl?.seconds?.toNumber()).toBe(3650 * 86_400);
      const { customAttributes } = await connection.operatorService.listSearchAttributes({
        namespace: 'default',
      });
      expect(Object.keys(customAttributes)).toContain('CertwayWaitingFor');
      expect(Object.keys(customAttributes)).toHaveLength(15);

      const { workflow } = new Client({ connection });
      const handle = await workflow.start('nobody', { taskQueue: 'nobody', workflowId: 'w' });
      const { events } = await handle.fetchHistory();
      const scheduled = events?.find((event) => event.workflowTaskScheduledEventAttributes);
      const { startToCloseTimeout } = scheduled?.workflowTaskScheduledEventAttributes ?? {};
      expect(startToCloseTimeout?.seconds?.toNumber()).toBe(3);
    });
    expect(await countRefusedUpdates(temporalAddress)).toBe(0);

    await withNats(natsUrl, async (connection) => {
      const { config } = await (
        await jetstreamManager(connection)
      ).streams.info('CERTWAY_ACME_CERT');
      expect(config).toMatchObject({
        subjects: ['certway.acme-cert.>'],
        storage: 'file',
        discard: 'new',
        deny_delete: true,
        deny_purge: true,
        allow_direct: true,
        max_msg_size: 524_288,
        max_age: 0,
        num_replicas: 1,
      });
    });
  });

  it('given the usual limit of updates, when a burst arrives, then the probe above would notice', async () => {
    const dynamicConfig = { 'history.maxInFlightUpdates': 10 };
    const { temporalAddress } = await start({ temporal: 'memory', dynamicConfig });
    expect(await countRefusedUpdates(temporalAddress)).toBeGreaterThan(0);
  });

  it('given data, when stopped and started again, then the data is there and nothing ran between', async () => {
    const dataDir = newFolder();
    const config = testConfig({ dataDir });
    const first = await startStack({ config, isHeadless: true });
    await publish(first.natsUrl);
    await startWorkflow(first.temporalAddress, 'globex-27001');
    expect(commandsIn(dataDir)).toHaveLength(2);
    const pids = [first.temporal?.pid ?? 0, first.nats?.pid ?? 0];
    await first.stop();
    expect(pids.map(knownProcess)).toEqual([undefined, undefined]);
    expect(commandsIn(dataDir)).toEqual([]);
    expect(existsSync(join(dataDir, 'programs.json'))).toBe(false);

    const second = await startStack({ config, isHeadless: true });
    try {
      expect(second.contents.eventCount).toBe(1);
      expect(await findStatus(second.temporalAddress, 'globex-27001')).toBe('RUNNING');
    } finally {
      await second.stop();
    }
  });

  it('given a stack, when a server is killed and started, then it has its data on the same address', async () => {
    const { temporal, nats, natsUrl, temporalAddress } = await start();
    await publish(natsUrl);
    await startWorkflow(temporalAddress, 'globex-27001');
    const former = [temporal.pid, nats.pid];

    temporal.kill('SIGKILL');
    nats.kill('SIGKILL');
    await Promise.all([temporal.start(), nats.start()]);
    expect([temporal.pid, nats.pid]).not.toEqual(former);
    expect(await countEvents(natsUrl)).toBe(1);
    expect(await findStatus(temporalAddress, 'globex-27001')).toBe('RUNNING');

    await nats.stop();
    expect(knownProcess(nats.pid)).toBeUndefined();
    await nats.start();
    expect(await countEvents(natsUrl)).toBe(1);
  });

  it('given a held server, when the stack is stopped, then it ends too', async () => {
    const stack = await start({ temporal: 'memory' });
    stack.nats.kill('SIGSTOP');
    await stack.stop();
    expect(knownProcess(stack.nats.pid)).toBeUndefined();
  });

  it('given a server that ends by itself, when it does, then the stack tells', async () => {
    const stack = await start({ temporal: 'memory' });
    process.kill(stack.nats.pid, 'SIGKILL');
    const failure = await stack.failure;
    expect(failure.code).toBe('PROGRAM_FAILED');
    expect(failure.message).toMatch(/^nats ended \(SIGKILL\); see .*nats\.log/);
  });

  it('given a killed starter, when the folder is used again, then its servers are ended first', async () => {
    const dataDir = newFolder();
    const holder = fork('test/support/hold-stack.main.ts', [dataDir], {
      execArgv: ['--import', 'tsx'],
    });
    const [pids] = (await once(holder, 'message')) as [{ temporal: number; nats: number }];
    const config = testConfig({ dataDir });
    await expect(startStack({ config, isHeadless: true })).rejects.toMatchObject({
      code: 'DATA_FOLDER_IN_USE',
      message: `The data folder ${dataDir} is in use by process ${holder.pid ?? 0}: stop that one first.`,
    });

    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(knownProcess(pids.temporal)).toBeDefined();
    expect(knownProcess(pids.nats)).toBeDefined();

    const lines: string[] = [];
    const stack = await startStack({
      config,
      isHeadless: true,
      report: (line) => lines.push(line),
    });
    await stack.stop();
    expect(lines.slice(0, 2)).toEqual([
      `ending temporal (process ${pids.temporal}), left over from a start that was killed`,
      `ending nats (process ${pids.nats}), left over from a start that was killed`,
    ]);
    expect([pids.temporal, pids.nats].map(knownProcess)).toEqual([undefined, undefined]);
  });

  it('given a port in use, when started, then one line says so and nothing stays', async () => {
    const occupant = createServer().listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    const { port } = occupant.address() as AddressInfo;
    const dataDir = newFolder();
    const config = testConfig({ dataDir, natsPort: port });
    await expect(startStack({ config, isHeadless: true })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: `Port ${port} (NATS) is in use: stop the program that has it, or set CERTWAY_NATS_PORT.`,
    });
    occupant.close();
    expect(existsSync(join(dataDir, 'programs.json'))).toBe(false);
  });

  it('given an abort while starting, when it comes, then whatever ran is stopped', async () => {
    const dataDir = newFolder();
    const aborter = new AbortController();
    const starting = startStack({
      config: testConfig({ dataDir }),
      isHeadless: true,
      signal: aborter.signal,
      report: (line) => {
        if (line.startsWith('starting NATS'))
          setImmediate(() => aborter.abort(new Error('enough')));
      },
    });
    await expect(starting).rejects.toThrow('enough');
    expect(commandsIn(dataDir)).toEqual([]);
    expect(existsSync(join(dataDir, 'programs.json'))).toBe(false);
  });

  it('given addresses, when started, then those servers are used and survive the stop', async () => {
    const { temporalAddress, natsUrl, nats } = await start({ temporal: 'memory' });
    const config = { ...testConfig({ dataDir: newFolder() }), temporalAddress, natsUrl };
    const guest = await startStack({ config });
    expect([guest.temporal, guest.nats, guest.uiUrl]).toEqual([undefined, undefined, undefined]);
    await guest.stop();
    expect(knownProcess(nats.pid)).toBeDefined();
    expect(await countEvents(natsUrl)).toBe(0);
  });

  it('given a UI, when started, then its address serves it', async () => {
    const { uiUrl = '' } = await start({ temporal: 'memory', isHeadless: false });
    const page = await fetch(uiUrl);
    expect(page.headers.get('content-type')).toContain('text/html');
  });

  it('given the time-skipping server, when time is skipped, then its clock moves', async () => {
    const { temporalAddress } = await start({ temporal: 'time-skipping' });
    const clock = await connectClock(temporalAddress);
    const before = await clock.now();
    await clock.skip(yearMs);
    expect((await clock.now()) - before).toBeGreaterThanOrEqual(yearMs);
    await clock.close();
  });
});
