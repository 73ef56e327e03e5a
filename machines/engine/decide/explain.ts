import { commandText, examplePayload, type CommandDefinition } from '../contract/index.ts';
import type { DurableMachine } from '../registration/index.ts';
import { namedActors, own, type EntityState } from '../state/index.ts';
import { judge, routedCommands } from './command.ts';
import { possibleCommands, refusalView, stateOf, type RefusalView } from './refusal.ts';

/** A command that can be given now, and by whom. */
export interface AllowedCommand {
  readonly command: string;
  /** The event that it records. */
  readonly event: string;
  readonly roles: readonly string[];
  readonly description: string;
  /** A minimal payload, with an actor. */
  readonly example: Readonly<Record<string, unknown>>;
  /** For commands of a child, which are handed on: the field that names the child, and the children that are open. */
  readonly child?: { readonly field: string; readonly open: readonly string[] };
}

/** What an instance can be asked to do now, rules aside. */
export interface Allowed {
  /** Path of the state. */
  readonly state: string;
  readonly sequence: number;
  readonly commands: readonly AllowedCommand[];
}

/** Which commands the present state takes, and from whom. Which rule would refuse one is told by {@link why}. */
export function allowed(machine: DurableMachine, state: EntityState): Allowed {
  const own = possibleCommands(machine, state.snapshot).map(({ command, ...definition }) =>
    allowedCommand(machine.contract.id, { command, definition }),
  );
  const commands = [...own, ...allowedOfChildren(machine, state)];
  return { state: stateOf(state), sequence: state.sequence, commands };
}

function allowedCommand(
  machine: string,
  given: {
    readonly command: string;
    readonly definition: CommandDefinition;
    readonly more?: object;
  },
): AllowedCommand {
  const { command, definition, more = {} } = given;
  const { records: event, roles } = definition;
  const description = commandText(machine, command, definition);
  return { command, event, roles, description, example: examplePayload(definition, more) };
}

function allowedOfChildren({ contract }: DurableMachine, state: EntityState): AllowedCommand[] {
  if (state.snapshot.status !== 'active') return [];
  return routedCommands(contract).flatMap(({ command, definition, src: field }) => {
    const running = namedActors(state.actors).filter(([, { src }]) => src === field);
    const open = running.map(([id]) => id);
    const child = { field, open };
    return open.length === 0
      ? []
      : [{ ...allowedCommand(field, { command, definition, more: { [field]: open[0] } }), child }];
  });
}

/** What would become of a command. */
export type Explanation =
  | {
      readonly kind: 'possible';
      readonly command: string;
      readonly event: string;
      /** The data that would be recorded. */
      readonly data: Readonly<Record<string, unknown>>;
    }
  | ({ readonly kind: 'refused' } & RefusalView);

/**
 * Whether a command would be taken now, and if not, which rules say no. Changes nothing.
 * @param given - the command; without a payload its example is tried, by the first of its roles. The instant, ISO-8601
 * UTC, is that of the decision.
 * @throws what a guard throws
 */
export function why(
  machine: DurableMachine,
  state: EntityState,
  given: { readonly command: string; readonly payload?: unknown; readonly at: string },
): Explanation {
  const { command, at } = given;
  const definition = own(machine.contract.commands, command);
  const payload = given.payload ?? (definition && examplePayload(definition)) ?? {};
  const input = { cause: 'command', id: '', command, payload, via: 'update' } as const;
  const verdict = judge(machine, state, { input, at });
  if (verdict.kind === 'refused') return { kind: 'refused', ...refusalView(verdict.refusal) };
  if (verdict.kind === 'seen') throw new Error('no command has an empty id');
  return { kind: 'possible', command, event: verdict.fact.type, data: verdict.fact.data };
}
