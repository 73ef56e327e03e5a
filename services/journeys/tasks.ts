import type { AnyStateNode } from 'xstate';
import { journeyOf, type DurableMachine } from '../../machines/engine/index.ts';
import { words } from '../../machines/text/index.ts';
import { activeStates } from './active-states.ts';
import type { Row } from './rows.ts';

/** A command that would meet a task, and who may give it. */
export interface TaskCommand {
  readonly command: string;
  readonly roles: readonly string[];
}

/** Something that waits for a person. */
export interface Task extends Pick<
  Row,
  'entity' | 'state' | 'nextDue' | 'nextDueRule' | 'isOverdue'
> {
  /** The party whose turn it is, as the list of workflows has it, e.g. `lead auditor`. */
  readonly waitingFor: string;
  /** What that party can do in this state, rules aside. */
  readonly commands: readonly TaskCommand[];
}

const TAG = 'waitingFor';

/**
 * What waits for people. A phase of a journey that only waits for one of its children is told once, with the child.
 * @param rows - workflows that run
 * @returns overdue ones first, then by their deadline
 */
export function tasksOf(
  machines: readonly DurableMachine[],
  rows: readonly Row[],
): readonly Task[] {
  const all = rows.flatMap((row) => {
    const machine = machines.find(({ contract }) => contract.id === row.machine);
    return machine ? tasksIn(machine, row) : [];
  });
  return all.filter((task) => task.commands.length > 0 || !isElsewhere(task, all)).sort(byUrgency);
}

function isElsewhere({ entity, waitingFor }: Task, all: readonly Task[]): boolean {
  return all.some(
    (other) =>
      other.commands.length > 0 &&
      other.waitingFor === waitingFor &&
      journeyOf(other.entity) === journeyOf(entity),
  );
}

function tasksIn(machine: DurableMachine, row: Row): readonly Task[] {
  const active = [...activeStates(machine.logic, row.state)];
  const { entity, state, nextDue, nextDueRule, isOverdue } = row;
  const parties = new Map<string, TaskCommand[]>();
  for (const node of active) {
    for (const party of partiesOf(node)) {
      const known = parties.get(party) ?? [];
      const more = commandsIn(machine, [node, ...around(node), ...within(node, active)]);
      parties.set(party, [...known, ...more.filter((one) => !isKnown(known, one))]);
    }
  }
  return [...parties].map(([waitingFor, commands]) => ({
    ...{ entity, state, nextDue, nextDueRule, isOverdue, waitingFor, commands },
  }));
}

function isKnown(known: readonly TaskCommand[], { command }: TaskCommand): boolean {
  return known.some((other) => other.command === command);
}

/** For whom a state waits, as the list of workflows has it, e.g. `lead auditor`. */
export function partiesOf({ tags }: AnyStateNode): readonly string[] {
  return tags.filter((tag) => tag.startsWith(TAG)).map((tag) => words(tag.slice(TAG.length)));
}

/** The states around one, up to the region or machine to which they belong: what is possible there at any time is no task. */
function around({ parent }: AnyStateNode): readonly AnyStateNode[] {
  const isOfTask = parent?.parent !== undefined && parent.type !== 'parallel';
  return isOfTask ? [parent, ...around(parent)] : [];
}

function within(node: AnyStateNode, active: readonly AnyStateNode[]): readonly AnyStateNode[] {
  const inside = ({ parent }: AnyStateNode): boolean =>
    parent !== undefined && (parent === node || inside(parent));
  return active.filter(inside);
}

function commandsIn(
  { contract }: DurableMachine,
  nodes: readonly AnyStateNode[],
): readonly TaskCommand[] {
  return Object.entries(contract.commands)
    .filter(([, { records }]) => nodes.some((node) => node.transitions.has(records)))
    .map(([command, { roles }]) => ({ command, roles }));
}

function byUrgency(a: Task, b: Task): number {
  if (a.isOverdue !== b.isOverdue) return a.isOverdue ? -1 : 1;
  const [mine, its] = [a.nextDue ?? '9', b.nextDue ?? '9'];
  return mine === its ? (a.entity < b.entity ? -1 : 1) : mine < its ? -1 : 1;
}

/** Those of the tasks that somebody in a role can meet, each with the commands that are for that role. */
export function tasksForRole(tasks: readonly Task[], role: string): readonly Task[] {
  return tasks.flatMap((task) => {
    const commands = task.commands.filter(({ roles }) => roles.includes(role));
    const isParty = task.waitingFor === words(role);
    return commands.length > 0 || isParty ? [{ ...task, commands }] : [];
  });
}
