import {
  examplePayload,
  hydrate,
  why,
  type DurableMachine,
  type PersistedState,
} from '../../machines/engine/index.ts';
import type { Task } from './tasks.ts';

/** Rules that judge who acts, not what is done or when. */
const OF_PERSONS = /^(ROLE|SOD)-/;
/** Lists of people by the role in which they are named there. */
const roleOfList: Readonly<Record<string, string>> = {
  members: 'panelMember',
  panel: 'panelMember',
};

/** Whose tasks are looked for. */
export interface Person {
  /** Opaque id. */
  readonly id: string;
  /** The role in which the person acts. @defaultValue those in which the case names the person */
  readonly role?: string;
}

/**
 * Of a task the commands that somebody may give: in a role that the person has in this case, and against which no rule
 * on persons stands.
 * @param at - instant, ISO-8601 UTC
 * @returns `undefined` when there are none
 */
export function taskOf(
  { task, machine, state }: { task: Task; machine: DurableMachine; state: PersistedState },
  person: Person,
  at: string,
): Task | undefined {
  const roles =
    person.role === undefined ? rolesIn(state.snapshot.context, person.id) : [person.role];
  const living = hydrate(machine, state);
  const commands = task.commands.flatMap(({ command, roles: allowed }) => {
    const own = allowed.filter((role) => roles.includes(role));
    const open = own.filter((role) => {
      const definition = machine.contract.commands[command];
      if (!definition) return false;
      const actor = { id: person.id, role };
      const payload = { ...examplePayload(definition), actor };
      const explained = why(machine, living, { command, payload, at });
      return (
        explained.kind === 'possible' || !explained.rules.some(({ id }) => OF_PERSONS.test(id))
      );
    });
    return open.length > 0 ? [{ command, roles: open }] : [];
  });
  return commands.length > 0 ? { ...task, commands } : undefined;
}

/** The roles in which a context names somebody, at any depth. */
export function rolesIn(context: unknown, id: string): readonly string[] {
  return [...new Set(named(context, id))];
}

/** The people whom a context names in a role, at any depth. */
export function peopleIn(context: unknown, role: string): readonly string[] {
  return [...new Set(idsIn(context))].filter((id) => rolesIn(context, id).includes(role));
}

function idsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(idsIn);
}

function named(value: unknown, id: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => named(item, id));
  if (typeof value !== 'object' || value === null) return [];
  const { id: own, role, roles } = value as Record<string, unknown>;
  const ownRoles = own === id ? [role, ...(Array.isArray(roles) ? (roles as unknown[]) : [])] : [];
  return [
    ...ownRoles.filter((each) => typeof each === 'string'),
    ...Object.entries(value).flatMap(([name, inner]) => {
      const listed = roleOfList[name];
      const isListed = listed !== undefined && Array.isArray(inner) && inner.includes(id);
      return isListed ? [listed, ...named(inner, id)] : named(inner, id);
    }),
  ];
}
