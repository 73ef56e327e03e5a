import type { Command } from 'commander';
import {
  loadScenario,
  memoryStage,
  playScenario,
  type Failure,
  type Played,
  type Stage,
} from '../scenario/index.ts';
import type { CliOptions } from './options.ts';

interface PlayFlags {
  readonly server?: true;
  readonly json?: true;
}

/** `play`: whether a journey goes as a file says. */
export function addPlay(program: Command, options: CliOptions): void {
  program
    .command('play')
    .argument('<file>', 'scenario, e.g. infra/scenarios/worked-case.yaml')
    .description('Play a scenario file and print each of its expectations that fails.')
    .option('--server', 'on servers of its own, whose time skips, instead of in memory')
    .option('--json', 'as one JSON object')
    .action((file: string, flags: PlayFlags) => play(options, file, flags));
}

async function play(options: CliOptions, file: string, flags: PlayFlags): Promise<void> {
  const { machines, signal, progress, write } = options;
  const scenario = loadScenario(file, machines);
  const withStage: CliOptions['withScenarioServers'] = flags.server
    ? options.withScenarioServers
    : (work) => work(memoryStage(machines));
  await withStage(async (stage: Stage) => {
    const played = await playScenario(scenario, stage, {
      signal,
      onStep: ({ number, of, date }) =>
        progress?.(`step ${String(number)} of ${String(of)}, ${date}`),
    });
    if (flags.json) write(JSON.stringify(played));
    else playedLines(played).forEach(write);
    if (!isAsExpected(played)) options.setExitCode(1);
  });
}

function isAsExpected({ failures, unlikeTheirLog }: Played): boolean {
  return failures.length === 0 && unlikeTheirLog.length === 0;
}

/** What playing a scenario came to, for people. */
function playedLines(played: Played): readonly string[] {
  const { scenario, commands, expectations, failures, movedYears, unlikeTheirLog } = played;
  const counts = `${String(commands)} commands, ${String(expectations)} expectations`;
  const moved = movedYears > 0 ? [`dates are moved by ${String(movedYears)} years`] : [];
  const result = isAsExpected(played)
    ? [`✓ ${scenario}: ${counts}, all as expected`]
    : [`✗ ${scenario}: ${counts}, ${String(failures.length)} not as expected`];
  return [
    ...failures.flatMap(failureLines),
    ...unlikeTheirLog.map((entity) => `✗ ${entity}: its folded log differs from its state`),
    ...moved,
    ...result,
  ];
}

function failureLines({ file, line, date, of, command, expected, given }: Failure): string[] {
  const subject = command === undefined ? of : `${of} ${command}`;
  const [first = '', ...rest] = given.split('\n');
  return [
    `✗ ${file}:${String(line)}  ${date}  ${subject}`,
    `    expected: ${expected}`,
    `    given:    ${first}`,
    ...rest.map((text) => `              ${text}`),
  ];
}
