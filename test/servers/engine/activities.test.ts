import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEngine, until, type Engine } from '../../support/engine-client.ts';
import type { WorkshopContext } from '../../support/workshop-machine.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({ temporal: 'memory' });
});
afterAll(async () => {
  await engine.stop();
});

const contextOf = async (entity: string) =>
  (await engine.state(entity)).snapshot.context as WorkshopContext;
const historyOf = async (entity: string) =>
  (await engine.handle(entity).fetchHistory()).events ?? [];
/** How often the price was tried before its last answer. */
const attemptsOf = async (entity: string) =>
  (await historyOf(entity)).map((event) => event.activityTaskStartedEventAttributes?.attempt ?? 0);

async function failureOf(entity: string, how: string): Promise<unknown> {
  await engine.open(entity);
  await engine.command(entity, 'askPrice', { how });
  const { failure } = await until(
    () => contextOf(entity),
    (context) => context.failure !== null,
  );
  await engine.expectSound(entity);
  return failure;
}

describe('activities of a machine', () => {
  it('given one that fails for good, when asked, then it is not tried again and the machine learns everything as plain data', async () => {
    expect(await failureOf('never', 'never')).toEqual({
      name: 'ApplicationFailure',
      message: 'there is no price',
      type: 'NO_PRICE',
      nonRetryable: true,
      details: [{ thing: 'pot' }],
    });
    expect(Math.max(...(await attemptsOf('never')))).toBe(1);
  });

  it('given one that fails for ever, when its attempts are used up, then the machine learns of the last failure', async () => {
    const message = 'the price list does not answer';
    expect(await failureOf('down', 'down')).toEqual({
      ...{ name: 'ApplicationFailure', message, type: 'Error' },
    });
    expect(Math.max(...(await attemptsOf('down')))).toBe(3);
  });

  it('given one that takes too long each time, when its attempts are used up, then the machine learns which time was up', async () => {
    const failure = await failureOf('slow', 'slow');
    expect(failure).toMatchObject({ name: 'TimeoutFailure', type: 'START_TO_CLOSE' });
  });

  it('given one that fails for ever without a number of attempts, when it is tried more often than others, then the machine still waits', async () => {
    await engine.open('patient');
    await engine.command('patient', 'askPrice', { how: 'down', patience: 'endless' });
    await until(
      async () => (await engine.handle('patient').describe()).raw.pendingActivities ?? [],
      ([one]) => (one?.attempt ?? 0) > 5,
    );
    expect(await engine.state('patient')).toMatchObject({ path: 'askingPatiently' });
    await engine.expectSound('patient');
  });

  it('given one that pays no heed to its end, when its state was left and entered again, then it is cancelled and its late result changes nothing', async () => {
    await engine.open('late');
    await engine.command('late', 'askPrice', { how: 'late' });
    await engine.command('late', 'dropQuestion');
    await engine.command('late', 'askPrice', { how: 'ok' });
    const history = await until(
      () => historyOf('late'),
      (events) => events.filter((event) => event.activityTaskCompletedEventAttributes).length === 2,
    );
    expect(
      history.filter((event) => event.activityTaskCancelRequestedEventAttributes),
    ).toHaveLength(1);
    await engine.command('late', 'addPot');
    expect(await contextOf('late')).toMatchObject({ price: 7, failure: null });
    await engine.expectSound('late');
  });
});
