import { type AnyContract, faultsIn } from '../contract/index.ts';
import { ENGINE_EVENTS } from '../state/index.ts';

/** One token of a subject of the event log. */
const TOKEN = /^[A-Za-z0-9_-]+$/;
/** Tokens of a subject; `received` begins the copies of what others have published. */
const TOKENS = /^(?!received\.)[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;
/** Signals and queries that every workflow of the engine has. */
const ENGINE_NAMES = ['deliver', 'catchUp', 'upgrade', 'setAside', 'state', 'position'].concat([
  'allowed',
  'why',
]);
/** Names that Temporal keeps to itself. */
const TEMPORAL = /^__(?:temporal|stack_trace|enhanced_stack_trace)/;

/** What a contract contradicts itself in, or promises what cannot be kept. */
export function contractFaults(contract: AnyContract): string[] {
  // A contract that was derived from its machine takes the names as they are.
  if (contract.open === true) return [];
  return [
    ...(TOKEN.test(contract.id)
      ? []
      : [`contract id ${contract.id}: use letters, digits, _ and - only; it is part of subjects`]),
    ...Object.keys(contract.events).flatMap(eventFaults),
    ...known(contract, 'starts', contract.starts),
    ...(contract.cancelledBy === undefined
      ? []
      : known(contract, 'cancelledBy', contract.cancelledBy)),
    ...Object.keys(contract.commands).flatMap((name) => commandFaults(contract, name)),
    ...(contract.reports ?? []).flatMap((name) => known(contract, 'reports', name)),
    ...faultsIn(contract.input, contract.example).map(
      (fault) => `example: it does not fit the input, ${fault}`,
    ),
  ];
}

function known(contract: AnyContract, place: string, name: string): string[] {
  return name in contract.events ? [] : [`${place}: the contract has no event ${name}`];
}

function eventFaults(name: string): string[] {
  if (name in ENGINE_EVENTS)
    return [`event ${name}: the engine records this name itself; choose another`];
  if (name.startsWith('xstate.'))
    return [`event ${name}: names that begin with xstate. are XState's own; choose another`];
  return TOKENS.test(name)
    ? []
    : [`event ${name}: use letters, digits, _, - and dots between only; it is part of a subject`];
}

function commandFaults(contract: AnyContract, name: string): string[] {
  const { records, payload, example } = contract.commands[name] ?? { records: '', example: {} };
  const schema = payload ?? contract.events[records]?.data;
  return [
    ...(ENGINE_NAMES.includes(name)
      ? [`command ${name}: the engine has a signal or query of this name; choose another`]
      : []),
    ...(TEMPORAL.test(name)
      ? [`command ${name}: Temporal keeps names that begin so to itself; choose another`]
      : []),
    ...known(contract, `command ${name}`, records),
    ...(schema ? faultsIn(schema, example) : []).map(
      (fault) => `command ${name}: its example does not fit its schema, ${fault}`,
    ),
  ];
}
