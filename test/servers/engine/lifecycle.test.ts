import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineSearchAttributeKey } from '@temporalio/common';
import { resumeJourneys, type Resumed } from '../../../services/resume/index.ts';
import { startEngine, until, type Engine } from '../../support/engine-client.ts';
import { machines } from '../../support/machines.ts';
import { workshop, type WorkshopContext } from '../../support/workshop-machine.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({ temporal: 'memory' });
});
afterAll(async () => {
  await engine.stop();
});

const contextOf = async (entity: string) =>
  (await engine.state(entity)).snapshot.context as WorkshopContext;
const statusOf = async (entity: string) => (await engine.handle(entity).describe()).status.name;
const hasStatus = (entity: string, wanted: string) =>
  until(
    () => statusOf(entity),
    (status) => status === wanted,
  );
const isRaw = (entity: string) =>
  until(
    () => engine.state(entity),
    ({ path }) => path === 'raw',
  );

async function resumed(only?: string): Promise<Resumed[]> {
  const { js, log, client, stack } = engine;
  const { tenant, taskQueue } = stack.config;
  const { contract } = workshop;
  const found: Resumed[] = [];
  const options = {
    ...{ js, log, client, tenant, taskQueue, contract, machines },
    ...(only !== undefined && { only }),
  };
  for await (const one of resumeJourneys(options)) found.push(one);
  return found;
}

async function withPots(entity: string): Promise<void> {
  await engine.open(entity);
  for (const pot of ['pot-1', 'pot-2']) {
    await engine.command(entity, 'addPot');
    await isRaw(`${entity}/${pot}`);
  }
}

describe('start', () => {
  it('given a workflow started like another, when it begins, then nothing of what was copied is left, and nothing that is empty is sent', async () => {
    const keyword = (name: string) => defineSearchAttributeKey(name, 'KEYWORD');
    const [state, problem] = [keyword('CertwayState'), keyword('CertwayProblem')];
    await engine.client.workflow.start('workshop', {
      ...{ workflowId: 'alike', taskQueue: engine.stack.config.taskQueue, args: [{}] },
      typedSearchAttributes: [
        { key: state, value: 'open' },
        { key: problem, value: 'EVENT_STREAM_CONFLICT' },
      ],
    });
    await until(
      () => engine.state('alike'),
      ({ waiting }) => waiting === 0,
    );
    const { typedSearchAttributes } = await engine.handle('alike').describe();
    expect(typedSearchAttributes.get(state)).toBe('open');
    expect(typedSearchAttributes.get(problem)).toBeUndefined();
    const { events } = await engine.handle('alike').fetchHistory();
    const [first] = (events ?? []).flatMap(
      (e) => e.upsertWorkflowSearchAttributesEventAttributes ?? [],
    );
    expect(Object.keys(first?.searchAttributes?.indexedFields ?? {}).sort()).toEqual(
      ['Machine', 'Overdue', 'Problem', 'State', 'WaitingFor'].map((name) => `Certway${name}`),
    );
  });
});

describe('cancel', () => {
  it('given a workshop with pots, when its workflow is cancelled, then that is its command of closing, recorded, and its pots end', async () => {
    await withPots('cancelled');
    await engine.handle('cancelled').cancel();
    await hasStatus('cancelled', 'COMPLETED');
    await hasStatus('cancelled/pot-1', 'COMPLETED');
    const events = (await engine.entries('cancelled')).map(({ event }) => event);
    expect(events.find(({ type }) => type === 'WorkshopClosed')).toMatchObject({
      ...{ cause: 'command', actor: { id: 'temporal', role: 'operator' } },
    });
    await engine.expectSound('cancelled');
  });

  it('given a pot, which knows no cancelling, when its workflow is cancelled, then the refusal is recorded and it goes on', async () => {
    await withPots('refusing');
    await engine.handle('refusing/pot-1').cancel();
    await until(
      () => engine.state('refusing/pot-1'),
      ({ lastRefusal }) => lastRefusal?.command === 'cancel',
    );
    expect(await engine.command('refusing/pot-1', 'glazePot', { coat: 1 })).toMatchObject({
      kind: 'accepted',
    });
    await engine.expectSound('refusing');
  });
});

describe('terminate', () => {
  it('given a workshop, when it is terminated, then the log says nothing, its pots go on, and named it is resumed and hears what it missed', async () => {
    await withPots('killed');
    const before = await engine.state('killed');
    await engine.handle('killed').terminate('test');
    await engine.command('killed/pot-1', 'glazePot', { coat: 1 });
    const told = (await resumed()).find(({ journey }) => journey === 'killed');
    expect(told).toEqual({ journey: 'killed', outcome: 'terminated', state: 'open' });
    expect(await statusOf('killed')).toBe('TERMINATED');
    expect(
      (await engine.entries('killed')).filter((e) => e.event.entity === 'killed'),
    ).toHaveLength(before.sequence);
    expect(await resumed('killed')).toEqual([
      { journey: 'killed', outcome: 'resumed', state: 'open' },
    ]);
    await until(
      () => contextOf('killed'),
      ({ glazed }) => glazed === 1,
    );
    await engine.command('killed/pot-2', 'finishPot');
    await until(
      () => engine.state('killed'),
      ({ actors }) => Object.keys(actors).length === 1,
    );
    await engine.expectSound('killed');
  });

  it('given a pot, when it is terminated, then it is reported, what it is sent waits, and named it is resumed and takes it', async () => {
    await withPots('broken');
    await engine.command('broken/pot-1', 'glazePot', { coat: 1 });
    await engine.handle('broken/pot-1').terminate('test');
    await engine.command('broken', 'nudgePot', { pot: 'pot-1' });
    expect(await resumed()).toContainEqual({
      ...{ journey: 'broken/pot-1', outcome: 'terminated', state: 'raw' },
    });
    expect(await resumed('broken/pot-1')).toEqual([
      { journey: 'broken/pot-1', outcome: 'resumed', state: 'raw' },
    ]);
    const { snapshot } = await until(
      () => engine.state('broken/pot-1'),
      (state) => (state.snapshot.context as { nudged: number }).nudged === 1,
    );
    expect(snapshot.context).toMatchObject({ coats: 1 });
    await engine.command('broken/pot-1', 'finishPot');
    await hasStatus('broken/pot-1', 'COMPLETED');
    await engine.expectSound('broken');
  });

  it('given a terminated pot that waits to be told something, when the workshop closes, then that waits for nobody', async () => {
    await withPots('closing');
    await engine.handle('closing/pot-1').terminate('test');
    await engine.command('closing', 'nudgePot', { pot: 'pot-1' });
    await engine.command('closing', 'closeWorkshop');
    await hasStatus('closing', 'COMPLETED');
  });

  it('given what has ended, runs, or is not in the log, when named, then it is left alone', async () => {
    await withPots('ended');
    expect(await resumed('ended/pot-2')).toMatchObject([{ outcome: 'running' }]);
    await engine.command('ended', 'closeWorkshop');
    await hasStatus('ended', 'COMPLETED');
    expect(await resumed('ended')).toMatchObject([{ outcome: 'ended', state: 'closed' }]);
    expect(await resumed('nobody')).toEqual([
      { journey: 'nobody', outcome: 'unknown', state: undefined },
    ]);
  });
});

describe('reset', () => {
  it('given pots, an answer and signals, when the workflow is reset to its middle, then it takes from the log what it forgot and doubles nothing', async () => {
    const entity = 'reset';
    await withPots(entity);
    const { runId } = await engine.handle(entity).describe();
    const half = ((await engine.handle(entity).fetchHistory()).events ?? [])
      .filter((event) => event.workflowTaskCompletedEventAttributes)
      .at(-1)?.eventId;
    const actor = { id: 'p-1', role: 'potter' };
    for (let count = 0; count < 3; count += 1) {
      await engine.handle(entity).signal('nudgePot', { actor, pot: 'pot-1' });
    }
    await engine.command(entity, 'askPrice', { how: 'ok' });
    await until(
      () => contextOf(entity),
      ({ price }) => price === 7,
    );
    await engine.command(`${entity}/pot-1`, 'finishPot');
    const before = await until(
      () => engine.state(entity),
      ({ actors, waiting }) => Object.keys(actors).length === 1 && waiting === 0,
    );
    await engine.client.workflowService.resetWorkflowExecution({
      namespace: engine.stack.config.namespace,
      ...{ workflowExecution: { workflowId: entity, runId }, reason: 'test', requestId: entity },
      ...(half && { workflowTaskFinishEventId: half }),
    });
    await until(
      () => engine.state(entity),
      ({ sequence, waiting }) => sequence === before.sequence && waiting === 0,
    );
    expect((await engine.handle(entity).describe()).runId).not.toBe(runId);
    await engine.command(entity, 'dropPot', { pot: 'pot-2' });
    expect((await engine.state(entity)).sequence).toBe(before.sequence + 1);
    await hasStatus(`${entity}/pot-2`, 'COMPLETED');
    await engine.expectSound(entity);
  });
});
