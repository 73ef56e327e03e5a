import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { faultsOf, graph, type Case } from './faulty-machine.ts';

const strict = z.strictObject({ n: z.number() });
const broken = () => {
  throw new Error('it is broken');
};
const data = { description: 'Something.', data: strict };
/** A contract with one command of which only something is said. */
const commanding = (command: object) => ({
  input: z.looseObject({}),
  events: { Started: { ...data, data: z.looseObject({}) }, Went: data },
  commands: { go: { records: 'Went', roles: ['clerk'], description: 'Go.', ...command } },
});

describe('register, a contract, each fault with its place and remedy', () => {
  it.each<Case>([
    [
      'an unknown start',
      graph({}),
      { contract: { starts: 'Begun' } },
      'starts: the contract has no event Begun',
    ],
    [
      'an unknown cancellation',
      graph({}),
      { contract: { cancelledBy: 'Gone' } },
      'cancelledBy: the contract has no event Gone',
    ],
    [
      'a command that records nothing known',
      graph({}),
      {
        contract: {
          commands: { go: { records: 'Went', roles: [], description: '', example: {} } },
        },
      },
      'command go: the contract has no event Went',
    ],
    [
      'a report of nothing known',
      graph({}),
      { contract: { reports: ['Went'] } },
      'reports: the contract has no event Went',
    ],
    [
      "a name of the engine's own events",
      graph({}),
      { events: ['Stopped'] },
      'event Stopped: the engine records this name itself; choose another',
    ],

    [
      'an id that is no token',
      graph({ id: 'a.b' }),
      {},
      'contract id a.b: use letters, digits, _ and - only; it is part of subjects',
    ],
    [
      'an event that is no token',
      graph({}),
      { events: ['order placed'] },
      'event order placed: use letters, digits, _, - and dots between only; it is part of a subject',
    ],
    [
      'an event without a name',
      graph({}),
      { events: [''] },
      'event : use letters, digits, _, - and dots between only; it is part of a subject',
    ],
    [
      'an event of XState itself',
      graph({}),
      { events: ['xstate.stop'] },
      "event xstate.stop: names that begin with xstate. are XState's own; choose another",
    ],
    [
      'an example that does not fit the input',
      graph({}),
      { contract: { input: strict, example: { n: 'x' } } },
      'example: it does not fit the input, n: Invalid input: expected number, received string (given "x")',
    ],
    [
      'an example with a field too many',
      graph({}),
      { contract: { input: strict, example: { n: 1, m: 2 } } },
      'example: it does not fit the input, m: there is no such field',
    ],
    [
      "a command whose example does not fit the event's schema",
      graph({}),
      { contract: commanding({ example: {} }) },
      'command go: its example does not fit its schema, n: Invalid input: expected number, received undefined (missing)',
    ],
    [
      "a command whose example does not fit the payload's schema",
      graph({}),
      { contract: commanding({ payload: strict.extend({ m: z.string() }), example: { n: 1 } }) },
      'command go: its example does not fit its schema, m: Invalid input: expected string, received undefined (missing)',
    ],
    [
      'a start that throws',
      graph({}),
      { start: () => broken() },
      "start: it throws with the contract's example: it is broken; mend it",
    ],
    [
      'a start that breaks the contract',
      graph({}),
      {
        start: () => ({ n: 'x' }),
        contract: { events: { Started: { description: 'Started.', data: strict } } },
      },
      `start: with the contract's example Started does not fit its schema, n: Invalid input: expected number, received string (given "x")`,
    ],
  ])('given %s, when registered, then it is named', (_what, machine, small, fault) => {
    expect(faultsOf(machine, small)).toEqual([fault]);
  });
});

describe('register, names of commands', () => {
  it.each(['deliver', 'catchUp', 'upgrade', 'setAside', 'state', 'position', 'allowed', 'why'])(
    "given a command %s, when registered, then the name is the engine's",
    (name) => {
      const contract = named(name);
      expect(faultsOf(graph({}), { contract })).toEqual([
        `command ${name}: the engine has a signal or query of this name; choose another`,
      ]);
    },
  );

  it.each(['__temporal_note', '__stack_trace', '__enhanced_stack_trace'])(
    "given a command %s, when registered, then the name is Temporal's",
    (name) => {
      expect(faultsOf(graph({}), { contract: named(name) })).toEqual([
        `command ${name}: Temporal keeps names that begin so to itself; choose another`,
      ]);
    },
  );

  it('given two commands that record one event with different payloads, when registered, then there is no fault', () => {
    const { go } = commanding({ payload: z.strictObject({}), example: {} }).commands;
    const { commands, ...contract } = commanding({ example: { n: 1 } });
    expect(
      faultsOf(graph({}), { contract: { ...contract, commands: { ...commands, come: go } } }),
    ).toEqual([]);
  });

  it('given an example that lacks what has a default, when registered, then the machine begins with the default', () => {
    const context = ({ input }: { input: { n: number } }) => ({ n: input.n.toFixed(1) });
    const input = z.strictObject({ n: z.number().default(5) });
    expect(faultsOf(graph({ context }), { contract: { input, example: {} } })).toEqual([]);
  });

  it('given a start that completes the input, when registered, then the machine begins with what it gives', () => {
    const context = ({ input }: { input: { list: string[] } }) => ({ first: input.list.join() });
    const start = (_: object, { entity, meta }: { entity: string; meta: { id: string } }) => ({
      list: [entity, meta.id],
    });
    expect(faultsOf(graph({ context }), { start })).toEqual([]);
    expect(faultsOf(graph({ context }))).toEqual([
      expect.stringMatching(/^m: it cannot begin with the contract's example: Cannot read prop/),
    ]);
  });
});

function named(name: string) {
  const { commands, ...contract } = commanding({ example: { n: 1 } });
  return { ...contract, commands: { [name]: commands.go } };
}
