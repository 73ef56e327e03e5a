import { resolve } from 'node:path';
import type { Command } from 'commander';
import { say } from '../../../machines/text/index.ts';
import { exportLog, liveLog } from '../../export/index.ts';
import { below } from '../help/index.ts';
import { JOURNEY, matching, type CliOptions } from '../options.ts';

interface ExportFlags {
  readonly out?: string;
  readonly json?: true;
  readonly journey?: string;
}

/** `log export`: the log as a folder of files. */
export function addExport(log: Command, options: CliOptions): void {
  log
    .command('export')
    .description('Write the log into a folder that can be verified without any server.')
    .option(
      '-o, --out <dir>',
      'the folder, which must not exist  (default: named after what it holds)',
    )
    .option(
      '-j, --journey <id>',
      'only this journey and its children, each event with the proof that the log holds it',
      matching(...JOURNEY),
    )
    .option('--json', 'one JSON object: the manifest and its folder')
    .addHelpText(
      'after',
      below(
        say(
          'help.below.logExport',
          'Verify it with: certway log verify --export <dir>\nWhat is in it: infra/docs/proof.md',
        ),
      ),
    )
    .action((flags: ExportFlags) => runExport(options, flags));
}

function runExport(options: CliOptions, flags: ExportFlags): Promise<void> {
  const { tenant, signal, write, progress } = options;
  const { journey } = flags;
  return options.withLog(async (js) => {
    const log = await liveLog(js, tenant, signal);
    const name = `certway-${tenant}-${journey ?? 'log'}-${String(log.lastSequence)}`;
    const folder = resolve(flags.out ?? name);
    const keys = { events: options.publicKeys('events'), sealing: options.publicKeys('sealing') };
    const onProgress = (seq: number): void =>
      progress?.(say('cli.read', '{done} of {of} read', { done: seq, of: log.lastSequence }));
    const at = new Date().toISOString();
    const manifest = await exportLog({ log, folder, journey, keys, at, onProgress });
    if (flags.json) {
      write(JSON.stringify({ folder, ...manifest }));
      return;
    }
    const { count, headCount, lastSequence } = manifest;
    const what =
      journey === undefined
        ? say('cli.export.whole', 'the whole log')
        : say('cli.export.of', 'of {journey}', { journey });
    write(
      say(
        'cli.export.done',
        '{count} events ({what}, which ended at {lastSequence}) and {headCount} signed heads in {folder}',
        { count, what, lastSequence, headCount, folder },
      ),
    );
  });
}
