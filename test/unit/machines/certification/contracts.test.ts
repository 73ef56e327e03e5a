import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { faultsIn } from '../../../../machines/engine/index.ts';
import { machines } from '../../../../machines/index.ts';

const commands = machines.flatMap(({ contract }) =>
  Object.entries(contract.commands).map(([name, command]) => ({ contract, name, command })),
);
interface Json {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly items?: Json;
  readonly anyOf?: readonly Json[];
}

/** Paths of fields without a description. */
function undescribed(schema: Json, path: string): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    ...(isDescribed(field) ? [] : [`${path}.${name}`]),
    ...undescribed(field, `${path}.${name}`),
  ]);
  const parts = [...(schema.anyOf ?? []), ...(schema.items ? [schema.items] : [])];
  return [...own, ...parts.flatMap((part) => undescribed(part, path))];
}
function isDescribed({ description, anyOf = [] }: Json): boolean {
  return description !== undefined || anyOf.some(isDescribed);
}

describe('contracts', () => {
  it.each(commands)(
    'given the command $name, when its example is checked, then it is valid and short',
    (given) => {
      const { contract, command } = given;
      const schema = command.payload ?? contract.events[command.records]?.data;
      expect(schema).toBeDefined();
      expect(schema && faultsIn(schema, command.example)).toEqual([]);
      expect(command.description.length).toBeLessThanOrEqual(110);
      expect(command.roles.length).toBeGreaterThan(0);
    },
  );

  it.each(machines.map(({ contract }) => contract))(
    'given the example input of $id, when checked, then it is valid',
    (contract) => {
      expect(faultsIn(contract.input, contract.example)).toEqual([]);
    },
  );

  it.each(machines.map(({ contract }) => contract))(
    'given the events of $id, when read, then every field is described',
    (contract) => {
      const missing = Object.entries(contract.events).flatMap(([name, { data }]) =>
        undescribed(z.toJSONSchema(data, { unrepresentable: 'any' }) as Json, name),
      );
      expect(missing).toEqual([]);
    },
  );

  it('given all rules, when read, then each has a clause and a sentence', () => {
    for (const { rules } of machines) {
      for (const [id, { clause, text }] of Object.entries(rules)) {
        expect(id).toMatch(/^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$/);
        expect(clause.length).toBeGreaterThan(5);
        expect(text).toMatch(/^[A-Z].*\.$/);
      }
    }
  });

  it('given the rules, when compared with the graphs, then each guards a transition', () => {
    for (const { contract, logic, rules } of machines) {
      const used = JSON.stringify(logic.definition, (_, value: unknown) =>
        typeof value === 'function' && 'guards' in value ? value.guards : value,
      );
      expect({
        machine: contract.id,
        unused: Object.keys(rules).filter((id) => !used.includes(`"${id}"`)),
      }).toEqual({
        machine: contract.id,
        unused: [],
      });
    }
  });
});
