import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { say } from '../../../machines/text/index.ts';
import { proveEvent } from '../../proof/index.ts';
import { below } from '../help/index.ts';
import { CommandError, matching, type CliOptions } from '../options.ts';

interface ProveFlags {
  readonly out?: string;
}

const EVENT_ID = /^[A-Za-z0-9_~/-]+:[1-9]\d*$/;

/** `log prove`: that the log holds one event. */
export function addProve(log: Command, options: CliOptions): void {
  log
    .command('prove')
    .description(
      'Write the proof that the log holds an event: for somebody who shall see no other.',
    )
    .argument(
      '<event id>',
      'e.g. globex-27001:7 or globex-27001/stage-1:2',
      matching(EVENT_ID, () =>
        say('cli.must.eventId', 'It must be the id of an event, e.g. globex-27001:7.'),
      ),
    )
    .option('-o, --out <file>', 'a file that must not exist  (default: the standard output)')
    .addHelpText(
      'after',
      below(
        say('help.below.logProve', 'Check it with: certway log verify --proof <file> --keys <dir>'),
      ),
    )
    .action((id: string, flags: ProveFlags) => prove(options, id, flags));
}

function prove(options: CliOptions, id: string, { out }: ProveFlags): Promise<void> {
  return options.withLog(async (js) => {
    const proof = await proveEvent({ js, tenant: options.tenant, id });
    const text = JSON.stringify(proof, null, 2);
    if (out === undefined) options.write(text);
    else await save(out, `${text}\n`);
  });
}

async function save(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    const { message: why } = error as Error;
    throw new CommandError(
      say('cli.notWritten', '{path} cannot be written: {why}', { path: file, why }),
      { cause: error },
    );
  }
}
