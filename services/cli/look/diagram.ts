import { writeFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { adopt, stateOf, type DurableMachine } from '../../../machines/engine/index.ts';
import { say } from '../../../machines/text/index.ts';
import { oneOf } from '../fields/index.ts';
import { stateDiagrams, type StateDiagram } from '../../diagram/index.ts';
import { readEntity } from '../../fold/index.ts';
import { deadlinesOf } from '../../journeys/index.ts';
import { pathTaken, sheetOf, type PathTaken } from '../../picture/index.ts';
import { below, examples } from '../help/index.ts';
import { CommandError, ENTITY, machineOf, matching, type CliOptions } from '../options.ts';
import { deadlineText } from '../text.ts';

const FORMATS = ['mermaid', 'svg'] as const;

interface DiagramFlags {
  readonly machine?: string;
  readonly format: (typeof FORMATS)[number];
  readonly part?: string;
  readonly out?: string;
  readonly json?: true;
}

/** `diagram`: a machine as Mermaid or SVG, with the states in which a workflow is. */
export function addDiagram(program: Command, options: CliOptions): void {
  const names = options.machines.map(({ contract }) => contract.id).join(', ');
  program
    .command('diagram')
    .description(
      'Draw a machine; of a workflow, with the state in which it is, from the log alone: no worker is needed.',
    )
    .argument('[id]', 'a workflow, e.g. globex-27001', matching(...ENTITY))
    .option('--machine <name>', `instead of a workflow only its machine: ${names}`)
    .addOption(
      new Option('--format <format>', 'svg also tells the path taken, with dates')
        .choices([...FORMATS])
        .argParser((given) => oneOf(FORMATS, given))
        .default('mermaid'),
    )
    .option('--part <state>', 'only the inside of this state, e.g. certified/cycle')
    .option('--out <file>', 'write it there; a file of that name is replaced')
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      below(
        say(
          'help.below.diagram',
          `A large machine is drawn in parts: SVG has all of them on one sheet, for Mermaid a comment at the end names them.
In SVG the live state is filled, what is overdue is red, the path taken blue; a dashed arrow needs no event.`,
        ),
        examples(
          'certway diagram globex-27001 --format svg --out globex.svg',
          'certway diagram --machine certification --part certified/cycle',
        ),
      ),
    )
    .action((id: string | undefined, flags: DiagramFlags) => diagram(options, id, flags));
}

/** What is drawn, as `--json` has it. */
interface Drawn {
  /** The workflow, or the machine. */
  readonly id: string;
  /** State path; `null` of a machine. */
  readonly state: string | null;
  readonly diagrams: readonly StateDiagram[];
}

async function diagram(
  options: CliOptions,
  id: string | undefined,
  flags: DiagramFlags,
): Promise<void> {
  const { machine } = flags;
  if ((id === undefined) === (machine === undefined)) {
    throw new CommandError(
      say('cli.diagram.which', 'Name either a workflow or, with {flag}, a machine.', {
        flag: '--machine',
      }),
    );
  }
  if (machine !== undefined) {
    const subject = { id: machine, state: null, machine: machineOf(options, machine) };
    tell(options, flags, await drawn({ ...subject, title: [] }, flags));
    return;
  }
  await options.withLog(async (js, log) => {
    const { tenant, machines } = options;
    const place = { tenant, machines, entity: id ?? '', log, jsm: await js.jetstreamManager() };
    tell(options, flags, await drawn(await subjectOf(place), flags));
  });
}

/** Whose picture it is. */
interface Subject {
  readonly id: string;
  readonly state: string | null;
  readonly machine: DurableMachine;
  readonly course?: PathTaken;
  readonly title: readonly string[];
}

async function subjectOf(place: Parameters<typeof readEntity>[0]): Promise<Subject> {
  const { machine, events: stored } = await readEntity(place);
  const events = stored.map(({ event }) => event);
  const { state } = adopt(machine, undefined, events);
  const { entity, at, snapshot, timers } = state;
  const path = stateOf(state);
  const deadlines = snapshot.status === 'active' ? deadlinesOf(entity, timers) : [];
  return {
    ...{ id: entity, state: path, machine },
    course: pathTaken(machine, events),
    title: [
      say('cli.diagram.title', '{entity} after its event {sequence} on {day}: {path}', {
        ...{ entity, path, sequence: events.length, day: at.slice(0, 10) },
      }),
      ...deadlines.map(deadlineText),
    ],
  };
}

async function drawn(subject: Subject, { format, part }: DiagramFlags): Promise<Drawn> {
  const { id, state, machine, course, title } = subject;
  if (format === 'mermaid') {
    return { id, state, diagrams: stateDiagrams(machine.logic, course?.live) };
  }
  const svg = await sheetOf(machine.logic, { title, part, ...(course && { course }) });
  const path = part ?? '';
  if (svg === undefined) throw noPart(id, path, stateDiagrams(machine.logic));
  return { id, state, diagrams: [{ path, text: svg }] };
}

function tell({ write }: CliOptions, flags: DiagramFlags, picture: Drawn): void {
  const { out, json, format, part } = flags;
  const lines =
    format === 'svg'
      ? picture.diagrams.map(({ text }) => text.trimEnd())
      : diagramLines(picture, part);
  const text = json ? JSON.stringify(picture) : lines.join('\n');
  if (out === undefined) {
    write(text);
    return;
  }
  try {
    writeFileSync(out, `${text}\n`);
  } catch (error) {
    const { message: why } = error as Error;
    const text = say('cli.notWritten', '{path} cannot be written: {why}', { path: out, why });
    throw new CommandError(text, { cause: error });
  }
  write(say('cli.written', '{path} written', { path: out }));
}

/** One diagram of Mermaid, and the names of the others. @throws CommandError when there is no such part */
export function diagramLines({ id, state, diagrams }: Drawn, part = ''): readonly string[] {
  const found = diagrams.find(({ path }) => path === part);
  if (!found) throw noPart(id, part, diagrams);
  const parts = partsOf(diagrams);
  const subject = state === null ? `--machine ${id}` : id;
  return [
    found.text,
    ...(state === null
      ? []
      : [`%% ${say('cli.diagram.isIn', '{id} is in {state}', { id, state })}`]),
    ...(part === '' && parts.length > 0
      ? [
          `%% ${say('cli.diagram.parts', 'parts: {command}', {
            command: `certway diagram ${subject} --part <${parts.join('|')}>`,
          })}`,
        ]
      : []),
  ];
}

function partsOf(diagrams: readonly StateDiagram[]): readonly string[] {
  return diagrams.map(({ path }) => path).filter((path) => path !== '');
}

function noPart(id: string, part: string, diagrams: readonly StateDiagram[]): CommandError {
  const parts = partsOf(diagrams);
  return new CommandError(
    parts.length > 0
      ? say('cli.diagram.noPart', 'The diagram of {id} has no part {part}; there are {known}.', {
          ...{ id, part, known: parts.join(', ') },
        })
      : say(
          'cli.diagram.noParts',
          'The diagram of {id} has no part {part}; it is drawn as a whole.',
          { id, part },
        ),
  );
}
