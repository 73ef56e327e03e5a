import { InvalidArgumentError, type Command } from 'commander';
import { EngineError } from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
import {
  openKeyRing,
  rotateMasterKey,
  usesOf,
  type KeyRing,
  type KeyRingPlace,
  type SubjectUse,
} from '../personal-data/index.ts';
import { below } from './help/index.ts';
import type { CliOptions } from './options.ts';

interface JsonFlag {
  readonly json?: true;
}
type EraseFlags = JsonFlag & { readonly yes?: true };

/** `subject …`: the people and clients whose texts the log holds encrypted. */
export function addSubject(program: Command, options: CliOptions): void {
  const subject = program
    .command('subject')
    .description('The people and clients whose texts the log holds encrypted.');
  subject
    .command('list')
    .description('Print everybody who has a key, and the erasures.')
    .option('--json', 'one JSON object per line')
    .action((flags: JsonFlag) => {
      list(options, flags);
    });
  subject
    .command('show')
    .argument('<id>', ID, subjectOf)
    .description(
      'Print where the log holds texts of somebody, whether they can still be read or not.',
    )
    .option('--json', 'one JSON object')
    .action((id: string, flags: JsonFlag) => show(options, id, flags));
  subject
    .command('erase')
    .argument('<id>', ID, subjectOf)
    .description('Destroy the key of somebody: nobody can read these texts again.')
    .option('-y, --yes', 'do not ask')
    .option('--json', 'one JSON object')
    .addHelpText('after', below(elsewhere()))
    .action((id: string, flags: EraseFlags) => erase(options, id, flags));
  subject
    .command('rotate')
    .description('Change the master key and wrap every key by the new one.')
    .option('--json', 'one JSON object')
    .action((flags: JsonFlag) => {
      rotate(options, flags);
    });
}

/** What somebody types who agrees. */
const AGREED = 'erase';
const ID = 'opaque id of a person, e.g. a-17; or journey:<id> for the client of a journey';

function elsewhere(): string {
  return say(
    'cli.subject.elsewhere',
    `What else may hold the texts:
  - the key in backups of the key ring, until those expire: put an erasure file back with them
  - Temporal: histories of workflows, until the namespace's retention has passed
  - Temporal: the state of workflows that run; they keep what they were told until they
    have ended or are resumed from the log ("certway subject show <id>" names the workflows)
  - what consumers have stored, and exports that were read with the ring`,
  );
}

function subjectOf(given: string): string {
  if (/^journey:[A-Za-z0-9_-]{1,64}$/.test(given)) return given;
  const id = given.replace(/^person:/, '');
  if (/^[A-Za-z0-9_.-]{1,64}$/.test(id)) return `person:${id}`;
  throw new InvalidArgumentError(
    say(
      'cli.must.subject',
      'It must be the opaque id of a person, e.g. a-17; or journey:<id> for the client of a journey.',
    ),
  );
}

function ringOf({ keyRing }: CliOptions): { place: KeyRingPlace; ring: KeyRing } {
  if (keyRing) return { place: keyRing, ring: openKeyRing(keyRing) };
  throw new EngineError(
    'KEY_RING_NOT_FOUND',
    say(
      'cli.subject.noRing',
      'No key ring is configured, so personal data are stored in clear: {name} names its folder.',
      { name: 'CERTWAY_KEY_RING' },
    ),
  );
}

function list(options: CliOptions, flags: JsonFlag): void {
  const { ring } = ringOf(options);
  const { write } = options;
  const subjects = [...ring.subjects()].sort((a, b) => (a.subject < b.subject ? -1 : 1));
  const erasures = [...ring.erasures()].sort((a, b) => (a.at < b.at ? -1 : 1));
  if (flags.json) {
    for (const one of [...subjects, ...erasures]) write(JSON.stringify(one));
    return;
  }
  for (const { subject, createdAt } of subjects) {
    const day = createdAt.slice(0, 10);
    write(
      `${subject.padEnd(40)}  ${say('cli.subject.keySince', 'has a key since {day}', { day })}`,
    );
  }
  for (const { reference, at } of erasures) write(`${reference.padEnd(40)}  ${erasedText(at)}`);
  write(
    say('cli.subject.total', '{subjects} with a key, {erasures} erased', {
      ...{ subjects: subjects.length, erasures: erasures.length },
    }),
  );
}

function erasedText(at: string): string {
  return say('cli.subject.erased', 'erased {at}', { at });
}

async function show(options: CliOptions, subject: string, flags: JsonFlag): Promise<void> {
  const { ring } = ringOf(options);
  const { write, tenant, signal, progress } = options;
  const reference = ring.referenceOf(subject);
  const known = ring.subjects().find((one) => one.reference === reference);
  const erasure = ring.erasures().find((one) => one.reference === reference);
  const uses: SubjectUse[] = [];
  const onProgress = (done: number, of: number): void =>
    progress?.(say('cli.eventsRead', '{done} of {of} events read', { done, of }));
  await options.withLog(async (js) => {
    uses.push(...(await usesOf(js, { tenant, reference, signal, onProgress })));
  });
  if (flags.json) {
    const { createdAt = null } = known ?? {};
    write(JSON.stringify({ subject, reference, createdAt, erasedAt: erasure?.at ?? null, uses }));
    return;
  }
  const key = known
    ? say('cli.subject.hasKey', 'has a key')
    : say('cli.subject.noKey', 'has no key yet');
  write(`${subject}: ${erasure ? erasedText(erasure.at) : key}`);
  write(say('cli.subject.reference', 'reference in the log: {reference}', { reference }));
  useLines(uses).forEach(write);
}

function useLines(uses: readonly SubjectUse[]): readonly string[] {
  if (uses.length === 0) return [say('cli.subject.noUse', 'the log holds no text')];
  return uses.map(({ entity, events, values }) => {
    const what = say('cli.subject.use', '{values} encrypted values in {events} events', {
      ...{ values, events },
    });
    return `${entity.padEnd(40)}  ${what}`;
  });
}

async function erase(options: CliOptions, subject: string, flags: EraseFlags): Promise<void> {
  const { ring } = ringOf(options);
  const { write, prompts, setExitCode } = options;
  if (!flags.yes && !(await isAgreed(subject, prompts))) {
    write(say('cli.subject.kept', 'nothing was erased'));
    setExitCode(1);
    return;
  }
  const reference = ring.referenceOf(subject);
  const hadKey = ring.subjects().some((one) => one.reference === reference);
  const fact = ring.erase(subject, new Date().toISOString());
  if (flags.json) {
    write(JSON.stringify({ ...fact, hadKey }));
    return;
  }
  const { at, reference: under } = fact;
  write(
    hadKey
      ? say('cli.subject.done', '{subject} is erased since {at}', { subject, at })
      : say('cli.subject.doneNoKey', '{subject} is erased since {at} (there was no key)', {
          ...{ subject, at },
        }),
  );
  write(
    say(
      'cli.subject.recorded',
      'recorded as {event} under {reference}; from now on the log keeps no text of this subject',
      { event: 'SubjectErased', reference: under },
    ),
  );
  write(elsewhere());
}

async function isAgreed(subject: string, prompts: CliOptions['prompts']): Promise<boolean> {
  if (!prompts) {
    throw new EngineError(
      'COMMAND_REFUSED',
      say(
        'cli.subject.cannotAsk',
        'Nothing was erased: nobody can be asked here. To erase {subject} without being asked, add --yes.',
        { subject },
      ),
    );
  }
  const question = say(
    'cli.subject.ask',
    'Erase {subject}? The texts cannot be brought back. Type "{word}" to go on:',
    { subject, word: AGREED },
  );
  return (await prompts.type(question, () => undefined)).trim() === AGREED;
}

function rotate(options: CliOptions, flags: JsonFlag): void {
  const { place } = ringOf(options);
  const rewrapped = rotateMasterKey(place);
  options.write(
    flags.json
      ? JSON.stringify({ rewrapped })
      : say('cli.subject.rotated', '{count} keys wrapped by a new master key; back up {folder}', {
          ...{ count: rewrapped, folder: place.masterKeys },
        }),
  );
}
