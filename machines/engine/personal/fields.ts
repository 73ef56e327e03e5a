import {
  type AnyContract,
  type PersonalField,
  personalFields,
  setAsideSchema,
  shapeOf,
} from '../contract/index.ts';
import { own } from '../state/index.ts';

/** Fields below some place of the data, and who acted there. */
export interface Region {
  /** Names of members from the data on; none for the data themselves. */
  readonly at: readonly string[];
  readonly fields: readonly PersonalField[];
  /** Opaque id of whoever acted. */
  readonly actorId: string | undefined;
}

/**
 * The marked fields of an event: of the machine itself, or of a child that reports it.
 * @param version - of the shape of its data; those of the present shape without it, or when it is not known
 */
export function eventFields(
  contract: AnyContract,
  type: unknown,
  version?: number,
): readonly PersonalField[] {
  return firstOf(contract, (each) => {
    const definition = typeof type === 'string' ? own(each.events, type) : undefined;
    if (!definition || version === undefined) return definition?.data;
    return shapeOf(definition, version) ?? definition.data;
  });
}

/** The marked fields of a command's payload: of the machine itself, or of a child to which it is handed on. */
export function commandFields(contract: AnyContract, command: unknown): readonly PersonalField[] {
  if (command === 'setAside') return personalFields(setAsideSchema);
  return firstOf(contract, (each) => {
    const definition = typeof command === 'string' ? own(each.commands, command) : undefined;
    return definition && (definition.payload ?? own(each.events, definition.records)?.data);
  });
}

/** The contract of a child by the name that the machine gives it. */
export function childContract(contract: AnyContract, src: string): AnyContract | undefined {
  return own((contract.children ?? {}) as Readonly<Record<string, AnyContract>>, src);
}

type Schema = Parameters<typeof personalFields>[0];

function firstOf(
  contract: AnyContract,
  schemaOf: (contract: AnyContract) => Schema | undefined,
): readonly PersonalField[] {
  const children = Object.values(
    (contract.children ?? {}) as Readonly<Record<string, AnyContract>>,
  );
  for (const each of [contract, ...children]) {
    const schema = schemaOf(each);
    if (schema) return personalFields(schema);
  }
  return [];
}
