import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEngine, until, type Engine } from '../../support/engine-client.ts';
import { runsOf } from '../../support/runs.ts';
import type { WorkshopContext } from '../../support/workshop-machine.ts';

const clerk = { id: 'a-17', role: 'clerk' };
const potter = { id: 'p-1', role: 'potter' };
const workflows = join(import.meta.dirname, '../../support/workflows/short-runs.ts');

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({ temporal: 'memory', worker: { workflows } });
});
afterAll(async () => {
  await engine.stop();
});

const contextOf = async (entity: string) =>
  (await engine.state(entity)).snapshot.context as WorkshopContext;
const firstRunOf = async (entity: string) =>
  (await engine.handle(entity).fetchHistory()).events?.[0]?.workflowExecutionStartedEventAttributes
    ?.firstExecutionRunId ?? '';
const seen = (entity: string, isSo: (context: WorkshopContext) => boolean) =>
  until(() => contextOf(entity), isSo);
const nudged = (entity: string, count: number, withinMs?: number) =>
  until(
    () => engine.state(entity),
    ({ snapshot }) => (snapshot.context as { nudged: number }).nudged === count,
    withinMs,
  );
const hasEnded = (entity: string) =>
  until(
    async () => (await engine.handle(entity).describe()).status.name,
    (status) => status === 'COMPLETED',
  );

describe('runs of one step', () => {
  it('given a workshop that does everything there is, when each step is a run, then log and state agree to the end', async () => {
    await engine.open('ws');
    const first = await firstRunOf('ws');
    for (let count = 0; count < 3; count += 1) await engine.command('ws', 'addPot');
    for (const coat of [1, 2, 3]) await engine.command('ws/pot-1', 'glazePot', { coat });
    await engine.command('ws', 'nudgePot', { pot: 'pot-1' });
    await engine.command('ws', 'nudgePotLater', { pot: 'pot-1' });
    await engine.command('ws', 'askPrice', { how: 'ok' });
    await seen('ws', ({ price, glazed }) => price === 7 && glazed === 3);
    await engine.command('ws', 'askPrice', { how: 'down' });
    await seen('ws', ({ failure }) => failure !== null);
    await engine.command('ws', 'takeRest');
    await seen('ws', ({ rests }) => rests === 1);
    await nudged('ws/pot-1', 2);
    await engine.command('ws', 'dropPot', { pot: 'pot-2' });
    await engine.signal('ws', 'dropPot', { pot: 'pot-9' });
    await engine.command('ws/pot-1', 'finishPot');
    await Promise.all(['ws/pot-1', 'ws/pot-2'].map(hasEnded));
    await engine.expectSound('ws');
    expect((await runsOf(engine, 'ws', first)).length).toBeGreaterThan(5);
    await engine.command('ws', 'closeWorkshop');
    await Promise.all(['ws', 'ws/pot-3'].map(hasEnded));
    await engine.expectSound('ws');
  });

  it('given updates without end, when each keeps a message under way, then the run hands over all the same and each is recorded once', async () => {
    const entity = 'endless';
    await engine.open(entity);
    const first = await firstRunOf(entity);
    await engine.command(entity, 'addPot');
    const give = async (sender: string) => {
      for (let count = 0; count < 6; count += 1) {
        await engine.command(entity, 'nudgePot', { pot: 'pot-1' }, { sender });
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, index) => give(`sender-${String(index)}`)));
    await nudged(`${entity}/pot-1`, 96);
    await engine.expectSound(entity);
    const runs = await runsOf(engine, entity, first);
    expect(runs.length).toBeGreaterThan(4);
    expect(Math.max(...runs.map(({ length }) => length))).toBeLessThan(200);
  });

  it('given updates that are refused as soon as a run begins, when others follow, then they are answered', async () => {
    const entity = 'refusing';
    const order = await engine.start(entity);
    const addNote = () => order.executeUpdate('addNote', { args: [{ actor: clerk, text: 'x' }] });
    for (let count = 0; count < 5; count += 1) {
      await addNote();
      expect(await engine.command(entity, 'hurryParcel', {})).toMatchObject({
        ...{ kind: 'refused', code: 'COMMAND_INVALID' },
      });
      // Not asked again: each is answered the first time.
      await Promise.all([order.query('position'), addNote()]);
    }
  });

  it('given equal signals without an id that storm it, when runs hand over what waits, then each counts', async () => {
    const entity = 'signalled';
    await engine.open(entity);
    await engine.command(entity, 'addPot');
    const give = async () => {
      for (let count = 0; count < 20; count += 1) {
        await engine.handle(entity).signal('nudgePot', { actor: potter, pot: 'pot-1' });
      }
    };
    await Promise.all([give(), give(), give(), give(), give()]);
    await nudged(`${entity}/pot-1`, 100, 60_000);
    await engine.expectSound(entity);
  });

  it('given an activity that never answers, when commands come, then runs hand over and it starts again with each', async () => {
    await engine.open('patient');
    const first = await firstRunOf('patient');
    await engine.command('patient', 'askPrice', { how: 'down', patience: 'endless' });
    for (let count = 0; count < 8; count += 1) await engine.command('patient', 'addPot');
    expect((await runsOf(engine, 'patient', first)).length).toBeGreaterThan(2);
    await until(
      async () => (await engine.handle('patient').describe()).raw.pendingActivities ?? [],
      ([one]) => one?.activityId === 'price#1' && (one.attempt ?? 0) > 3,
    );
    await engine.command('patient', 'dropQuestion');
    await engine.expectSound('patient');
  });

  it('given a pot whose workshop was terminated, when it goes on, then its runs hand over, and the resumed workshop hears all', async () => {
    await engine.open('gone');
    await engine.command('gone', 'addPot');
    await until(
      () => engine.state('gone/pot-1'),
      ({ path }) => path === 'raw',
    );
    await engine.handle('gone').terminate('test');
    const first = await firstRunOf('gone/pot-1');
    for (let coat = 1; coat <= 6; coat += 1) {
      await engine.command('gone/pot-1', 'glazePot', { coat });
    }
    expect((await runsOf(engine, 'gone/pot-1', first)).length).toBeGreaterThan(3);
    await engine.client.workflow.start('workshop', {
      ...{ workflowId: 'gone', taskQueue: engine.stack.config.taskQueue },
      args: [{}, { resume: true }],
    });
    // The pot tries again after pauses that double.
    await until(
      () => contextOf('gone'),
      ({ glazed }) => glazed === 6,
      60_000,
    );
    await engine.expectSound('gone');
  });
});
