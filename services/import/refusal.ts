import { EngineError } from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
import type { Manifest } from '../export/index.ts';

/** What is known before anything is written. */
export interface Given {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Files that are not as they were written. */
  readonly differences: readonly string[];
  /** The tenant whose log is to be restored. */
  readonly tenant: string;
}

/** Why an export cannot be restored; `undefined` when it can. */
export function refusalOf({ folder, manifest, differences, tenant }: Given): string | undefined {
  const { journey, firstSequence, lastSequence, count } = manifest;
  if (differences.length > 0) {
    return say('import.damaged', '{folder} is damaged: {differences}', {
      ...{ folder, differences: differences.join('; ') },
    });
  }
  if (journey !== undefined) {
    return say(
      'import.onlyJourney',
      '{folder} holds the journey {journey} only; a log is restored from an export of the whole',
      { folder, journey },
    );
  }
  if (manifest.tenant !== tenant) {
    return say(
      'import.otherTenant',
      '{folder} is the log of tenant {own}, not of {tenant}; to restore it into the stream of its own: --tenant {own}',
      { folder, own: manifest.tenant, tenant },
    );
  }
  const isWhole = count === 0 || (firstSequence === 1 && count === lastSequence);
  if (!isWhole) {
    return say(
      'import.notWhole',
      '{folder} holds {count} events from stream sequence {from} to {to}: not every one from the first on, so they cannot get their places again',
      { folder, count, from: firstSequence, to: lastSequence },
    );
  }
  return undefined;
}

/** An import that was refused, or cannot go on. */
export function importRefused(why: string): EngineError {
  return new EngineError('IMPORT_REFUSED', why);
}
