import type { Command } from 'commander';
import { say } from '../../machines/text/index.ts';
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
        progress?.(say('cli.play.step', 'step {number} of {of}, {date}', { number, of, date })),
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
  const counts = { scenario, commands, expectations };
  return [
    ...failures.flatMap(failureLines),
    ...unlikeTheirLog.map(
      (entity) =>
        `✗ ${say('cli.play.unlikeLog', '{entity}: its folded log differs from its state', { entity })}`,
    ),
    ...(movedYears > 0
      ? [say('cli.play.moved', 'dates are moved by {years} years', { years: movedYears })]
      : []),
    isAsExpected(played)
      ? `✓ ${say(
          'cli.play.asExpected',
          '{scenario}: {commands} commands, {expectations} expectations, all as expected',
          counts,
        )}`
      : `✗ ${say(
          'cli.play.notAsExpected',
          '{scenario}: {commands} commands, {expectations} expectations, {count} not as expected',
          { ...counts, count: failures.length },
        )}`,
  ];
}

function failureLines({ file, line, date, of, command, expected, given }: Failure): string[] {
  const subject = command === undefined ? of : `${of} ${command}`;
  const [wanted, found] = [say('cli.play.expected', 'expected:'), say('cli.play.given', 'given:')];
  const width = Math.max(wanted.length, found.length) + 1;
  const [first = '', ...rest] = given.split('\n');
  return [
    `✗ ${file}:${String(line)}  ${date}  ${subject}`,
    `    ${wanted.padEnd(width)}${expected}`,
    `    ${found.padEnd(width)}${first}`,
    ...rest.map((text) => `    ${' '.repeat(width)}${text}`),
  ];
}
