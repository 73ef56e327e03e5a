import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import {
  check,
  examplePayload,
  faultText,
  type Allowed,
  type Fault,
} from '../../../machines/engine/index.ts';
import { say } from '../../../machines/text/index.ts';
import { askJourney, giveCommand, type Given } from '../../journeys/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { askFor, flagText, type Field, type Prompts } from '../fields/index.ts';
import { below, examples } from '../help/index.ts';
import { CommandError, ENTITY, matching, OPAQUE_ID, type CliOptions } from '../options.ts';
import { machineFor, orderCommand, orderOf, readOrder, type Order, type Read } from './order.ts';
import { refusalLines } from './refusal-lines.ts';

function belowHelp(): string {
  return below(
    say(
      'help.below.do',
      `The flags of a command are the fields of its contract: certway do ID COMMAND --help lists them.
At a terminal, what is missing is asked for; elsewhere it is listed and nothing is given.`,
    ),
    say(
      'help.below.doOptions',
      `Options of every command:
  --actor <id>         opaque id of who acts
  --role <role>        in which role
  --payload <json>     all fields as one JSON object, or @file
  --update-id <id>     the same id again makes giving it again safe: it is taken once
  --json               one JSON object`,
    ),
    examples(
      'certway do globex-27001 shortlistRcb --actor c-1 --role client --candidate northcert',
      'certway do globex-27001/nc-s2-003 closeNonconformity --help',
    ),
  );
}

/** `do`: gives a command. */
export function addDo(program: Command, options: CliOptions): void {
  program
    .command('do')
    .description('Give a command: what the rules refuse is told with rule, clause and remedy.')
    .usage('<id> <command> [flags]')
    .argument('<id>', 'e.g. globex-27001 or globex-27001/nc-s2-003', matching(...ENTITY))
    .argument('[command...]', 'the command and its flags')
    .passThroughOptions()
    .addHelpText('after', belowHelp())
    .action(function (this: Command, id: string, words: readonly string[]) {
      if (words[0] === '--help' || words[0] === '-h') this.help();
      return give(options, this, { id, words });
    });
}

interface Typed {
  readonly id: string;
  /** What stands behind the id. */
  readonly words: readonly string[];
}

async function give(options: CliOptions, parent: Command, { id, words }: Typed): Promise<void> {
  const named = words.find((word, index) => index === 0 && !word.startsWith('-'));
  const name = named ?? (await chosenCommand(options, id));
  const order = orderOf(await machineFor(options, id, name), name);
  const line = orderCommand(parent, id, order).option(
    '--update-id <id>',
    say('cli.do.updateId', 'the same id again makes giving it again safe: it is taken once'),
    matching(/^[\x21-\x7e]{1,128}$/, () =>
      say('cli.must.signs', 'It must be 1 to 128 signs without spaces.'),
    ),
  );
  const read = readOrder(line, order, words.slice(named === undefined ? 0 : 1));
  const payload = await completed(options, order, read);
  assertComplete(order, payload);
  const updateId = read.flags.updateId ?? randomUUID();
  await options.withTemporal(async (client) => {
    options.progress?.(say('cli.do.progress', 'giving {command}', { command: name }));
    const given = await giveCommand(client, { entity: id, command: name, payload, id: updateId });
    tell(options, { given, id, updateId, isJson: read.flags.json === true });
  });
}

async function chosenCommand({ prompts, withTemporal }: CliOptions, id: string): Promise<string> {
  let found: Allowed | undefined;
  await withTemporal(async (client) => {
    found = await askJourney<Allowed>(client, id, { query: 'allowed' });
  });
  const own = (found?.commands ?? []).filter(({ child }) => !child);
  if (own.length === 0) {
    throw new CommandError(say('cli.do.nothing', 'Of {id} nothing is possible any more.', { id }));
  }
  if (!prompts) {
    const names = own.map(({ command }) => command).join(', ');
    throw new CommandError(
      say('cli.do.nameOne', 'Name a command. Of {id} are possible now: {names}', { id, names }),
    );
  }
  return prompts.choose(
    say('cli.ask.command', 'command'),
    own.map(({ command, description }) => ({ value: command, description })),
  );
}

/** The payload with its actor; what is missing is asked for where somebody can answer. */
async function completed(
  { prompts }: CliOptions,
  { definition, fields }: Order,
  { payload, actor }: Read,
): Promise<Readonly<Record<string, unknown>>> {
  const [first, ...others] = definition.roles;
  const role = actor.role ?? (others.length === 0 ? first : undefined);
  if (!prompts) return { ...payload, actor: { ...actor, ...(role !== undefined && { role }) } };
  const id =
    actor.id ??
    (await prompts.type(say('cli.ask.actor', 'actor (opaque id of who acts)'), idFault));
  const chosen = role ?? (await chosenRole(prompts, definition.roles));
  const all = await askFor(prompts, fields, payload);
  return { ...all, actor: { ...actor, id, role: chosen } };
}

function chosenRole(prompts: Prompts, roles: readonly string[]): Promise<string> {
  return prompts.choose(
    say('cli.ask.role', 'role'),
    roles.map((value) => ({ value })),
  );
}

function idFault(answer: string): string | undefined {
  const [form, fault] = OPAQUE_ID;
  return form.test(answer) ? undefined : fault();
}

/** @throws CommandError with every fault, and the flags that would mend what is missing */
function assertComplete(order: Order, payload: Readonly<Record<string, unknown>>): void {
  const { machine, command, fields, definition } = order;
  const actor = {
    ...(examplePayload(definition)['actor'] as object),
    ...(payload['actor'] as object),
  };
  const checked = check(machine, undefined, { command, payload: { ...payload, actor } });
  // Who may give it is judged with the state at hand, so that what is possible can be told.
  const isFine = !('code' in checked) || checked.code === 'ROLE_NOT_ALLOWED';
  const missing = missingFlags(order, payload);
  if (isFine && missing.length === 0) return;
  const faults = isFine ? [] : faultsOf(checked.faults, fields, payload);
  throw new CommandError(
    [
      say('cli.do.invalid', '{command} is not complete or not valid; nothing was given:', {
        command,
      }),
      ...faults.map((fault) => `- ${faultText(fault)}`),
      ...(missing.length > 0
        ? [say('cli.do.missing', 'Missing:'), ...missing.map((flag) => `  ${flag}`)]
        : []),
    ].join('\n'),
  );
}

/** Without those that `Missing` names. */
function faultsOf(
  faults: readonly Fault[],
  fields: readonly Field[],
  payload: Readonly<Record<string, unknown>>,
): readonly Fault[] {
  const absent = fields.filter(({ name }) => payload[name] === undefined).map(({ name }) => name);
  return faults.filter(({ path }) => path === undefined || !absent.includes(path));
}

function missingFlags(
  { definition, fields }: Order,
  payload: Readonly<Record<string, unknown>>,
): readonly string[] {
  const actor = payload['actor'] as { readonly id?: unknown; readonly role?: unknown };
  return [
    ...(actor.id === undefined
      ? [`--actor <id>  ${say('cli.do.actor', 'opaque id of who acts')}`]
      : []),
    ...(actor.role === undefined
      ? [
          `--role <role>  ${say('cli.do.role', 'one of {roles}', {
            roles: definition.roles.join(', '),
          })}`,
        ]
      : []),
    ...fields
      .filter(({ name, isRequired }) => isRequired && payload[name] === undefined)
      .map((field) => `${flagText(field)}  ${field.meaning}`.trimEnd()),
  ];
}

interface Told {
  readonly given: Given;
  readonly id: string;
  readonly updateId: string;
  readonly isJson: boolean;
}

function tell(options: CliOptions, { given, id, updateId, isJson }: Told): void {
  const { write, setExitCode } = options;
  if (given.kind === 'refused') {
    setExitCode(exitCodes.REFUSED);
    const { kind, refusal } = given;
    if (isJson) write(JSON.stringify({ kind, entity: id, updateId, ...refusal }));
    else for (const text of refusalLines(options, id, refusal)) write(text);
    return;
  }
  const { event, eventId, answers = {} } = given;
  if (isJson) {
    write(JSON.stringify({ ...given, entity: id, updateId }));
    return;
  }
  write(say('cli.do.accepted', 'accepted: {event}, recorded as {eventId}', { event, eventId }));
  for (const [name, value] of Object.entries(answers)) write(`  ${name}: ${JSON.stringify(value)}`);
}
