import { readFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { say } from '../../../machines/text/index.ts';
import { liveLog, readExport } from '../../export/index.ts';
import {
  absence,
  checkProof,
  parseProof,
  verdictJson,
  verifyLog,
  type LogToVerify,
  type Verdict,
} from '../../proof/index.ts';
import { createVerifier, keyIdOf, type Verifier } from '../../signing/index.ts';
import { below } from '../help/index.ts';
import { CommandError, JOURNEY, matching, type CliOptions } from '../options.ts';
import { proofLine, verdictLines } from './verdict-lines.ts';

interface VerifyFlags {
  readonly export?: string;
  readonly journey?: string;
  readonly proof?: string;
  readonly keys?: string;
  readonly json?: true;
}

/** `log verify`: whether a log is what it should be. */
export function addVerify(log: Command, options: CliOptions): void {
  log
    .command('verify')
    .description('Check every event of the log, and name the first that is not what it should be.')
    .addOption(
      new Option('-e, --export <dir>', 'an export instead of the log of the servers').conflicts(
        'proof',
      ),
    )
    .option(
      '-j, --journey <id>',
      'judge only this journey; of the others only the hashes are needed',
      matching(...JOURNEY),
    )
    .addOption(
      new Option('-p, --proof <file>', 'what `certway log prove` has written').conflicts('journey'),
    )
    .option(
      '-k, --keys <dir>',
      'public keys that you trust (default: those of the export, or of here)',
    )
    .option('--json', 'one JSON object on the last line')
    .addHelpText(
      'after',
      below(
        say(
          'help.below.logVerify',
          `Checked are: that no event is missing, the envelope, the subject, the numbering and the chain of each entity,
signatures, that the machine allows each transition, that causes exist, and what the signed heads say.`,
        ),
        say('help.exit.logVerify', 'Exit code: 0 when all is in order, 1 otherwise.'),
      ),
    )
    .action((flags: VerifyFlags) => verify(options, flags));
}

async function verify(options: CliOptions, flags: VerifyFlags): Promise<void> {
  if (flags.proof !== undefined) await verifyProof(options, flags, flags.proof);
  else if (flags.export !== undefined) await verifyExport(options, flags, flags.export);
  else {
    await options.withLog(async (js) => {
      const { tenant, signal } = options;
      const live = await liveLog(js, tenant, signal);
      const { journey } = flags;
      const log = { tenant, journey, messages: live.messages(), heads: live.heads() };
      report(options, flags, await judged(options, flags, { ...log, count: live.lastSequence }));
    });
  }
}

async function verifyExport(
  options: CliOptions,
  flags: VerifyFlags,
  folder: string,
): Promise<void> {
  const { manifest, keysFolder, ...read } = await readExport(folder);
  const journey = flags.journey ?? manifest.journey;
  if (manifest.journey !== undefined && journey !== manifest.journey) {
    throw new CommandError(
      say('cli.verify.onlyJourney', 'The export holds only {journey}.', {
        journey: manifest.journey,
      }),
    );
  }
  const log: LogToVerify = {
    ...{ tenant: manifest.tenant, journey, count: manifest.count },
    ...{ messages: read.messages(), heads: read.heads() },
    proofs: manifest.journey === undefined ? undefined : read.proofs(),
  };
  const verdict = await judged(options, { ...flags, own: keysFolder }, log);
  const [reason] = verdict.firstBad ? [] : await read.differences();
  const firstBad = reason === undefined ? undefined : absence(0, { check: 'file', reason });
  report(options, flags, firstBad ? { ...verdict, firstBad } : verdict);
  if (!flags.json && flags.keys === undefined) options.write(ownKeysLine(options, keysFolder));
}

/** Who can change an export can also put other keys into it. */
function ownKeysLine({ publicKeys }: CliOptions, folder: string): string {
  const ids = (['events', 'sealing'] as const).map((name) => {
    const known = publicKeys(name, folder).map(keyIdOf);
    return `${name} ${known.length > 0 ? known.join(', ') : say('cli.verify.noKey', 'none')}`;
  });
  return say(
    'cli.verify.ownKeys',
    'The keys were those of the export itself: {keys}. Compare them with those you know, or name a folder with --keys.',
    { keys: ids.join('; ') },
  );
}

/** Where public keys come from: those that somebody named, else those of an export, else those of here. */
interface Trust {
  readonly keys?: string;
  readonly own?: string;
}

function judged(options: CliOptions, trust: Trust, log: LogToVerify): Promise<Verdict> {
  const { machines, progress, signal } = options;
  const { count = 0 } = log;
  const onProgress = (seq: number): void =>
    progress?.(say('cli.verify.progress', '{done} of {of} verified', { done: seq, of: count }));
  const judges = { machines, ...verifiersOf(options, trust) };
  return verifyLog(log, judges, { onProgress, signal });
}

interface Verifiers {
  readonly events: Verifier | undefined;
  readonly heads: Verifier | undefined;
}

function verifiersOf(options: CliOptions, { keys, own }: Trust): Verifiers {
  const events = options.publicKeys('events', keys ?? own);
  const heads = options.publicKeys('sealing', keys ?? own);
  if (keys !== undefined && events.length + heads.length === 0) {
    throw new CommandError(
      say(
        'cli.verify.noPublicKey',
        'There is no public key in {keys}: it must hold events.<key id>.pub.pem and sealing.<key id>.pub.pem.',
        { keys },
      ),
    );
  }
  return {
    events: events.length > 0 ? createVerifier(events) : undefined,
    heads: heads.length > 0 ? createVerifier(heads) : undefined,
  };
}

/** @throws CommandError when a journey was to be judged of which there is nothing */
function report({ write, setExitCode }: CliOptions, flags: VerifyFlags, verdict: Verdict): void {
  const { journey } = flags;
  if (journey !== undefined && verdict.events === 0 && !verdict.firstBad) {
    throw new CommandError(
      say('export.noJourney', 'The log holds no journey {journey}.', { journey }),
    );
  }
  if (verdict.firstBad) setExitCode(1);
  const lines = flags.json ? [verdictJson(verdict)] : verdictLines(verdict);
  for (const line of lines) write(line);
}

async function verifyProof(options: CliOptions, flags: VerifyFlags, file: string): Promise<void> {
  const { write, setExitCode } = options;
  const verifiers = verifiersOf(options, flags);
  if (!verifiers.heads) {
    throw new CommandError(
      say(
        'cli.verify.needsKeys',
        'A proof is worth nothing without the public key of the sealer: name a folder that holds sealing.<key id>.pub.pem with --keys.',
      ),
    );
  }
  const checked = await checkProof(parseProof(await textOf(file)), verifiers);
  if ('fault' in checked) setExitCode(1);
  write(flags.json ? proofJson(checked) : proofLine(checked));
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { message: why } = error as Error;
    throw new CommandError(
      say('cli.notRead', '{path} cannot be read: {why}', { path: file, why }),
      { cause: error },
    );
  }
}

function proofJson(checked: Awaited<ReturnType<typeof checkProof>>): string {
  if ('fault' in checked) return JSON.stringify({ ok: false, reason: checked.fault });
  const { id, message, head } = checked;
  const { size, root, at } = head;
  return JSON.stringify({ ok: true, id, streamSequence: message.seq, head: { size, root, at } });
}
