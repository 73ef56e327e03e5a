import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isRecording, record } from '../../support/record-histories.ts';
import { startEngine, until, type Engine } from '../../support/engine-client.ts';

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

const contextOf = async (entity: string) =>
  (await engine.state(entity)).snapshot.context as {
    notes: number;
    weighed: number[];
    invoice: string;
  };
const runOf = async (entity: string) => (await engine.handle(entity).describe()).runId;

/** Gives commands until the order has continued as new. */
async function continued(order: string): Promise<void> {
  const before = await runOf(order);
  await until(
    async () => {
      await engine.command(order, 'addNote', { text: 'on' });
      return runOf(order);
    },
    (run) => run !== before,
  );
}

describe('continue as new', () => {
  it('given a run that hands over often, when 300 signals and updates storm it, then nothing is lost, doubled or swapped', async () => {
    const order = 'storm';
    await engine.start(order);
    const first = await runOf(order);
    const parcels = ['parcel-1', 'parcel-2'];
    for (const weight of [1, 2]) await engine.command(order, 'orderParcel', { weight });
    // A command is answered once it is recorded; the workflow of a child is there a moment later.
    for (const parcel of parcels) {
      await until(
        () => engine.state(`${order}/${parcel}`),
        ({ path }) => path === 'packed',
      );
    }
    const send = async (sender: string, count: number) => {
      for (let index = 0; index < count; index += 1) {
        const text = `${sender} ${index}`;
        if (sender.startsWith('update')) {
          await engine.command(order, 'addNote', { text }, { sender });
        } else {
          await engine.signal(order, 'addNote', { text }, sender);
        }
      }
    };
    const weigh = async (parcel: string) => {
      for (let weight = 1; weight <= 20; weight += 1) {
        await engine.signal(`${order}/${parcel}`, 'weighParcel', { weight }, parcel);
      }
    };
    await Promise.all([
      ...['update-1', 'update-2', 'update-3'].map((sender) => send(sender, 40)),
      ...['signal-1', 'signal-2', 'signal-3'].map((sender) => send(sender, 60)),
      ...parcels.map(weigh),
    ]);
    await until(
      () => contextOf(order),
      ({ notes, weighed }) => notes === 300 && weighed.length === 40,
    );
    expect(await runOf(order)).not.toBe(first);
    await engine.expectSound(order);
    const longest = (await engine.handle(order).describe()).historyLength;
    expect(longest).toBeLessThan(2_000);
    for (const parcel of parcels) {
      await engine.command(`${order}/${parcel}`, 'deliverParcel', { to: 'door' });
    }
    await until(
      () => engine.state(order),
      ({ actors }) => Object.keys(actors).length === 0,
    );
    await engine.command(order, 'closeOrder');
    await until(
      async () => (await engine.handle(order).describe()).status.name,
      (status) => status === 'COMPLETED',
    );
    await engine.expectSound(order);
  });

  it('given 200 signals that waited for a worker, when one comes, then all are recorded in their order', async () => {
    const order = 'waited';
    await engine.start(order);
    await engine.command(order, 'addNote', { text: 'first' });
    await engine.worker.stop();
    for (let count = 0; count < 200; count += 1) {
      await engine.signal(order, 'addNote', { text: String(count) }, 'patient');
    }
    await engine.worker.start();
    await until(
      () => contextOf(order),
      ({ notes }) => notes === 201,
    );
    await engine.expectSound(order);
  });

  it('given an order with parcels, refusals and an invoice, when it goes on over several runs to its end, then all of it is in the log', async () => {
    const order = 'whole';
    await engine.start(order);
    const first = await runOf(order);
    for (const weight of [1, 2]) await engine.command(order, 'orderParcel', { weight });
    await engine.signal(order, 'closeOrder');
    await engine.command(order, 'requestInvoice');
    await until(
      () => contextOf(order),
      ({ invoice }) => invoice === 'INV-globex',
    );
    await engine.command(order, 'hurryParcel', { parcel: 'parcel-1' });
    await until(
      () => engine.state(`${order}/parcel-1`),
      ({ sequence }) => sequence === 2,
    );
    await engine.command(`${order}/parcel-1`, 'weighParcel', { weight: 7 });
    if ((await runOf(order)) === first) await continued(order);
    await engine.signal(`${order}/parcel-1`, 'deliverParcel', { to: 'door' });
    await engine.command(`${order}/parcel-2`, 'deliverParcel', { to: 'shed' });
    await until(
      () => engine.state(order),
      ({ actors }) => Object.keys(actors).length === 0,
    );
    expect(await contextOf(order)).toMatchObject({ weighed: [7] });
    await engine.command(order, 'closeOrder');
    await until(
      async () => (await engine.handle(order).describe()).status.name,
      (status) => status === 'COMPLETED',
    );
    await engine.expectSound(order);
    if (!isRecording) return;
    await record(engine, { workflowId: order, runId: first, scenario: 'first-run' });
    await record(engine, { workflowId: order, scenario: 'last-run' });
    await record(engine, { workflowId: `${order}/parcel-1`, scenario: 'hurried' });
    await record(engine, { workflowId: `${order}/parcel-2`, scenario: 'delivered' });
  });

  it('given a command of an earlier run, when its id comes again, then it is answered as before, and refused with another payload', async () => {
    const order = 'again-later';
    await engine.start(order);
    const reply = await engine.command(order, 'addNote', { text: 'x' }, { updateId: 'u-1' });
    const handle = engine.handle(order);
    const signalled = { actor: { id: 'a-17', role: 'clerk' }, commandId: 's-1', text: 'x' };
    await handle.signal('addNote', signalled);
    await continued(order);
    const isRepeated = true;
    const repeated = { updateId: 'u-1', isRepeated };
    expect(await engine.command(order, 'addNote', { text: 'x' }, repeated)).toEqual(reply);
    await continued(order);
    const other = await engine.command(order, 'addNote', { text: 'y' }, repeated);
    expect(other).toMatchObject({ kind: 'refused', code: 'COMMAND_ID_REUSED' });
    const { notes } = await contextOf(order);
    await handle.signal('addNote', signalled);
    await engine.command(order, 'addNote', { text: 'last' });
    expect((await contextOf(order)).notes).toBe(notes + 1);
    await engine.expectSound(order);
  });
});

describe('reset', () => {
  it.each([
    ['reapplied', []],
    ['dropped', [1, 2]],
  ])(
    'given an order with children, when its workflow is reset to its first task with signals %s, then it takes from the log what it forgot',
    async (name, resetReapplyExcludeTypes) => {
      const order = `reset-${name}`;
      const handle = await engine.start(order);
      await engine.command(order, 'orderParcel', { weight: 1 });
      await engine.signal(order, 'addNote', { text: 'signalled' });
      const actor = { id: 'a-17', role: 'clerk' };
      for (let count = 0; count < 2; count += 1)
        await handle.signal('addNote', { actor, text: 'x' });
      await engine.command(order, 'hurryParcel', { parcel: 'parcel-1' });
      const before = await until(
        () => engine.state(`${order}/parcel-1`),
        ({ sequence }) => sequence === 2,
      );
      const { sequence } = await engine.state(order);
      const first = ((await handle.fetchHistory()).events ?? []).find(
        (event) => event.workflowTaskCompletedEventAttributes,
      );
      await engine.client.workflowService.resetWorkflowExecution({
        namespace: 'default',
        ...{ workflowExecution: { workflowId: order, runId: await runOf(order) } },
        ...{ reason: 'test', requestId: order, resetReapplyExcludeTypes },
        ...(first?.eventId && { workflowTaskFinishEventId: first.eventId }),
      });
      const reset = engine.client.workflow.getHandle(order);
      await until(
        () => reset.query<{ sequence: number } | null>('state'),
        (state) => state?.sequence === sequence,
      );
      await engine.command(order, 'addNote', { text: 'after' });
      expect((await engine.state(order)).sequence).toBe(sequence + 1);
      expect((await engine.state(`${order}/parcel-1`)).sequence).toBe(before.sequence);
      await engine.expectSound(order);
    },
  );
});
