import type { AnyStateMachine } from 'xstate';
import { z } from 'zod';
import { register, type DurableMachine, type Rule } from '../../machines/engine/index.ts';

/** What a small machine says besides its graph. */
export interface Small {
  /** Events that commands record; the command of `Go` is `doGo`. */
  readonly commands?: readonly string[];
  /** Further events: elapsed delays and what the machine emits. */
  readonly events?: readonly string[];
  readonly rules?: Readonly<Record<string, Rule<never, never>>>;
  readonly enrich?: object;
  readonly start?: unknown;
  /** Parts of the contract that matter to the test. */
  readonly contract?: object;
}

const loose = z.looseObject({});

/** The contract of a small machine: every event takes anything, every command is a clerk's. */
export function contractOf(machine: AnyStateMachine, small: Small = {}) {
  const { commands = [], events = [] } = small;
  return {
    id: machine.id,
    version: machine.version ?? '',
    description: 'A small machine.',
    input: loose,
    example: {},
    starts: 'Started',
    events: Object.fromEntries(
      ['Started', ...commands, ...events].map((name) => [name, { description: name, data: loose }]),
    ),
    commands: Object.fromEntries(
      commands.map((name) => [
        `do${name}`,
        { records: name, roles: ['clerk'], description: name, example: {} },
      ]),
    ),
    ...small.contract,
  };
}

/** Makes a graph durable under the contract that {@link contractOf} gives it. */
export function durable(machine: AnyStateMachine, small: Small = {}): DurableMachine {
  const { rules = {}, enrich = {}, start } = small;
  return register({ contract: contractOf(machine, small), machine, rules, enrich, start });
}
