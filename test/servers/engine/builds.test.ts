import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testWorker } from '../../support/engine-worker.ts';
import { startEngine, until, type Engine } from '../../support/engine-client.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(async () => {
  await engine.stop();
});

const builds = () => readdirSync(join(engine.stack.config.dataDir, 'builds'));

const buildOf = async (entity: string) => {
  const { raw } = await engine.handle(entity).describe();
  return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId;
};

describe('builds', () => {
  it('given orders begun on one build, when the worker is restarted with another, then what sleeps moves to it, new ones begin on it and the first build is given up', async () => {
    for (const order of ['idle', 'old']) await engine.start(order);
    await engine.command('idle', 'addNote', { text: 'x' });
    const given = { updateId: 'u-1' };
    const first = await engine.command('old', 'orderParcel', { weight: 1 }, given);
    const [before = ''] = builds();
    for (const entity of ['idle', 'old', 'old/parcel-1']) {
      expect(await until(() => buildOf(entity), Boolean)).toBe(before);
    }
    const chain = (await engine.handle('old').describe()).runId;

    await engine.worker.stop();
    const other = join(import.meta.dirname, '../../support/workflows/other-build.ts');
    const failpoint = join(engine.stack.config.dataDir, 'failpoint.json');
    const setting = { failpoint, workflows: other };
    const second = await engine.stack.run(testWorker(engine.stack.config, setting));
    const buildId = builds().find((name) => name !== before);

    await engine.start('new');
    await engine.command('new', 'addNote', { text: 'begins' });
    expect(await buildOf('new')).toBe(buildId);
    expect(builds().sort()).toEqual([before, String(buildId)].sort());
    for (const entity of ['idle', 'old', 'old/parcel-1']) {
      await until(
        () => buildOf(entity),
        (build) => build === buildId,
      );
    }
    expect((await engine.handle('old').describe()).runId).not.toBe(chain);
    const more = { ...given, isRepeated: true };
    expect(await engine.command('old', 'orderParcel', { weight: 1 }, more)).toEqual(first);
    await engine.command('idle', 'addNote', { text: 'goes on' });
    expect((await engine.entries('old')).map(({ event }) => event.type)).toEqual([
      'OrderPlaced',
      'ParcelOrdered',
      'ParcelPacked',
    ]);
    for (const journey of ['idle', 'old', 'new']) await engine.expectSound(journey);

    await engine.command('old/parcel-1', 'deliverParcel', { to: 'door' });
    await until(
      () => engine.state('old'),
      (state) => Object.keys(state.actors).length === 0,
    );
    await engine.command('old', 'closeOrder');
    await until(
      async () => (await engine.handle('old').describe()).status.name,
      (status) => status === 'COMPLETED',
    );
    await until(
      () => engine.client.workflow.count('ExecutionStatus = "Running"'),
      ({ count }) => count === 2,
    );
    await second.stop();
    await second.start();
    expect(builds()).toEqual([buildId]);
    expect(existsSync(join(engine.stack.config.dataDir, 'builds', String(buildId)))).toBe(true);
    await engine.command('new', 'addNote', { text: 'goes on' });
    await engine.expectSound('new');
  });

  it('given a signal upgrade while something is under way, when that is done, then the next run begins and nothing is lost', async () => {
    await engine.start('asked');
    await engine.command('asked', 'addNote', { text: 'x' });
    const { runId } = await engine.handle('asked').describe();
    await Promise.all([
      engine.command('asked', 'requestInvoice'),
      engine.handle('asked').signal('upgrade'),
      engine.signal('asked', 'addNote', { text: 'y' }),
    ]);
    await until(
      async () => (await engine.handle('asked').describe()).runId,
      (now) => now !== runId,
    );
    const state = await until(
      () => engine.state('asked'),
      ({ snapshot }) => (snapshot.context as { invoice: string }).invoice !== '',
    );
    expect(state).toMatchObject({ path: 'open', snapshot: { context: { notes: 2 } } });
    await engine.expectSound('asked');
  });
});
