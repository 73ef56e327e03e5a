import { getNextTransitions, not, type AnyMachineSnapshot, type EventObject } from 'xstate';
import { evaluateGuard } from 'xstate/guards';
import {
  faultText,
  fault,
  type CommandDefinition,
  type ErrorCode,
  type Fault,
} from '../contract/index.ts';
import type { DurableMachine } from '../registration/index.ts';
import type { EntityState, RefusalRecord } from '../state/index.ts';
import { say } from '../../text/index.ts';

/** A rule that said no. */
export interface Citation {
  readonly id: string;
  readonly clause: string;
  readonly text: string;
}

/** A command that the present state can take from somebody. */
export interface PossibleCommand extends CommandDefinition {
  readonly command: string;
}

/** Why a command was refused, and what is possible instead. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly command: string;
  /** Path of the present state, e.g. `stage2/fieldwork`. */
  readonly state: string;
  readonly rules: readonly Citation[];
  /** Faults of the payload, each with its path. */
  readonly faults: readonly Fault[];
  readonly possible: readonly PossibleCommand[];
}

/**
 * One line for a state value: `stage2/fieldwork`; parallel regions in parentheses,
 * `certified/(certificate/active,surveillance/due)`.
 */
export function statePath(value: unknown): string {
  if (typeof value === 'string') return value;
  const regions = Object.entries((value ?? {}) as Record<string, unknown>);
  const paths = regions.map(([name, inner]) => {
    const rest = statePath(inner);
    return rest === '' ? name : `${name}/${rest}`;
  });
  return paths.length === 1 ? (paths[0] ?? '') : paths.length === 0 ? '' : `(${paths.join(',')})`;
}

/** The commands that the present state can take, rules aside. */
export function possibleCommands(
  machine: DurableMachine,
  snapshot: AnyMachineSnapshot,
): readonly PossibleCommand[] {
  if (snapshot.status !== 'active') return [];
  const meantFor = byEventType(getNextTransitions(snapshot));
  return Object.entries(machine.contract.commands)
    .filter(([, { records }]) =>
      reachable(meantFor(records), records).some(
        (transition) => transition.target !== undefined || transition.actions.length > 0,
      ),
    )
    .map(([command, definition]) => ({ command, ...definition }));
}

/**
 * Why the machine would not take an event now.
 * @returns the rules that said no (none when the state does not know the event at all), or `undefined` when the
 * event is possible
 * @throws what a guard throws
 */
export function objections(
  machine: DurableMachine,
  snapshot: AnyMachineSnapshot,
  event: EventObject,
): readonly Citation[] | undefined {
  if (snapshot.status === 'active' && snapshot.can(event)) return undefined;
  if (snapshot.status !== 'active') return [];
  const guards = reachable(getNextTransitions(snapshot), event.type).map(({ guard }) => guard);
  const names = new Set(guards.flatMap((guard) => refusing({ snapshot, event }, guard, true)));
  return [...names].map((id) => cite(machine, id));
}

type Transition = ReturnType<typeof getNextTransitions>[number];

/** Of many transitions the few that are meant for an event: those that name it, and wildcards. */
function byEventType(transitions: readonly Transition[]): (type: string) => readonly Transition[] {
  const named = new Map<string, Transition[]>();
  for (const transition of transitions) {
    const name = String(transition.eventType);
    const known = named.get(name);
    if (known) known.push(transition);
    else named.set(name, [transition]);
  }
  const wild = [...named].flatMap(([name, some]) => (name.endsWith('*') ? some : []));
  return (type) => [...(named.get(type) ?? []), ...wild];
}

/** Those of the next transitions that an event could lead to, were their guards to allow it: none behind a certain one. */
function reachable(transitions: readonly Transition[], type: string): readonly Transition[] {
  const candidates = transitions.filter(({ eventType }) => matches(String(eventType), type));
  const certain = candidates.filter((transition) => transition.guard === undefined);
  return candidates.filter((transition) => !certain.some((first) => hides(first, transition)));
}

/** Whether a transition is meant for events of this type: by name, by the beginning of it (`order.*`), or for all. */
function matches(descriptor: string, type: string): boolean {
  if (descriptor === type || descriptor === '*') return true;
  const beginning = descriptor.endsWith('.*') ? descriptor.slice(0, -2) : undefined;
  return beginning !== undefined && (type === beginning || type.startsWith(`${beginning}.`));
}

/** An event that an inner state takes, or forbids, without asking never gets to the states around it. */
function hides(certain: Transition, other: Transition): boolean {
  if (certain === other) return false;
  const { source } = other;
  if (certain.source === source) {
    const [mine, its] = [certain, other].map(precision) as [number, number];
    const inOrder = source.transitions.get(String(other.eventType)) ?? [];
    return mine === its ? inOrder.indexOf(certain) < inOrder.indexOf(other) : mine > its;
  }
  let around = certain.source.parent;
  while (around && around !== source) around = around.parent;
  return around === source;
}

/** A state is asked for the name of an event before its wildcards, of which the longest comes first. */
function precision({ eventType }: Transition): number {
  const descriptor = String(eventType);
  return descriptor.endsWith('*') ? descriptor.length : Infinity;
}

interface Asked {
  readonly snapshot: AnyMachineSnapshot;
  readonly event: EventObject;
}
interface Composite {
  readonly check?: unknown;
  readonly guards?: readonly unknown[];
}

const negation = (not('any') as Composite).check;

/** Names of the leaves that keep a guard from having the wanted value. */
function refusing(asked: Asked, guard: unknown, wanted: boolean): string[] {
  if (guard === undefined || valueOf(asked, guard) !== !wanted) return [];
  const name = guardName(guard);
  const guards = asked.snapshot.machine.implementations.guards as Readonly<Record<string, unknown>>;
  const { guards: parts, check } = (name === undefined ? guard : guards[name]) as Composite;
  if (!parts) return name === undefined ? [] : [name];
  const inner = check === negation ? !wanted : wanted;
  return parts.flatMap((part) => refusing(asked, part, inner));
}

/** The value of a guard; none when it throws, which it may where XState would not have come to ask it. */
function valueOf({ snapshot, event }: Asked, guard: unknown): boolean | undefined {
  try {
    const known = guard as Parameters<typeof evaluateGuard>[0];
    return evaluateGuard(known, snapshot.context, event, snapshot);
  } catch {
    return undefined;
  }
}

function guardName(guard: unknown): string | undefined {
  if (typeof guard === 'string') return guard;
  return typeof guard === 'object' && guard !== null && 'type' in guard
    ? String(guard.type)
    : undefined;
}

/** The refusal as a message for people: the rule, the reason, and what is possible now. */
export function refusalText(refusal: Refusal): string {
  const { command, state } = refusal;
  const possible = refusal.possible.map((one) => `${one.command} (${one.roles.join(', ')})`);
  return [
    say('refusal.refused', '{command} refused: {reason}', { command, reason: reasonText(refusal) }),
    say('refusal.now', 'Now: {state}', {
      state: state === '' ? say('refusal.notStarted', 'not started') : state,
    }),
    say('refusal.possibleNow', 'Possible now: {commands}', {
      commands: possible.length > 0 ? possible.join(', ') : say('refusal.nothing', 'nothing'),
    }),
  ].join('\n');
}

/** Why a command was refused, in one line: rules with clause and reason, then faults. */
export function reasonText({ rules, faults }: Pick<Refusal, 'rules' | 'faults'>): string {
  const reasons = [...rules.map(citationText), ...faults.map(faultText)];
  return reasons.length > 0
    ? reasons.join('; ')
    : say('refusal.notInThisState', 'not possible in this state');
}

/** A rule with its clause and reason: `ROLE-01 (ISO/IEC 17021-1 9.2.2) – Only a member …`. */
export function citationText({ id, clause, text }: Citation): string {
  const unsure = say('refusal.unconfirmed', '(unconfirmed)');
  const source = clause.replace('(unconfirmed)', unsure);
  return [id, source && `(${source})`, text && `– ${text}`].filter(Boolean).join(' ');
}

/** A refusal as plain data: the same to whoever asked, by update, query or command line. */
export type RefusalView = Omit<Refusal, 'possible'> & {
  readonly possible: readonly { readonly command: string; readonly roles: readonly string[] }[];
};

/** Of what is possible only the names and for whom. */
export function refusalView({ possible, ...rest }: Refusal): RefusalView {
  return { ...rest, possible: possible.map(({ command, roles }) => ({ command, roles })) };
}

/** A refusal that was recorded, with the words for its rules. */
export function recalled(
  machine: DurableMachine,
  { command, code, state, rules, faults = [] }: RefusalRecord,
): Omit<Refusal, 'possible'> {
  return { command, code, state, rules: rules.map((id) => cite(machine, id)), faults };
}

function cite({ contract, rules }: DurableMachine, id: string): Citation {
  const rule = rules[id];
  // One rule is told in other words where it forbids something else.
  const text = rule ? say(`rule.${contract.id}.${id}`, rule.text) : '';
  return { id, clause: rule?.clause ?? '', text };
}

/** What the log keeps of a refusal. */
export function refusalRecord(refusal: Refusal): RefusalRecord {
  return {
    command: refusal.command,
    code: refusal.code,
    rules: refusal.rules.map((rule) => rule.id),
    state: refusal.state,
    ...recordedFaults(refusal.faults),
  };
}

/** What the log keeps of faults: of a payload of thousands of unknown fields there is one for each. */
const [MOST_FAULTS, LONGEST_PATH] = [16, 1_000];

/**
 * The first faults, and how many more there are, so that the record of a refusal fits into the log. An example of what
 * would be valid is for whoever is answered at once.
 */
export function recordedFaults(faults: readonly Fault[]): Pick<RefusalRecord, 'faults'> {
  const own = faults.filter(({ id }) => id !== 'example');
  if (own.length === 0) return {};
  const shown = own.slice(0, MOST_FAULTS).map(shortened);
  const more = own.length - shown.length;
  return { faults: more > 0 ? [...shown, fault('more', { count: more })] : shown };
}

/** The path of a field that nobody knows is as long as its sender likes. */
function shortened(one: Fault): Fault {
  const { path = '' } = one;
  return path.length > LONGEST_PATH ? { ...one, path: `${path.slice(0, LONGEST_PATH)}…` } : one;
}

/** The state that people see. */
export function stateOf(state: Pick<EntityState, 'snapshot'>): string {
  return statePath(state.snapshot.value);
}
