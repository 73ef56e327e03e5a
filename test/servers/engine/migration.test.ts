import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Program } from '../../../infra/stack/index.ts';
import { planMigration, type Planned } from '../../../services/migration/index.ts';
import { startEngine, until, type Engine } from '../../support/engine-client.ts';
import { testWorker } from '../../support/engine-worker.ts';
import { orderV2, parcelV2 } from '../../support/order-v2.ts';
import { isRecording, record } from '../../support/record-histories.ts';
import { killRuns, runProgram } from '../../support/run-program.ts';
import { runsOf } from '../../support/runs.ts';

const machines = [orderV2, parcelV2];
let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(killRuns);
afterAll(async () => {
  await engine.stop();
});

const version2 = (module: string): Promise<Program> => {
  const { config } = engine.stack;
  const workflows = join(import.meta.dirname, '../../support/workflows-v2', module);
  const failpoint = join(config.dataDir, 'failpoint.json');
  return engine.stack.run(testWorker(config, { failpoint, workflows, version: 2 }));
};
/** Orders that Temporal loses, with their notes: a log that an append returns whole, and one that an activity folds. */
const losses = { lost: 1, long: 60 };
const entities = ['m', 'm/parcel-1'] as const;
/** What an event may take at most, all but a little: with the rest of the state around it that is more. */
const LONG_NAME = 'x'.repeat(245_000);
const lengths = () =>
  Promise.all(
    entities.map(async (entity) => {
      const { runId, historyLength } = await engine.handle(entity).describe();
      return [runId, historyLength] as const;
    }),
  );
const history = async (entity: string) => (await engine.handle(entity).fetchHistory()).events ?? [];
const isFailure = (event: { workflowTaskFailedEventAttributes?: unknown }) =>
  event.workflowTaskFailedEventAttributes !== null &&
  event.workflowTaskFailedEventAttributes !== undefined;
const types = async (entity: string) =>
  (await engine.entries('m'))
    .filter(({ event }) => event.entity === entity)
    .map(({ event }) => event.type);
const plan = async () => {
  const { log, js, client } = engine;
  const planned: Planned[] = [];
  for await (const one of planMigration({ log, js, client, machines })) planned.push(one);
  return planned;
};
const migrated = (entity: string) =>
  until(
    () => engine.state(entity),
    (state) => state.machine.version === '2.0.0' && state.migrating === undefined,
    60_000,
  );

describe('an order that is migrated', () => {
  it('given an order begun on version 1, when version 2 serves, then it moves with its timers and children', async () => {
    await engine.start('m');
    const given = { updateId: 'u-1' };
    const first = await engine.command('m', 'orderParcel', { weight: 2 }, given);
    await engine.command('m', 'addNote', { text: 'x' });
    const parcel = await until(
      () => engine.state('m/parcel-1'),
      (state) => state.path === 'packed',
    );
    await engine.expectSound('m');
    await engine.start('wide', { customer: LONG_NAME });

    for (const [lost, notes] of Object.entries(losses)) {
      await engine.start(lost);
      const given = Array.from({ length: notes }, (_, index) => ({ text: String(index) }));
      await Promise.all(given.map((note) => engine.command(lost, 'addNote', note)));
      await engine.handle(lost).terminate('as if Temporal had lost it');
    }

    const before = await lengths();
    expect((await plan()).map(({ entity, source }) => [entity, source])).toEqual([
      ['long', 'ended'],
      ['lost', 'ended'],
      ['m', 'running'],
      ['m/parcel-1', 'running'],
      ['wide', 'running'],
    ]);
    expect((await plan()).slice(2, 4)).toEqual([
      {
        ...{ entity: 'm', machine: 'order', source: 'running', verdict: 'migrates' },
        ...{ from: '1.0.0', to: '2.0.0', reasons: [] },
        paths: ['snapshot.context.priority', 'snapshot.value'],
      },
      {
        ...{ entity: 'm/parcel-1', machine: 'parcel', source: 'running', verdict: 'migrates' },
        ...{ from: '1.0.0', to: '2.0.0', reasons: [] },
        paths: [
          'snapshot.value',
          'timers["xstate.after.patience.parcel.packed"]',
          'timers["xstate.after.patience.parcel.waiting"]',
        ],
      },
    ]);
    const args = ['infra/certway.main.ts', 'migrate', 'plan', '--json'];
    const run = runProgram(args, engine.stack.config);
    expect([await run.ended, run.errors()]).toEqual([1, '']);
    const lines = run.lines().map((line) => JSON.parse(line) as object);
    expect(lines).toMatchObject([
      { entity: 'long', verdict: 'continues', source: 'ended' },
      { entity: 'lost', verdict: 'continues', source: 'ended' },
      { entity: 'm', verdict: 'breaks', reasons: ['this build has no machine order'] },
      { entity: 'm/parcel-1', verdict: 'breaks', reasons: ['this build has no machine parcel'] },
      { entity: 'wide', verdict: 'breaks', reasons: ['this build has no machine order'] },
      { continues: 2, migrates: 0, changes: 0, breaks: 3 },
    ]);
    expect(await lengths()).toEqual(before);

    await engine.worker.stop();
    const broken = await version2('broken.ts');
    const failures = await until(
      async () => JSON.stringify((await history('m')).filter(isFailure)),
      (text) => text !== '[]',
      60_000,
    );
    expect(failures).toContain('the migration is broken');
    expect((await engine.handle('m').describe()).status.name).toBe('RUNNING');
    expect(await types('m')).not.toContain('MachineMigrated');
    await broken.stop();

    await version2('index.ts');
    const order = await migrated('m');
    expect(order).toMatchObject({ path: 'taking', snapshot: { context: { priority: 'normal' } } });
    const moved = await migrated('m/parcel-1');
    const [timer] = Object.values(parcel.timers);
    const id = 'xstate.after.patience.parcel.waiting';
    expect(moved.timers).toEqual({ [id]: { ...timer, event: { type: id } } });
    // The state is told before the task has ended that starts the timer.
    const timers = await until(
      async () => (await history('m/parcel-1')).filter((one) => one.timerStartedEventAttributes),
      ({ length }) => length > 0,
    );
    expect(timers).toHaveLength(1);
    for (const entity of entities) {
      expect((await types(entity)).filter((type) => type === 'MachineMigrated')).toHaveLength(1);
    }

    const wide = await migrated('wide');
    expect(wide).toMatchObject({ path: 'taking', snapshot: { context: { customer: LONG_NAME } } });
    await engine.expectSound('wide', machines);

    for (const [lost, notes] of Object.entries(losses)) {
      await engine.start(lost, {}, { resume: true });
      await engine.command(lost, 'addNote', { text: 'y' });
      const before = ['OrderPlaced', ...Array.from({ length: notes }, () => 'NoteAdded')];
      const log = (await engine.entries(lost)).map(({ event }) => event.type);
      expect(log).toEqual([...before, 'MachineMigrated', 'NoteAdded']);
      await engine.expectSound(lost, machines);
    }

    const known = await types('m');
    const more = { ...given, isRepeated: true };
    const again = await engine.command('m', 'orderParcel', { weight: 2 }, more);
    expect(again).toEqual(first);
    expect(await types('m')).toEqual(known);

    await engine.command('m/parcel-1', 'deliverParcel', { to: 'door' });
    await until(
      () => engine.state('m'),
      ({ snapshot }) =>
        (snapshot.context as { parcels: Record<string, string> }).parcels['parcel-1'] ===
        'delivered',
    );
    await engine.expectSound('m', machines);
    expect((await plan()).map(({ verdict, source }) => [verdict, source])).toEqual([
      ['continues', 'running'],
      ['continues', 'running'],
      ['continues', 'running'],
      ['continues', 'ended'],
      ['continues', 'running'],
    ]);
    await engine.command('m', 'closeOrder');
    await Promise.all(
      entities.map((entity) =>
        until(
          async () => (await engine.handle(entity).describe()).status.name,
          (status) => status === 'COMPLETED',
        ),
      ),
    );
    await engine.expectSound('m', machines);
    if (!isRecording) return;
    for (const [index, workflowId] of entities.entries()) {
      const [, second] = await runsOf(engine, workflowId, before[index]?.[0] ?? '');
      if (second) await record(engine, { workflowId, runId: second.runId, scenario: 'migrated' });
    }
  });
});
