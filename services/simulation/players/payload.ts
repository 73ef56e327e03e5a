import { z } from 'zod';
import type { DurableMachine } from '../../../machines/engine/index.ts';
import { dayOfFact, plus } from './dates.ts';
import { fieldValue } from './fields.ts';
import { actorFor } from './people.ts';
import type { Scene } from './scene.ts';

/** What matters here of the JSON Schema of a field. */
interface Field {
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly type?: string;
}
type Fields = Readonly<Record<string, Field>>;

const known = new WeakMap<DurableMachine, Map<string, Fields>>();

/** A payload for a command: its example, and instead of what only the day and the case know what is true of them. */
export function payloadFor(scene: Scene): Readonly<Record<string, unknown>> {
  const { command, machine, random } = scene;
  const fields = fieldsOf(machine, command.command);
  const { actor: _actor, ...example } = command.example;
  const names = Object.keys(fields).filter((name) => name in example || random.chance(0.04));
  const filled = names.flatMap((name): [string, unknown][] => {
    const value = valueOf(scene, name, fields[name] ?? {}) ?? example[name];
    return value === undefined ? [] : [[name, value]];
  });
  const payload: Record<string, unknown> = {
    actor: actorFor(scene),
    ...Object.fromEntries(filled),
  };
  const { from } = payload;
  if ('to' in payload && typeof from === 'string') payload['to'] = plus(from, random.int(0, 4));
  return payload;
}

function valueOf(scene: Scene, name: string, field: Field): unknown {
  const value = fieldValue(scene, name);
  if (value !== undefined) return value;
  const { random } = scene;
  if (field.enum && random.chance(0.5)) return random.pick(field.enum);
  if (field.format === 'date') return dayOfFact(scene);
  return undefined;
}

/** The fields of a command's payload, by name. */
function fieldsOf(machine: DurableMachine, command: string): Fields {
  const ofMachine = known.get(machine) ?? new Map<string, Fields>();
  known.set(machine, ofMachine);
  const before = ofMachine.get(command);
  if (before) return before;
  const definition = machine.contract.commands[command];
  if (!definition) throw new Error(`${machine.contract.id} has no command ${command}`);
  const shape = definition.payload ?? machine.contract.events[definition.records]?.data;
  if (!shape) throw new Error(`${machine.contract.id} has no event ${definition.records}`);
  const { properties = {} } = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as {
    readonly properties?: Fields;
  };
  ofMachine.set(command, properties);
  return properties;
}
