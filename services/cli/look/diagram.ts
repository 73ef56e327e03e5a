import type { Command } from 'commander';
import { stateDiagrams, type StateDiagram } from '../../diagram/index.ts';
import { activeStates } from '../../journeys/index.ts';
import { CommandError, ENTITY, machineOf, matching, type CliOptions } from '../options.ts';
import { rowNow } from './row-now.ts';

interface DiagramFlags {
  readonly part?: string;
  readonly json?: true;
}

/** `diagram`: a machine as Mermaid, with the states in which a workflow is. */
export function addDiagram(program: Command, options: CliOptions): void {
  const names = options.machines.map(({ contract }) => contract.id).join(', ');
  program
    .command('diagram')
    .description('Draw a machine as Mermaid; of a workflow, with the state in which it is.')
    .argument('<id>', `a workflow, e.g. globex-27001, or a machine: ${names}`, matching(...ENTITY))
    .option('--part <state>', 'only the inside of this state, e.g. certified/cycle')
    .option('--json', 'one JSON object with all parts')
    .addHelpText(
      'after',
      '\nA large machine is drawn in parts; the comment at the end names them.\n\nExamples:\n  certway diagram globex-27001\n  certway diagram certification --part certified/cycle',
    )
    .action((id: string, flags: DiagramFlags) => diagram(options, id, flags));
}

async function diagram(options: CliOptions, id: string, flags: DiagramFlags): Promise<void> {
  const { machines, write } = options;
  const machine = machines.find(({ contract }) => contract.id === id);
  if (machine) {
    tell(write, { id, state: null, diagrams: stateDiagrams(machine.logic) }, flags);
    return;
  }
  await options.withTemporal(async (client) => {
    const { machine: name, state } = await rowNow(client, id);
    const { logic } = machineOf(options, name);
    tell(write, { id, state, diagrams: stateDiagrams(logic, activeStates(logic, state)) }, flags);
  });
}

interface Drawn {
  readonly id: string;
  readonly state: string | null;
  readonly diagrams: readonly StateDiagram[];
}

function tell(write: CliOptions['write'], drawn: Drawn, { part, json }: DiagramFlags): void {
  if (json) write(JSON.stringify(drawn));
  else for (const text of diagramLines(drawn, part)) write(text);
}

/** One diagram, and the names of the others. @throws CommandError when there is no such part */
export function diagramLines({ id, state, diagrams }: Drawn, part = ''): readonly string[] {
  const found = diagrams.find(({ path }) => path === part);
  const parts = diagrams.map(({ path }) => path).filter((path) => path !== '');
  if (!found) {
    const known = parts.length > 0 ? `there are ${parts.join(', ')}` : 'it is drawn as a whole';
    throw new CommandError(`The diagram of ${id} has no part ${part}; ${known}.`);
  }
  return [
    found.text,
    ...(state === null ? [] : [`%% ${id} is in ${state}`]),
    ...(part === '' && parts.length > 0
      ? [`%% parts: certway diagram ${id} --part <${parts.join('|')}>`]
      : []),
  ];
}
