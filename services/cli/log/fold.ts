import { InvalidArgumentError, type Command } from 'commander';
import { say } from '../../../machines/text/index.ts';
import { foldEntity, parseCut, type Cut, type FoldView } from '../../fold/index.ts';
import { below, examples } from '../help/index.ts';
import { ENTITY, matching, type CliOptions } from '../options.ts';
import { line, type Label } from '../text.ts';

interface FoldFlags {
  readonly at?: Cut;
  readonly json?: true;
}

/** `log fold`: the state now or then, from the log alone. */
export function addFold(log: Command, options: CliOptions): void {
  log
    .command('fold')
    .description('Print the state of one entity, now or then, from the log alone.')
    .argument('<entity>', 'e.g. globex-27001 or globex-27001/nc-s2-003', matching(...ENTITY))
    .option(
      '--at <place>',
      'state behind the event of this sequence, or at this instant, e.g. 17 or 2026-11-30T12:00:00Z',
      cut,
    )
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      below(
        examples(
          'certway log fold globex-27001',
          'certway log fold globex-27001/nc-s2-003 --at 2',
          'certway log fold globex-27001 --at 2026-11-30T12:00:00Z --json',
        ),
      ),
    )
    .action((entity: string, flags: FoldFlags) => fold(options, entity, flags));
}

function cut(given: string): Cut {
  const parsed = parseCut(given);
  if (parsed) return parsed;
  throw new InvalidArgumentError(
    say(
      'cli.must.cut',
      'It must be the sequence of an event, e.g. 17, or an instant with its zone, e.g. 2026-11-30T12:00:00Z.',
    ),
  );
}

function fold(options: CliOptions, entity: string, { at, json }: FoldFlags): Promise<void> {
  const { tenant, machines, write } = options;
  return options.withLog(async (js, log) => {
    const jsm = await js.jetstreamManager();
    const view = await foldEntity({
      ...{ tenant, machines, entity, log, jsm },
      ...(at && { cut: at }),
    });
    if (json) write(JSON.stringify(view));
    else for (const text of foldLines(view)) write(text);
  });
}

/** A state for people: what is set is named, what is not is left out. */
export function foldLines(view: FoldView): readonly string[] {
  const { entity, sequence, of, machine, lastEvent, status } = view;
  const { id, type, cause, actor, at } = lastEvent;
  const who = actor ? say('cli.events.by', 'by {id} ({role})', { ...actor }) : `[${cause}]`;
  return [
    say('cli.fold.title', '{entity} after event {sequence} of {of}, {at}', {
      ...{ entity, sequence, of, at: view.at },
    }),
    line('state', status === 'active' ? view.path : `${view.path} (${status})`),
    line('machine', `${machine.id} ${machine.version}`),
    line('lastEvent', say('cli.fold.last', '{id} {type} {who} at {at}', { id, type, who, at })),
    ...partial(view),
    ...section('timer', view.timers.map(timerText)),
    ...section(
      'child',
      view.children.map((child) => `${child.entity} (${child.machine})`),
    ),
    ...section(
      'activity',
      view.activities.map((activity) => `${activity.id} (${activity.src})`),
    ),
    ...section(
      'waitsFor',
      view.outbox.map(({ to, number, type: name }) =>
        say('cli.fold.message', '{to}: message {number}, {name}', { to, number, name }),
      ),
    ),
    say('cli.fold.context', 'context'),
    ...JSON.stringify(view.context, undefined, 2).split('\n'),
  ];
}

function partial({ missing, sequence, of }: FoldView): readonly string[] {
  if (missing.length === 0) return [];
  const names = missing.join(', ');
  return [
    line(
      'incomplete',
      sequence < of
        ? say(
            'cli.fold.behindCut',
            'of the last step {names} behind the cut; the state is the one with all of it',
            { names },
          )
        : say(
            'cli.fold.notWritten',
            'of the last step {names} not written yet; the state is the one with all of it',
            { names },
          ),
    ),
  ];
}

function timerText({ name, fireAt, due, rule }: FoldView['timers'][number]): string {
  if (due === undefined) return `${name} ${fireAt}`;
  return say('cli.fold.timer', '{name} {fireAt}, due {due} ({rule})', {
    ...{ name, fireAt, due, rule: rule ?? '' },
  });
}

function section(name: Label, texts: readonly string[]): readonly string[] {
  return texts.map((text) => line(name, text));
}
