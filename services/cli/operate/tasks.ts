import type { Client } from '@temporalio/client';
import type { Command } from 'commander';
import { nameOf, say } from '../../../machines/text/index.ts';
import { createAsk } from '../../ask/index.ts';
import {
  listRunning,
  taskOf,
  tasksForRole,
  tasksOf,
  type LiveState,
  type Person,
  type Task,
} from '../../journeys/index.ts';
import { below, examples } from '../help/index.ts';
import { CommandError, machineOf, matching, OPAQUE_ID, type CliOptions } from '../options.ts';
import { columns, dayOf, styled } from '../text.ts';

interface TasksFlags {
  readonly role?: string;
  readonly actor?: string;
  readonly overdue?: true;
  readonly json?: true;
}

const ANSWERED_WITHIN_MS = 5_000;

/** `tasks`: what waits for people. */
export function addTasks(program: Command, options: CliOptions): void {
  const roles = rolesOf(options);
  program
    .command('tasks')
    .description('List what waits for people, the overdue first.')
    .option('--role <role>', `only what this role can do: ${roles.join(', ')}`)
    .option(
      '--actor <id>',
      'only what this person can do, in the roles in which the case names the person, or in --role',
      matching(...OPAQUE_ID),
    )
    .option('--overdue', 'only what is overdue')
    .option('--json', 'one JSON object per line')
    .addHelpText(
      'after',
      below(examples('certway tasks --role leadAuditor', 'certway tasks --actor a-1 --overdue')),
    )
    .action((flags: TasksFlags) => tasks(options, flags));
}

function rolesOf({ machines }: CliOptions): readonly string[] {
  const roles = machines.flatMap(({ contract }) =>
    Object.values(contract.commands).flatMap((definition) => definition.roles),
  );
  return [...new Set(roles)].sort();
}

function tasks(options: CliOptions, flags: TasksFlags): Promise<void> {
  const { write, machines } = options;
  const { role, actor, overdue, json } = flags;
  const known = rolesOf(options);
  if (role !== undefined && !known.includes(role)) {
    const values = { role, known: known.join(', ') };
    throw new CommandError(
      say('cli.tasks.noRole', 'There is no role {role}; there are {known}.', values),
    );
  }
  return options.withTemporal(async (client) => {
    const all = tasksOf(machines, await listRunning(client));
    const due = overdue ? all.filter(({ isOverdue }) => isOverdue) : all;
    const ofRole = role === undefined ? due : tasksForRole(due, role);
    const person = actor === undefined ? undefined : { id: actor, ...(role && { role }) };
    const found = person ? await tasksOfPerson(options, client, { person, tasks: ofRole }) : ofRole;
    if (json) for (const task of found) write(JSON.stringify(task));
    else for (const text of taskLines(options, found)) write(text);
  });
}

async function tasksOfPerson(
  options: CliOptions,
  client: Client,
  { person, tasks: all }: { readonly person: Person; readonly tasks: readonly Task[] },
): Promise<readonly Task[]> {
  const ask = createAsk(client);
  const found: Task[] = [];
  const at = new Date().toISOString();
  for (const [index, task] of all.entries()) {
    const [done, of] = [index, all.length];
    options.progress?.(say('cli.tasks.progress', '{done} of {of} looked at', { done, of }));
    const question = { query: 'state', withinMs: ANSWERED_WITHIN_MS };
    const state = await ask<LiveState | null>(task.entity, question);
    if (!state) continue;
    const own = taskOf({ task, machine: machineOf(options, state.machine.id), state }, person, at);
    if (own) found.push(own);
  }
  return found;
}

/** Tasks as a table for people. */
export function taskLines(
  options: Pick<CliOptions, 'hasColor'>,
  found: readonly Task[],
): readonly string[] {
  if (found.length === 0) return [say('cli.tasks.none', 'Nothing waits.')];
  const heading = [
    say('cli.tasks.due', 'DUE'),
    say('cli.tasks.where', 'WHERE'),
    say('cli.list.state', 'STATE'),
    say('cli.list.waitingFor', 'WAITING FOR'),
    say('cli.tasks.commands', 'COMMANDS'),
  ];
  const [head = '', ...lines] = columns([heading, ...found.map(cellsOf)]);
  return [
    styled(options, 'bold', head),
    ...lines.map((text, index) => (found[index]?.isOverdue ? styled(options, 'red', text) : text)),
  ];
}

function cellsOf({ entity, state, nextDue, nextDueRule, ...task }: Task): readonly string[] {
  const due = nextDueRule === null ? dayOf(nextDue) : `${dayOf(nextDue)} ${nextDueRule}`;
  const names = task.commands.map(({ command }) => command).join(', ');
  const overdue = task.isOverdue ? ` (${say('details.overdue', 'overdue')})` : '';
  return [due, entity, state, `${nameOf(task.waitingFor)}${overdue}`, names];
}
