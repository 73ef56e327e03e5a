import type { Command } from 'commander';
import { examplePayload, type Explanation } from '../../../machines/engine/index.ts';
import { say } from '../../../machines/text/index.ts';
import { askJourney } from '../../journeys/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { below, examples } from '../help/index.ts';
import { ENTITY, matching, type CliOptions } from '../options.ts';
import { machineFor, orderCommand, orderOf, readOrder, type Order, type Read } from './order.ts';
import { refusalLines } from './refusal-lines.ts';

function belowHelp(): string {
  return below(
    say(
      'help.below.why',
      `What is not given is taken from the example of the contract, and a day called "on" is today; so a name alone is enough.
Nothing is changed or recorded. Flags, --json among them, as for certway do.`,
    ),
    examples(
      'certway why globex-27001 grantCertification',
      'certway why globex-27001/nc-s2-003 closeNonconformity --actor a-1 --role leadAuditor',
      `certway why globex-27001 shortlistRcb '{"actor":{"id":"c-1","role":"client"},"candidate":"northcert"}'`,
    ),
    say('help.exit.why', 'Exit code: 0 when it would be taken, 3 when it would be refused.'),
  );
}

/** `why`: whether a command would be taken now, and which rule says no. */
export function addWhy(program: Command, options: CliOptions): void {
  program
    .command('why')
    .description('Tell whether a command would be taken now, and if not, which rules say no.')
    .usage('<id> <command> [payload] [flags]')
    .argument('<id>', 'e.g. globex-27001 or globex-27001/nc-s2-003', matching(...ENTITY))
    .argument('<command>', 'e.g. closeNonconformity')
    .argument('[payload...]', 'the payload as JSON or @file, or flags')
    .passThroughOptions()
    .addHelpText('after', belowHelp())
    .action(function (this: Command, id: string, command: string) {
      return explain(options, this, { id, command, more: this.args.slice(2) });
    });
}

interface Asked {
  readonly id: string;
  readonly command: string;
  readonly more: readonly string[];
}

async function explain(
  options: CliOptions,
  parent: Command,
  { id, command, more }: Asked,
): Promise<void> {
  const order = orderOf(await machineFor(options, id, command), command);
  const [first] = more;
  const isPayload = first !== undefined && !first.startsWith('-');
  const words = isPayload ? ['--payload', ...more] : more;
  const line = orderCommand(parent, id, order);
  const read = readOrder(line, order, words);
  const question = { command, payload: trialOf(order, read, new Date().toISOString()) };
  await options.withTemporal(async (client) => {
    const found = await askJourney<Explanation>(client, id, { query: 'why', args: [question] });
    tell(options, { found, id, isJson: read.flags.json === true });
  });
}

/** A payload to try: what was given, and for the rest the example. */
export function trialOf({ definition }: Order, { payload, actor }: Read, now: string): object {
  const example = examplePayload(definition);
  const day = 'on' in definition.example ? { on: now.slice(0, 10) } : {};
  return { ...example, ...day, ...payload, actor: { ...(example['actor'] as object), ...actor } };
}

interface Told {
  readonly found: Explanation;
  readonly id: string;
  readonly isJson: boolean;
}

function tell(options: CliOptions, { found, id, isJson }: Told): void {
  const { write, setExitCode } = options;
  if (found.kind === 'refused') setExitCode(exitCodes.REFUSED);
  if (isJson) {
    write(JSON.stringify({ entity: id, ...found }));
  } else if (found.kind === 'refused') {
    for (const text of refusalLines(options, id, found)) write(text);
  } else {
    const { command: name, event } = found;
    const values = { command: name, event, data: JSON.stringify(found.data) };
    write(say('cli.why.taken', '{command} would be taken: {event} {data}', values));
  }
}
