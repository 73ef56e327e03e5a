import { InvalidArgumentError, type Command } from 'commander';
import { foldEntity, parseCut, type Cut, type FoldView } from '../../fold/index.ts';
import { matching, type CliOptions } from '../options.ts';

interface FoldFlags {
  readonly at?: Cut;
  readonly json?: true;
}

const entityId = matching(
  /^[A-Za-z0-9_-]+(?:\/[A-Za-z0-9_-]+)*$/,
  'It must be the id of a journey or of one of its children, e.g. globex-27001 or globex-27001/nc-s2-003.',
);

/** `log fold`: the state now or then, from the log alone. */
export function addFold(log: Command, options: CliOptions): void {
  log
    .command('fold')
    .description('Print the state of one entity, now or then, from the log alone.')
    .argument('<entity>', 'e.g. globex-27001 or globex-27001/nc-s2-003', entityId)
    .option(
      '--at <place>',
      'state behind the event of this sequence, or at this instant, e.g. 17 or 2026-11-30T12:00:00Z',
      cut,
    )
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  certway log fold globex-27001\n  certway log fold globex-27001/nc-s2-003 --at 2\n  certway log fold globex-27001 --at 2026-11-30T12:00:00Z --json',
    )
    .action((entity: string, flags: FoldFlags) => fold(options, entity, flags));
}

function cut(given: string): Cut {
  const parsed = parseCut(given);
  if (parsed) return parsed;
  throw new InvalidArgumentError(
    'It must be the sequence of an event, e.g. 17, or an instant with its zone, e.g. 2026-11-30T12:00:00Z.',
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
    else for (const line of foldLines(view)) write(line);
  });
}

/** A state for people: what is set is named, what is not is left out. */
export function foldLines(view: FoldView): readonly string[] {
  const { entity, sequence, of, machine, lastEvent, status } = view;
  const { id, type, cause, actor, at } = lastEvent;
  const who = actor ? `by ${actor.id} (${actor.role})` : `[${cause}]`;
  return [
    `${entity} after event ${String(sequence)} of ${String(of)}, ${view.at}`,
    line('state', status === 'active' ? view.path : `${view.path} (${status})`),
    line('machine', `${machine.id} ${machine.version}`),
    line('last event', `${id} ${type} ${who} at ${at}`),
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
      'waits for',
      view.outbox.map(({ to, number, type: name }) => `${to}: message ${String(number)}, ${name}`),
    ),
    'context',
    ...JSON.stringify(view.context, undefined, 2).split('\n'),
  ];
}

function partial({ missing, sequence, of }: FoldView): readonly string[] {
  if (missing.length === 0) return [];
  const names = missing.join(', ');
  const where = sequence < of ? 'behind the cut' : 'not written yet';
  return [
    line('incomplete', `of the last step ${names} ${where}; the state is the one with all of it`),
  ];
}

function timerText({ name, fireAt, due, rule }: FoldView['timers'][number]): string {
  return due === undefined ? `${name} ${fireAt}` : `${name} ${fireAt}, due ${due} (${rule ?? ''})`;
}

function section(name: string, texts: readonly string[]): readonly string[] {
  return texts.map((text) => line(name, text));
}

function line(name: string, text: string): string {
  return `${name.padEnd(12)}${text}`;
}
