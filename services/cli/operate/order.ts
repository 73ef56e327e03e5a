import type { Command } from 'commander';
import type { Client } from '@temporalio/client';
import {
  commandText,
  workflowTypeOf,
  type CommandDefinition,
  type DurableMachine,
} from '../../../machines/engine/index.ts';
import { z } from 'zod';
import { say } from '../../../machines/text/index.ts';
import { rowOf } from '../../journeys/index.ts';
import { fieldsOf, flagFor, givenFields, parseObject, type Field } from '../fields/index.ts';
import { below, examples, SpokenCommand } from '../help/index.ts';
import { CommandError, machineOf, type CliOptions } from '../options.ts';

/** A command of a machine, with its fields as flags. */
export interface Order {
  readonly machine: DurableMachine;
  readonly command: string;
  readonly definition: CommandDefinition;
  readonly fields: readonly Field[];
}

/** What was given behind the name of a command. */
export interface OrderFlags {
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly actor?: string;
  readonly role?: string;
  readonly updateId?: string;
  readonly json?: true;
}

/** What was read of a command line. */
export interface Read {
  readonly flags: OrderFlags;
  /** The payload as far as it was given: that of `--payload`, and the flags over it. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Of the actor as much as was given. */
  readonly actor: { readonly id?: string; readonly role?: string };
}

/** The command of a machine with its definition. @throws CommandError with the commands there are */
export function orderOf(machine: DurableMachine, command: string): Order {
  const { commands, events, id } = machine.contract;
  const definition = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (!definition) {
    throw new CommandError(
      say('cli.noCommand', '{id} takes no command {command}; it takes {known}.', {
        ...{ id, command, known: Object.keys(commands).join(', ') },
      }),
    );
  }
  const schema = definition.payload ?? events[definition.records]?.data ?? z.object({});
  const fields = fieldsOf(schema).map((field) => ({
    ...field,
    meaning: say(`field.${id}.${command}.${field.name}`, field.meaning),
  }));
  return { machine, command, definition, fields };
}

/**
 * The machine whose command is meant, without asking a server where the name says it.
 * @throws CommandError when no machine has such a command
 */
export async function machineFor(
  options: CliOptions,
  entity: string,
  command: string,
): Promise<DurableMachine> {
  const able = options.machines.filter(({ contract }) => Object.hasOwn(contract.commands, command));
  const [only, ...more] = able;
  if (only && more.length === 0) return only;
  let found: DurableMachine | undefined;
  await options.withTemporal(async (client) => {
    found = await machineAt(options, client, entity);
  });
  if (!found) {
    throw new CommandError(
      say('cli.notOfCertway', '{id} is no workflow of certway.', { id: entity }),
    );
  }
  return found;
}

/** The machine of a workflow; `undefined` of one that is not certway's. @throws what `describe` throws */
async function machineAt(
  options: CliOptions,
  client: Client,
  entity: string,
): Promise<DurableMachine | undefined> {
  const described = await client.workflow.getHandle(entity).describe();
  const row = rowOf(described);
  if (row) return machineOf(options, row.machine);
  return options.machines.find(({ contract }) => workflowTypeOf(contract) === described.type);
}

/**
 * The command line behind `do ID COMMAND`: its flags are the fields of the contract.
 * @param parent - the command that was typed, whose settings it takes over
 */
export function orderCommand(
  parent: Command,
  id: string,
  { machine, command, definition, fields }: Order,
): Command {
  const usage = `certway ${parent.name()} ${id}`;
  const line = new SpokenCommand(`${usage} ${command}`)
    .copyInheritedSettings(parent)
    .description(commandText(machine.contract.id, command, definition))
    .option('--actor <id>', say('cli.order.actor', 'opaque id of who acts, e.g. a-17'))
    .option(
      '--role <role>',
      say('cli.order.role', 'in which role: {roles}', { roles: definition.roles.join(', ') }),
    )
    .option(
      '--payload <json>',
      say('cli.order.payload', 'all fields as one JSON object, or @file; flags go before it'),
      parseObject,
    )
    .option('--json', say('cli.order.json', 'one JSON object'));
  for (const field of fields) line.addOption(flagFor(field));
  const example = JSON.stringify(definition.example).replaceAll("'", `'\\''`);
  return line.addHelpText(
    'after',
    below(
      examples(
        `${usage} ${command} --actor a-17 --role ${definition.roles[0] ?? ''} --payload '${example}'`,
      ),
    ),
  );
}

/** Reads the flags of a command. */
export function readOrder(line: Command, { fields }: Order, given: readonly string[]): Read {
  line.parse([...given], { from: 'user' });
  const flags: OrderFlags = line.opts();
  const { actor: stated, ...rest } = flags.payload ?? {};
  const { actor, role } = flags;
  return {
    flags,
    payload: { ...rest, ...givenFields(fields, line.opts()) },
    actor: {
      ...(stated as object | undefined),
      ...(actor !== undefined && { id: actor }),
      ...(role !== undefined && { role }),
    },
  };
}
