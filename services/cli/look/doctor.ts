import type { Command } from 'commander';
import { say } from '../../../machines/text/index.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Finding } from '../finding.ts';
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
      '\nNothing is changed.\n\nExample:\n  certway doctor --json\n\nExit code: 0 when nothing has failed, 1 otherwise.',
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

/** Findings as text, each with what to do. */
export function findingLines(
  options: Pick<CliOptions, 'hasColor'>,
  findings: readonly Finding[],
): readonly string[] {
  const width = Math.max(...findings.map(({ check }) => check.length));
  return findings.flatMap(({ check, status, found, fix }) => [
    `${styled(options, styles[status], signs[status])} ${check.padEnd(width)}  ${found}`,
    ...(fix === undefined ? [] : [`  ${' '.repeat(width)}  → ${fix}`]),
  ]);
}
