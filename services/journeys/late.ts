import {
  examplePayload,
  reasonText,
  type CommandDefinition,
  type Simulation,
} from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
import { runningIn, simulationOf, type Deadline, type Family, type Recorded } from './forecast.ts';
import { peopleIn } from './persons.ts';

/** What is asked: what slips when a deadline is met some days late. */
export interface LateOptions extends Family {
  /** Workflow id of the instance whose deadline it is. */
  readonly entity: string;
  /** Name of the deadline, e.g. `capDue`. */
  readonly deadline: string;
  /** How many days behind the due date. */
  readonly days: number;
  /** The commands that are given then, one after the other; when empty the one that ends the deadline. */
  readonly by: readonly string[];
}

/** The same commands on the due date, and late; in both cases nobody does anything else. */
export interface LateForecast {
  readonly deadline: Deadline;
  readonly commands: readonly string[];
  readonly inTime: Course;
  readonly late: Course;
  /** Deadlines whose dates differ, or that run in one case only. */
  readonly slips: readonly Slip[];
  /** Deadlines that are the same in both cases. */
  readonly unmoved: readonly Deadline[];
}

/** What comes of the commands. */
export interface Course {
  /** Day on which they are given, `2027-04-30` in UTC. */
  readonly on: string;
  /** Why the first of them that cannot be given then is refused; `null` when all are taken. */
  readonly refusal: string | null;
  /** What is recorded until then, and by them. */
  readonly events: readonly Recorded[];
}

/** A deadline in both cases. */
export interface Slip {
  readonly entity: string;
  readonly name: string;
  readonly rule?: string;
  /** Due date where the rules set one, else the instant; `null` when it does not run. */
  readonly inTime: string | null;
  readonly late: string | null;
  /** How many days later; `null` when it runs in one case only. */
  readonly days: number | null;
}

const DAY_MS = 86_400_000;
/** A deadline ends with a day, wherever that is: half a day before, it is still that day. */
const BEFORE_THE_END_MS = DAY_MS / 2;
/** A machine that sets itself one deadline after the other has no last one. */
const MOST_LOOKED_AT = 1_000;

/**
 * What slips when a deadline is met late: the machines of this build run forward twice on a virtual clock. Commands are
 * given with the values of their examples, by people whom the case names.
 * @returns a sentence when it cannot be told: there is no such deadline, or it is not clear which command meets it, or
 * that command is refused in time already
 */
export function lateForecast(options: LateOptions): LateForecast | string {
  const { entity, days } = options;
  const running = runningIn(simulationOf(options, () => undefined));
  const own = running.filter((one) => one.entity === entity);
  const deadline = own.find(({ name }) => name === options.deadline);
  if (!deadline) return noDeadline(options, own);
  const at = Math.max(Date.parse(options.now), Date.parse(deadline.fireAt) - BEFORE_THE_END_MS);
  const commands = options.by.length > 0 ? options.by : endsOf(options, deadline, at);
  if (typeof commands === 'string') return commands;
  const inTime = run(options, commands, at);
  if (inTime.refusal !== null) {
    return say('late.refusedInTime', 'On {day}, with the values of its example, {refusal}', {
      ...{ day: inTime.on, refusal: inTime.refusal },
    });
  }
  const late = run(options, commands, at + days * DAY_MS);
  return { deadline, commands, ...compared(inTime, late) };
}

function noDeadline({ entity, deadline }: LateOptions, own: readonly Deadline[]): string {
  const names = own.map(({ name }) => name).join(', ');
  return names === ''
    ? say('late.noDeadlines', '{entity} has no deadline {deadline} now; it has none.', {
        ...{ entity, deadline },
      })
    : say('late.noDeadline', '{entity} has no deadline {deadline} now; it has {names}.', {
        ...{ entity, deadline, names },
      });
}

/** The only command that ends a deadline and not the instance; a sentence when there is none, or more than one. */
function endsOf(options: LateOptions, deadline: Deadline, at: number): readonly string[] | string {
  const { entity, name, fireAt } = deadline;
  const { contract } = simulationOf(options, () => undefined).machine(entity);
  const ends = Object.keys(contract.commands).filter((command) => {
    const simulation = simulationOf(options, () => undefined);
    simulation.travelTo(new Date(at).toISOString());
    if (give(simulation, entity, command) !== undefined) return false;
    const isLeft = runningIn(simulation).some(
      (one) => one.entity === entity && one.name === name && one.fireAt === fireAt,
    );
    return !isLeft && simulation.state(entity).snapshot.status === 'active';
  });
  if (ends.length === 1) return ends;
  return ends.length === 0
    ? say(
        'late.nothingEnds',
        'No single command of {entity} ends {name}: name with --by what is late, e.g. --by submitCap.',
        { entity, name },
      )
    : say(
        'late.manyEnd',
        '{name} of {entity} is ended by {commands}: name with --by which one is late.',
        { entity, name, commands: ends.join(', ') },
      );
}

interface Run extends Course {
  /** All deadlines that run at some time from now on. */
  readonly deadlines: readonly Deadline[];
}

function run(options: LateOptions, commands: readonly string[], at: number): Run {
  const events: Recorded[] = [];
  let isOpen = true;
  const simulation = simulationOf(options, (one) => isOpen && events.push(one));
  const instant = new Date(at).toISOString();
  const before = deadlinesUntil(simulation, at);
  simulation.travelTo(instant);
  const refusal = firstOf(commands, (command) => give(simulation, options.entity, command));
  isOpen = false;
  const deadlines = unique([...before, ...deadlinesUntil(simulation, Number.POSITIVE_INFINITY)]);
  return { on: instant.slice(0, 10), refusal: refusal ?? null, events, deadlines };
}

function firstOf<Item>(
  items: readonly Item[],
  find: (item: Item) => string | undefined,
): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Gives a command with the values of its example, as the first of the case's people who may. @returns why nobody may */
function give(simulation: Simulation, entity: string, command: string): string | undefined {
  const definition: CommandDefinition | undefined =
    simulation.machine(entity).contract.commands[command];
  if (!definition) {
    return say('late.noCommand', '{entity} has no command {command}.', { entity, command });
  }
  const context: unknown = simulation.state(entity).snapshot.context;
  const [journey = entity] = simulation.entities();
  const example = examplePayload(definition);
  const on = 'on' in example ? { on: simulation.now().slice(0, 10) } : {};
  const actors = definition.roles.flatMap((role) =>
    [
      ...peopleIn(context, role),
      ...peopleIn(simulation.state(journey).snapshot.context, role),
      `any-${role}`,
    ].map((id) => ({ id, role })),
  );
  let why = '';
  for (const [index, actor] of actors.entries()) {
    const commandId = `forecast-${command}-${String(index)}`;
    const payload = { ...example, ...on, actor, commandId };
    const outcome = simulation.command(entity, command, payload);
    if (outcome.kind !== 'refused') return undefined;
    why ||= say('late.refused', '{command} is refused: {reason}', {
      ...{ command, reason: reasonText(outcome.refusal) },
    });
  }
  return why;
}

/** Lets time pass from deadline to deadline. @param end - epoch milliseconds @returns all that ran meanwhile */
function deadlinesUntil(simulation: Simulation, end: number): readonly Deadline[] {
  const found: Deadline[] = [];
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += 1) {
    found.push(...runningIn(simulation));
    const due = simulation.nextDue();
    if (due === undefined || due > end) break;
    simulation.travelTo(new Date(Math.max(due, Date.parse(simulation.now()))).toISOString());
  }
  return found;
}

function unique(deadlines: readonly Deadline[]): readonly Deadline[] {
  const byKey = new Map(
    deadlines.map((one) => [[one.entity, one.name, one.fireAt].join(' '), one]),
  );
  return [...byKey.values()].sort((a, b) => (a.fireAt < b.fireAt ? -1 : 1));
}

function compared(
  { deadlines: before, ...inTime }: Run,
  { deadlines: after, ...late }: Run,
): Pick<LateForecast, 'inTime' | 'late' | 'slips' | 'unmoved'> {
  const [old, fresh] = [numbered(before), numbered(after)];
  const keys = [...new Set([...old.keys(), ...fresh.keys()])];
  const isUnmoved = (key: string): boolean => old.get(key)?.fireAt === fresh.get(key)?.fireAt;
  return {
    ...{ inTime, late },
    slips: keys.filter((key) => !isUnmoved(key)).map((key) => slipOf(old.get(key), fresh.get(key))),
    unmoved: keys.filter(isUnmoved).flatMap((key) => old.get(key) ?? []),
  };
}

/** By instance, name, and the how manieth of that name it is. */
function numbered(deadlines: readonly Deadline[]): ReadonlyMap<string, Deadline> {
  const counts = new Map<string, number>();
  return new Map(
    deadlines.map((one) => {
      const kind = `${one.entity} ${one.name}`;
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      return [`${kind} ${String(count)}`, one];
    }),
  );
}

function slipOf(old: Deadline | undefined, fresh: Deadline | undefined): Slip {
  const { entity = '', name = '', rule } = fresh ?? old ?? {};
  const days =
    old && fresh ? Math.round((Date.parse(fresh.fireAt) - Date.parse(old.fireAt)) / DAY_MS) : null;
  return {
    ...{ entity, name, inTime: dateOf(old), late: dateOf(fresh), days },
    ...(rule !== undefined && { rule }),
  };
}

function dateOf(deadline: Deadline | undefined): string | null {
  return deadline ? (deadline.due ?? deadline.fireAt) : null;
}
