/**
 * What may happen to every machine at any time: a command too early, too late, twice, unknown, two at once, and one at
 * the very instant of a deadline. Played on the worked case with its years, its appeals and its complaint.
 */
import { describe, expect, it } from '@jest/globals';
import {
  canonicalJson,
  decide,
  dehydrate,
  stateOf,
  type DurableMachine,
  type EntityState,
  type Input,
  type Message,
  type Simulation,
} from '../../../machines/engine/index.ts';
import { machines } from '../../../machines/index.ts';
import { begun, play, readCase } from '../../support/cases.ts';

type CommandInput = Extract<Input, { readonly cause: 'command' }>;

/** A command of the case, and how everything was just before it. */
interface Moment {
  readonly machine: DurableMachine;
  readonly state: EntityState;
  readonly input: CommandInput;
  readonly ms: number;
}

const moments: Moment[] = [];
const ended: EntityState[] = [];

/** Plays a case, and remembers the moment of each command. */
function watched(names: readonly string[]): Simulation {
  const [first = 'worked-case', ...others] = names;
  const runner = begun(readCase(first));
  const watching: Simulation = {
    ...runner,
    command: (entity, command, payload) => {
      const { length } = moments;
      const input = {
        cause: 'command',
        id: `m-${length}`,
        command,
        payload,
        via: 'update',
      } as const;
      const [machine, state] = [runner.machine(entity), runner.state(entity)];
      moments.push({ machine, state, input, ms: Date.parse(runner.now()) });
      return runner.command(entity, command, payload);
    },
  };
  for (const name of [first, ...others]) play(watching, readCase(name));
  const states = runner.entities().map((entity) => runner.state(entity));
  ended.push(...states.filter(({ snapshot }) => snapshot.status === 'done'));
  return runner;
}

watched(['worked-case', 'worked-case-years']);
watched(['worked-case', 'worked-case-appeals']);

const at = ({ machine, state, ms }: Omit<Moment, 'input'>, ...inputs: readonly Input[]) =>
  decide(machine, state, { inputs, now: { ms } });
const plain = (machine: DurableMachine, state: EntityState): string =>
  canonicalJson(dehydrate(machine, state));
/** A payload with one field said otherwise: an id that nobody knows, or a list of only that. */
function misnamed(payload: unknown): readonly object[] {
  const fields = Object.entries(payload as object).filter(
    ([, value]) => typeof value === 'string' || Array.isArray(value),
  );
  const actor = { actor: { ...(payload as { actor: object }).actor, id: stranger } };
  const others = fields.map(([name, value]) => ({
    [name]: typeof value === 'string' ? stranger : [stranger],
  }));
  return [actor, ...others].map((change) => ({ ...(payload as object), ...change }));
}
const stranger = 'nobody-9';

function reportOf(from: string, number: number): Input {
  const message: Message = {
    ...{ kind: 'event', number, id: `${from}:${number}`, correlationId: 'c' },
    ...{ type: 'NobodyKnowsThis', data: {} },
  };
  return { cause: 'message', from, message };
}
const unlike = (one: readonly Moment[]): readonly Moment[] => [
  ...new Map(one.map((each) => [`${stateOf(each.state)} ${each.input.command}`, each])).values(),
];

describe.each(machines.map((machine) => [machine.contract.id, machine] as const))(
  'what may happen to the machine %s at any time',
  (id, machine) => {
    const own = unlike(moments.filter((moment) => moment.machine.contract.id === id));
    const states = [...new Map(own.map((one) => [stateOf(one.state), one])).values()];
    const asked = [...new Map(own.map(({ input }) => [input.command, input])).values()];

    it('given the case, when it is played, then it has come to this machine', () => {
      expect(own.length).toBeGreaterThan(3);
    });

    it('given a command that was taken, when it comes again, then the answer is the same and nothing is recorded; another under its id is refused', () => {
      for (const moment of own) {
        const first = at(moment, moment.input);
        const after = { ...moment, state: first.state };
        const again = at(after, moment.input, { ...moment.input, via: 'signal' });
        expect(again.events).toEqual([]);
        expect(again.outcomes[0]).toEqual(first.outcomes[0]);
        const payload = { ...(moment.input.payload as object), more: 'other' };
        const [other] = at(after, { ...moment.input, payload }).outcomes;
        expect(other).toMatchObject({ kind: 'refused', refusal: { code: 'COMMAND_ID_REUSED' } });
      }
    });

    it('given two commands at once, when both are decided, then the second is judged on what the first has left', () => {
      for (const [index, moment] of own.entries()) {
        const others = [moment.input, own[(index + 1) % own.length]?.input ?? moment.input];
        for (const [place, input] of others.entries()) {
          const second = { ...input, id: `second-${place}` };
          const both = at(moment, moment.input, second);
          const first = at(moment, moment.input);
          const then = at({ ...moment, state: first.state }, second);
          expect(both.events).toEqual([...first.events, ...then.events]);
          expect(both.outcomes).toEqual([...first.outcomes, ...then.outcomes]);
          expect(plain(machine, both.state)).toBe(plain(machine, then.state));
        }
      }
    });

    it('given any state, when a command comes too early or too late, then it is refused with a code; of a signal that is recorded, and nothing else', () => {
      let refusals = 0;
      for (const state of states) {
        for (const input of asked) {
          const given = { ...input, id: 'untimely' };
          const { outcomes, events } = at(state, given);
          const [outcome] = outcomes;
          if (outcome?.kind !== 'refused') continue;
          refusals += 1;
          expect(outcome.refusal.code).toMatch(/^[A-Z_]+$/);
          expect(events).toEqual([]);
          const signal = at(state, { ...given, via: 'signal' });
          expect(signal.events.map(({ type }) => type)).toEqual(['CommandRefused']);
          expect(signal.state.snapshot).toBe(state.state.snapshot);
          expect(signal.state.timers).toEqual(state.state.timers);
        }
      }
      expect(refusals).toBeGreaterThan(states.length);
    });

    it('given any state, when a command is unknown or named as what every object has, then it is refused as unknown', () => {
      for (const state of states) {
        for (const command of ['grantWishes', 'toString', '__proto__']) {
          const { outcomes, events } = at(state, { ...state.input, id: 'unknown', command });
          expect(outcomes[0]).toMatchObject({ refusal: { code: 'COMMAND_UNKNOWN' } });
          expect(events).toEqual([]);
        }
      }
    });

    it('given any command, when it names a person or thing that nobody knows, then it is taken or refused with a code, and a refusal leaves all as it was', () => {
      let refusals = 0;
      for (const [index, moment] of own.entries()) {
        for (const payload of misnamed(moment.input.payload)) {
          const given = { ...moment.input, id: `misnamed-${index}`, payload };
          const { outcomes, events, state } = at(moment, given);
          const [outcome] = outcomes;
          if (outcome?.kind === 'accepted') continue;
          expect(outcome).toMatchObject({
            ...{ kind: 'refused', refusal: { code: expect.stringMatching(/^COMMAND_[A-Z_]+$/) } },
          });
          refusals += 1;
          expect(events.filter(({ cause }) => cause === 'command')).toEqual([]);
          // What was due by then has happened; the refusal itself adds nothing.
          expect(plain(machine, state)).toBe(plain(machine, at(moment).state));
        }
      }
      expect(refusals).toBeGreaterThan(own.length);
    });

    it('given any state, when somebody who is neither its parent nor its child reports, then that is dropped', () => {
      for (const moment of states) {
        const report = reportOf(stranger, 1);
        const { outcomes, events } = at(moment, report);
        expect([outcomes[0]?.kind, events]).toEqual(['dropped', at(moment).events]);
      }
    });

    it('given any state, when a relative reports twice what nobody knows, then it is on record once and the state is the same', () => {
      let reports = 0;
      for (const moment of states) {
        const { parent, senders } = moment.state;
        const from = parent ?? Object.keys(senders)[0];
        if (from === undefined) continue;
        reports += 1;
        const report = reportOf(from, (senders[from] ?? 0) + 1);
        const first = at(moment, report);
        expect(first.events.length).toBe(at(moment).events.length + 1);
        expect(stateOf(first.state)).toBe(stateOf(at(moment).state));
        const again = at({ ...moment, state: first.state }, report);
        expect([again.outcomes[0]?.kind, again.events]).toEqual(['dropped', []]);
      }
      expect([id, reports > 0]).toEqual([id, true]);
    });

    it('given a message that was taken, when it comes again, then it is dropped', () => {
      for (const state of states) {
        for (const [from, number] of Object.entries(state.state.senders)) {
          const message: Message = {
            kind: 'event',
            ...{ number, id: `${from}:1`, correlationId: 'c', type: 'AuditCompleted', data: {} },
          };
          const { outcomes, events } = at(state, { cause: 'message', from, message });
          expect([outcomes[0]?.kind, events]).toEqual(['dropped', []]);
        }
      }
    });

    it('given a deadline, when a command comes at its very instant, then the deadline was first; a millisecond before it was not', () => {
      let deadlines = 0;
      for (const moment of own) {
        const dues = Object.values(moment.state.timers).map(({ fireAt }) => fireAt);
        if (dues.length === 0) continue;
        deadlines += 1;
        const ms = Math.min(...dues);
        const passed = at({ ...moment, ms });
        expect(passed.events[0]).toMatchObject({ cause: 'timer' });
        const both = at({ ...moment, ms }, moment.input);
        const then = at({ ...moment, ms, state: passed.state }, moment.input);
        expect(both.events).toEqual([...passed.events, ...then.events]);
        expect(both.outcomes).toEqual(then.outcomes);
        const before = at({ ...moment, ms: ms - 1 }, moment.input);
        expect(before.events[0]?.cause).not.toBe('timer');
      }
      expect([id, deadlines > 0]).toEqual([id, true]);
    });

    it('given its end, when a command comes, then it is refused because it has ended', () => {
      for (const state of ended.filter((one) => one.machine.id === id)) {
        for (const input of asked) {
          const [outcome] = at(
            { machine, state, ms: Date.parse(state.at) },
            { ...input, id: 'late' },
          ).outcomes;
          expect(outcome).toMatchObject({ refusal: { code: 'COMMAND_REFUSED' } });
        }
      }
      const isEnded = ended.some((one) => one.machine.id === id);
      expect([id, isEnded]).toEqual([id, id !== 'certification']);
    });
  },
);

describe('a nonconformity that is named to its journey', () => {
  const own = moments.filter(({ machine }) => machine.contract.id === 'certification');

  it.each(['nc-s2-999', '', 'decision-1'])(
    'given the unknown id %s, when a plan for it comes, then those that are open are named',
    (nonconformity) => {
      for (const moment of unlike(own)) {
        const plan = moments.find(({ input }) => input.command === 'submitCap')?.input;
        if (!plan) throw new Error('the case has a plan');
        const payload = { ...(plan.payload as object), nonconformity };
        const [outcome] = at(moment, { ...plan, id: 'routed', payload }).outcomes;
        expect(outcome).toMatchObject({
          refusal: { code: 'COMMAND_INVALID', faults: [{ id: 'unknownChild' }] },
        });
      }
    },
  );
});
