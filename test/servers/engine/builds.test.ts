import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testWorker } from '../../support/engine-worker.ts';
import { startEngine, until, type Engine } from '../../support/engine-client.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({
    dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': 60 },
  });
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
  it('given an order begun on one build, when the worker is restarted with another, then it goes on with its own and new ones begin on the other, as does its next run', async () => {
    for (const order of ['old', 'moving']) await engine.start(order);
    await engine.command('moving', 'addNote', { text: 'x' });
    await engine.command('old', 'orderParcel', { weight: 1 });
    const [first = ''] = builds();
    expect(await until(() => buildOf('old'), Boolean)).toBe(first);

    await engine.worker.stop();
    const other = join(import.meta.dirname, '../../support/workflows/other-build.ts');
    const failpoint = join(engine.stack.config.dataDir, 'failpoint.json');
    const setting = { failpoint, workflows: other };
    const second = await engine.stack.run(testWorker(engine.stack.config, setting));
    const buildId = builds().find((name) => name !== first);

    await engine.command('old', 'addNote', { text: 'goes on' });
    expect(await buildOf('old')).toBe(first);
    await engine.start('new');
    await engine.command('new', 'addNote', { text: 'begins' });
    expect(await buildOf('new')).toBe(buildId);
    expect(builds().sort()).toEqual([first, String(buildId)].sort());
    await engine.expectSound('old');
    await engine.expectSound('new');

    const before = (await engine.handle('moving').describe()).runId;
    expect(await buildOf('moving')).toBe(first);
    await until(
      async () => {
        await engine.command('moving', 'addNote', { text: 'on' });
        return (await engine.handle('moving').describe()).runId;
      },
      (runId) => runId !== before,
    );
    await engine.command('moving', 'addNote', { text: 'moved' });
    expect(await buildOf('moving')).toBe(buildId);
    await engine.expectSound('moving');

    await until(
      () => engine.state('old/parcel-1'),
      (state) => state.path === 'packed',
    );
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
});
