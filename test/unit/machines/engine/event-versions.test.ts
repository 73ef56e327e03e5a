import { describe, expect, it } from '@jest/globals';
import { assign, createMachine, emit, sendTo, setup, spawnChild } from 'xstate';
import { z } from 'zod';
import type { EngineError } from '../../../../machines/engine/index.ts';
import {
  adopt,
  canonicalJson,
  childMachine,
  dehydrate,
  earlierShape,
  fold,
  register,
  upcast,
  type DurableMachine,
  type MessageInput,
  type RecordedEvent,
} from '../../../../machines/engine/index.ts';
import { begin, live, stored } from '../../../support/given.ts';
import { contractOf } from '../../../support/small-machine.ts';

const first = z.strictObject({ text: z.string() });
const second = z.strictObject({ text: z.string(), words: z.int() });
const third = z.strictObject({ text: z.string(), words: z.int(), tags: z.array(z.string()) });
const wordsIn = (text: string) => text.split(' ').length;
const shapes = {
  1: earlierShape({
    data: first,
    example: { text: 'two words' },
    upcast: ({ text }) => ({ text, words: wordsIn(text) }),
  }),
  2: earlierShape({
    data: second,
    example: { text: 'two words', words: 2 },
    upcast: (data) => ({ ...data, tags: [] }),
  }),
};
/** What has happened to the shape of `NoteTaken`, and of the `NoteCounted` that is derived from it. */
const taken = [
  { description: 'A note.', data: first },
  { description: 'A note.', data: second, version: 2, earlier: { 1: shapes[1] } },
  { description: 'A note.', data: third, version: 3, earlier: shapes },
] as const;
const counted = [
  { description: 'Notes so far.', data: z.strictObject({ notes: z.int() }) },
  {
    description: 'Notes so far.',
    data: z.strictObject({ count: z.int() }),
    version: 2,
    earlier: {
      1: earlierShape({
        data: z.strictObject({ notes: z.int() }),
        example: { notes: 1 },
        upcast: ({ notes }) => ({ count: notes }),
      }),
    },
  },
] as const;

interface Notes {
  readonly notes: number;
  readonly words: number;
}
type Event = { readonly type: 'NoteTaken' } & z.infer<typeof third>;

/** A notebook that sees notes of one shape only: the one of its version. */
function notebook(version: 1 | 2 | 3, changes: object = {}): DurableMachine {
  const machine = setup({
    types: { context: {} as Notes, events: {} as Event },
    actions: {
      count: assign({
        notes: ({ context }) => context.notes + 1,
        words: ({ context, event }) => {
          const given = Object.keys(event).filter((name) => !['type', 'meta'].includes(name));
          expect(given).toEqual(['text', 'words', 'tags'].slice(0, version));
          return context.words + (version === 1 ? wordsIn(event.text) : event.words);
        },
      }),
      tell: emit(({ context }) => ({
        type: 'NoteCounted',
        [version === 1 ? 'notes' : 'count']: context.notes,
      })),
    },
  }).createMachine({
    ...{ id: 'notebook', version: '1', context: { notes: 0, words: 0 } },
    on: { NoteTaken: { actions: ['count', 'tell'] } },
  });
  const loose = contractOf(machine, { commands: ['NoteTaken'] });
  const events = {
    Started: loose.events['Started'],
    NoteTaken: taken[version - 1],
    NoteCounted: counted[Math.min(version, 2) - 1],
    ...changes,
  };
  const doNoteTaken = { ...loose.commands['doNoteTaken'], example: payloads[version] };
  return register({ contract: { ...loose, events, commands: { doNoteTaken } }, machine });
}
const payloads = {
  1: { text: 'a b' },
  2: { text: 'a b', words: 2 },
  3: { text: 'a b', words: 2, tags: [] },
} as const;

function thrownBy(work: () => unknown): EngineError {
  try {
    work();
  } catch (error) {
    return error as EngineError;
  }
  throw new Error('nothing was thrown');
}
const noted = () => {
  const one = begin(notebook(1));
  one.command('doNoteTaken', { text: 'one two three' });
  one.command('doNoteTaken', { text: 'four' });
  return stored(one.log);
};
const shapesIn = (events: readonly RecordedEvent[]) =>
  events.map(({ type, version, data }) => [type, version, data]);

describe('events of earlier versions', () => {
  it('given a log in version 1, when a build with version 3 folds it, then its machine saw version 3 only and went on in it', () => {
    const machine = notebook(3);
    const log = noted();
    const bytes = JSON.stringify(log);
    const state = fold(machine, log);
    expect(state.snapshot.context).toEqual({ notes: 2, words: 4 });
    const one = live(machine, state, [...log]);
    one.command('doNoteTaken', { text: 'five six', words: 2, tags: ['x'] });
    expect(shapesIn(one.log).slice(1)).toEqual([
      ['NoteTaken', 1, { text: 'one two three' }],
      ['NoteCounted', 1, { notes: 1 }],
      ['NoteTaken', 1, { text: 'four' }],
      ['NoteCounted', 1, { notes: 2 }],
      ['NoteTaken', 3, { text: 'five six', words: 2, tags: ['x'] }],
      ['NoteCounted', 2, { count: 3 }],
    ]);
    expect(JSON.stringify(log)).toBe(bytes);
    const again = fold(machine, stored(one.log));
    expect(canonicalJson(dehydrate(machine, again))).toBe(
      canonicalJson(dehydrate(machine, one.state)),
    );
  });

  it('given a derived event in version 1 with another number, when it is folded in version 3, then it is still found out', () => {
    const log = noted().map((event) =>
      event.type === 'NoteCounted' ? { ...event, data: { notes: 7 } } : event,
    );
    expect(thrownBy(() => fold(notebook(3), log))).toMatchObject({
      code: 'EVENT_STREAM_CONFLICT',
      message: 'j:3 NoteCounted: this build derives NoteCounted in its place',
    });
  });

  it('given a step in version 1 that is half written, when it is adopted in version 3, then what it lacks is derived in version 3', () => {
    const { missing } = adopt(notebook(3), undefined, noted().slice(0, -1));
    expect(shapesIn(missing)).toEqual([['NoteCounted', 2, { count: 2 }]]);
  });

  it('given an event of a version that the build does not know, when it is folded, then the error names it', () => {
    const one = begin(notebook(3));
    one.command('doNoteTaken', { text: 'a', words: 1, tags: [] });
    expect(thrownBy(() => fold(notebook(2), stored(one.log)))).toMatchObject({
      code: 'EVENT_SHAPE_UNKNOWN',
      details: { machine: 'notebook', type: 'NoteTaken', version: 3, newest: 2 },
    });
  });

  it('given an event of the log, when a consumer brings it up to date, then only its shape changes', () => {
    const { contract } = notebook(3);
    const [start, note] = noted();
    expect(upcast(contract, note as RecordedEvent)).toEqual({
      ...note,
      version: 3,
      data: { text: 'one two three', words: 3, tags: [] },
    });
    expect(upcast(contract, start as RecordedEvent)).toBe(start);
  });
});

describe('register, versions of events', () => {
  const faultsOf = (changes: object): unknown =>
    thrownBy(() => notebook(3, changes)).details['faults'];
  const withStep = (version: 1 | 2, step: object) => ({
    NoteTaken: { ...taken[2], earlier: { ...shapes, [version]: { ...shapes[version], ...step } } },
  });

  it('given a version without its predecessor, when registered, then it is refused', () => {
    expect(faultsOf({ NoteTaken: { ...taken[2], earlier: { 2: shapes[2] } } })).toEqual([
      'event NoteTaken: version 1 is lost; keep it in earlier, with its upcaster',
    ]);
    expect(faultsOf({ NoteTaken: { ...taken[2], version: 2 } })).toEqual([
      'event NoteTaken: earlier version 2 does not lie before 2',
      'event NoteTaken: version 1: its example, taken on to version 2, does not fit its schema, tags: Invalid input: expected array, received undefined (missing)',
    ]);
    expect(faultsOf({ NoteTaken: { ...taken[2], version: 1.5 } })).toEqual([
      'event NoteTaken: version 1.5: use 1, 2, 3 …',
    ]);
  });

  it('given an example that is not of its shape, when registered, then it is refused', () => {
    expect(faultsOf(withStep(1, { example: { text: 7 } }))).toEqual([
      'event NoteTaken: version 1: its example does not fit its schema, text: Invalid input: expected string, received number (given 7)',
    ]);
  });

  it('given an upcaster that leads elsewhere, throws, changes what it is given or is not pure, when registered, then it is refused', () => {
    expect(faultsOf(withStep(2, { upcast: () => ({ text: 'a' }) }))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^event NoteTaken: version 2: its example, taken on to version 3, does not fit its schema, words: /,
        ),
      ]),
    );
    const thrower = () => {
      throw new Error('planted');
    };
    expect(faultsOf(withStep(2, { upcast: thrower }))).toEqual(
      [1, 2].map(
        (version) =>
          `event NoteTaken: version ${String(version)}: the upcaster from 2 throws: Error: planted; mend it`,
      ),
    );
    const changing = (data: { words: number }) => Object.assign(data, { tags: [] });
    expect(faultsOf(withStep(2, { upcast: changing }))).toEqual(
      expect.arrayContaining([expect.stringContaining('the upcaster from 2 throws: TypeError')]),
    );
    let count = 0;
    const counting = (data: object) => ({ ...data, tags: [String((count += 1))] });
    expect(faultsOf(withStep(2, { upcast: counting }))).toEqual(
      expect.arrayContaining([
        'event NoteTaken: version 2: its upcaster gives something else each time; make it pure',
      ]),
    );
  });
});

describe('messages of earlier versions', () => {
  const heard = (version: 1 | 2) =>
    version === 1
      ? { description: 'h', data: z.strictObject({ what: z.string() }) }
      : {
          description: 'h',
          data: z.strictObject({ text: z.string() }),
          version: 2,
          earlier: {
            1: earlierShape({
              data: z.strictObject({ what: z.string() }),
              example: { what: 'x' },
              upcast: ({ what }) => ({ text: what }),
            }),
          },
        };
  function child(version: 1 | 2): DurableMachine {
    const told = version === 1 ? { what: 'hello' } : { text: 'hello' };
    const machine = createMachine({
      ...{ id: 'child', version: '1' },
      on: { Go: { actions: emit({ type: 'Heard', ...told }) }, Told: {} },
    });
    const small = contractOf(machine, { commands: ['Go'], events: ['Told'] });
    const events = { ...small.events, Heard: heard(version), Told: heard(version) };
    return register({ contract: { ...small, events, reports: ['Heard'] }, machine });
  }
  function parent(version: 1 | 2): DurableMachine {
    const told = version === 1 ? { what: 'hi' } : { text: 'hi' };
    const machine = setup({
      actors: { child: childMachine() },
      actions: { keep: assign({ heard: ({ event }) => Object.keys(event).join() }) },
    }).createMachine({
      ...{ id: 'parent', version: '1', context: { heard: '' } },
      entry: spawnChild('child', { id: 'c' }),
      on: { Heard: { actions: 'keep' }, Go: { actions: sendTo('c', { type: 'Told', ...told }) } },
    });
    const small = contractOf(machine, { commands: ['Go'] });
    return register({
      contract: { ...small, children: { child: child(version).contract } },
      machine,
    });
  }
  const reported = (version: 1 | 2) => {
    const one = begin(child(version), {}, { entity: 'j/c', startedBy: 'j:1' });
    one.command('doGo');
    return one.state.outbox['j']?.[0];
  };
  const heardBy = (machine: DurableMachine, version: 1 | 2) => {
    const one = begin(machine);
    const message = reported(version);
    one.take([{ cause: 'message', from: 'j/c', message } as MessageInput]);
    return one;
  };

  it('given children of two builds, when they report, then only the newer version is written down', () => {
    expect(reported(1)).not.toHaveProperty('version');
    expect(reported(2)).toMatchObject({ version: 2, data: { text: 'hello' } });
  });

  it('given a message of an older child, when it arrives, then the parent takes and records it in its own version', () => {
    const one = heardBy(parent(2), 1);
    expect(shapesIn(one.log).at(-1)).toEqual(['Heard', 2, { text: 'hello' }]);
    expect(one.state.snapshot.context).toEqual({ heard: 'text,type,meta' });
    const again = fold(one.machine, stored(one.log));
    expect(again.snapshot.context).toEqual(one.state.snapshot.context);
  });

  it('given a copy that an older parent recorded, when the newer one folds it, then it reads it in its own version', () => {
    const one = heardBy(parent(1), 1);
    expect(shapesIn(one.log).at(-1)).toEqual(['Heard', 1, { what: 'hello' }]);
    const state = fold(parent(2), stored(one.log));
    expect(state.snapshot.context).toEqual({ heard: 'text,type,meta' });
  });

  it('given a message of a newer child, when it arrives, then it is recorded as what it is', () => {
    const one = heardBy(parent(1), 2);
    expect(shapesIn(one.log).at(-1)).toEqual(['Heard', 2, { text: 'hello' }]);
    expect(fold(one.machine, stored(one.log)).sequence).toBe(2);
  });

  it('given a parent of an older build, when it sends to its child, then the child takes and records its own version', () => {
    const older = begin(parent(1));
    older.command('doGo');
    const newer = begin(parent(2));
    newer.command('doGo');
    const sent = [older, newer].map(({ state }) => state.outbox['j/c']?.[0]);
    expect(sent).toMatchObject([{ data: { what: 'hi' } }, { data: { text: 'hi' }, version: 2 }]);
    const machine = child(2);
    for (const message of sent) {
      const one = begin(machine, {}, { entity: 'j/c', startedBy: 'j:1' });
      one.take([{ cause: 'message', from: 'j', message } as MessageInput]);
      expect(shapesIn(one.log).at(-1)).toEqual(['Told', 2, { text: 'hi' }]);
    }
  });

  it('given two children that report one name in two versions, when registered, then it is refused', () => {
    const machine = createMachine({ id: 'p', version: '1', on: { Heard: {} } });
    const two = { ...child(2).contract, id: 'other' };
    const children = { one: child(1).contract, two };
    const contract = { ...contractOf(machine), children };
    expect(thrownBy(() => register({ contract, machine })).details['faults']).toEqual(
      expect.arrayContaining([
        'children: child and other report Heard in different versions; rename one',
      ]),
    );
  });
});
