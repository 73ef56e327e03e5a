import {
  canonicalJson,
  createSimulation,
  dehydrate,
  fold,
  type DurableMachine,
  type EntityState,
  type RecordedEvent,
  type Simulation,
} from '../../machines/engine/index.ts';
import { createWatch, invariants, type Break } from './invariants/index.ts';
import { createRandom, playJourney } from './players/index.ts';
import { createReached, type Reached } from './reached.ts';
import { startOf } from './start.ts';

/** Which journey is played, and for how long. */
export interface JourneyOptions {
  /** The first one is what people start. */
  readonly machines: readonly DurableMachine[];
  readonly seed: number;
  /** Number of the journey, 1 for the first. */
  readonly number: number;
  readonly years: number;
  readonly onEvent?: ((event: RecordedEvent, number: number) => void) | undefined;
}

/** What came of one journey. */
export interface SimulatedJourney {
  readonly number: number;
  readonly events: number;
  /** The outermost state in which it was at the end. */
  readonly terminal: string;
  readonly broken: readonly Break[];
  readonly reached: Reached;
}

const [NEVER_FAILS, FOLD_EQUALS_STATE] = ['INV-00', 'INV-36'];
/** Invariants that are judged by what the machines do, not by events. */
export const beyondEvents: Readonly<Record<string, string>> = {
  [NEVER_FAILS]: 'A command is accepted or refused; none fails the machine. (style 7)',
  [FOLD_EQUALS_STATE]: 'The folded log equals the state. (architecture I4)',
};
const YEAR_MS = 365.25 * 86_400_000;
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.parse('2026-01-01T09:00:00.000Z');
const YEARS_OF_STARTS_DAYS = 1460;
/** One journey of so many began when the edition before was still certified to, and lives through its end. */
const ONE_OF_THE_PAST = 8;
const PAST_DAY = Date.parse('2020-03-01T09:00:00.000Z');
const PAST_EDITION = '27001:2013';

/** Plays one journey; the same numbers play the same one. */
export function simulateJourney({ machines, ...options }: JourneyOptions): SimulatedJourney {
  const { seed, number, years } = options;
  const random = createRandom(seed, number);
  const isPast = number % ONE_OF_THE_PAST === 0;
  const start = { ...startOf(random), ...(isPast && { standard: PAST_EDITION }) };
  const days = random.int(0, YEARS_OF_STARTS_DAYS);
  const beginsMs = isPast ? PAST_DAY + (days / 4) * DAY_MS : FIRST_DAY + days * DAY_MS;
  const watch = createWatch(invariants);
  const reached = createReached(machines);
  const broken: Break[] = [];
  let count = 0;
  const world = createSimulation({
    machines,
    at: new Date(beginsMs).toISOString(),
    onStep: ({ state, events }) => {
      for (const event of events) {
        count += 1;
        options.onEvent?.(event, count);
        broken.push(...watch.see(event));
      }
      reached.see(state);
    },
  });
  const [first] = machines;
  if (!first) throw new Error('there is no machine to start');
  const journey = `journey-${number}`;
  world.start(first.contract.id, journey, start);
  const zone = String(start.overrides['zone']);
  try {
    playJourney({ world, random, zone, untilMs: beginsMs + years * YEAR_MS });
  } catch (error) {
    broken.push(failed(world, error));
  }
  return {
    number,
    events: count,
    terminal: outermost(world.state(journey)),
    broken: [...broken, ...unlikeTheirLog(world)],
    reached: reached.all(),
  };
}

function outermost({ snapshot }: EntityState): string {
  const value: unknown = snapshot.value;
  return typeof value === 'string' ? value : (Object.keys(value as object)[0] ?? '');
}

/** What somebody asked for has failed a machine: neither accepted nor refused. */
function failed(world: Simulation, error: unknown): Break {
  const log = world.log();
  const { entity = '', sequence = 0, type = '', at = '' } = log.at(-1) ?? {};
  const fault = `after this event ${error instanceof Error ? error.message : String(error)}`;
  return {
    ...{ invariant: NEVER_FAILS, number: log.length },
    event: `${entity}:${sequence}`,
    type,
    at,
    fault,
  };
}

/** Entities whose log, as it would be stored, does not fold to their state; what was delivered is no difference. */
function unlikeTheirLog(world: Simulation): readonly Break[] {
  return world.entities().flatMap((entity) => {
    const machine = world.machine(entity);
    const log = world.log(entity);
    const stored = JSON.parse(JSON.stringify(log)) as typeof log;
    const plain = (state: EntityState): string =>
      canonicalJson({ ...dehydrate(machine, state), outbox: {} });
    if (plain(fold(machine, stored)) === plain(world.state(entity))) return [];
    const last = log.at(-1);
    const { type = '', at = '' } = last ?? {};
    const event = `${entity}:${log.length}`;
    const fault = 'the folded log differs from the state';
    const number = world.log().length;
    return [{ invariant: FOLD_EQUALS_STATE, number, event, type, at, fault }];
  });
}
