import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import { START_POSITION } from '../../../services/event-log/index.ts';
import { testWorker } from '../../support/engine-worker.ts';
import { startEngine, until, type Engine } from '../../support/engine-client.ts';
import { isRecording, record } from '../../support/record-histories.ts';

const clerk = { id: 'a-17', role: 'clerk' };
const fragile = join(import.meta.dirname, '../../support/workflows/fragile.ts');
const operator = { id: 'o-1', role: 'operator' };

describe('an input that fails the machine', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine({ temporal: 'memory', worker: { workflows: fragile } });
  });
  afterAll(async () => {
    await engine.stop();
  });

  const types = async (entity: string) =>
    (await engine.log.read({ entity, machine: 'order' }, START_POSITION)).map(
      ({ event }) => event.type,
    );
  /** What the failed workflow task says, in the history. */
  const taskFailure = async (entity: string) => {
    const { events = [] } = await engine.handle(entity).fetchHistory();
    const failed = events?.find((event) => event.workflowTaskFailedEventAttributes);
    return failed?.workflowTaskFailedEventAttributes?.failure?.message ?? '';
  };
  const setAside = (entity: string, input: string) =>
    engine.handle(entity).signal('setAside', { actor: operator, input, reason: 'Cannot be kept.' });

  it('given a poisonous signal among others, when it is set aside, then the others are taken and nothing is lost', async () => {
    const handle = await engine.start('poisoned');
    await engine.command('poisoned', 'addNote', { text: 'before' });
    await handle.signal('addNote', { actor: clerk, text: 'poison', commandId: 'c-poison' });
    const failure = await until(
      () => taskFailure('poisoned'),
      (text) => text !== '',
    );
    expect(failure).toContain('this note cannot be kept – input c-poison fails the machine.');
    expect(failure).toContain(
      'signal setAside {"actor":{"id":"a-17","role":"operator"},"input":"c-poison"',
    );
    await handle.signal('addNote', { actor: clerk, text: 'behind', commandId: 'c-behind' });
    expect(await types('poisoned')).toEqual(['OrderPlaced', 'NoteAdded']);
    const attempt = async () => (await handle.describe()).raw.pendingWorkflowTask?.attempt ?? 0;
    expect(await until(attempt, (count) => count > 1)).toBeGreaterThan(1);
    await setAside('poisoned', 'c-poison');
    await until(
      () => types('poisoned'),
      ({ length }) => length === 4,
      60_000,
    );
    expect(await types('poisoned')).toEqual([
      'OrderPlaced',
      'NoteAdded',
      'InputSetAside',
      'NoteAdded',
    ]);
    expect((await engine.state('poisoned')).snapshot.context).toMatchObject({ notes: 2 });
    await engine.command('poisoned', 'closeOrder');
    await until(
      async () => (await handle.describe()).status.name,
      (status) => status === 'COMPLETED',
    );
    await engine.expectSound('poisoned');
    if (isRecording) await record(engine, { workflowId: 'poisoned', scenario: 'set-aside' });
  });

  it('given a poisonous update, when it is set aside, then its sender is told by whom and why', async () => {
    const handle = await engine.start('updated');
    await engine.command('updated', 'addNote', { text: 'before' });
    const asked = handle
      .executeUpdate('addNote', { updateId: 'u-poison', args: [{ actor: clerk, text: 'poison' }] })
      .catch((error: unknown) => error);
    await until(
      () => taskFailure('updated'),
      (text) => text.includes('input u-poison fails'),
    );
    await setAside('updated', 'u-poison');
    const told = await asked;
    expect(told).toBeInstanceOf(WorkflowUpdateFailedError);
    expect((told as WorkflowUpdateFailedError).cause as ApplicationFailure).toMatchObject({
      type: 'INPUT_SET_ASIDE',
      message: expect.stringContaining('was set aside by o-1: Cannot be kept.'),
    });
    await engine.command('updated', 'addNote', { text: 'behind' });
    expect(await types('updated')).toEqual([
      'OrderPlaced',
      'NoteAdded',
      'InputSetAside',
      'NoteAdded',
    ]);
    await engine.expectSound('updated');
  });

  it('given a rule that throws, when an update asks it, then that is no refusal: the task fails until somebody sets it aside', async () => {
    const handle = await engine.start('ruled', { customer: 'nobody' });
    await engine.command('ruled', 'addNote', { text: 'before' });
    const asked = handle
      .executeUpdate('closeOrder', { updateId: 'u-rule', args: [{ actor: clerk }] })
      .catch((error: unknown) => error);
    const failure = await until(
      () => taskFailure('ruled'),
      (text) => text !== '',
    );
    expect(failure).toContain('this rule knows no nobody – input u-rule fails the machine.');
    await setAside('ruled', 'u-rule');
    expect(((await asked) as WorkflowUpdateFailedError).cause).toMatchObject({
      type: 'INPUT_SET_ASIDE',
    });
    expect(await types('ruled')).toEqual(['OrderPlaced', 'NoteAdded', 'InputSetAside']);
  });

  it('given a poisonous signal, when a build comes that can take it, then it is taken by itself and nothing is lost', async () => {
    const mended = await startEngine({ worker: { workflows: fragile } });
    try {
      const handle = await mended.start('mended');
      await mended.command('mended', 'addNote', { text: 'before' });
      await handle.signal('addNote', { actor: clerk, text: 'poison', commandId: 'c-poison' });
      await handle.signal('addNote', { actor: clerk, text: 'behind', commandId: 'c-behind' });
      const attempt = async () => (await handle.describe()).raw.pendingWorkflowTask?.attempt ?? 0;
      await until(attempt, (count) => count >= 3);
      await mended.worker.stop();
      const failpoint = join(mended.stack.config.dataDir, 'failpoint.json');
      await mended.stack.run(testWorker(mended.stack.config, { failpoint }));
      const notes = async () =>
        (await mended.state('mended')).snapshot.context as { notes: number };
      await until(notes, ({ notes: count }) => count === 3, 60_000);
      await mended.expectSound('mended');
    } finally {
      await mended.stop();
    }
  });

  it('given a wish for an input that nobody waits for, when signalled, then it is refused and the details say so', async () => {
    const handle = await engine.start('wished');
    await setAside('wished', 'c-none');
    await until(
      () => types('wished'),
      ({ length }) => length === 2,
    );
    const { currentDetails } = (await handle.query('__temporal_workflow_metadata')) as {
      currentDetails: string;
    };
    expect(currentDetails).toMatch(
      /Last refused:\*\* setAside .*nothing waits under the id that was given \(given "c-none"\)/,
    );
  });
});

describe('questions', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine({ temporal: 'memory' });
  });
  afterAll(async () => {
    await engine.stop();
  });

  it('given an order with an open parcel, when asked, then what is possible, for whom, and why closing is not, as the update says', async () => {
    const handle = await engine.start('asked');
    await engine.command('asked', 'orderParcel', { weight: 2 });
    const possible = await handle.query<{ state: string; commands: { command: string }[] }>(
      'allowed',
    );
    expect(possible.state).toBe('open');
    expect(possible.commands.map(({ command }) => command)).toEqual([
      ...['addNote', 'orderParcel', 'hurryParcel', 'requestInvoice', 'closeOrder', 'cancelOrder'],
      ...['weighParcel', 'deliverParcel'],
    ]);
    expect(possible.commands).toContainEqual(
      expect.objectContaining({
        command: 'deliverParcel',
        roles: ['carrier'],
        child: { field: 'parcel', open: ['parcel-1'] },
      }),
    );
    const question = { command: 'closeOrder', payload: { actor: clerk } };
    const answer = await handle.query<{ kind: string }, [object]>('why', question);
    const refused = await engine.command('asked', 'closeOrder');
    if (refused.kind !== 'refused') throw new Error('closing is refused');
    expect(answer).toEqual({ kind: 'refused', ...(refused.details as object) });
    expect(answer).toMatchObject({ rules: [{ id: 'R-ORD-01', clause: 'house rule 1' }] });
    expect(await handle.query('why', { command: 'addNote' })).toMatchObject({
      ...{ kind: 'possible', event: 'NoteAdded', data: { text: 'x' } },
    });
    expect(await handle.query('why')).toMatchObject({ kind: 'refused', code: 'COMMAND_UNKNOWN' });
  });
});
