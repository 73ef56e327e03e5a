import { EngineError } from '../contract/index.ts';
import type { DurableMachine, Migration } from '../registration/index.ts';
import type { MachineIdentity } from '../state/index.ts';

/** One migration of a chain. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly migrate: Migration;
}

/** The identity that states of this build carry. */
export function identityOf({ contract, hash }: DurableMachine): MachineIdentity {
  return { id: contract.id, version: contract.version, hash };
}

/** Whether events and states of a version mean in this machine what they meant then. */
export function understands(machine: DurableMachine, version: string): boolean {
  return version === machine.contract.version || machine.compatibleWith.includes(version);
}

/** The definition by which events of a version are folded; `undefined` when this build does not hold it. */
export function definitionOf(machine: DurableMachine, version: string): DurableMachine | undefined {
  if (understands(machine, version)) return machine;
  return machine.versions.find((each) => understands(each, version));
}

/**
 * The migrations that lead from a version to the present one, in order.
 * @returns `undefined` when none begins there
 */
export function chainFrom(machine: DurableMachine, version: string): readonly Link[] | undefined {
  const { migrations, contract } = machine;
  if (!Object.hasOwn(migrations, version)) return undefined;
  const froms = Object.keys(migrations).sort(byVersion);
  return froms.slice(froms.indexOf(version)).flatMap((from, index, rest): Link[] => {
    const migrate = migrations[from];
    return migrate ? [{ from, to: rest[index + 1] ?? contract.version, migrate }] : [];
  });
}

/** Nothing in this build knows what a version meant. */
export function versionUnknown(
  { contract: present }: DurableMachine,
  given: Pick<MachineIdentity, 'id' | 'version'>,
  what: string,
): EngineError {
  return new EngineError(
    'MACHINE_VERSION_UNKNOWN',
    `${what} is of ${given.id} ${given.version}, and this build of ${present.id} ${present.version} cannot take it over: register a migration from ${given.version}, compatibility with it, or its definition in versions`,
    { machine: given.id, version: given.version, present: present.version },
  );
}

/** `1.9.0` before `1.10.0`. */
function byVersion(one: string, other: string): number {
  const a = one.split('.');
  const b = other.split('.');
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = Number(a[index] ?? 0) - Number(b[index] ?? 0);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return one < other ? -1 : 1;
}
