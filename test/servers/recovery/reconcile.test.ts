import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { compare as sameAs, liveState } from '../../../infra/demo/entities.ts';
import { connectTemporal, ensureTemplateRun } from '../../../infra/temporal/index.ts';
import { provision } from '../../../infra/stack/provision.ts';
import { writerKeys } from '../../../infra/keys/index.ts';
import { openLog, replayer } from '../../../infra/worker/index.ts';
import { importLog } from '../../../services/import/index.ts';
import {
  closeGaps,
  compareAll,
  type Compared,
  type Comparison,
} from '../../../services/reconcile/index.ts';
import { startEngine, until, type Engine } from '../../support/engine-client.ts';
import { exportAll } from '../../support/export-log.ts';
import { machines } from '../../support/machines.ts';

/** Runs of one step: what is missing lies in the histories of several runs. */
const workflowsPath = join(import.meta.dirname, '../../support/workflows/short-runs.ts');

let engine: Engine;
beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'OFF' } },
    shutdownSignals: [],
  });
  engine = await startEngine({ temporal: 'memory', worker: { workflows: workflowsPath } });
});
afterAll(async () => {
  await engine.stop();
  await Runtime.instance().shutdown();
});

const compare = (): Promise<Comparison> => {
  const { js, log, client, stack } = engine;
  const buildsDir = join(stack.config.dataDir, 'builds');
  const replay = replayer({ buildsDir, workflowsPath });
  return compareAll({ js, log, client, machines, replay });
};
const open = ({ compared }: Comparison): Partial<Compared>[] =>
  compared
    .filter(({ standing }) => standing !== 'in step')
    .map(({ entity, standing, log, known }) => ({ entity, standing, log, known }));
const note = (entity: string, text = 'x') => engine.command(entity, 'addNote', { text });
const carry = (entity: string, name: string, payload: object) =>
  engine.command(entity, name, payload);
const hasEnded = (entity: string) =>
  until(
    async () => (await engine.handle(entity).describe()).status.name,
    (status) => status === 'COMPLETED',
  );

/** Of the last run only: that earlier ones are there must not mislead. */
async function deleteHistory(workflowId: string): Promise<void> {
  const { workflowService, options } = engine.client;
  const { namespace } = options;
  const gone = (error: unknown) => (error as Error).name;
  await until(
    async () => {
      await workflowService
        .deleteWorkflowExecution({ namespace, workflowExecution: { workflowId } })
        .catch(gone);
      return engine.handle(workflowId).describe().then(String, gone);
    },
    (name) => name === 'WorkflowNotFoundError',
    60_000,
  );
}

async function expectFolded(entity: string): Promise<void> {
  const live = await liveState(engine.client, entity);
  expect(live && (await sameAs(engine.log, machines, live))).toMatchObject({ equal: true });
}

/** What a disk that is lost does, and a copy of some hours ago. */
async function loseAndRestore(folder: string): Promise<void> {
  const { stack } = engine;
  const { dataDir, tenant } = stack.config;
  await stack.nats.stop();
  rmSync(join(dataDir, 'nats', 'jetstream'), { recursive: true });
  await stack.nats.start();
  const { temporalAddress, natsUrl } = stack;
  await provision({ ...stack.config, temporalAddress, natsUrl }, false);
  const open = await openLog(natsUrl, tenant);
  await importLog({ folder, tenant, js: open.js });
  await open.close();
  await until(
    () => engine.entries(),
    ({ length }) => length > 0,
  );
}

describe('a log that was restored from an older copy', () => {
  it('given orders that went on since, when it is reconciled, then what is proved is brought back, and the rest is refused by name', async () => {
    const { stack, js } = engine;
    const connection = await connectTemporal(stack.temporalAddress);
    const { namespace, taskQueue } = stack.config;
    const workflowType = 'order';
    await ensureTemplateRun(connection, { namespace, taskQueue, workflowType, input: {} });
    await connection.close();
    const refused = await engine.start('invalid', { customer: '' });
    await expect(refused.result()).rejects.toThrow();
    await engine.start('kept');
    await engine.start('grown');
    await note('grown', 'before');
    await carry('grown', 'orderParcel', { weight: 2 });
    await engine.start('torn');
    await carry('torn', 'orderParcel', { weight: 2 });
    await until(
      () => engine.entries(),
      (stored) => stored.length === 8,
    );
    const folder = join(stack.config.dataDir, 'export');
    await exportAll(js, stack.config.tenant, folder);

    for (const text of ['one', 'two', 'three']) await note('grown', text);
    await carry('grown/parcel-1', 'weighParcel', { weight: 3 });
    await carry('grown/parcel-1', 'deliverParcel', { to: 'door' });
    await carry('torn/parcel-1', 'deliverParcel', { to: 'door' });
    await engine.start('young');
    await note('young');
    await Promise.all(['grown/parcel-1', 'torn/parcel-1'].map(hasEnded));
    await engine.expectSound('grown');
    await engine.expectSound('torn');
    const before = await engine.entries('grown');
    const whole = await compare();
    expect(open(whole)).toEqual([]);
    expect(whole.compared.map(({ entity }) => entity)).toEqual([
      ...['grown', 'grown/parcel-1', 'kept', 'torn', 'torn/parcel-1', 'young'],
    ]);
    await deleteHistory('torn/parcel-1');
    await loseAndRestore(folder);

    // Who is not behind goes on, and takes places of the stream that others believe to be theirs.
    await note('kept');
    await note('kept');
    const waiting = note('grown', 'while the log is behind');
    await until(
      async () => (await engine.handle('grown').describe()).raw.pendingActivities ?? [],
      ([pending]) => pending?.lastFailure?.applicationFailureInfo?.type === 'LOG_BEHIND',
    );

    const found = await compare();
    expect(open(found)).toEqual([
      { entity: 'grown', standing: 'gap', log: 3, known: 9 },
      { entity: 'grown/parcel-1', standing: 'gap', log: 1, known: 3 },
      { entity: 'torn', standing: 'gap', log: 2, known: 4 },
      { entity: 'young', standing: 'gap', log: 0, known: 2 },
    ]);
    const jsm = await js.jetstreamManager();
    const { natsUrl, config } = stack;
    const writer = await openLog(natsUrl, config.tenant, writerKeys(config.keysDir));
    // A gap whose next event would lie where its workflow believes its last one waits until others have written.
    const written = new Map<string, number>();
    const closeAll = async (): Promise<boolean> => {
      const closed = await closeGaps((await compare()).gaps, { log: writer.log, jsm });
      for (const each of closed)
        written.set(each.entity, (written.get(each.entity) ?? 0) + each.written);
      const isDone = closed.every(({ reason }) => reason === undefined);
      if (!isDone) await note('kept', 'meanwhile');
      return isDone;
    };
    await until(closeAll, (isDone) => isDone, 60_000);
    await writer.close();
    expect(Object.fromEntries(written)).toEqual({
      ...{ grown: 6, 'grown/parcel-1': 2, torn: 2, young: 2 },
    });
    const after = await engine.entries('grown');
    expect(after.slice(0, before.length).map(({ text }) => text)).toEqual(
      before.map(({ text }) => text),
    );
    expect(await waiting).toMatchObject({ kind: 'accepted' });
    const again = await compare();
    expect(open(again)).toEqual([
      { entity: 'torn/parcel-1', standing: 'refused', log: 1, known: 2 },
    ]);
    expect(again.compared.find(({ entity }) => entity === 'torn/parcel-1')?.reason).toMatch(
      /^torn:\d has recorded event 2 of it, and Temporal holds no history/,
    );
    for (const entity of ['grown', 'kept', 'young', 'torn']) await note(entity, 'on');
    for (const entity of ['young', 'kept']) await engine.expectSound(entity);
    // What has ended does not learn where the stream holds its last event now; its state is the same.
    for (const entity of ['grown', 'grown/parcel-1', 'torn']) await expectFolded(entity);
  });
});
