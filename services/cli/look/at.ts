import { InvalidArgumentError, Option, type Command } from 'commander';
import { say } from '../../../machines/text/index.ts';
import { foldEntity, parseCut, type Cut, type FoldView } from '../../fold/index.ts';
import { differences } from '../../migration/index.ts';
import { foldLines } from '../log/index.ts';
import { below, examples } from '../help/index.ts';
import { CommandError, ENTITY, matching, type CliOptions } from '../options.ts';

interface AtFlags {
  readonly time?: Cut;
  readonly sequence?: Cut;
  readonly diff?: true;
  readonly json?: true;
}

/** What became of one part of a state since then. */
export interface Change {
  /** Path of JSON, e.g. `context.audits["stage-1"].completed`. */
  readonly path: string;
  readonly then: unknown;
  readonly now: unknown;
}

/** `at`: the state then, from the log alone. */
export function addAt(program: Command, options: CliOptions): void {
  program
    .command('at')
    .description('Print the state at an earlier time, folded from the log; no worker is needed.')
    .argument('<id>', 'e.g. globex-27001 or globex-27001/nc-s2-003', matching(...ENTITY))
    .addOption(
      new Option('--time <instant>', 'an instant with its zone, e.g. 2026-11-30T12:00:00Z')
        .argParser(readTime)
        .conflicts('sequence'),
    )
    .addOption(
      new Option('--sequence <n>', 'behind the event of this number').argParser(readSequence),
    )
    .option('--diff', 'only what has changed between then and now')
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      below(
        examples(
          'certway at globex-27001 --sequence 17',
          'certway at globex-27001 --time 2026-11-30T12:00:00Z --diff',
        ),
      ),
    )
    .action((id: string, flags: AtFlags) => at(options, id, flags));
}

function readTime(given: string): Cut {
  const cut = parseCut(given);
  if (cut?.kind === 'instant') return cut;
  throw new InvalidArgumentError(
    say('cli.must.instant', 'It must be an instant with its zone, e.g. 2026-11-30T12:00:00Z.'),
  );
}

function readSequence(given: string): Cut {
  const cut = parseCut(given);
  if (cut?.kind === 'sequence') return cut;
  throw new InvalidArgumentError(
    say('cli.must.sequence', 'It must be the number of an event, e.g. 17.'),
  );
}

function at(options: CliOptions, entity: string, flags: AtFlags): Promise<void> {
  const { tenant, machines, write } = options;
  const cut = flags.time ?? flags.sequence;
  if (!cut) {
    throw new CommandError(
      say('cli.at.when', 'Say when: {options}.', { options: '--time <instant>, --sequence <n>' }),
    );
  }
  return options.withLog(async (js, log) => {
    const jsm = await js.jetstreamManager();
    const place = { tenant, machines, entity, log, jsm };
    const then = await foldEntity({ ...place, cut });
    if (!flags.diff) {
      if (flags.json) write(JSON.stringify(then));
      else for (const text of foldLines(then)) write(text);
      return;
    }
    const now = await foldEntity(place);
    const changes = changesBetween(then, now);
    if (flags.json)
      write(JSON.stringify({ entity, then: headOf(then), now: headOf(now), changes }));
    else for (const text of changeLines(then, now, changes)) write(text);
  });
}

function headOf({ sequence, at: instant, path, status }: FoldView): object {
  return { sequence, at: instant, state: path, status };
}

/** What differs between two states of one entity. */
export function changesBetween(then: FoldView, now: FoldView): readonly Change[] {
  const [old, present] = [stateIn(then), stateIn(now)];
  return differences(old, present).map((path) => ({
    path,
    then: valueAt(old, path),
    now: valueAt(present, path),
  }));
}

/** What people compare; timers and children by name, so that one more does not move the others. */
function stateIn({ path, status, context, timers, children }: FoldView): object {
  return {
    ...{ state: path, status, context },
    timers: Object.fromEntries(timers.map(({ name, due, fireAt }) => [name, due ?? fireAt])),
    children: Object.fromEntries(children.map(({ entity, machine }) => [entity, machine])),
  };
}

/** The value at a path as `differences` writes it; `null` where there is none. */
function valueAt(root: unknown, path: string): unknown {
  const steps = [...path.matchAll(/\[("(?:[^"\\]|\\.)*"|\d+)\]|([\w$]+)/g)].map(
    ([, bracketed, plain]) => plain ?? String(JSON.parse(bracketed ?? '""')),
  );
  const found = steps.reduce<unknown>(
    (value, step) => (value as Readonly<Record<string, unknown>> | null | undefined)?.[step],
    root,
  );
  return found ?? null;
}

const SHOWN = 100;

function changeLines(then: FoldView, now: FoldView, changes: readonly Change[]): readonly string[] {
  const events = now.sequence - then.sequence;
  return [
    say(
      'cli.at.events',
      '{entity}: {events} {events, plural, one {event} other {events}} from {from} ({then}) to {to} ({now})',
      {
        ...{ entity: then.entity, events, from: then.sequence, to: now.sequence },
        ...{ then: then.at, now: now.at },
      },
    ),
    ...changes.map(
      ({ path, then: old, now: present }) => `${path}: ${brief(old)} → ${brief(present)}`,
    ),
    ...(changes.length === 0 ? [say('cli.at.noChange', 'nothing has changed')] : []),
  ];
}

function brief(value: unknown): string {
  const text = value === null ? '–' : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text;
}
