import { expect } from '@jest/globals';
import {
  decide,
  fold,
  step,
  type Actor,
  type CommandInput,
  type Decision,
  type DurableMachine,
  type EntityState,
  type ErrorCode,
  type Input,
  type Outcome,
  type RecordedEvent,
} from '../../machines/engine/index.ts';

/** Instant at which every test begins. */
export const START = '2026-01-01T00:00:00.000Z';

/** ISO-8601 instant so many milliseconds after {@link START}. */
export function after(ms: number): string {
  return new Date(Date.parse(START) + ms).toISOString();
}

/** How a command is given; what is left out does not matter to the test. */
export interface CommandOptions {
  readonly id?: string;
  readonly via?: 'update' | 'signal';
  readonly actor?: Actor;
  /** Milliseconds after {@link START}. */
  readonly at?: number;
}

/** One instance of a machine, decided upon as the workflow does it, without a world. */
export interface Instance {
  readonly machine: DurableMachine;
  readonly log: RecordedEvent[];
  state: EntityState;
  /** Takes inputs, keeps what they lead to. `at` in milliseconds after {@link START}. */
  take(inputs: readonly Input[], at?: number): Decision;
  /** Gives one command. @returns what became of it */
  command(name: string, data?: object, options?: CommandOptions): Outcome;
}

let commands = 0;

/** A command as it comes in, given by a clerk unless somebody else is named. */
export function command(name: string, data: object = {}, options: CommandOptions = {}) {
  const { actor = { id: 'a-1', role: 'clerk' }, via = 'update' } = options;
  const id = options.id ?? `command-${String((commands += 1))}`;
  return {
    cause: 'command',
    id,
    command: name,
    payload: { actor, ...data },
    via,
  } satisfies CommandInput;
}

/** Starts an instance; its id is `j` unless another is given, and it is a child when `startedBy` names an event. */
export function begin(
  machine: DurableMachine,
  input: object = {},
  options: { readonly entity?: string; readonly startedBy?: string; readonly at?: number } = {},
): Instance {
  const { entity = 'j', startedBy = '', at = 0 } = options;
  const data = machine.contract.input.parse(input);
  const started = decide(machine, undefined, {
    inputs: [{ cause: 'start', entity, data, startedBy, ...(startedBy === '' && { runId: 'r' }) }],
    now: { ms: Date.parse(after(at)) },
  });
  return live(machine, started.state, [...started.events]);
}

/** Lets an instance go on from a state. */
export function live(
  machine: DurableMachine,
  state: EntityState,
  log: RecordedEvent[] = [],
): Instance {
  const instance: Instance = {
    machine,
    log,
    state,
    take: (inputs, at = 0) => {
      const now = { ms: Date.parse(after(at)) };
      const decision = decide(machine, instance.state, { inputs, now });
      instance.state = decision.state;
      log.push(...decision.events);
      return decision;
    },
    command: (name, data, options) => {
      const { outcomes } = instance.take([command(name, data, options)], options?.at);
      return outcomes[0] as Outcome;
    },
  };
  return instance;
}

/** What a log goes through between the machine and the fold. */
export function stored(events: readonly RecordedEvent[]): RecordedEvent[] {
  return JSON.parse(JSON.stringify(events)) as RecordedEvent[];
}

/** An event of the past, as a test tells it. */
export interface Past {
  readonly type: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly actor?: Actor;
  /** Milliseconds after {@link START}. */
  readonly at?: number;
}

/** An expected event: the type alone, or with (a part of) its data. */
export type Expected = string | readonly [type: string, data: object];

/** What a command led to. */
export interface Consequence {
  /** Exactly these events, in order. */
  then(...events: readonly Expected[]): void;
  /** Refused with this code, by exactly these rules; no event. */
  thenRejected(code: ErrorCode, ...rules: readonly string[]): void;
  /** Nothing was recorded. */
  thenNothing(): void;
}

/**
 * Tells a story: the events that are in the log (the first is the start, the others were commands), a command, and
 * what it leads to. The past goes through the fold, so one that the machine does not allow fails the test.
 */
export function given(machine: DurableMachine, past: readonly Past[]) {
  const instance = live(machine, fold(machine, stored(recorded(machine, past))));
  const consequence = (decision: Decision): Consequence => ({
    then: (...events) => {
      expect(decision.events.map(({ type, data }) => ({ type, data }))).toMatchObject(
        events.map((event) => (typeof event === 'string' ? { type: event } : typed(event))),
      );
    },
    thenRejected: (code, ...rules) => {
      expect(decision.outcomes).toMatchObject([{ kind: 'refused', refusal: { code } }]);
      const [outcome] = decision.outcomes;
      const refusal = outcome?.kind === 'refused' ? outcome.refusal : undefined;
      expect(refusal?.rules.map(({ id }) => id)).toEqual(rules);
      expect(decision.events).toEqual([]);
    },
    thenNothing: () => {
      expect(decision.events).toEqual([]);
    },
  });
  return {
    when: (name: string, data?: object, options?: CommandOptions): Consequence =>
      consequence(instance.take([command(name, data, options)], options?.at)),
    whenTimePasses: (ms: number): Consequence => consequence(instance.take([], ms)),
  };
}

function typed([type, data]: readonly [string, object]): object {
  return { type, data };
}

function recorded(machine: DurableMachine, past: readonly Past[]): RecordedEvent[] {
  const events: RecordedEvent[] = [];
  let state: EntityState | undefined;
  past.forEach(({ type, data = {}, actor, at = 0 }, index) => {
    const fact = {
      type,
      data,
      at: after(at),
      causationId: index === 0 ? '' : `past-${String(index)}`,
      correlationId: 'past',
      ...(actor && { actor }),
    };
    const applied =
      index === 0
        ? step(machine, undefined, { ...fact, cause: 'start', entity: 'j' })
        : step(machine, state, { ...fact, cause: 'command' });
    state = applied.state;
    events.push(...applied.events);
  });
  return events;
}
