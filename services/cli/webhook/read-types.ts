import { InvalidArgumentError } from 'commander';
import { say } from '../../../machines/text/index.ts';
import type { DurableMachine } from '../../../machines/engine/index.ts';
import { eventTypes } from '../../event-log/index.ts';

/**
 * Reads a list of events, each by its name (`CertificateIssued`, of whichever machine) or by its CloudEvents type.
 * @returns the types, each once
 */
export function readTypes(machines: readonly DurableMachine[], given: string): string[] {
  const { known } = eventTypes(machines);
  const types = given.split(',').flatMap((part) => {
    const wanted = part.trim();
    const found = known.filter(({ name, type }) => name === wanted || type === wanted);
    if (found.length > 0) return found.map(({ type }) => type);
    throw new InvalidArgumentError(
      say('cli.webhook.noEvent', 'There is no event {wanted}: an event is e.g. {examples}.', {
        wanted,
        examples: 'CertificateIssued, org.certway.certification.CertificateIssued.v1',
      }),
    );
  });
  return [...new Set(types)];
}
