import type { Client } from '@temporalio/client';
import type { Command } from 'commander';
import { startFaults, workflowTypeOf } from '../../../machines/engine/index.ts';
import { say } from '../../../machines/text/index.ts';
import { beginJourney } from '../../journeys/index.ts';
import { askFor, fieldsOf, flagFor, givenFields, parseObject } from '../fields/index.ts';
import { below, examples } from '../help/index.ts';
import { CommandError, type CliOptions } from '../options.ts';
import { linkTo } from '../text.ts';

interface StartFlags {
  readonly id?: string;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly json?: true;
}

/** `start`: a new journey. */
export function addStart(program: Command, options: CliOptions): void {
  const { contract } = options;
  const type = workflowTypeOf(contract);
  const command = program
    .command('start')
    .description('Start a journey.')
    .argument('[type]', 'workflow type', type)
    .option('--id <id>', 'workflow id (default: client and standard, e.g. globex-27001)')
    .option(
      '--input <json>',
      'the input as one JSON object, or @file; flags go before it',
      parseObject,
    )
    .option('--json', 'one JSON object');
  for (const field of fieldsOf(contract.input)) command.addOption(flagFor(field));
  command
    .addHelpText(
      'after',
      below(
        examples(
          'certway start --client globex --persons 50',
          `certway start --id globex-27001 --input '${JSON.stringify(contract.example)}'`,
          'certway start --id globex-27001 --input @globex.json',
        ),
      ),
    )
    .action((given: string, flags: StartFlags) => start(options, given, flags));
}

async function start(options: CliOptions, type: string, flags: StartFlags): Promise<void> {
  const { contract, prompts } = options;
  assertType(options, type);
  const fields = fieldsOf(contract.input);
  const told = { ...flags.input, ...givenFields(fields, { ...flags }) };
  const input = prompts ? await askFor(prompts, fields, told) : told;
  const id = flags.id ?? idFor(input);
  const wrong = startFaults(contract, { id, input });
  if (wrong) throw new CommandError(wrong.text);
  await options.withTemporal((client) => begin(options, client, { type, id, input, flags }));
}

interface Wish {
  readonly type: string;
  readonly id: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly flags: StartFlags;
}

async function begin(options: CliOptions, client: Client, wish: Wish): Promise<void> {
  const { write, taskQueue, signal, progress } = options;
  const { type, id, input, flags } = wish;
  progress?.(say('cli.start.progress', 'starting {id}', { id }));
  const begun = await beginJourney(client, { workflowType: type, id, input, taskQueue, signal });
  const url = linkTo(options, client.options.namespace, id);
  if (flags.json) {
    write(JSON.stringify({ id, ...begun, state: begun.state ?? null, url }));
    return;
  }
  write(
    begun.state === undefined
      ? say('cli.start.started', '{id} started', { id })
      : say('cli.start.startedIn', '{id} started, {state}', { id, state: begun.state }),
  );
  if (begun.state === undefined) {
    write(
      say(
        'cli.start.noWorker',
        'No worker has taken it up yet: "npm start" runs one, "certway doctor" says what is missing.',
      ),
    );
  }
  write(url);
  write(say('cli.start.next', 'next: {command}', { command: `certway allowed ${id}` }));
}

function assertType({ contract, machines }: CliOptions, type: string): void {
  const own = workflowTypeOf(contract);
  if (type === own) return;
  const isChild = machines.some((machine) => workflowTypeOf(machine.contract) === type);
  throw new CommandError(
    isChild
      ? say(
          'cli.start.isChild',
          '{type} is started by a journey, never by hand: give the journey the command that leads to it. What can be started: {own}',
          { type, own },
        )
      : say('cli.start.noType', 'There is no workflow type {type}. What can be started: {own}', {
          type,
          own,
        }),
  );
}

/** `globex-27001` for what the client and the standard are called; empty, and so a fault, without a client. */
function idFor({ client, standard = '27001' }: Readonly<Record<string, unknown>>): string {
  if (typeof client !== 'string') return 'journey';
  return `${client}-${String(standard).split(':')[0] ?? ''}`;
}
