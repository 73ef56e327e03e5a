import { dehydrate, migrationFact } from '../migration/index.ts';
import type { DurableMachine } from '../registration/index.ts';
import { EngineError, faultText, type Fault } from '../contract/index.ts';
import { contractFault } from './contract-fault.ts';
import { sizeFault } from './event-size.ts';
import type { ResolvedAction } from '../scope/index.ts';
import { stateOf } from './refusal.ts';
import {
  lookUp,
  own,
  type EntityState,
  type Fact,
  type Input,
  type Now,
  type RecordedEvent,
  type SetAsideInput,
} from '../state/index.ts';
import { nextElapsed, step, type StartFact } from '../step/index.ts';
import {
  asideFact,
  asidesIn,
  elapsedId,
  inputId,
  inTheNameOf,
  vainFact,
  type Aside,
} from './set-aside.ts';
import type { FoundCommands } from './long-ago.ts';
import { accept, asideVerdict, verdictOn, type Outcome, type Verdict } from './verdict.ts';

/** A batch of inputs decided in order, each on the state that the one before would leave. */
export interface Decision {
  readonly state: EntityState;
  readonly events: readonly RecordedEvent[];
  /** One for each input, in the order of the inputs. */
  readonly outcomes: readonly Outcome[];
  /** Actions written in place, in order: only machines of tests have any. */
  readonly actions: readonly ResolvedAction[];
}

/** How many delays may elapse at one instant before the machine counts as looping. */
const TIMER_LIMIT = 1000;

/** A decision while it is made. */
interface Course {
  readonly machine: DurableMachine;
  readonly now: Now;
  /** The instant of the decision, ISO-8601 UTC. */
  readonly at: string;
  readonly asides: ReadonlyMap<string, Aside>;
  readonly found: FoundCommands;
  readonly events: RecordedEvent[];
  readonly actions: ResolvedAction[];
  state: EntityState | undefined;
}

/**
 * Decides inputs on a tentative state. A migration is recorded before all else; deadlines that have passed come before
 * every other input; wishes to set an input aside hold for the whole batch. Nothing is true before the log holds the
 * events.
 * @throws FailingInput when a guard, action or enrichment throws, or the machine records what its contract does not
 * know: a bug, never an outcome
 */
export function decide(
  machine: DurableMachine,
  state: EntityState | undefined,
  given: {
    readonly inputs: readonly Input[];
    readonly now: Now;
    /** What the log tells of the ids in {@link idsToLookUp}. @defaultValue nothing */
    readonly found?: FoundCommands;
  },
): Decision {
  const { inputs, now, found = {} } = given;
  const at = new Date(now.ms).toISOString();
  const asides = asidesIn(inputs);
  const course: Course = { machine, now, at, asides, found, events: [], actions: [], state };
  if (state?.migrating) record(course, migrationFact(state, dehydrate(machine, state), at));
  elapse(course);
  const outcomes = inputs.map((input) =>
    input.cause === 'setAside' ? undefined : decideOne(course, input),
  );
  inputs.forEach((input, index) => {
    if (input.cause === 'setAside') outcomes[index] = decideWish(course, input);
  });
  if (!course.state) throw new Error('an instance begins with its start');
  const { events, actions } = course;
  return { state: course.state, events, actions, outcomes: outcomes as Outcome[] };
}

function decideOne(course: Course, input: Input): Outcome {
  const { machine, at, asides } = course;
  const found = own(course.found, inputId(input));
  const aside = asides.get(inputId(input));
  const outcome = inTheNameOf(inputId(input), () => {
    const verdict =
      aside && course.state && !found && !isDecided(course.state, input)
        ? asideVerdict(machine, course.state, { input, aside, at })
        : verdictOn(machine, course.state, { input, at, found });
    return follow(course, verdict);
  });
  elapse(course);
  return outcome;
}

/** A command that was decided is answered as before, whatever is wished now. */
function isDecided(state: EntityState, input: Input): boolean {
  return input.cause === 'command' && lookUp(state.seen, input.id) !== undefined;
}

function follow(course: Course, verdict: Verdict): Outcome {
  const { fact, isOptional, instead } = verdict;
  const tooLarge = fact && attempt(course, fact, isOptional);
  if (tooLarge === undefined) return verdict.outcome(course.state);
  if (instead) return follow(course, instead(tooLarge));
  if (fact?.cause === 'start') throw new EngineError('EVENT_TOO_LARGE', faultText(tooLarge));
  throw new Error(faultText(tooLarge));
}

/** A wish that was met, now or before, is known by its id; one that came too late, or for nothing, is refused. */
function decideWish(course: Course, wish: SetAsideInput): Outcome {
  const { at, state } = course;
  const seen = state && lookUp(state.seen, wish.id);
  if (seen || !state) return { kind: 'dropped', input: wish };
  return follow(course, accept(wish, vainFact(wish, at, stateOf(state)), ''));
}

/** Takes every delay whose time has come. */
function elapse(course: Course): void {
  for (let count = 0; course.state; count += 1) {
    const fact = nextElapsed(course.state, course.now);
    if (!fact) return;
    const id = elapsedId(fact);
    inTheNameOf(id, () => {
      if (count >= TIMER_LIMIT) {
        throw new Error(`${course.machine.contract.id}: delays elapse without end`);
      }
      const aside = course.asides.get(id);
      record(course, aside ? elapsedAside(aside, fact) : fact);
    });
  }
}

function elapsedAside(aside: Aside, fact: Fact): Fact {
  const origin = fact.sendId === undefined ? {} : { sendId: fact.sendId };
  return asideFact(aside, fact.at, { kind: 'timer', name: fact.type, ...origin });
}

function record(course: Course, fact: Fact): void {
  const tooLarge = attempt(course, fact);
  if (tooLarge !== undefined) throw new Error(faultText(tooLarge));
}

/** Records a fact with what follows from it. @returns why the log would not take that: then nothing is recorded */
function attempt(course: Course, fact: Fact | StartFact, isOptional = false): Fault | undefined {
  const { machine, state } = course;
  const applied = step(machine, state, fact);
  if (isOptional && applied.isIgnored) return undefined;
  for (const event of applied.events) {
    const fault = contractFault(machine, event);
    if (fault !== undefined) throw new Error(`${machine.contract.id} records ${fault}`);
    const tooLarge = sizeFault(machine.contract, event);
    if (tooLarge !== undefined) return tooLarge;
  }
  course.state = applied.state;
  course.events.push(...applied.events);
  course.actions.push(...applied.actions);
  return undefined;
}
