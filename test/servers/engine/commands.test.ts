import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import { startEngine, until, type Engine } from '../../support/engine-client.ts';

const clerk = { id: 'a-17', role: 'clerk' };
const carrier = { id: 'c-4', role: 'carrier' };

const failureOf = async (result: Promise<unknown>): Promise<ApplicationFailure> => {
  const error = (await result.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )) as Error | undefined;
  return error?.cause as ApplicationFailure;
};

describe.each([
  ['workflows in memory', undefined],
  ['every task replayed', 0],
  // The SDK loses local activities of several workflows at once when it keeps none: one at a time there.
])('commands, %s', (_name, maxCachedWorkflows) => {
  const prefix = maxCachedWorkflows === 0 ? 'replayed' : 'cached';
  const id = (own: string) => `${prefix}-${own}`;
  let engine: Engine;

  beforeAll(async () => {
    engine = await startEngine({
      temporal: 'memory',
      worker: maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows },
    });
  });
  afterAll(async () => {
    await engine.stop();
  });

  it('given an order, when a command is answered, then its event is in the stream with its whole envelope', async () => {
    await engine.start(id('one'), { customer: 'globex', limit: 2 });
    const { runId } = await engine.handle(id('one')).describe();
    const reply = await engine.command(
      id('one'),
      'addNote',
      { text: 'hello' },
      { updateId: 'u-1' },
    );
    const [placed, noted] = await engine.entries(id('one'));
    expect(reply).toEqual({
      ...{ kind: 'accepted', id: 'u-1' },
      answer: { event: 'NoteAdded', eventId: `${id('one')}:2` },
    });
    expect(placed?.envelope).toMatchObject({
      ...{ cause: 'start', type: 'org.certway.order.OrderPlaced.v1', sequence: '0000000001' },
      ...{ firstexecutionrunid: runId, prevhash: '0'.repeat(64) },
      data: { customer: 'globex', limit: 2 },
    });
    expect(noted?.envelope).toEqual({
      ...{ specversion: '1.0', id: `${id('one')}:2`, source: `/tenants/acme-cert/${id('one')}` },
      ...{ type: 'org.certway.order.NoteAdded.v1', subject: id('one') },
      ...{ time: expect.stringMatching(/^20.*Z$/), datacontenttype: 'application/json' },
      ...{ dataschema: 'urn:certway:event:order:NoteAdded:1', sequence: '0000000002' },
      ...{ cause: 'command', step: 2, stepindex: 1, stepsize: 1, machineversion: '1.0.0' },
      ...{ causationid: 'u-1', correlationid: 'u-1', actorid: 'a-17', actorrole: 'clerk' },
      ...{ payloadhash: expect.any(String), prevhash: expect.any(String) },
      data: { text: 'hello' },
    });
    await engine.expectSound(id('one'));
  });

  it('given an open parcel, when the order is to be closed, then rule, reason and what is possible are told and nothing is left', async () => {
    await engine.start(id('refused'));
    await engine.command(id('refused'), 'orderParcel', { weight: 2 });
    await until(
      () => engine.state(`${id('refused')}/parcel-1`),
      (state) => state.path === 'packed',
    );
    const updates = async () =>
      ((await engine.handle(id('refused')).fetchHistory()).events ?? []).filter(
        (event) => event.workflowExecutionUpdateAcceptedEventAttributes,
      ).length;
    expect(await updates()).toBe(1);
    const reply = await engine.command(id('refused'), 'closeOrder');
    expect(reply).toMatchObject({
      ...{ kind: 'refused', code: 'COMMAND_REFUSED' },
      text:
        'closeOrder refused: R-ORD-01 (house rule 1) – Every parcel is delivered before the order is closed.\n' +
        'Now: open\nPossible now: addNote (clerk), orderParcel (clerk), hurryParcel (clerk), ' +
        'requestInvoice (clerk), closeOrder (clerk), cancelOrder (clerk, operator)',
      details: { rules: [{ id: 'R-ORD-01' }], state: 'open' },
    });
    expect(await updates()).toBe(1);
    await engine.expectSound(id('refused'));
  });

  it('given commands that are wrong, when given as updates, then each is refused for its own reason', async () => {
    await engine.start(id('wrong'));
    const codes = [
      await engine.command(id('wrong'), 'addNote', { actor: carrier, text: 'x' }),
      await engine.command(id('wrong'), 'addNote', { text: '', more: 1 }),
      await engine.command(id('wrong'), 'addNote', { actor: undefined }),
      await engine.command(id('wrong'), 'paint', { text: 'x' }),
      await engine.command(id('wrong'), 'deliverParcel', { parcel: 'parcel-1', to: 'x' }),
    ].map((reply) => (reply.kind === 'refused' ? [reply.code, reply.text.split('\n')[0]] : reply));
    expect(codes).toEqual([
      ['ROLE_NOT_ALLOWED', expect.stringContaining('addNote is for clerk (given "carrier")')],
      [
        'COMMAND_INVALID',
        expect.stringMatching(/text: .*; more: there is no such field; a valid payload: /),
      ],
      ['COMMAND_INVALID', expect.stringContaining('actor: ')],
      ['COMMAND_UNKNOWN', expect.stringContaining('there is no command paint; there are addNote')],
      ['COMMAND_UNKNOWN', expect.stringContaining(`${id('wrong')}/<parcel>`)],
    ]);
    expect(await engine.entries(id('wrong'))).toHaveLength(1);
  });

  it('given commands whose events are too large for the log, when given, then they are refused for good, and the next one counts', async () => {
    const order = id('large');
    await engine.start(order);
    const reply = await engine.command(order, 'addNote', { text: 'x'.repeat(300_000) });
    expect(reply).toMatchObject({
      ...{ kind: 'refused', code: 'EVENT_TOO_LARGE' },
      text: expect.stringMatching(
        /NoteAdded would take 300\d{3} bytes in the log, and its data take 245760 at most/,
      ) as unknown,
    });
    await engine.signal(order, 'addNote', { text: '漢'.repeat(100_000) });
    const largest = { text: 'x'.repeat(245_000) };
    expect(await engine.command(order, 'addNote', largest)).toMatchObject({ kind: 'accepted' });
    const types = (await engine.entries(order)).map(({ event }) => event.type);
    expect(types).toEqual(['OrderPlaced', 'CommandRefused', 'NoteAdded']);
    await engine.expectSound(order);
    const never = await engine.start(id('larger'), { customer: 'x'.repeat(300_000) });
    expect(await failureOf(never.result())).toMatchObject({ type: 'EVENT_TOO_LARGE' });
    expect(await engine.entries(id('larger'))).toEqual([]);
  });

  it('given an open parcel, when signals are refused, then the log and the details say so, unknown ones once a minute', async () => {
    const order = id('signalled');
    const handle = await engine.start(order);
    await engine.command(order, 'orderParcel', { weight: 2 });
    await engine.signal(order, 'closeOrder');
    for (let count = 0; count < 3; count += 1) await handle.signal('paint', { colour: 'red' });
    await engine.command(order, 'addNote', { text: 'after' });
    const refused = (await engine.entries(order)).filter(({ event }) => event.cause === 'refused');
    expect(refused.map(({ event }) => event.data)).toEqual([
      { command: 'closeOrder', code: 'COMMAND_REFUSED', rules: ['R-ORD-01'], state: 'open' },
      {
        ...{ command: 'paint', code: 'COMMAND_UNKNOWN', rules: [], state: 'open' },
        faults: [{ id: 'unknownCommand', values: expect.objectContaining({ command: 'paint' }) }],
      },
    ]);
    const { currentDetails } = await handle.query<{ currentDetails: string }>(
      '__temporal_workflow_metadata',
    );
    expect(currentDetails).toMatch(/Last refused:\*\* paint at .*there is no command paint/);
    expect(currentDetails).toContain('[parcel-1](/namespaces/default/workflows/');
    await engine.expectSound(order);
  });

  it('given a wrong input, when started, then the workflow fails at once with every fault by path', async () => {
    const handle = await engine.start(id('invalid'), { customer: '', limit: 0.5, colour: 'red' });
    const failure = await failureOf(handle.result());
    expect(failure).toMatchObject({ type: 'INPUT_INVALID', nonRetryable: true });
    expect(failure.message).toMatch(/- customer: .*\n- limit: .*\n(.*\n)?- colour: .*\n/);
    expect(failure.message).toContain('A valid input: {"customer":"globex"}');
    expect(await engine.entries(id('invalid'))).toEqual([]);
  });

  it('given messages that no relative has sent, when they come, then they change nothing and block nothing', async () => {
    const order = id('forged');
    const handle = await engine.start(order, { customer: 'globex' });
    const message = { number: 1, id: 'x:1', kind: 'event', type: 'ParcelDelivered', data: {} };
    await handle.signal('deliver');
    await handle.signal('deliver', { from: 1 });
    await handle.signal('deliver', {
      from: 'elsewhere',
      message: { ...message, correlationId: 'x' },
    });
    await engine.command(order, 'addNote', { text: 'still here' });
    const recorded = (await engine.entries(order)).map(({ event }) => event.type);
    expect(recorded).toEqual(['OrderPlaced', 'NoteAdded']);
  });

  it('given an id that no subject can hold, when started, then the workflow fails and names it', async () => {
    const handle = await engine.start(`${id('invalid')}.two words`, { customer: 'globex' });
    const failure = await failureOf(handle.result());
    expect(failure).toMatchObject({ type: 'INPUT_INVALID', nonRetryable: true });
    expect(failure.message).toMatch(/- workflow id: .*two words/);
  });

  it('given the type of a child, when started by hand, then it fails and says who starts it', async () => {
    const handle = await engine.client.workflow.start('parcel', {
      ...{ workflowId: id('orphan'), taskQueue: engine.stack.config.taskQueue },
      args: [{ weight: 2 }],
    });
    expect(await failureOf(handle.result())).toMatchObject({ type: 'NOT_STARTED_BY_A_JOURNEY' });
    expect(await engine.entries(id('orphan'))).toEqual([]);
  });

  it('given two parcels, when delivered by update and by routed signal, then the order has both events once under received', async () => {
    const order = id('children');
    const handle = await engine.start(order);
    const first = await engine.command(order, 'orderParcel', { weight: 2 });
    await engine.command(order, 'orderParcel', { weight: 3 });
    expect(first).toMatchObject({ answer: { answers: { parcel: 'parcel-1' } } });
    const own = `${order}/parcel-1`;
    await until(
      () => engine.state(own),
      (state) => state.path === 'packed',
    );
    await engine.command(own, 'deliverParcel', { to: 'door' });
    await handle.signal('deliverParcel', { actor: carrier, parcel: 'parcel-2', to: 'shed' });
    await handle.signal('deliverParcel', { actor: clerk, parcel: 'parcel-2', to: 'roof' });
    await until(
      () => engine.state(order),
      (state) => Object.keys(state.actors).length === 0,
    );
    const subjects = engine.js.consumers.get('CERTWAY_ACME_CERT', {
      filter_subjects: [`certway.acme-cert.${order}.order.self.received.>`],
    });
    expect((await (await subjects).info()).num_pending).toBe(4);
    const delivered = (await engine.entries(order)).filter(
      ({ event }) => event.type === 'ParcelDelivered' && event.entity === order,
    );
    expect(delivered.map(({ envelope }) => [envelope.type, envelope.data['to']])).toEqual([
      ['org.certway.order.received.ParcelDelivered.v1', 'door'],
      ['org.certway.order.received.ParcelDelivered.v1', 'shed'],
    ]);
    await engine.command(order, 'requestInvoice');
    await until(
      () => engine.state(order),
      (state) => (state.snapshot.context as { invoice: string }).invoice === 'INV-globex',
    );
    await engine.expectSound(order);
    await engine.command(order, 'closeOrder');
    expect(await handle.result()).toMatchObject({ state: 'closed', status: 'done' });
    await engine.expectSound(order);
  });

  it('given no order yet, when started together with its first command, then the command is answered', async () => {
    const startWorkflowOperation = new WithStartWorkflowOperation('order', {
      ...{ workflowId: id('together'), taskQueue: engine.stack.config.taskQueue },
      ...{ args: [{ customer: 'globex' }], workflowIdConflictPolicy: 'FAIL' as const },
    });
    const answer = await engine.client.workflow.executeUpdateWithStart('addNote', {
      ...{ startWorkflowOperation, args: [{ actor: clerk, text: 'x' }] as [object] },
    });
    expect(answer).toEqual({ event: 'NoteAdded', eventId: `${id('together')}:2` });
    await engine.expectSound(id('together'));
  });

  it('given a command id, when it comes again, then it is answered as before, and refused with another payload', async () => {
    const order = id('again');
    await engine.start(order);
    const given = { commandId: 'c-1', text: 'x' };
    const first = await engine.command(order, 'addNote', given);
    const again = await engine.command(order, 'addNote', given, { isRepeated: true });
    expect(again).toEqual(first);
    const other = { ...given, text: 'y' };
    const reused = await engine.command(order, 'addNote', other, { isRepeated: true });
    expect(reused).toMatchObject({ kind: 'refused', code: 'COMMAND_ID_REUSED' });
    await engine.signal(order, 'addNote', { commandId: 's-1', text: 'z' });
    await engine.handle(order).signal('addNote', { actor: clerk, commandId: 's-1', text: 'z' });
    await engine.handle(order).signal('addNote', { actor: clerk, commandId: 's-1', text: 'zz' });
    await engine.command(order, 'addNote', { text: 'last' });
    expect((await engine.state(order)).snapshot.context).toMatchObject({ notes: 3 });
    await engine.expectSound(order);
  });

  it('given an order, when its workflow is cancelled, then the cancellation is recorded and the order ends', async () => {
    const handle = await engine.start(id('cancelled'));
    await engine.command(id('cancelled'), 'addNote', { text: 'x' });
    await handle.cancel();
    expect(await handle.result()).toMatchObject({ state: 'cancelled' });
    const last = (await engine.entries(id('cancelled'))).at(-1);
    expect(last?.envelope).toMatchObject({
      ...{ type: 'org.certway.order.OrderCancelled.v1', actorid: 'temporal' },
      actorrole: 'operator',
    });
    await engine.expectSound(id('cancelled'));
  });

  it.each([8, 20, 60])(
    'given an order, when %i commands come at once, then each is answered truly',
    async (count) => {
      const order = id(`burst-${count}`);
      await engine.start(order, { customer: 'globex', limit: 5 });
      const replies = await Promise.all(
        Array.from({ length: count }, (_, index) =>
          index % 4 === 3 && maxCachedWorkflows !== 0
            ? engine.command(order, 'orderParcel', { weight: index })
            : engine.command(order, 'addNote', { text: String(index) }),
        ),
      );
      const parcels = replies.filter(
        (reply) => reply.kind === 'accepted' && reply.answer.event === 'ParcelOrdered',
      );
      const wanted = maxCachedWorkflows === 0 ? 0 : Math.min(5, Math.floor(count / 4));
      expect(parcels).toHaveLength(wanted);
      await engine.expectSound(order);
    },
  );

  it('given parcels, twenty where possible, when each is weighed twice and delivered at once, then the order hears of it in this order', async () => {
    const order = id('reports');
    await engine.start(order, { customer: 'globex', limit: 30 });
    const children = maxCachedWorkflows === 0 ? 1 : 20;
    const names = Array.from({ length: children }, (_, index) => `${order}/parcel-${index + 1}`);
    await Promise.all(names.map(() => engine.command(order, 'orderParcel', { weight: 1 })));
    const weigh = { actor: carrier, weight: 7 };
    const early = await Promise.all(
      names.map((own) =>
        until(
          () => engine.state(own),
          (state) => state.path === 'packed',
        ),
      ),
    );
    expect(early).toHaveLength(children);
    await Promise.all(
      names.map(async (own) => {
        const handle = engine.handle(own);
        await Promise.all([
          handle.signal('weighParcel', weigh),
          handle.signal('weighParcel', weigh),
        ]);
        await handle.signal('deliverParcel', { actor: carrier, to: 'door' });
      }),
    );
    await until(
      () => engine.state(order),
      (state) => Object.keys(state.actors).length === 0,
      60_000,
    );
    const reported = (await engine.entries(order))
      .filter(({ event }) => event.entity === order && event.cause === 'child')
      .map(({ event }) => [event.message?.from, event.type]);
    for (const own of names) {
      expect(reported.filter(([from]) => from === own).map(([, type]) => type)).toEqual([
        ...['ParcelWeighed', 'ParcelWeighed', 'ParcelDelivered', 'ParcelDone'],
      ]);
    }
    await engine.expectSound(order);
  });
});
