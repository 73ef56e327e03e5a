import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writerKeys } from '../../../infra/keys/index.ts';
import { fold, step, type RecordedEvent } from '../../../machines/engine/index.ts';
import { eventSubject, toBytes } from '../../../services/event-log/index.ts';
import { headersOf } from '../../../services/event-log/signature.ts';
import { startEngine, until, type Engine } from '../../support/engine-client.ts';
import { forget, isRecording, record } from '../../support/record-histories.ts';
import { runsOf } from '../../support/runs.ts';
import { workshop, type WorkshopContext } from '../../support/workshop-machine.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({
    temporal: 'memory',
    dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': 60 },
  });
});
afterAll(async () => {
  await engine.stop();
});

const shop = 'ws';
const seen = (isSo: (context: WorkshopContext) => boolean) =>
  until(async () => (await engine.state(shop)).snapshot.context as WorkshopContext, isSo);
const hasEnded = (entity: string) =>
  until(
    async () => (await engine.handle(entity).describe()).status.name,
    (status) => status === 'COMPLETED',
  );

/** Another writer that follows all rules takes a rest. */
async function restByAnother(): Promise<void> {
  const { hash } = (await engine.state(shop)).position;
  const events = (await engine.entries(shop)).map(({ event }) => event);
  const state = fold(
    workshop,
    events.filter(({ entity }) => entity === shop),
  );
  const applied = step(workshop, state, {
    ...{ cause: 'command', type: 'RestTaken', data: {}, at: state.at },
    ...{ actor: { id: 'rival', role: 'potter' }, causationId: 'rival', correlationId: 'rival' },
  });
  const event = applied.events[0] as RecordedEvent;
  const { tenant, keysDir } = engine.stack.config;
  const text = toBytes(tenant, event, hash);
  const headers = headersOf(text, writerKeys(keysDir).signer);
  await engine.js.publish(eventSubject(tenant, event), text, { headers });
}

describe('a workshop with every cause and every effect', () => {
  it('given runs that hand over, when everything happens once, then all of it is in the log', async () => {
    await engine.open(shop);
    const { runId } = await engine.handle(shop).describe();
    for (let count = 0; count < 2; count += 1) await engine.command(shop, 'addPot');
    await engine.signal(shop, 'dropPot', { pot: 'pot-9' });
    await engine.command(shop, 'nudgePot', { pot: 'pot-1' });
    await engine.command(shop, 'nudgePotLater', { pot: 'pot-1' });
    await until(
      () => engine.state(`${shop}/pot-1`),
      ({ snapshot }) => (snapshot.context as { nudged: number }).nudged === 2,
    );
    await engine.command(shop, 'askPrice', { how: 'ok' });
    await seen(({ price }) => price === 7);
    await engine.command(shop, 'askPrice', { how: 'never' });
    await seen(({ failure }) => failure !== null);
    await engine.command(`${shop}/pot-1`, 'glazePot', { coat: 1 });
    await seen(({ glazed }) => glazed === 1);
    await engine.command(shop, 'dropPot', { pot: 'pot-2' });
    await engine.command(`${shop}/pot-1`, 'finishPot');
    await Promise.all([`${shop}/pot-1`, `${shop}/pot-2`].map(hasEnded));
    await engine.expectSound(shop);
    await restByAnother();
    await engine.command(shop, 'addPot');
    await seen(({ rests }) => rests === 1);
    await engine.handle(shop).cancel();
    await Promise.all([shop, `${shop}/pot-3`].map(hasEnded));
    await engine.expectSound(shop);
    const runs = await runsOf(engine, shop, runId);
    expect(runs.length).toBeGreaterThan(1);
    if (!isRecording) return;
    for (const type of ['workshop', 'pot']) forget(type);
    for (const [index, run] of runs.entries()) {
      const scenario = `run-${String(index + 1)}`;
      await record(engine, { workflowId: shop, runId: run.runId, scenario });
    }
    await record(engine, { workflowId: `${shop}/pot-1`, scenario: 'finished' });
    await record(engine, { workflowId: `${shop}/pot-2`, scenario: 'dropped' });
  });
});
