import { InvalidArgumentError } from 'commander';
import type { DurableMachine } from '../../../machines/engine/index.ts';
import { cloudEventType } from '../../event-log/index.ts';

/**
 * Reads a list of events, each by its name (`CertificateIssued`, of whichever machine) or by its CloudEvents type.
 * @returns the types, each once
 */
export function readTypes(machines: readonly DurableMachine[], given: string): string[] {
  const known = machines.flatMap(({ contract }) =>
    Object.entries(contract.events).map(([type, { version = 1 }]) => ({
      type,
      full: cloudEventType({ machine: contract.id, cause: 'command', type, version }),
    })),
  );
  const types = given.split(',').flatMap((name) => {
    const found = known.filter(({ type, full }) => type === name.trim() || full === name.trim());
    if (found.length > 0) return found.map(({ full }) => full);
    throw new InvalidArgumentError(
      `There is no event ${name.trim()}: an event is e.g. CertificateIssued or org.certway.certification.CertificateIssued.v1.`,
    );
  });
  return [...new Set(types)];
}
