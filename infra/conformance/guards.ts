import { z } from 'zod';
import type { DurableMachine } from '../../machines/engine/index.ts';
import { policySchema } from '../../machines/policy/index.ts';
import { askedIn } from './states.ts';

/** What keeps a rule. */
export interface Guard {
  /**
   * Which kind of thing, in which machine:
   * `rule audit/R-S2-01` refuses, `deadline audit/ClosingMeetingHeld.deadlines.capDue` is a date that lapses,
   * `field …` has to be recorded, `event …` is taken in some states only, `command … without client` is not for a role,
   * `policy coolingOff` is a choice of the body.
   */
  readonly name: string;
  /** The machine; empty for a choice of the policy. */
  readonly machine: string;
  /** The reachable states in which it is asked. */
  readonly states: readonly string[];
}

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
}

/** Looks guards up in machines. */
export interface GuardFinder {
  /** What has the id of a rule: rules of machines, and deadlines whose description begins with it. */
  readonly ownOf: (id: string) => readonly Guard[];
  /** The guard of a name; `undefined` when there is none. */
  readonly find: (name: string) => Guard | undefined;
}

/** Reads machines once, for many questions. */
export function guardFinder(machines: readonly DurableMachine[]): GuardFinder {
  const known = machines.map((machine) => ({
    machine,
    id: machine.contract.id,
    asked: askedIn(machine.logic),
    fields: fieldsOf(machine),
  }));
  const own = known.flatMap(({ machine, id, asked, fields }) => [
    ...Object.keys(machine.rules).map((rule) => ({
      ids: [rule],
      guard: {
        ...{ name: `rule ${id}/${rule}`, machine: id },
        states: states(asked.filter(({ guards }) => guards.includes(rule))),
      },
    })),
    ...fields.filter(isDeadline).map(({ event, path, schema }) => ({
      ids: deadlineIds(schema),
      guard: {
        ...{ name: `deadline ${id}/${event}.${path}`, machine: id },
        states: states(asked.filter((each) => each.event === event)),
      },
    })),
  ]);
  const find = (name: string): Guard | undefined => {
    const [kind = '', place = '', ...rest] = name.split(' ');
    if (kind === 'policy') {
      return place in policySchema.shape ? { name, machine: '', states: [] } : undefined;
    }
    const [id = '', what = ''] = place.split('/');
    const one = known.find((each) => each.id === id);
    const event = one && eventOf(one, [kind, what, rest.join(' ')]);
    if (!one || event === undefined) return undefined;
    const asked = one.asked.filter((each) =>
      kind === 'rule' ? each.guards.includes(what) : each.event === event,
    );
    return { name, machine: id, states: states(asked) };
  };
  return {
    ownOf: (id) => own.flatMap(({ ids, guard }) => (ids.includes(id) ? [guard] : [])),
    find,
  };
}

/** The event that a guard is about, if the guard exists; for a rule, the rule itself. */
function eventOf(
  { machine, fields }: { readonly machine: DurableMachine; readonly fields: readonly EventField[] },
  [kind, what, rest]: readonly [string, string, string],
): string | undefined {
  const { contract, rules } = machine;
  if (kind === 'rule') return what in rules ? what : undefined;
  if (kind === 'event') return what in contract.events ? what : undefined;
  if (kind === 'field') {
    return fields.find(({ event, path }) => `${event}.${path}` === what)?.event;
  }
  const command = kind === 'command' ? contract.commands[what] : undefined;
  const role = rest.replace(/^without /, '');
  return command && !command.roles.some((each) => each === role) ? command.records : undefined;
}

interface EventField {
  readonly event: string;
  readonly path: string;
  readonly schema: Schema;
}

function fieldsOf({ contract }: DurableMachine): readonly EventField[] {
  return Object.entries(contract.events).flatMap(([event, { data }]) => {
    const schema = z.toJSONSchema(data, { io: 'output', unrepresentable: 'any' }) as Schema;
    return fieldsIn(schema, '').map((field) => ({ event, ...field }));
  });
}

/** Fields of fields too, also of what may be null. */
function fieldsIn(
  { properties = {}, anyOf = [] }: Schema,
  prefix: string,
): Omit<EventField, 'event'>[] {
  return [
    ...Object.entries(properties).flatMap(([key, schema]) => [
      { path: prefix + key, schema },
      ...fieldsIn(schema, `${prefix}${key}.`),
    ]),
    ...anyOf.flatMap((part) => fieldsIn(part, prefix)),
  ];
}

function isDeadline({ schema }: EventField): boolean {
  const parts = [schema, ...(schema.anyOf ?? [])];
  return parts.some(({ properties = {} }) => 'due' in properties && 'at' in properties);
}

function deadlineIds({ description = '', anyOf = [] }: Schema): readonly string[] {
  return [description, ...anyOf.map((part) => part.description ?? '')].flatMap(
    (text) => text.match(/\bT-\d+(?=:| or T-\d+:)/g) ?? [],
  );
}

function states(asked: readonly { readonly state: string }[]): readonly string[] {
  return [...new Set(asked.map(({ state }) => state))];
}
