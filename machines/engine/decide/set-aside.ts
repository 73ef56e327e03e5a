import {
  EngineError,
  fault,
  findFaults,
  setAsideSchema,
  wrongRole,
  type Actor,
  type Fault,
} from '../contract/index.ts';
import {
  payloadHashOf,
  type Fact,
  type Input,
  type RefusalRecord,
  type SetAsideInput,
} from '../state/index.ts';
import { recordedFaults, type Refusal } from './refusal.ts';

/** Who may set an input aside. */
const OPERATOR = 'operator';

/** An input that fails the machine: a bug in a guard, an action or an enrichment. */
export class FailingInput extends Error {
  override readonly name = 'FailingInput';

  /** @param input - id of the input, by which it can be set aside */
  constructor(input: string, cause: unknown) {
    const example = JSON.stringify({
      actor: { id: 'a-17', role: OPERATOR },
      input,
      reason: 'why',
    });
    super(
      `${String(cause)} – input ${input} fails the machine. A mended build goes on with it by itself; ` +
        `to go on without it, signal setAside ${example}`,
      { cause },
    );
  }
}

/** Lets work fail in the name of an input. @throws FailingInput */
export function inTheNameOf<T>(input: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof FailingInput || error instanceof EngineError) throw error;
    throw new FailingInput(input, error);
  }
}

/** Name by which an input can be set aside: a command's own id; the actor, sender or timer and its count. */
export function inputId(input: Input): string {
  switch (input.cause) {
    case 'start':
      return 'start';
    case 'actor':
      return `${input.actorId}#${String(input.generation)}`;
    case 'message':
      return input.message.kind === 'command'
        ? input.message.id
        : `${input.from}#${String(input.message.number)}`;
    case 'command':
    case 'event':
    case 'setAside':
      return input.id;
  }
}

/** The same for a delay that has elapsed. */
export function elapsedId(fact: Fact): string {
  return `${fact.sendId ?? ''}@${fact.causationId}`;
}

/** A valid wish to set an input aside. */
export interface Aside {
  readonly wish: SetAsideInput;
  readonly actor: Actor;
  readonly input: string;
  readonly reason: string;
}

/** The valid wishes among some inputs, by the input that they name. */
export function asidesIn(inputs: readonly Input[]): ReadonlyMap<string, Aside> {
  const asides = new Map<string, Aside>();
  for (const wish of inputs) {
    if (wish.cause !== 'setAside' || faultsOf(wish).length > 0) continue;
    const { actor, input, reason } = setAsideSchema.parse(wish.payload);
    asides.set(input, { wish, actor, input, reason });
  }
  return asides;
}

function faultsOf({ payload }: SetAsideInput): readonly Fault[] {
  const faults = findFaults(setAsideSchema, payload ?? {});
  if (faults.length > 0) return faults;
  const { actor } = setAsideSchema.parse(payload);
  return actor.role === OPERATOR ? [] : [wrongRole('setAside', [OPERATOR], actor)];
}

/** The fact that an input was set aside; whatever the input would have ended, a timer or an actor, is over. */
export function asideFact(
  aside: Aside,
  at: string,
  what: { readonly kind: string; readonly name: string; readonly payload?: unknown } & Pick<
    Fact,
    'sendId' | 'invokeId' | 'message'
  >,
): Fact {
  const { kind, name, payload, ...origin } = what;
  return {
    cause: 'command',
    type: 'InputSetAside',
    data: {
      input: aside.input,
      kind,
      name,
      reason: aside.reason,
      ...(payload !== undefined && { payload }),
    },
    at,
    causationId: aside.wish.id,
    correlationId: aside.wish.id,
    actor: aside.actor,
    payloadHash: hashOfWish(aside.wish),
    ...origin,
  };
}

/** What the sender of a command that was set aside is told. */
export function asideRefusal(command: string, state: string, aside: Aside): Refusal {
  const { input, actor, reason } = aside;
  const faults = [fault('setAside', { input, actor: actor.id, reason })];
  return { code: 'INPUT_SET_ASIDE', command, state, rules: [], faults, possible: [] };
}

/** Why a wish came to nothing. */
function vainFaults(wish: SetAsideInput): readonly Fault[] {
  const faults = faultsOf(wish);
  if (faults.length > 0) return faults;
  const { input } = setAsideSchema.parse(wish.payload);
  return [{ ...fault('nothingWaits'), path: 'input', given: JSON.stringify(input) }];
}

/** The record of a wish that came to nothing. */
export function vainFact(wish: SetAsideInput, at: string, state: string): Fact {
  const record: RefusalRecord = {
    command: 'setAside',
    code: 'COMMAND_INVALID',
    rules: [],
    state,
    ...recordedFaults(vainFaults(wish)),
  };
  return {
    cause: 'refused',
    type: 'CommandRefused',
    data: { ...record },
    at,
    causationId: wish.id,
    correlationId: wish.id,
    payloadHash: hashOfWish(wish),
  };
}

function hashOfWish({ payload }: SetAsideInput): string {
  return payloadHashOf({ command: 'setAside', payload });
}
