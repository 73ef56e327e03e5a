import type { Command } from 'commander';
import { say } from '../../machines/text/index.ts';
import {
  deadLetters,
  firstOfEach,
  redrive,
  type DeadLetter,
  type DeadLetterNote,
  type DeadLetters,
} from '../consumer/index.ts';
import { letterDetails, letterId, letterLine } from './letter-line.ts';
import { below, examples } from './help/index.ts';
import { CommandError, matching, type CliOptions } from './options.ts';

interface Flags {
  readonly consumer?: string;
  readonly all?: true;
  readonly json?: true;
}

const consumerOption = [
  '-c, --consumer <name>',
  'only what this consumer could not handle',
  matching(/^[A-Za-z0-9_-]{1,64}$/, () =>
    say('cli.must.consumer', 'It must be the name of a consumer, e.g. register.'),
  ),
] as const;
const idHint = 'id of the event, or its stream sequence';

/** Adds `dlq list`, `dlq show` and `dlq redrive`. */
export function addDlq(program: Command, options: CliOptions): void {
  const dlq = program
    .command('dlq')
    .description('What consumers could not handle: the dead-letter queue.');
  const run = (work: (letters: DeadLetters) => Promise<void>): Promise<void> =>
    options.withLog((js) => work(deadLetters(options.tenant, js)));
  dlq
    .command('list')
    .description('List the parked events of all consumers, oldest first.')
    .option(...consumerOption)
    .option('--json', 'one JSON object per line')
    .action((flags: Flags) => run((letters) => list(letters, options, flags)));
  dlq
    .command('show')
    .description('Show why an event is parked, and the event.')
    .argument('<id>', idHint)
    .option(...consumerOption)
    .option('--json', 'one JSON object per consumer that has parked it')
    .action((id: string, flags: Flags) =>
      run((letters) => show(letters, options, { ...flags, id })),
    );
  dlq
    .command('redrive')
    .description('Hand parked events to their consumer again, in order.')
    .argument('[id]', idHint)
    .option(...consumerOption)
    .option('--all', 'whatever is parked')
    .option('--json', 'one JSON object per redriven event')
    .addHelpText(
      'after',
      below(
        say(
          'help.below.dlqRedrive',
          `Behind a parked event all later ones of its entity wait; they follow by themselves once it is handled.
A consumer that does not run now takes what was redriven at its next start.`,
        ),
        examples('certway dlq redrive globex-27001:7', 'certway dlq redrive --consumer register'),
      ),
    )
    .action((id: string | undefined, flags: Flags) =>
      run((letters) => redriveAll(letters, options, { ...flags, id })),
    );
}

const isOpen = ({ note }: DeadLetter): boolean => note.state !== 'handled';

async function list(letters: DeadLetters, { write }: CliOptions, flags: Flags): Promise<void> {
  const open = (await letters.list(flags.consumer)).filter(isOpen);
  for (const { note } of open) write(flags.json ? JSON.stringify(shortOf(note)) : letterLine(note));
  if (!flags.json) write(totalLine(open));
}

function nothing(): string {
  return say('cli.dlq.nothing', 'nothing is parked');
}

function totalLine(open: readonly DeadLetter[]): string {
  if (open.length === 0) return nothing();
  const behind = open.filter(({ note }) => note.cause === 'behind').length;
  return say('cli.dlq.total', '{parked} parked, of which {behind} only wait behind another', {
    ...{ parked: open.length, behind },
  });
}

/** Without what is long. */
function shortOf(note: DeadLetterNote): object {
  const { stack: _stack, headers: _headers, eventId: _eventId, ...short } = note;
  return { id: letterId(note), ...short };
}

interface Choice extends Flags {
  readonly id: string;
}

async function find(
  letters: DeadLetters,
  { id, consumer }: Choice,
): Promise<readonly DeadLetter[]> {
  const found = (await letters.list(consumer)).filter(
    ({ note }) => note.eventId === id || String(note.streamSequence) === id,
  );
  if (found.length > 0) return found;
  throw new CommandError(
    consumer === undefined
      ? say('cli.dlq.unknown', 'no event {id} was parked. What is parked: certway dlq list', { id })
      : say(
          'cli.dlq.unknownBy',
          'no event {id} was parked by {consumer}. What is parked: certway dlq list',
          { id, consumer },
        ),
  );
}

async function show(letters: DeadLetters, { write }: CliOptions, choice: Choice): Promise<void> {
  for (const { note, data } of await find(letters, choice)) {
    const event = eventOf(data);
    if (choice.json) write(JSON.stringify({ id: letterId(note), ...note, event }));
    else for (const line of letterDetails(note, event)) write(line);
  }
}

/** The event as JSON; as text when it is none. */
function eventOf(data: Uint8Array): unknown {
  const text = new TextDecoder().decode(data);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function redriveAll(
  letters: DeadLetters,
  { write }: CliOptions,
  flags: Flags & { readonly id: string | undefined },
): Promise<void> {
  const open = (await letters.list(flags.consumer)).filter(isOpen);
  const chosen = await choose(letters, open, flags);
  for (const first of chosen) {
    const { note } = first;
    if (note.state !== 'redriven' && !(await redrive(letters, first))) {
      throw new CommandError(
        say('cli.dlq.changed', '{id} has changed meanwhile. See certway dlq list', {
          id: letterId(note),
        }),
      );
    }
    const behind = open.filter((letter) => isBehind(letter, first)).length;
    if (flags.json) write(JSON.stringify({ ...shortOf(note), state: 'redriven', behind }));
    else write(redrivenLine(note, behind));
  }
  if (chosen.length === 0 && !flags.json) write(nothing());
}

function redrivenLine(note: DeadLetterNote, behind: number): string {
  return say(
    'cli.dlq.redriven',
    '{consumer}: {id} redriven{behind, plural, =0 {} other {, {behind} behind it will follow}}',
    { consumer: note.consumer, id: letterId(note), behind },
  );
}

function isBehind({ note }: DeadLetter, { note: first }: DeadLetter): boolean {
  const isOfSame = note.entity === first.entity && note.consumer === first.consumer;
  return isOfSame && note.streamSequence > first.streamSequence;
}

/** The first parked event of each entity that is meant: it has to be handled before those behind it. */
async function choose(
  letters: DeadLetters,
  open: readonly DeadLetter[],
  { id, consumer, all }: Flags & { readonly id: string | undefined },
): Promise<readonly DeadLetter[]> {
  const firsts = firstOfEach(open);
  if (id === undefined) {
    if (!all && consumer === undefined) {
      throw new CommandError(say('cli.dlq.which', 'name an event, or --consumer <name>, or --all'));
    }
    return firsts;
  }
  if (all) throw new CommandError(say('cli.dlq.both', 'either an event or --all'));
  const found = await find(letters, consumer === undefined ? { id } : { id, consumer });
  const meant = firsts.filter((first) =>
    found.some((one) => isOpen(one) && (one.revision === first.revision || isBehind(one, first))),
  );
  if (meant.length === 0) {
    throw new CommandError(
      say('cli.dlq.handled', '{id} was handled after it had been redriven', { id }),
    );
  }
  return meant;
}
