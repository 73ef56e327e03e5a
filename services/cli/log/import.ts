import type { Command } from 'commander';
import { say } from '../../../machines/text/index.ts';
import { importLog, type Imported } from '../../import/index.ts';
import { below } from '../help/index.ts';
import { matching, type CliOptions } from '../options.ts';

interface ImportFlags {
  readonly tenant?: string;
  readonly json?: true;
}

/** `log import`: an export back into an empty stream. */
export function addImport(log: Command, options: CliOptions): void {
  log
    .command('import')
    .description(
      'Restore an export into the empty stream of its tenant: the same sequences, subjects, headers and bytes.',
    )
    .argument('<folder>', 'what `certway log export` has written')
    .option(
      '--tenant <id>',
      'the tenant of the export, when it is not the one that is served here',
      matching(/^[a-z0-9-]+$/, () =>
        say('cli.must.tenant', 'It must be the id of a tenant, e.g. acme-cert.'),
      ),
    )
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      below(
        say(
          'help.below.logImport',
          'Interrupted and run again it goes on. Stop the workers first: nothing else may write to the stream.',
        ),
        say('help.exit.logImport', 'Exit code: 0 when everything is there, 1 otherwise.'),
      ),
    )
    .action((folder: string, flags: ImportFlags) => restore(options, folder, flags));
}

function restore(options: CliOptions, folder: string, flags: ImportFlags): Promise<void> {
  const { write, progress, signal, setExitCode } = options;
  const tenant = flags.tenant ?? options.tenant;
  return options.withLog(async (js) => {
    const imported = await importLog({
      ...{ folder, tenant, js, signal },
      onProgress: (done, of) =>
        progress?.(say('cli.import.progress', '{done} of {of} events', { done, of })),
    });
    write(flags.json ? JSON.stringify(imported) : importedLine(imported));
    signal.throwIfAborted();
    if (!imported.complete) setExitCode(1);
  });
}

/** What was restored as one line for people. */
function importedLine(imported: Imported): string {
  const { stream, events, heads, found, written, complete } = imported;
  return say(
    'cli.import.done',
    '{stream}: {events} events and {heads} signed heads in the export, {written} written{found, plural, =0 {} other {, {found} were there already}}{complete, select, yes {} other {; the rest is still to come: run it again}}',
    { stream, events, heads, found, written, complete: complete ? 'yes' : 'no' },
  );
}
