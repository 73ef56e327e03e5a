import type { z } from 'zod';
import { say } from '../../text/index.ts';
import type { EarlierShape } from './earlier-shape.ts';

/** Who acts: an opaque id and the role in which the person acts. Stated by the caller. */
export interface Actor {
  readonly id: string;
  readonly role: string;
}

/** One kind of fact that a machine records. */
export interface EventDefinition<Data extends z.ZodObject = z.ZodObject> {
  /** One sentence a stranger understands: what has happened. */
  readonly description: string;
  readonly data: Data;
  /** Version of the shape, the `n` of `.v<n>`. @defaultValue 1 */
  readonly version?: number;
  /** Every shape that was shipped before this one, by its version. @defaultValue none, for version 1 */
  readonly earlier?: Readonly<Record<number, EarlierShape>>;
}

/** One thing a person may ask for: an update and a signal of the same name. */
export interface CommandDefinition<EventName extends string = string> {
  /** The event that is recorded when the command is accepted. */
  readonly records: EventName;
  /** Roles that may give the command. */
  readonly roles: readonly string[];
  readonly description: string;
  /** What the caller sends besides `actor`. @defaultValue the data of the event */
  readonly payload?: z.ZodObject;
  /** A minimal valid payload without `actor`, shown to operators. */
  readonly example: Readonly<Record<string, unknown>>;
  /** Fields of the recorded event that the caller is told, for instance a number the machine gave. */
  readonly answers?: readonly string[];
}

/**
 * What goes into a machine and what comes out of it: the single source of schemas, handler descriptions,
 * command-line flags, documents and types.
 */
export interface Contract<
  Input extends z.ZodObject = z.ZodObject,
  Events extends Record<string, EventDefinition> = Record<string, EventDefinition>,
  Children extends Readonly<Record<string, object>> = Readonly<Record<string, object>>,
> {
  /** Name of the machine, kebab-case; a token of every subject. */
  readonly id: string;
  /** Workflow type under which it runs: the noun operators use. @defaultValue the id */
  readonly workflowType?: string;
  /** Semantic version; raised when old streams would fold differently. */
  readonly version: string;
  readonly description: string;
  /** What starts an instance: one JSON object. */
  readonly input: Input;
  /** A minimal valid input, shown to whoever starts one wrongly. */
  readonly example: Readonly<Record<string, unknown>>;
  /** The event that the start records; its data are the input, enriched. */
  readonly starts: keyof Events & string;
  readonly events: Events;
  readonly commands: Readonly<Record<string, CommandDefinition<keyof Events & string>>>;
  /** Events that the parent's machine handles too. */
  readonly reports?: readonly (keyof Events & string)[];
  /** Contracts of the child machines by the name under which the machine spawns them. */
  readonly children?: Children;
  /** Children whose commands this machine also takes as signals and hands on. */
  readonly routes?: readonly (keyof Children & string)[];
  /** Takes any event, and what it is started with lies under `input`: a machine without a contract, in tests. */
  readonly open?: boolean;
  /** The event recorded when somebody cancels the workflow. Without it a cancellation is refused. */
  readonly cancelledBy?: keyof Events & string;
}

/** Any contract, with its precise types forgotten. */
export type AnyContract = Contract;

/** What the engine adds to the events that commands and children cause. */
export interface Meta {
  /** Id of the recorded event: `<workflow id>:<sequence>`. */
  readonly id: string;
  /** Instant of recording, ISO-8601 UTC. */
  readonly at: string;
  readonly actor?: Actor;
  /** The child that reported the event, when a child did. */
  readonly from?: string;
}

type DataOf<Definition> = Definition extends EventDefinition<infer Data> ? z.infer<Data> : never;
type EventUnion<Events, Names extends keyof Events> = {
  [Name in Names]: { readonly type: Name; readonly meta: Meta } & Readonly<DataOf<Events[Name]>>;
}[Names];
type Reported<C> = C extends {
  readonly events: infer Events;
  readonly reports: readonly (infer Names)[];
}
  ? EventUnion<Events, Names & keyof Events>
  : never;
type ReportedByChildren<C> = C extends { readonly children: infer Children }
  ? Reported<Children[keyof Children]>
  : never;

/** The union of events that a machine of this contract handles: its own and those its children report. */
export type MachineEventOf<C extends { readonly events: object }> =
  EventUnion<C['events'], keyof C['events']> | ReportedByChildren<C>;

/** What the machine is started with: the data of the start event. */
export type InputOf<C> = C extends {
  readonly starts: infer Name;
  readonly events: infer Events;
}
  ? Readonly<DataOf<Events[Name & keyof Events]>>
  : never;

/** The data of one event of a contract. */
export type EventDataOf<
  C extends { readonly events: object },
  Name extends keyof C['events'],
> = Readonly<DataOf<C['events'][Name]>>;

/**
 * Declares a contract and keeps its literal types.
 * @returns the contract itself
 */
export function defineContract<
  Input extends z.ZodObject,
  const Events extends Record<string, EventDefinition>,
  const Children extends Readonly<Record<string, object>>,
  const C extends Contract<Input, Events, Children>,
>(contract: C & Contract<Input, Events, Children>): C {
  return contract;
}

/** A minimal payload with somebody who may give the command; `more` stands before the example. */
export function examplePayload(
  { roles, example }: Pick<CommandDefinition, 'roles' | 'example'>,
  more: object = {},
): Readonly<Record<string, unknown>> {
  return { actor: { id: 'a-17', role: roles[0] }, ...more, ...example };
}

/** What a command does, for people. @param machine - id of the machine that takes it */
export function commandText(
  machine: string,
  command: string,
  { description }: Pick<CommandDefinition, 'description'>,
): string {
  return say(`command.${machine}.${command}`, description);
}

/** The workflow type of a machine. */
export function workflowTypeOf(contract: Pick<AnyContract, 'id' | 'workflowType'>): string {
  return contract.workflowType ?? contract.id;
}

type PayloadOf<C, Name> = C extends {
  readonly commands: infer Commands;
  readonly events: infer Events;
}
  ? Name extends keyof Commands
    ? Commands[Name] extends { readonly payload: infer Payload extends z.ZodObject }
      ? z.infer<Payload>
      : Commands[Name] extends { readonly records: infer Recorded }
        ? DataOf<Events[Recorded & keyof Events]>
        : never
    : never
  : never;
type RecordedBy<C, Name> = C extends {
  readonly commands: infer Commands;
  readonly events: infer Events;
}
  ? Name extends keyof Commands
    ? Commands[Name] extends { readonly records: infer Recorded }
      ? DataOf<Events[Recorded & keyof Events]>
      : never
    : never
  : never;

/**
 * Pure functions, by command, that complete an event with what only the machine knows: due dates, numbers, the
 * policy used. The event is complete when it is decided; the fold computes nothing.
 */
export type Enrichments<C extends { readonly commands: object }, Context> = {
  readonly [Name in keyof C['commands']]?: (
    payload: Readonly<PayloadOf<C, Name>>,
    args: { readonly context: Context; readonly meta: Meta },
  ) => RecordedBy<C, Name>;
};

/** Completes the start event: the input, and what follows from the workflow's id and the instant of the start. */
export type StartEnrichment<C extends { readonly input: z.ZodObject }> = (
  input: Readonly<z.infer<C['input']>>,
  args: { readonly meta: Meta; readonly entity: string },
) => InputOf<C>;
