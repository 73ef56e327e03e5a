import { describe, expect, it } from '@jest/globals';
import {
  and,
  createMachine,
  not,
  or,
  setup,
  type AnyStateMachine,
  type AnyStateNode,
} from 'xstate';
import { stateDiagrams } from '../../../../services/diagram/index.ts';
import { activity } from '../../../../machines/engine/index.ts';
import { machines } from '../../../../machines/index.ts';
import { faultsInMermaid } from './mermaid-faults.ts';

/** The lines of the only diagram of a small machine, without the first one and the indentation. */
function linesOf(machine: AnyStateMachine): string[] {
  const diagrams = stateDiagrams(machine);
  expect(diagrams.map(({ path }) => path)).toEqual(['']);
  const [head, ...lines] = (diagrams[0]?.text ?? '').split('\n').map((line) => line.trim());
  expect(head).toBe('stateDiagram-v2');
  return lines;
}

const states = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, {}]));

describe('state diagram', () => {
  it('given nested states, when drawn, then initial and final states and arrows are as defined', () => {
    const machine = createMachine({
      id: 'order',
      initial: 'open',
      states: {
        open: {
          initial: 'draft',
          states: {
            draft: { on: { Submitted: 'review' } },
            review: { on: { Approved: '#order.closed', Returned: 'draft' } },
          },
        },
        closed: { type: 'final' },
      },
    });

    expect(linesOf(machine)).toEqual([
      '[*] --> order_open',
      'state "open" as order_open {',
      '[*] --> order_open_draft',
      'state "draft" as order_open_draft',
      'state "review" as order_open_review',
      '}',
      'state "closed" as order_closed',
      'order_closed --> [*]',
      'order_open_draft --> order_open_review : Submitted',
      'order_open_review --> order_closed : Approved',
      'order_open_review --> order_open_draft : Returned',
    ]);
  });

  it('given a machine of regions, when drawn, then they lie in a frame, separated', () => {
    const region = { initial: 'off', states: { off: { on: { Switched: 'on' } }, on: {} } };
    const machine = createMachine({
      id: 'panel',
      type: 'parallel',
      states: { lamp: region, fan: region },
    });

    expect(linesOf(machine)).toEqual([
      'state "panel" as panel {',
      'state "lamp" as panel_lamp {',
      '[*] --> panel_lamp_off',
      'state "off" as panel_lamp_off',
      'state "on" as panel_lamp_on',
      '}',
      '--',
      'state "fan" as panel_fan {',
      '[*] --> panel_fan_off',
      'state "off" as panel_fan_off',
      'state "on" as panel_fan_on',
      '}',
      '}',
      'panel_lamp_off --> panel_lamp_on : Switched',
      'panel_fan_off --> panel_fan_on : Switched',
    ]);
  });

  it('given guards of all kinds, when drawn, then their leaves are named in lines that fit an arrow', () => {
    const machine = setup({
      guards: {
        'R-1': () => true,
        'R-2': () => true,
        'R-3': () => true,
        isLate: () => true,
        isFine: and(['R-1', not(or(['isLate', and(['R-2', 'R-3'])]))]),
      },
    }).createMachine({
      id: 'm',
      initial: 'a',
      states: {
        a: {
          on: {
            One: { target: 'b', guard: 'R-1' },
            Many: { target: 'c', guard: and(['R-1', 'R-2', 'R-3', 'isLate', 'R-1', 'R-2']) },
          },
          always: [{ guard: 'isFine', target: 'd' }, { target: 'e' }],
        },
        ...states(['b', 'c', 'd', 'e']),
      },
    });

    expect(linesOf(machine).filter((line) => line.includes('m_a -->'))).toEqual([
      'm_a --> m_b : One<br/>[R-1]',
      'm_a --> m_c : Many<br/>[R-1, R-2, R-3, isLate,<br/>R-1, R-2]',
      'm_a --> m_d : always<br/>[R-1, not (isLate or<br/>(R-2 and R-3))]',
      'm_a --> m_e : always',
    ]);
  });

  it('given delays, actors and inner ends, when drawn, then the labels say what causes the arrow', () => {
    const machine = setup({ delays: { dueDate: 10 }, actors: { print: activity() } }).createMachine(
      {
        id: 'm',
        initial: 'a',
        states: {
          a: {
            after: { dueDate: 'b' },
            invoke: { src: 'print', id: 'print', onDone: 'c', onError: 'd' },
            on: { '*': 'e' },
          },
          b: { initial: 'x', states: { x: { type: 'final' } }, onDone: 'c' },
          ...states(['c', 'd', 'e']),
        },
      },
    );

    expect(linesOf(machine).filter((line) => line.includes(' : '))).toEqual([
      'm_a --> m_e : any event',
      'm_a --> m_c : print done',
      'm_a --> m_d : print failed',
      'm_a --> m_b : after dueDate',
      'm_b_every --> m_c : done',
    ]);
  });

  it('given what happens without leaving a state, when drawn, then it is told in a box', () => {
    const machine = setup({ actions: { note: () => undefined } }).createMachine({
      id: 'm',
      initial: 'a',
      on: { Noted: { actions: 'note' }, Ended: '.b', Forbidden: {} },
      states: {
        a: {
          on: {
            Noted: { actions: 'note' },
            Kept: 'a',
            Renewed: { target: 'a', reenter: true },
            Ended: {},
          },
        },
        b: {},
      },
    });

    expect(linesOf(machine)).toEqual([
      '[*] --> m_a',
      'state "in every state" as m_every',
      'm_every : Noted',
      'm_every : Forbidden (forbidden)',
      'state "a" as m_a',
      'm_a : Noted',
      'm_a : Kept',
      'm_a : Renewed (from the start)',
      'm_a : Ended (forbidden)',
      'state "b" as m_b',
      'm_every --> m_b : Ended',
    ]);
  });

  it('given an arrow to the state around it, when drawn, then it leads to a box of that name outside', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { initial: 'x', states: { x: { on: { Again: '#m.a', Anew: '#m' } } } } },
    });

    expect(linesOf(machine).slice(-6)).toEqual([
      'state "a" as m_a_outside',
      'state "m" as m_outside',
      'm_a_x --> m_a_outside : Again',
      'm_a_x --> m_outside : Anew',
      'classDef outside stroke-dasharray: 4 4',
      'class m_a_outside,m_outside outside',
    ]);
  });

  it('given several transitions between two states, when drawn, then they share an arrow', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { One: 'b', Two: 'b' } }, b: {} },
    });

    expect(linesOf(machine).at(-1)).toBe('m_a --> m_b : One<br/>Two');
  });

  it('given names with signs that Mermaid reads as syntax, when drawn, then they are escaped', () => {
    const machine = createMachine({
      id: 'my-order',
      initial: 'a "b": c;',
      states: { 'a "b": c;': { on: { 'went#1;': 'd' } }, d: {} },
    });

    expect(linesOf(machine)).toEqual([
      '[*] --> my_order_a__b___c_',
      'state "a #34;b#34;#58; c#59;" as my_order_a__b___c_',
      'state "d" as my_order_d',
      'my_order_a__b___c_ --> my_order_d : went#35;1#59;',
    ]);
  });

  it('given a large machine, when drawn, then each part with an inside has a diagram of its own', () => {
    const names = Array.from({ length: 18 }, (_, index) => `s${index}`);
    const machine = setup({
      guards: { 'R-1': () => true },
      actions: { note: () => undefined },
    }).createMachine({
      id: 'm',
      initial: 'first',
      states: {
        first: {
          initial: 's0',
          on: { Left: { target: 'second', guard: 'R-1' }, Noted: { actions: 'note' } },
          states: {
            ...states(names),
            s0: { on: { Moved: 's1', Restarted: { target: '#m.first', reenter: true } } },
          },
        },
        second: { initial: 'x', states: { x: { on: { Returned: '#m.first.s5' } } } },
        third: {},
      },
    });

    const [whole, first, second] = stateDiagrams(machine);

    expect(stateDiagrams(machine).map(({ path }) => path)).toEqual(['', 'first', 'second']);
    expect(whole?.text.split('\n').map((line) => line.trim())).toEqual([
      'stateDiagram-v2',
      '[*] --> m_first',
      'state "first" as m_first',
      'm_first : Restarted (from the start)',
      'state "second" as m_second',
      'state "third" as m_third',
      'm_first --> m_second : Left',
      'm_second --> m_first : Returned',
      'classDef closed stroke-width: 3px',
      'class m_first,m_second closed',
    ]);
    expect(first?.text).toContain('m_first_every --> m_second_outside : Left<br/>[R-1]');
    expect(first?.text).toContain('m_first_every : Noted');
    expect(first?.text).toContain('m_first_s0 --> m_first_s1 : Moved');
    expect(first?.text).toContain('m_first_s0 --> m_first_outside : Restarted');
    expect(second?.text).toContain('state "first/s5" as m_first_s5_outside');
  });
});

function pathsIn(node: AnyStateNode): string[][] {
  const children = Object.values(node.states as Record<string, AnyStateNode>);
  return children.flatMap((child) => [child.path, ...pathsIn(child)]);
}

describe.each(machines.map(({ contract, logic }) => [contract.id, logic] as const))(
  'diagrams of %s',
  (_, logic) => {
    const diagrams = stateDiagrams(logic);

    it('given the definition, when drawn, then Mermaid can read every diagram', () => {
      expect(diagrams.flatMap((diagram) => faultsInMermaid(diagram.text))).toEqual([]);
    });

    it('given the definition, when drawn, then every state and every event shows', () => {
      const drawn = diagrams.map((diagram) => diagram.text).join('\n');
      const names = pathsIn(logic.root).map((path) => `as ${[logic.id, ...path].join('_')}`);
      const events = logic.events.map(String).filter((event) => !event.startsWith('xstate.'));
      const missing = [...names, ...events].filter((name) => !new RegExp(`${name}\\b`).test(drawn));
      expect(missing).toEqual([]);
    });

    it('given the definition, when drawn, then no diagram holds more states than can be read', () => {
      const counts = diagrams.map(({ text: drawn }) => drawn.match(/^ *state "/gm)?.length ?? 0);
      expect(Math.max(...counts)).toBeLessThanOrEqual(50);
    });
  },
);
