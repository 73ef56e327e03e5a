import { isDeepStrictEqual } from 'node:util';
import { localDateAt, parseLocalDate, startOfDay } from '../../../machines/calendar/index.ts';
import { journeyOf, type Outcome, type Simulation } from '../../../machines/engine/index.ts';
import { createChoices, type Choice, type Mood } from './choices.ts';
import { payloadFor } from './payload.ts';
import type { Random } from './random.ts';
import { reading } from '../reading.ts';

/** A journey that is played. */
export interface Played {
  readonly world: Simulation;
  readonly zone: string;
  readonly random: Random;
  /** Instant at which it is over, epoch milliseconds. */
  readonly untilMs: number;
  /** Told what was tried, and what became of it. */
  readonly onTry?: (choice: Choice, outcome: Outcome) => void;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** What keeps a journey from becoming endless that never lets time pass. */
const MOST_TURNS = 6_000;
const SOON_MS = 40 * DAY_MS;
const TRIES = 4;
const WORTHWHILE = 1.2;
const SOUND = 0.94;

/** How often each command was accepted in one workflow since its state changed, and ever, and how often refused since. */
interface Tried {
  /** The state's value as it was seen last; what was counted holds as long as it means the same. */
  value: unknown;
  readonly accepted: Map<string, number>;
  readonly refused: Map<string, number>;
  readonly ever: Map<string, number>;
}

/** A moment in which people do something. */
interface Turn extends Played {
  /** Local date in the office of the certification body. */
  readonly today: string;
  readonly tried: Map<string, Tried>;
  readonly open: readonly Choice[];
  /** Whether nobody feels like doing anything. */
  readonly isLazy: boolean;
}

/** Plays a journey to its end: people do what waits for them, something else, something wrong or nothing at all. */
export function playJourney(played: Played): void {
  const { world, random, untilMs } = played;
  const mood: Mood = { trouble: random.pick([0.2, 0.6, 1, 1, 2.5]) ?? 1 };
  const idleness = random.pick([0.02, 0.05, 0.05, 0.2]) ?? 0;
  const choices = createChoices(world, mood);
  const tried = new Map<string, Tried>();
  for (let count = 0; count < MOST_TURNS && Date.parse(world.now()) < untilMs; count += 1) {
    const today = localDateAt(Date.parse(world.now()), played.zone);
    const open = choices().map((choice) => damped(world, choice, tried));
    takeTurn({ ...played, today, tried, open, isLazy: random.chance(idleness) });
  }
}

function takeTurn(turn: Turn): void {
  const { open, today, random } = turn;
  const ready = open.filter(({ notBefore }) => notBefore === undefined || notBefore <= today);
  const isIdle = turn.isLazy || !ready.some(isWorthwhile);
  const isDone = (!isIdle || random.chance(0.15)) && act(turn, ready);
  if (isIdle || !isDone) wait(turn);
  else if (random.chance(0.35)) pass(turn, random.int(1, 6));
}

/** What was done again and again, or was refused, becomes less likely. */
function damped(world: Simulation, choice: Choice, tried: Map<string, Tried>): Choice {
  const { accepted, refused, ever } = triedIn(world, choice.entity, tried);
  const of = (counts: Map<string, number>): number => counts.get(choice.command.command) ?? 0;
  const damping = (1 + of(accepted) / 2) ** 2 * (1 + 2 * of(refused)) ** 2 * (1 + of(ever) / 8);
  return { ...choice, weight: choice.weight / damping };
}

function triedIn(world: Simulation, entity: string, tried: Map<string, Tried>): Tried {
  const value: unknown = world.state(entity).snapshot.value;
  const before = tried.get(entity);
  if (before && (before.value === value || isDeepStrictEqual(before.value, value))) {
    before.value = value;
    return before;
  }
  const ever = before?.ever ?? new Map<string, number>();
  const fresh: Tried = { value, accepted: new Map(), refused: new Map(), ever };
  tried.set(entity, fresh);
  return fresh;
}

/** Somebody does something. @returns whether anything was accepted within some tries */
function act(turn: Turn, choices: readonly Choice[]): boolean {
  const { random, world, tried } = turn;
  let left = choices;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const choice = random.weighted(left);
    if (!choice) return false;
    const counts = triedIn(world, choice.entity, tried);
    const outcome = give(turn, choice);
    turn.onTry?.(choice, outcome);
    count(counts, choice.command.command, outcome.kind === 'accepted');
    if (outcome.kind === 'accepted') return true;
    left = left.filter((other) => other !== choice);
  }
  return false;
}

/** After some time it is worth trying again. */
function forgive(tried: ReadonlyMap<string, Tried>): void {
  for (const { refused } of tried.values()) {
    for (const [command, times] of refused) refused.set(command, times / 2);
  }
}

/** After something was done, what was refused before may be possible. */
function count({ accepted, refused, ever }: Tried, command: string, isAccepted: boolean): void {
  const counts = isAccepted ? [accepted, ever] : [refused];
  if (isAccepted) refused.clear();
  for (const each of counts) each.set(command, (each.get(command) ?? 0) + 1);
}

function give({ world, random, today }: Turn, { entity, command }: Choice): Outcome {
  const state = world.state(entity);
  const payload = payloadFor({
    ...{ entity, state, command, random },
    machine: world.machine(entity),
    context: reading(state.snapshot.context),
    journey: reading(world.state(journeyOf(entity)).snapshot.context),
    today,
    isSound: random.chance(SOUND),
  });
  return world.command(entity, command.command, payload);
}

/** Whether a state waits for it and it was not tried in vain again and again. */
function isWorthwhile({ isTask, weight }: Choice): boolean {
  return isTask && weight > WORTHWHILE;
}

/** Time passes: to a planned day, to the next deadline or just before it, or to any day. */
function wait(turn: Turn): void {
  const { world, random, open } = turn;
  forgive(turn.tried);
  const next = nextPlanned(turn);
  const due = world.nextDue();
  const isBusy = open.some(({ isTask }) => isTask);
  if (next !== undefined && random.chance(0.85)) travel(turn, next);
  else if (due !== undefined && next === undefined && isForDeadline(turn, due, isBusy)) {
    travel(turn, Math.max(Date.parse(world.now()), random.chance(0.3) ? due - 1 : due));
  } else pass(turn, isBusy ? random.int(1, 12) : random.int(10, 90));
}

/** Whoever has something to do does not wait long for a deadline. */
function isForDeadline({ world, random }: Turn, due: number, isBusy: boolean): boolean {
  const isNear = due - Date.parse(world.now()) < SOON_MS;
  return isBusy ? isNear && random.chance(0.1) : random.chance(0.5);
}

/** The morning of the next day for which something is planned. */
function nextPlanned({ world, zone, open }: Turn): number | undefined {
  const days = open.flatMap(({ notBefore }) => notBefore ?? []).sort();
  const mornings = days.map((day) => startOfDay(parseLocalDate(day), zone) + 9 * HOUR_MS);
  return mornings.find((at) => at > Date.parse(world.now()));
}

function pass(played: Played, days: number): void {
  const { world, random } = played;
  travel(played, Date.parse(world.now()) + days * DAY_MS + random.int(-6, 6) * HOUR_MS);
}

function travel({ world, untilMs }: Played, ms: number): void {
  world.travelTo(new Date(Math.min(ms, untilMs)).toISOString());
}
