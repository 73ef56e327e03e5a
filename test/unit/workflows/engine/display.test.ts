import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AnyStateNode } from 'xstate';
import {
  possibleCommands,
  searchAttributes,
  stateOf,
  type DurableMachine,
  type EntityState,
} from '../../../../machines/engine/index.ts';
import { machines } from '../../../../machines/index.ts';
import { attributesOf } from '../../../../workflows/engine/display/attributes.ts';
import { detailsOf } from '../../../../workflows/engine/display/details.ts';
import { begun, justBefore, play, readCase } from '../../../support/cases.ts';

/** The server takes 20,000 bytes; the text travels in an address, so it is to stay far below. */
const LIMIT = 8_000;
const PERSON = /\b[ac]-\d+\b/;

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

describe.each(machines.map((machine) => [machine.contract.id, machine] as const))(
  'what operators see of %s, in every state',
  (_, machine) => {
    it('given a state, when its details are read, then they say where it stands, and who acts next', () => {
      for (const { state } of inEveryState(machine)) {
        const text = detailsOf(machine, state, around);
        expect(text.split('\n')[0]).toBe(`## ${state.entity}: ${stateOf(state)}`);
        const waits = [...state.snapshot.tags].some((tag) => tag.startsWith('waitingFor'));
        expect(text.includes('**Waiting for:**')).toBe(waits);
        const isOverdue = waits && state.snapshot.tags.has('overdue');
        expect(text.includes('**overdue**')).toBe(isOverdue);
      }
    });

    it('given deadlines, when details are read, then each has its date and rule', () => {
      for (const { state } of inEveryState(machine)) {
        if (state.snapshot.status !== 'active') continue;
        const text = detailsOf(machine, state, around);
        for (const { dueDate } of Object.values(state.timers)) {
          if (dueDate) expect(text).toContain(`${dueDate.due} (${dueDate.rule}, `);
        }
      }
    });

    it('given what is possible, when details are read, then each command has a payload that is JSON', () => {
      for (const { state } of inEveryState(machine)) {
        const text = detailsOf(machine, state, around);
        const payloads = [...text.matchAll(/```json\n(.*?)\n```/gs)].map(([, json = '']) => json);
        for (const json of payloads) expect(JSON.parse(json)).toHaveProperty('actor');
        expect(text.split('```').length % 2).toBe(1);
      }
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
      for (const { state } of inEveryState(machine)) {
        const attributes = attributesOf(machine, state, undefined);
        expect(Object.keys(attributes).sort()).toEqual(Object.keys(searchAttributes).sort());
        expect(attributes['CertwayState']).toBe(stateOf(state));
        expect(JSON.stringify(attributes)).not.toMatch(PERSON);
        expect(state.entity).not.toMatch(PERSON);
        for (const value of Object.values(attributes)) {
          expect(JSON.stringify(value).length).toBeLessThan(2_000);
        }
      }
    });
  },
);
