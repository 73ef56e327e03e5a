import { describe, expect, it } from '@jest/globals';
import { createMachine, type AnyStateNode } from 'xstate';
import { chartsOf } from '../../../../services/diagram/index.ts';
import { dotOf } from '../../../../services/picture/dot.ts';
import type { PathTaken, Visit } from '../../../../services/picture/path-taken.ts';

const machine = createMachine({
  id: 'order',
  initial: 'open',
  on: { Cancelled: '.closed' },
  states: {
    open: {
      initial: 'draft',
      states: {
        draft: { on: { Submitted: 'review' } },
        review: { after: { reviewDue: 'late' }, on: { Returned: 'draft' } },
        late: { tags: 'overdue' },
      },
      on: { Approved: 'packing' },
    },
    packing: {
      type: 'parallel',
      states: {
        goods: { initial: 'picked', states: { picked: { on: { Checked: '#order.closed' } } } },
        papers: { initial: 'printed', states: { printed: {} } },
      },
    },
    closed: { type: 'final' },
  },
});
const node = (id: string) => machine.getStateNodeById(id);
const [chart] = chartsOf(machine);
if (!chart) throw new Error('a machine has a chart');

const linesOf = (course?: PathTaken) =>
  dotOf(chart, course)
    .split('\n')
    .map((line) => line.trim());
const lineOf = (beginning: string, course?: PathTaken) =>
  linesOf(course).find((line) => line.startsWith(beginning));

function courseOf(live: readonly AnyStateNode[], visited: Readonly<Record<string, Visit>>) {
  return {
    live: new Set(live),
    visits: new Map(Object.entries(visited).map(([id, visit]) => [node(id), visit])),
    transitions: new Set(node('order.open.draft').transitions.get('Submitted') ?? []),
  };
}

describe('a machine in the language of Graphviz', () => {
  it('given nested states and regions, when drawn, then they are clusters, the regions dashed', () => {
    const clusters = linesOf().filter((line) => line.startsWith('subgraph'));
    expect(clusters).toEqual([
      'subgraph "cluster_order_open" {',
      'subgraph "cluster_order_packing" {',
      'subgraph "cluster_order_packing_goods" {',
      'subgraph "cluster_order_packing_papers" {',
    ]);
    const looks = linesOf().filter((line) => line.startsWith('graph [label='));
    expect(looks.map((line) => /style="(\w+)"/.exec(line)?.[1])).toEqual([
      ...['rounded', 'rounded', 'dashed', 'dashed'],
    ]);
  });

  it('given arrows, when drawn, then each names its event, and one that needs none is dashed', () => {
    expect(lineOf('"order_open_draft" ->')).toMatch(
      /^"order_open_draft" -> "order_open_review" \[label="Submitted"/,
    );
    expect(lineOf('"order_open_draft" ->')).not.toContain('dashed');
    expect(lineOf('"order_open_review" -> "order_open_late"')).toMatch(
      /label="after reviewDue".*style="dashed"/,
    );
    // To a state with an inside it ends at the edge, from all of its states it comes from a box for them.
    expect(lineOf('"order_open_every" ->')).toMatch(
      /-> "order_packing_goods_picked" \[.*lhead="cluster_order_packing"/,
    );
    expect(lineOf('"order_every" ->')).toMatch(/-> "order_closed" \[label="Cancelled"/);
    expect(lineOf('"order_initial" ->')).toBe(
      '"order_initial" -> "order_open_draft" [lhead="cluster_order_open"]',
    );
  });

  it('given a machine alone, when drawn, then a state in which something is overdue has a red edge, and none is filled', () => {
    expect(lineOf('"order_open_late" [')).toContain('color="#c62828"');
    expect(lineOf('"order_open_draft" [')).not.toContain('#c62828');
    expect(dotOf(chart)).not.toContain('fillcolor="#');
  });

  it('given an instance, when drawn, then its state is filled, its way has dates and colour, the rest is pale', () => {
    const course = courseOf([node('order.open'), node('order.open.review')], {
      'order.open.draft': { first: '2027-03-01', last: '2027-03-05', count: 2 },
      'order.open.review': { first: '2027-03-06', last: '2027-03-06', count: 1 },
    });
    expect(lineOf('"order_open_review" [', course)).toMatch(
      /label="review\\n2027-03-06".*fillcolor="#ffd54f"/,
    );
    expect(lineOf('"order_open_draft" [', course)).toMatch(
      /label="draft\\n2027-03-01 … 2027-03-05 \(2×\)".*fillcolor="#e3f2fd"/,
    );
    expect(lineOf('"order_open_draft" ->', course)).toMatch(/color="#1565c0".*penwidth="2.5"/);
    expect(lineOf('"order_open_review" ->', course)).toContain('color="#9e9e9e"');
    expect(lineOf('"order_closed" [', course)).toContain('fontcolor="#9e9e9e"');
  });

  it('given an instance that is overdue, when drawn, then its state is red', () => {
    const course = courseOf([node('order.open'), node('order.open.late')], {});
    expect(lineOf('"order_open_late" [', course)).toContain('fillcolor="#ef5350"');
    expect(dotOf(chart, course)).not.toContain('#ffd54f');
  });

  it('given names with signs of DOT, when drawn, then they are quoted', () => {
    const odd = createMachine({ id: 'odd', initial: 'a"b', states: { 'a"b': {}, 'c\\d': {} } });
    const [drawn] = chartsOf(odd);
    if (!drawn) throw new Error('a machine has a chart');
    expect(dotOf(drawn)).toContain('label="a\\"b"');
    expect(dotOf(drawn)).toContain('label="c\\\\d"');
  });
});
