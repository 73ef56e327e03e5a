import type { Command } from 'commander';
import { say } from '../../../machines/text/index.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Finding } from '../finding.ts';
import { below, examples } from '../help/index.ts';
import type { CliOptions } from '../options.ts';
import { styled } from '../text.ts';

/** `doctor`: whether everything is there that certway needs. */
export function addDoctor(program: Command, options: CliOptions): void {
  program
    .command('doctor')
    .description(
      'Look at servers, versions, namespace, search attributes, streams, worker and clocks; say how to fix what is wrong.',
    )
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      below(
        say('help.below.doctor', 'Nothing is changed.'),
        examples('certway doctor --json'),
        say('help.exit.doctor', 'Exit code: 0 when nothing has failed, 1 otherwise.'),
      ),
    )
    .action((flags: { readonly json?: true }) => doctor(options, flags));
}

async function doctor(options: CliOptions, { json }: { readonly json?: true }): Promise<void> {
  const { write, setExitCode, progress } = options;
  progress?.(say('cli.doctor.progress', 'looking'));
  const findings = await options.examine();
  const isWell = findings.every(({ status }) => status !== 'failed');
  if (json) write(JSON.stringify({ isWell, findings }));
  else for (const text of findingLines(options, findings)) write(text);
  if (!isWell) setExitCode(exitCodes.FAILED);
}

const signs = { ok: '✓', warning: '!', failed: '✗', skipped: '–' } as const;
const styles = { ok: 'green', warning: 'yellow', failed: 'red', skipped: 'dim' } as const;

/** Of the checks that are no names of something. */
function checkNames(): Readonly<Record<string, string>> {
  return {
    'search attributes': say('doctor.check.attributes', 'search attributes'),
    'clock of Temporal': say('doctor.check.clockTemporal', 'clock of Temporal'),
    'clock of NATS': say('doctor.check.clockNats', 'clock of NATS'),
  };
}

/** Findings as text, each with what to do. */
export function findingLines(
  options: Pick<CliOptions, 'hasColor'>,
  findings: readonly Finding[],
): readonly string[] {
  const names = checkNames();
  const named = findings.map((one) => ({ ...one, name: names[one.check] ?? one.check }));
  const width = Math.max(...named.map(({ name }) => name.length));
  return named.flatMap(({ name, status, found, fix }) => [
    `${styled(options, styles[status], signs[status])} ${name.padEnd(width)}  ${found}`,
    ...(fix === undefined ? [] : [`  ${' '.repeat(width)}  → ${fix}`]),
  ]);
}
