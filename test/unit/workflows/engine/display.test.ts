import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AnyStateNode } from 'xstate';
import { caseOf } from '../../../../infra/demo/case.ts';
import {
  createSimulation,
  fold,
  possibleCommands,
  railLine,
  railOf,
  searchAttributes,
  stateOf,
  type DurableMachine,
  type EntityState,
  type Simulation,
} from '../../../../machines/engine/index.ts';
import { certification, machines, nonconformity } from '../../../../machines/index.ts';
import { requirementsOf } from '../../../../machines/standards/index.ts';
import { words } from '../../../../machines/text/index.ts';
import { loadScenario } from '../../../../services/scenario/index.ts';
import { attributesOf } from '../../../../workflows/engine/display/attributes.ts';
import { detailsOf } from '../../../../workflows/engine/display/details.ts';
import { begun, justBefore, play, readCase, refusedBy } from '../../../support/cases.ts';

/** The server takes 20,000 bytes; the text travels in an address, so it is to stay far below. */
const LIMIT = 8_000;
/** Of many deadlines the next ones are told. */
const DEADLINES_SHOWN = 12;
const PERSON = /\b[a-z]-\d+\b/;

interface Case {
  readonly machine: DurableMachine;
  readonly state: EntityState;
}

const around = { namespace: 'default', problem: undefined };
const cases = new Map<string, EntityState>();

/** Of each machine an instance with much in its context: in the middle of its work. */
beforeAll(() => {
  const { runner } = justBefore('submitEvidence');
  play(runner, { ...readCase('worked-case'), steps: [] });
  const later = begun(readCase('worked-case'));
  play(later, readCase('worked-case'));
  play(later, readCase('worked-case-appeals'));
  for (const world of [runner, later]) {
    for (const entity of world.entities()) {
      cases.set(world.machine(entity).contract.id, world.state(entity));
    }
  }
});

/** Every state of a machine that an instance can be in: of regions the others as they begin. */
function valuesOf(node: AnyStateNode): readonly unknown[] {
  const children = Object.values(node.states as Record<string, AnyStateNode>);
  if (children.length === 0) return [undefined];
  if (node.type === 'parallel') {
    const first = Object.fromEntries(children.map((each) => [each.key, firstOf(each)]));
    return children.flatMap((child) =>
      valuesOf(child).map((value) => ({ ...first, [child.key]: named(value) })),
    );
  }
  return children.flatMap((child) =>
    valuesOf(child).map((value) => (value === undefined ? child.key : { [child.key]: value })),
  );
}

const named = (value: unknown) => value ?? {};
const firstOf = (node: AnyStateNode) => named(valuesOf(node)[0]);

function inEveryState(machine: DurableMachine): readonly Case[] {
  const state = cases.get(machine.contract.id);
  if (!state) throw new Error(`no instance of ${machine.contract.id} was played`);
  const context: unknown = state.snapshot.context;
  return valuesOf(machine.logic.root).map((value) => {
    const snapshot = machine.logic.resolveState({ value, context } as never);
    return { machine, state: { ...state, snapshot: snapshot as EntityState['snapshot'] } };
  });
}

/** As many open nonconformities as a bad case has, each a workflow, with the longest id. */
function withFindings(state: EntityState, count: number): EntityState {
  const [[, actor] = []] = Object.entries(state.actors).filter(
    ([, { kind }]) => kind === 'machine',
  );
  const actors = Array.from({ length: count }, (_, index) => [
    `nc-s2-${String(index + 1).padStart(3, '0')}`,
    { kind: 'machine', src: 'nonconformity', startedBy: 'globex-27001:9', ...actor },
  ]);
  const entity = 'g'.repeat(64);
  return { ...state, entity, actors: Object.fromEntries(actors) as EntityState['actors'] };
}

const today = (runner: Simulation) => runner.now().slice(0, 10);

/** Gives a command that must be accepted. */
function give(runner: Simulation, entity: string, [command, payload]: [string, object]): void {
  expect([command, refusedBy(runner, entity, [command, payload])]).toEqual([command, []]);
}

const client = { id: 'c-1', role: 'client' };
const requirements = requirementsOf('27001:2022', { isFull: true, excluded: [] });

/** Finds so many requirements not met, each a case of its own. @returns their workflow ids */
function raise(runner: Simulation, audit: string, [actor, count]: [object, number]): string[] {
  const before = runner.entities();
  for (const requirement of requirements.slice(0, count)) {
    const statement = `Nobody can show how ${requirement} is met & kept; <b>records</b> are missing.`;
    const finding = { actor, grade: 'minor', requirement, statement, evidence: 'records-2' };
    give(runner, audit, ['raiseFinding', finding]);
  }
  return runner.entities().filter((entity) => !before.includes(entity));
}

/** A plan that the team accepts. */
function answer(runner: Simulation, entity: string, actor: object): void {
  const cap = {
    ...{ rootCause: 'Nobody owns it.', correction: 'Written anew.', verification: 'Records.' },
    actions: [{ what: 'Name an owner', owner: 'c-7', due: today(runner) }],
  };
  give(runner, entity, ['submitCap', { actor: client, ...cap }]);
  give(runner, entity, ['acceptCap', { actor }]);
}

function close(runner: Simulation, entity: string, actor: object): void {
  const on = today(runner);
  give(runner, entity, ['verifyCorrectiveAction', { actor, on, method: 'document' }]);
  give(runner, entity, ['closeNonconformity', { actor, on, effectiveness: 'Kept since.' }]);
}

describe('two cycles with a hundred nonconformities more', () => {
  it('given six years, when details are read after every step, then they stay within the limit and keep what matters', () => {
    const given = readCase('two-cycles');
    const runner = begun(given);
    const raised: string[] = [];
    let longest = 0;
    let openAtOnce = 0;
    const look = (entity: string): string => {
      const [machine, state] = [runner.machine(entity), runner.state(entity)];
      const text = detailsOf(machine, state, around);
      longest = Math.max(longest, Buffer.byteLength(text));
      expect(text).toContain(railLine(railOf(machine, stateOf(state))));
      for (const { command } of possibleCommands(machine, state.snapshot)) {
        expect(text).toContain(`\`${command}\``);
      }
      return text;
    };
    for (const step of given.steps) {
      const entity = step.to === 'self' ? given.journey : `${given.journey}/${step.to}`;
      const { actor } = step.payload as { readonly actor: object };
      const isStage2 = step.to === 'stage-2';
      if (isStage2 && step.command === 'reviewFindings') {
        raised.push(...raise(runner, entity, [actor, 100]));
        look(entity);
      }
      play(runner, { journey: given.journey, steps: [step] });
      const text = look(given.journey);
      if (isStage2 && step.command === 'holdClosingMeeting') {
        openAtOnce = raised.filter((id) => runner.state(id).snapshot.status === 'active').length;
        expect(text).toMatch(/major and 10\d minor nonconformities open/);
        expect(text).toContain('/workflows/globex-27001%2Fnc-s2-001)');
        expect(text).toMatch(/- and \d+ more: see Relationships/);
        for (const id of raised) answer(runner, id, actor);
        raised.forEach(look);
        for (const id of raised) close(runner, id, actor);
      }
    }
    expect([openAtOnce, raised.length]).toEqual([100, 100]);
    runner.entities().forEach(look);
    expect(longest).toBeLessThanOrEqual(LIMIT);
    expect(longest).toBeGreaterThan(LIMIT / 2);
    const folded = fold(certification, runner.log(given.journey));
    const text = detailsOf(certification, folded, around);
    expect(text).toContain('✓ certified ─ ● surveillance 1 ─ ○ surveillance 2');
    expect(text).toMatch(/certified until \d{4}-\d\d-\d\d, cycle 3/);
  }, 120_000);
});

describe('what somebody has written', () => {
  it('given markup in it, when details are read, then it is told as text', () => {
    const state = cases.get('nonconformity');
    if (!state) throw new Error('it was played');
    const context = {
      ...(state.snapshot.context as object),
      statement: '<img src=x> [here](javascript:1)',
    };
    const snapshot = { ...state.snapshot, context } as EntityState['snapshot'];
    const text = detailsOf(nonconformity, { ...state, snapshot }, around);
    expect(text).toContain('&#60;img src=x&#62; &#91;here](javascript:1)');
    expect(text).not.toContain('<img');
  });
});

/** The states of a machine that an instance is in, and those around them, by id. */
function activeIn({ snapshot }: EntityState): readonly string[] {
  return (snapshot as unknown as { readonly _nodes: readonly AnyStateNode[] })._nodes.map(
    ({ id }) => id,
  );
}

/** Every state of a graph, by id; a history is none. */
function statesOf(node: AnyStateNode): readonly string[] {
  const children = Object.values(node.states as Record<string, AnyStateNode>);
  return [node, ...children].flatMap((each) =>
    each === node ? [node.id] : each.type === 'history' ? [] : statesOf(each),
  );
}

const waitsIn = ({ snapshot }: EntityState): readonly string[] =>
  [...snapshot.tags].filter((tag) => tag.startsWith('waitingFor'));

/** What the details of every state have to say, and what they must not do. */
function expectTold(machine: DurableMachine, state: EntityState): void {
  const text = detailsOf(machine, state, around);
  const isActive = state.snapshot.status === 'active';
  expect(text.split('\n')[0]).toBe(`## ${state.entity}: ${stateOf(state)}`);
  expect(text).toContain(`\n\n${railLine(railOf(machine, stateOf(state)))}\n`);
  const waits = waitsIn(state).length > 0;
  expect(text.includes('**Waiting for:**')).toBe(waits);
  expect(text.includes('**overdue**')).toBe(waits && state.snapshot.tags.has('overdue'));
  const due = Object.values(state.timers).filter(({ dueDate }) => dueDate !== undefined);
  if (isActive && due.length <= DEADLINES_SHOWN) {
    for (const { dueDate } of due) {
      expect(text).toContain(`${dueDate?.due ?? ''} (${dueDate?.rule ?? ''}, `);
    }
  }
  expectPossible(machine, state, text);
}

/** Each command is named, and shown with a payload that can be sent. */
function expectPossible(machine: DurableMachine, state: EntityState, text: string): void {
  for (const { command } of possibleCommands(machine, state.snapshot)) {
    expect(text).toContain(`\`${command}\``);
  }
  const payloads = [...text.matchAll(/```json\n(.*?)\n```/gs)].map(([, json = '']) => json);
  for (const json of payloads) expect(JSON.parse(json)).toHaveProperty('actor');
  expect(text.split('```').length % 2).toBe(1);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LIMIT);
}

const forms: Readonly<Record<string, unknown>> = {
  Keyword: expect.any(String),
  KeywordList: expect.any(Array),
  Datetime: expect.stringMatching(/^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/),
  Int: expect.any(Number),
  Bool: expect.any(Boolean),
};

/** What the search attributes of every state have to be. */
function expectFound(machine: DurableMachine, state: EntityState): void {
  const attributes = attributesOf(machine, state, undefined);
  expect(Object.keys(attributes).sort()).toEqual(Object.keys(searchAttributes).sort());
  for (const [name, type] of Object.entries(searchAttributes)) {
    const value = attributes[name];
    if (value !== null) expect({ [name]: value }).toEqual({ [name]: forms[type] });
    expect(JSON.stringify(value).length).toBeLessThan(2_000);
  }
  const { snapshot, timers } = state;
  const isActive = snapshot.status === 'active';
  const [next] = Object.values(timers)
    .filter(({ dueDate }) => isActive && dueDate !== undefined)
    .sort((a, b) => a.fireAt - b.fireAt);
  expect(attributes).toMatchObject({
    CertwayState: stateOf(state),
    CertwayWaitingFor: isActive
      ? waitsIn(state).map((tag) => words(tag.slice('waitingFor'.length)))
      : [],
    CertwayOverdue: isActive && snapshot.tags.has('overdue'),
    CertwayNextDue: next ? new Date(next.fireAt).toISOString() : null,
    CertwayNextDueRule: next?.dueDate?.rule ?? null,
    CertwayOutcome: isActive ? null : snapshot.status,
  });
  // Whoever leads an audit is looked for by an opaque id; nobody else is named.
  const { CertwayLeadAuditor: _lead, ...others } = attributes;
  expect(JSON.stringify(others)).not.toMatch(PERSON);
  expect(state.entity).not.toMatch(PERSON);
}

describe.each(machines.map((machine) => [machine.contract.id, machine] as const))(
  'what operators see of %s, in every state',
  (_, machine) => {
    it('given its graph, when its states are looked at, then none of them is left out', () => {
      const seen = new Set(inEveryState(machine).flatMap(({ state }) => activeIn(state)));
      expect(statesOf(machine.logic.root).filter((id) => !seen.has(id))).toEqual([]);
    });

    it('given a state, when its details are read, then they say where it stands, who acts until when, and what is possible', () => {
      for (const { state } of inEveryState(machine)) expectTold(machine, state);
    });

    it('given a hundred nonconformities, when details are read, then they stay within the limit and say what is possible', () => {
      for (const { state } of inEveryState(machine)) {
        const many = detailsOf(machine, withFindings(state, 100), around);
        expect(Buffer.byteLength(many)).toBeLessThanOrEqual(LIMIT);
        for (const { command } of possibleCommands(machine, state.snapshot))
          expect(many).toContain(`\`${command}\``);
        expect(many).toContain('- and 80 more');
      }
    });

    it('given a state, when its search attributes are read, then all are set, by their types, and name no person', () => {
      for (const { state } of inEveryState(machine)) expectFound(machine, state);
    });
  },
);

describe('what operators see of every scenario, as it is lived', () => {
  it('given each state in which a workflow comes to be, when looked at for the first time, then details and attributes are right', () => {
    const seen = new Set<string>();
    const look = ({ state }: { readonly state: EntityState }): void => {
      const machine = machines.find(({ contract }) => contract.id === state.machine.id);
      const place = `${state.machine.id} ${stateOf(state)}`;
      if (!machine || seen.has(place)) return;
      seen.add(place);
      expectTold(machine, state);
      expectFound(machine, state);
    };
    const files = readdirSync('infra/scenarios').filter((name) => name.endsWith('.yaml'));
    for (const file of files) {
      const given = caseOf(loadScenario(join('infra/scenarios', file), machines));
      const at = `${given.startsOn}T10:00:00.000Z`;
      const runner = createSimulation({ machines, at, onStep: look });
      runner.start('certification', given.journey, given.input);
      play(runner, given);
    }
    // Regions go on side by side: there are far more states than a graph has.
    expect(seen.size).toBeGreaterThan(120);
  }, 120_000);
});
