import { describe, expect, it } from '@jest/globals';
import { createMachine, emit, setup } from 'xstate';
import {
  activity,
  decide,
  faultText,
  type CommandInput,
  type EngineError,
  type Input,
} from '../../../../machines/engine/index.ts';
import {
  LARGEST_DATA_BYTES,
  LARGEST_STATE_BYTES,
  sizeFault,
} from '../../../../machines/engine/decide/event-size.ts';
import { begin, command, START } from '../../../support/given.ts';
import { order } from '../../../support/order-machine.ts';
import { durable } from '../../../support/small-machine.ts';

const contract = order.contract;
/** A note whose data are so many bytes of JSON. */
const noteOf = (bytes: number) => ({ text: 'x'.repeat(bytes - '{"text":""}'.length) });
/** The hash of the payload, which may be encrypted too. */
const MOST = LARGEST_DATA_BYTES - 40 - Math.ceil((64 * 4) / 3);
const started = () => begin(order, { customer: 'globex' });
const types = (log: readonly { readonly type: string }[]) => log.map(({ type }) => type);

describe('the size of an event', () => {
  it('given data up to the limit and one byte more, when looked at, then only those have a fault, which names both', () => {
    const event = (data: object) => ({
      ...{ entity: 'j', type: 'NoteAdded', cause: 'command' as const },
      data: { ...data },
    });
    expect(sizeFault(contract, event(noteOf(MOST)))).toBeUndefined();
    const fault = sizeFault(contract, event(noteOf(MOST + 1)));
    expect(fault && faultText(fault)).toMatch(
      /^NoteAdded would take 245761 bytes in the log, and its data take 245760 at most/,
    );
    expect(sizeFault(contract, event({ text: '漢'.repeat(MOST / 3 - 10) }))).toBeUndefined();
    expect(sizeFault(contract, event({ text: '漢'.repeat(MOST / 3 + 10) }))).toBeDefined();
  });

  it('given the state of a machine that is migrated, when looked at, then it may take a whole message', () => {
    const event = (characters: number) => ({
      ...{ entity: 'j', type: 'MachineMigrated', cause: 'migrated' as const },
      data: { state: { actors: {}, outbox: {}, snapshot: { context: 'x'.repeat(characters) } } },
    });
    expect(sizeFault(contract, event(LARGEST_DATA_BYTES * 2))).toBeUndefined();
    const fault = sizeFault(contract, event(LARGEST_STATE_BYTES));
    expect(fault && faultText(fault)).toMatch(
      /^MachineMigrated would take \d+ bytes in the log, and its data take 507904 at most: let the migration leave out/,
    );
  });
});

describe('a command whose event is too large', () => {
  it('given an update, when decided, then it is refused for good and nothing is recorded; others of the batch count', () => {
    const one = started();
    const large = command('addNote', noteOf(300_000));
    const { outcomes } = one.take([large, command('addNote', noteOf(MOST))]);
    expect(outcomes).toMatchObject([
      {
        kind: 'refused',
        refusal: {
          code: 'EVENT_TOO_LARGE',
          rules: [],
          faults: [{ id: 'tooLarge', values: { event: 'NoteAdded' } }],
        },
      },
      { kind: 'accepted' },
    ]);
    expect(types(one.log)).toEqual(['OrderPlaced', 'NoteAdded']);
  });

  it('given a signal, when decided, then its refusal is recorded, once', () => {
    const one = started();
    const large: CommandInput = command('addNote', noteOf(300_000), { via: 'signal', id: 's-1' });
    one.take([large]);
    one.take([large]);
    expect(types(one.log)).toEqual(['OrderPlaced', 'CommandRefused']);
    expect(one.log[1]?.data).toMatchObject({ command: 'addNote', code: 'EVENT_TOO_LARGE' });
  });

  it('given an event that is derived from it and is larger, when decided, then the command is refused too', () => {
    const machine = setup({
      actions: {
        tell: emit(({ event }) => {
          const { text } = event as unknown as { readonly text: string };
          return { type: 'Told', text: text + text };
        }),
      },
    }).createMachine({ id: 'm', version: '1', on: { Go: { actions: 'tell' } } });
    const one = begin(durable(machine, { commands: ['Go'], events: ['Told'] }));
    expect(one.command('doGo', { text: 'x'.repeat(150_000) })).toMatchObject({
      kind: 'refused',
      refusal: { code: 'EVENT_TOO_LARGE', faults: [{ id: 'tooLarge', values: { event: 'Told' } }] },
    });
    expect(one.command('doGo', { text: 'x'.repeat(100_000) }).kind).toBe('accepted');
    expect(types(one.log)).toEqual(['Started', 'Go', 'Told']);
  });

  it('given a refusal with thousands of faults and an endless role, when it is recorded, then that record is small', () => {
    const one = started();
    const fields = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [`field-${String(index)}`, 1]),
    );
    one.take([command('addNote', { text: 'x', ...fields }, { via: 'signal' })]);
    const actor = { id: 'a-1', role: 'r'.repeat(300_000) };
    one.take([command('addNote', { text: 'x' }, { via: 'signal', actor })]);
    one.take([command('x'.repeat(1_000), {}, { via: 'signal' })]);
    const records = one.log.slice(1);
    expect(records.map(({ data }) => data['code'])).toEqual([
      'COMMAND_INVALID',
      'COMMAND_INVALID',
      'COMMAND_UNKNOWN',
    ]);
    expect(records[0]?.data['faults']).toHaveLength(17);
    expect(records[0]?.data['faults']).toContainEqual({ id: 'more', values: { count: 19_984 } });
    for (const record of records) expect(JSON.stringify(record).length).toBeLessThan(60_000);
  });
});

describe('what is no command and too large', () => {
  it('given a start, when decided, then it fails with the code, so that the workflow ends', () => {
    const data = { customer: 'x'.repeat(300_000), limit: 5 };
    const start = { cause: 'start', entity: 'j', data, startedBy: '' } as const;
    const failed = () => decide(order, undefined, { inputs: [start], now: { ms: 0 } });
    expect(failed).toThrow(
      expect.objectContaining({
        code: 'EVENT_TOO_LARGE',
      } satisfies Partial<EngineError>) as unknown as Error,
    );
  });

  it('given the answer of an activity, when decided, then it fails the task by name, and can be set aside without its content', () => {
    const machine = createMachine({
      ...{ id: 'm', version: '1', initial: 'asking' },
      states: { asking: { invoke: { src: 'ask', id: 'ask', onDone: 'asked' } }, asked: {} },
    }).provide({ actors: { ask: activity<object, string>() } });
    const one = begin(durable(machine));
    const result = { output: 'x'.repeat(300_000) };
    const answer: Input = { cause: 'actor', actorId: 'ask', generation: 1, result };
    expect(() => one.take([answer])).toThrow(
      /AskDone would take 300\d+ bytes .* input ask#1 fails the machine/,
    );
    const actor = { id: 'o-1', role: 'operator' };
    const wish = { actor, input: 'ask#1', reason: 'too much' };
    one.take([answer, { cause: 'setAside', id: 'w-1', payload: wish }]);
    expect(one.log.at(-1)).toMatchObject({ type: 'InputSetAside', invokeId: 'ask' });
    expect(one.log.at(-1)?.data).not.toHaveProperty('payload');
    expect(Date.parse(one.log.at(-1)?.at ?? '')).toBe(Date.parse(START));
  });
});
