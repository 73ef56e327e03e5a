import {
  type Actor,
  type AnyContract,
  type CommandDefinition,
  type Meta,
  actorSchema,
  envelopeSchema,
  examplePayload,
  fault,
  type Fault,
  findFaults,
  isWithheld,
  wrongRole,
} from '../contract/index.ts';
import {
  eventId,
  payloadHashOf,
  type CommandInput,
  type Fact,
  lookUp,
  type SeenCommand,
  namedActors,
  own,
  type EntityState,
} from '../state/index.ts';
import { machineEvent } from '../step/index.ts';
import { sizeFault } from './event-size.ts';
import { objections, possibleCommands, stateOf, type Refusal } from './refusal.ts';
import type { DurableMachine } from '../registration/index.ts';

/** What a command would lead to. */
export type CommandVerdict =
  | { readonly kind: 'fact'; readonly fact: Fact }
  | { readonly kind: 'seen'; readonly seen: SeenCommand }
  | Refused;

/** A command that was refused, and who gave it, as far as that can be read. */
export interface Refused {
  readonly kind: 'refused';
  readonly refusal: Refusal;
  readonly actor?: Actor;
}

/**
 * Whether a command is possible now, and the fact it would become. Pure; changes nothing.
 * @param given - the command, the instant of the decision, ISO-8601 UTC, and what the log tells of its id if that is
 * remembered no more
 * @throws what a guard or enrichment throws: a bug, never a refusal
 */
export function judge(
  machine: DurableMachine,
  state: EntityState,
  given: {
    readonly input: CommandInput;
    readonly at: string;
    readonly found?: SeenCommand | undefined;
  },
): CommandVerdict {
  const { input, found } = given;
  const seen = lookUp(state.seen, input.id) ?? found;
  if (seen && (seen.event !== 'CommandRefused' || input.via === 'signal')) {
    return again(machine, state, { input, seen });
  }
  const checked = check(machine, state, input);
  if ('code' in checked) return refuse(machine, state, { input, ...checked });
  if (state.snapshot.status !== 'active') {
    const faults = [fault('ended')];
    return refuse(machine, state, { input, code: 'COMMAND_REFUSED', faults });
  }
  const fact: Fact = {
    cause: 'command',
    type: checked.event,
    data: checked.data,
    at: given.at,
    causationId: input.id,
    correlationId: input.id,
    actor: checked.actor,
    payloadHash: payloadHashOf(input),
    ...(input.message && { message: input.message }),
  };
  return fitting(machine, state, {
    input,
    verdict:
      fact.type === 'CommandRouted'
        ? { kind: 'fact', fact }
        : legal(machine, state, { input, fact }),
  });
}

/** A verdict, unless the log would not take its event. */
function fitting(
  machine: DurableMachine,
  state: EntityState,
  { input, verdict }: { readonly input: CommandInput; readonly verdict: CommandVerdict },
): CommandVerdict {
  if (verdict.kind !== 'fact') return verdict;
  const { entity } = state;
  const tooLarge = sizeFault(machine.contract, { ...verdict.fact, entity });
  return tooLarge === undefined ? verdict : refuseAsTooLarge(machine, state, { input, tooLarge });
}

/** The refusal of a command of which one event, its own or one that is derived, does not fit into the log. */
export function refuseAsTooLarge(
  machine: DurableMachine,
  state: EntityState,
  { input, tooLarge }: { readonly input: CommandInput; readonly tooLarge: Fault },
): Refused {
  return refuse(machine, state, { input, code: 'EVENT_TOO_LARGE', faults: [tooLarge] });
}

/** The verdict on an id that was decided before. */
function again(
  machine: DurableMachine,
  state: EntityState,
  { input, seen }: { readonly input: CommandInput; readonly seen: SeenCommand },
): CommandVerdict {
  if (seen.event === 'InputSetAside') {
    const faults = [fault('setAsideBefore', { input: input.id })];
    return refuse(machine, state, { input, code: 'INPUT_SET_ASIDE', faults });
  }
  if (isSamePayload(seen, payloadHashOf(input))) return { kind: 'seen', seen };
  const faults = [{ ...fault('ofAnotherPayload', { command: input.id }), path: 'commandId' }];
  return refuse(machine, state, { input, code: 'COMMAND_ID_REUSED', faults });
}

/** Of a payload that was erased nobody can tell any more whether it was another one: then the id decides. */
function isSamePayload(seen: SeenCommand, payloadHash: string): boolean {
  return isWithheld(seen.payloadHash) || seen.payloadHash === payloadHash;
}

/** Asks the machine: does the state know the command, and what do the rules say of the complete event? */
function legal(
  machine: DurableMachine,
  state: EntityState,
  { input, fact }: { readonly input: CommandInput; readonly fact: Fact },
): CommandVerdict {
  const possible = possibleCommands(machine, state.snapshot);
  if (!possible.some((one) => one.command === input.command)) {
    return refuse(machine, state, { input, code: 'COMMAND_REFUSED' });
  }
  const { at, actor } = fact;
  const meta: Meta = { id: eventId(state.entity, state.sequence + 1), at, ...(actor && { actor }) };
  const args = { context: state.snapshot.context as unknown, meta };
  const data = machine.enrich[input.command]?.(fact.data, args) ?? fact.data;
  const complete: Fact = { ...fact, data };
  const candidate = machineEvent(machine, state, { fact: complete, id: meta.id });
  const rules = candidate && objections(machine, state.snapshot, candidate);
  return rules
    ? refuse(machine, state, { input, code: 'COMMAND_REFUSED', rules })
    : { kind: 'fact', fact: complete };
}

function refuse(
  machine: DurableMachine,
  state: EntityState,
  given: { readonly input: CommandInput } & Pick<Refusal, 'code'> & Partial<Refusal>,
): Refused {
  const { input, code, rules = [], faults = [] } = given;
  const possible = possibleCommands(machine, state.snapshot);
  const { command } = input;
  return {
    kind: 'refused',
    refusal: { code, command, state: stateOf(state), rules, faults, possible },
    ...actorOf(input.payload),
  };
}

type Checked =
  | { readonly code: Refusal['code']; readonly faults: readonly Fault[] }
  | { readonly actor: Actor; readonly event: string; readonly data: Record<string, unknown> };

/** What can be said of a command without a state: its name, its shape, its role. */
export function check(
  machine: DurableMachine,
  state: EntityState | undefined,
  input: Pick<CommandInput, 'command' | 'payload'>,
): Checked {
  const definition = own(machine.contract.commands, input.command);
  if (!definition) return checkRouted(machine, state, input);
  const envelope = checkEnvelope(input.payload);
  if ('faults' in envelope)
    return { ...envelope, faults: [...envelope.faults, exampleOf(definition)] };
  const schema = definition.payload ?? machine.contract.events[definition.records]?.data;
  const faults = schema ? findFaults(schema, envelope.data) : [];
  if (faults.length > 0) {
    return { code: 'COMMAND_INVALID', faults: [...faults, exampleOf(definition)] };
  }
  if (!definition.roles.includes(envelope.actor.role)) {
    return {
      code: 'ROLE_NOT_ALLOWED',
      faults: [wrongRole(input.command, definition.roles, envelope.actor)],
    };
  }
  const data = (schema?.parse(envelope.data) ?? envelope.data) as Record<string, unknown>;
  return { actor: envelope.actor, event: definition.records, data };
}

function checkEnvelope(
  payload: unknown,
):
  | { actor: Actor; data: Record<string, unknown> }
  | { code: Refusal['code']; faults: readonly Fault[] } {
  const faults = findFaults(envelopeSchema, payload ?? {});
  if (faults.length > 0) return { code: 'COMMAND_INVALID', faults };
  const {
    actor,
    commandId: _commandId,
    ...data
  } = payload as { actor: Actor } & Record<string, unknown>;
  return { actor, data };
}

/** A command of a child that came to the parent with the child's id. */
function checkRouted(
  machine: DurableMachine,
  state: EntityState | undefined,
  input: Pick<CommandInput, 'command' | 'payload'>,
): Checked {
  const src = routeOf(machine, input.command);
  if (src === undefined) {
    const known = Object.keys(machine.contract.commands).join(', ');
    return {
      code: 'COMMAND_UNKNOWN',
      faults: [fault('unknownCommand', { command: input.command, known })],
    };
  }
  const envelope = checkEnvelope(input.payload);
  if ('faults' in envelope) return envelope;
  const { [src]: child, ...payload } = envelope.data;
  const running = namedActors(state?.actors ?? {})
    .filter(([, actor]) => actor.src === src)
    .map(([id]) => id);
  if (typeof child !== 'string' || (state && !running.includes(child))) {
    const open = running.length > 0 ? running.join(', ') : 'none';
    return {
      code: 'COMMAND_INVALID',
      faults: [{ ...fault('unknownChild', { src, open }), path: src }],
    };
  }
  const data = { child, command: input.command, payload: { ...payload, actor: envelope.actor } };
  return { actor: envelope.actor, event: 'CommandRouted', data };
}

/** The child machine, by the name the parent gives it, to which a command is handed on. */
export function routeOf(machine: DurableMachine, command: string): string | undefined {
  const children = (machine.contract.children ?? {}) as Record<string, { commands: object }>;
  return machine.contract.routes?.find((src) =>
    Object.hasOwn(children[src]?.commands ?? {}, command),
  );
}

/** Commands of children that are handed on, each with the name that the parent gives the child machine; its own win. */
export function routedCommands({
  commands,
  children = {},
  routes = [],
}: AnyContract): { command: string; definition: CommandDefinition; src: string }[] {
  const contracts = children as Readonly<Record<string, Pick<AnyContract, 'commands'>>>;
  return routes.flatMap((src) =>
    Object.entries(contracts[src]?.commands ?? {})
      .filter(([command]) => !(command in commands))
      .map(([command, definition]) => ({ command, definition, src })),
  );
}

function exampleOf(definition: CommandDefinition): Fault {
  return fault('example', { example: JSON.stringify(examplePayload(definition)) });
}

function actorOf(payload: unknown): { readonly actor?: Actor } {
  const given = (payload as { actor?: unknown } | null | undefined)?.actor;
  const parsed = actorSchema.safeParse(given);
  return parsed.success ? { actor: parsed.data } : {};
}
