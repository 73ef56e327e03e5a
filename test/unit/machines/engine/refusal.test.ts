import { describe, expect, it } from '@jest/globals';
import { and, createMachine, not, or, stateIn, type AnyStateMachine } from 'xstate';
import {
  guardsFrom,
  judge,
  possibleCommands,
  refusalText,
  statePath,
  type Refusal,
  type Rule,
} from '../../../../machines/engine/index.ts';
import { begin, command, START, type Instance } from '../../../support/given.ts';
import { durable as durableWith, type Small } from '../../../support/small-machine.ts';

/** Rules that allow what the payload says of them. */
type Event = { readonly type: string } & Readonly<Record<string, unknown>>;
const rules: Readonly<Record<string, Rule<object, Event>>> = Object.fromEntries(
  ['R-1', 'R-2', 'R-3'].map((id) => [
    id,
    {
      clause: `clause of ${id}`,
      text: `Text of ${id}.`,
      allows: ({ event }) => event[id] === true,
    },
  ]),
);
const guards = {
  ...guardsFrom<object, Event, typeof rules>(rules),
  plain: () => false,
  both: and(['R-1', 'R-2']),
  isAtMost: ({ event }: { event: Event }, { limit }: { limit: number }) =>
    Number(event['n']) <= limit,
  isIn: stateIn('b'),
  breaks: () => {
    throw new Error('asked although nobody may');
  },
};

/** A machine with these guards; its graph is not typed, because every test has another. */
function graph(config: Readonly<Record<string, unknown>>, more: object = {}): AnyStateMachine {
  // Every rule is asked somewhere, otherwise it could not be registered.
  const on = {
    ...(config['on'] as object | undefined),
    Never: { guard: and(['R-1', 'R-2', 'R-3']) },
  };
  const machine: AnyStateMachine = createMachine({ id: 'm', version: '1', ...config, on });
  return machine.provide({ guards: { ...guards, ...more } as never });
}
const durable = (machine: AnyStateMachine, small: Small = {}) =>
  durableWith(machine, { rules: rules as Small['rules'] & {}, ...small });
const twoStates = (guard: unknown, more?: object) =>
  graph({ initial: 'a', states: { a: { on: { Go: { guard, target: 'b' } } }, b: {} } }, more);
const guarded = (guard: unknown) => begin(durable(twoStates(guard), { commands: ['Go'] }));
const refusalOf = (one: Instance, name = 'doGo', data: object = {}): Refusal | undefined => {
  const outcome = one.command(name, data);
  return outcome.kind === 'refused' ? outcome.refusal : undefined;
};
const cited = (guard: object | string, data: object = {}) =>
  refusalOf(guarded(guard), 'doGo', data)?.rules.map(({ id }) => id);

const yes = (...names: string[]) => Object.fromEntries(names.map((name) => [name, true]));

describe('refusal, the rules it cites', () => {
  it('given a rule that says no, when it is refused, then id, clause and text come', () => {
    expect(refusalOf(guarded('R-1'))).toMatchObject({
      code: 'COMMAND_REFUSED',
      command: 'doGo',
      state: 'a',
      rules: [{ id: 'R-1', clause: 'clause of R-1', text: 'Text of R-1.' }],
      faults: [],
      possible: [{ command: 'doGo', records: 'Go', roles: ['clerk'] }],
    });
  });

  it.each<[string, object | string, string[], string[] | undefined]>([
    ['a rule that allows', 'R-1', ['R-1'], undefined],
    ['and: none allows', and(['R-1', 'R-2']), [], ['R-1', 'R-2']],
    ['and: one allows', and(['R-1', 'R-2']), ['R-1'], ['R-2']],
    ['or: none allows', or(['R-1', 'R-2']), [], ['R-1', 'R-2']],
    ['or: one allows', or(['R-1', 'R-2']), ['R-2'], undefined],
    ['not: allows', not('R-1'), ['R-1'], ['R-1']],
    ['not: does not', not('R-1'), [], undefined],
    ['and with an or that one satisfies', and([or(['R-1', 'R-2']), 'R-3']), ['R-1'], ['R-3']],
    [
      'and with an or that none satisfies',
      and([or(['R-1', 'R-2']), 'R-3']),
      [],
      ['R-1', 'R-2', 'R-3'],
    ],
    ['or with an and', or([and(['R-1', 'R-2']), 'R-3']), ['R-1'], ['R-2', 'R-3']],
    ['not of an and', not(and(['R-1', 'R-2'])), ['R-1', 'R-2'], ['R-1', 'R-2']],
    ['not of an or', not(or(['R-1', 'R-2'])), ['R-2'], ['R-2']],
    ['not of not', not(not('R-1')), [], ['R-1']],
    ['a composite by its name', 'both', ['R-1'], ['R-2']],
    ['a composite by its name, inside', and(['both', 'R-3']), ['R-2'], ['R-1', 'R-3']],
    ['a guard that is no rule', 'plain', [], ['plain']],
    ['a guard about the state', 'isIn', [], ['isIn']],
    ['not a guard about the state', and([not('isIn'), 'R-1']), [], ['R-1']],
    ['a guard that may only be asked after another', and(['R-1', 'breaks']), [], ['R-1']],
  ])(
    'given %s, when the command comes, then exactly what kept it is cited',
    (_what, guard, allowed, expected) => {
      expect(cited(guard, yes(...allowed))).toEqual(expected);
    },
  );

  it.each([
    ['an object', { limit: 3 }],
    ['a function', () => ({ limit: 3 })],
  ])('given a guard with params from %s, when it is asked, then it gets them', (_what, params) => {
    const guard = { type: 'isAtMost', params };
    expect(cited(guard, { n: 3 })).toBeUndefined();
    expect(cited(guard, { n: 4 })).toEqual(['isAtMost']);
    expect(cited(not(guard as never), { n: 3 })).toEqual(['isAtMost']);
  });

  it('given two ways on with guards of their own, when neither is open, then all are cited once', () => {
    const ways = [
      { guard: and(['R-1', 'R-2']), target: 'b' },
      { guard: and(['R-1', 'R-3']), target: 'a' },
    ];
    const machine = graph({ initial: 'a', states: { a: { on: { Go: ways } }, b: {} } });
    const one = begin(durable(machine, { commands: ['Go'] }));
    expect(refusalOf(one)?.rules.map(({ id }) => id)).toEqual(['R-1', 'R-2', 'R-3']);
  });

  it('given a guard without a rule, when it is cited, then clause and text are empty, not missing', () => {
    expect(refusalOf(guarded('plain'))?.rules).toEqual([{ id: 'plain', clause: '', text: '' }]);
  });

  it('given a rule, when a command is judged, then the rule sees the complete event and who acts', () => {
    const seen: unknown[] = [];
    const see = ({ event }: { event: Event }) => seen.push(event) > 0;
    const enrich = { doGo: (payload: object) => ({ ...payload, made: 1 }) };
    const watching = durable(twoStates('see', { see }), { commands: ['Go'], enrich });
    const one = begin(watching);
    judge(watching, one.state, { input: command('doGo', { a: 1 }), at: START });
    expect(seen).toEqual([
      {
        type: 'Go',
        a: 1,
        made: 1,
        meta: { id: 'j:2', at: START, actor: { id: 'a-1', role: 'clerk' } },
      },
    ]);
  });
});

const commandsOf = (one: Instance) =>
  possibleCommands(one.machine, one.state.snapshot).map((possible) => possible.command);

describe('refusal, what is possible instead', () => {
  const all = { commands: ['Go', 'Stay', 'Leave'] };

  it('given nested states, when asked, then what the state and those around it take is possible', () => {
    const one = begin(
      durable(
        graph({
          initial: 'a',
          on: { Leave: '.z' },
          states: {
            a: { initial: 'x', states: { x: { on: { Go: 'y' } }, y: {} }, on: { Stay: {} } },
            z: { on: { Stay: 'a' } },
          },
        }),
        all,
      ),
    );
    expect(commandsOf(one)).toEqual(['doGo', 'doLeave']);
    one.command('doLeave');
    expect(commandsOf(one)).toEqual(['doStay', 'doLeave']);
  });

  it('given a wildcard of an inner state, when asked, then what it takes is possible and what is forbidden by name is not', () => {
    const one = begin(
      durable(
        graph({
          initial: 'a',
          states: {
            a: {
              on: { Go: {}, 'order.*': 'b', 'order.void': { guard: 'R-1', target: 'b' } },
            },
            b: { on: { '*': { guard: 'R-2', target: 'a' } } },
          },
        }),
        {
          commands: ['Go', 'order.void', 'order.made', 'orders'],
          rules: rules as Small['rules'] & {},
        },
      ),
    );
    expect(commandsOf(one)).toEqual(['doorder.void', 'doorder.made']);
    expect(one.command('doGo').kind).toBe('refused');
    expect(one.command('doorder.void').kind).toBe('accepted');
    expect(commandsOf(one)).toHaveLength(4);
    expect(refusalOf(one)?.rules.map(({ id }) => id)).toEqual(['R-2']);
    expect(one.command('doGo', yes('R-2')).kind).toBe('accepted');
  });

  it('given a state that forbids what the state around it takes, when asked, then it is not possible and no rule is cited', () => {
    const one = begin(
      durable(
        graph({
          initial: 'a',
          on: { Go: { guard: 'R-1', target: '.b' } },
          states: { a: { on: { Go: {} } }, b: {} },
        }),
        all,
      ),
    );
    expect(commandsOf(one)).toEqual([]);
    expect(refusalOf(one)).toMatchObject({ rules: [], possible: [] });
    expect(refusalOf(one, 'doGo', yes('R-1'))).toMatchObject({ rules: [] });
  });

  it('given a state that takes an event itself, when the state around it guards the same, then that guard is not cited', () => {
    const one = begin(
      durable(
        graph({
          initial: 'a',
          on: { Go: { guard: 'R-1', target: '.b' } },
          states: { a: { on: { Go: { guard: 'R-2', target: 'b' } } }, b: {} },
        }),
        all,
      ),
    );
    expect(refusalOf(one)?.rules.map(({ id }) => id)).toEqual(['R-2', 'R-1']);
    const certain = begin(
      durable(
        graph({
          initial: 'a',
          on: { Go: { guard: 'R-1', target: '.b' } },
          states: {
            a: { on: { Go: [{ guard: 'R-2', target: 'b' }, {}, { guard: 'R-3', target: 'b' }] } },
            b: {},
          },
        }),
        all,
      ),
    );
    expect(refusalOf(certain)?.rules.map(({ id }) => id)).toEqual(['R-2']);
    expect(commandsOf(certain)).toEqual(['doGo']);
  });

  it('given parallel regions, when one forbids an event, then another may take it and the state around them may not', () => {
    const regions = (right: object) =>
      begin(
        durable(
          graph({
            type: 'parallel',
            on: { Go: { target: '.left.b' }, Stay: { guard: 'R-1', target: '.left.b' } },
            states: {
              left: { initial: 'a', states: { a: { on: { Go: {} } }, b: {} } },
              right: { initial: 'a', states: { a: right, b: {} } },
            },
          }),
          all,
        ),
      );
    expect(commandsOf(regions({}))).toEqual(['doStay']);
    expect(refusalOf(regions({}))).toMatchObject({ rules: [], state: '(left/a,right/a)' });
    const open = regions({ on: { Go: 'b' } });
    expect(commandsOf(open)).toEqual(['doGo', 'doStay']);
    expect(refusalOf(open)).toBeUndefined();
    expect(open.state.snapshot.value).toEqual({ left: 'a', right: 'b' });
  });

  it('given parallel regions that both guard an event, when one allows it, then it is possible', () => {
    const one = begin(
      durable(
        graph({
          type: 'parallel',
          states: Object.fromEntries(
            ['R-1', 'R-2'].map((guard) => [
              guard,
              { initial: 'a', states: { a: { on: { Go: { guard, target: 'b' } } }, b: {} } },
            ]),
          ),
        }),
        all,
      ),
    );
    expect(refusalOf(one)?.rules.map(({ id }) => id)).toEqual(['R-1', 'R-2']);
    expect(refusalOf(one, 'doGo', yes('R-2'))).toBeUndefined();
  });

  it('given a state behind a history, when it is come back to, then what was possible is possible again', () => {
    const one = begin(
      durable(
        graph({
          initial: 'in',
          states: {
            in: {
              initial: 'a',
              states: {
                a: { on: { Go: 'b' } },
                b: { on: { Stay: 'b' } },
                back: { type: 'history' },
              },
              on: { Leave: 'out' },
            },
            out: { on: { Go: 'in.back' } },
          },
        }),
        all,
      ),
    );
    one.command('doGo');
    expect(commandsOf(one)).toEqual(['doStay', 'doLeave']);
    one.command('doLeave');
    expect(commandsOf(one)).toEqual(['doGo']);
    one.command('doGo');
    expect(commandsOf(one)).toEqual(['doStay', 'doLeave']);
  });

  it('given an instance that has ended, when asked, then nothing is possible', () => {
    const one = begin(
      durable(
        graph({ initial: 'a', states: { a: { on: { Go: 'b' } }, b: { type: 'final' } } }),
        all,
      ),
    );
    one.command('doGo');
    expect(commandsOf(one)).toEqual([]);
  });

  it('given whatever is said to be possible, when no rule forbids it, then the machine takes it', () => {
    const machine = createMachine({
      id: 'm',
      version: '1',
      initial: 'a',
      states: { a: { on: { Go: 'b' } }, b: { on: { Stay: {}, Leave: 'a' } } },
    });
    const one = begin(durableWith(machine, all));
    for (let turn = 0; turn < 4; turn += 1) {
      const [next] = commandsOf(one);
      expect(one.command(next ?? '')).toMatchObject({ kind: 'accepted' });
    }
  });
});

describe('refusal, as text', () => {
  const refusal: Refusal = {
    code: 'COMMAND_REFUSED',
    command: 'closeOrder',
    state: 'open',
    rules: [
      { id: 'R-1', clause: 'clause 1', text: 'Because.' },
      { id: 'isOpen', clause: '', text: '' },
    ],
    faults: [],
    possible: [
      {
        command: 'addNote',
        records: 'NoteAdded',
        roles: ['clerk', 'boss'],
        description: '',
        example: {},
      },
    ],
  };

  it('given rules, when shown, then each line says what, why and what is possible', () => {
    expect(refusalText(refusal)).toBe(
      'closeOrder refused: R-1 (clause 1) – Because.; isOpen\nNow: open\nPossible now: addNote (clerk, boss)',
    );
  });

  it('given neither rules nor faults, when shown, then the state is the reason', () => {
    expect(refusalText({ ...refusal, rules: [], possible: [], state: '' })).toBe(
      'closeOrder refused: not possible in this state\nNow: not started\nPossible now: nothing',
    );
  });

  it.each<[unknown, string]>([
    ['open', 'open'],
    [{ a: 'b' }, 'a/b'],
    [{ a: { b: 'c' } }, 'a/b/c'],
    [{ a: 'x', b: 'y' }, '(a/x,b/y)'],
    [{ p: { a: 'x', b: { c: 'y' } } }, 'p/(a/x,b/c/y)'],
    [{ p: {} }, 'p'],
    [{ a: {}, b: 'x' }, '(a,b/x)'],
    [{}, ''],
    [undefined, ''],
  ])('given the state value %j, when shown as a path, then it is %s', (value, path) => {
    expect(statePath(value)).toBe(path);
  });
});
