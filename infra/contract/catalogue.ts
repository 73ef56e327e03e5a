import type { z } from 'zod';
import {
  isReceived,
  shapeOf,
  versionOf,
  type AnyContract,
  type Cause,
  type DurableMachine,
  type EventDefinition,
} from '../../machines/engine/index.ts';
import { cloudEventType, dataSchemaOf } from '../../services/event-log/index.ts';
import { childrenOf } from '../checks/index.ts';
import { causesIn, endings } from './causes.ts';
import {
  actorDone,
  actorFailed,
  commandRefused,
  commandRouted,
  inputSetAside,
  machineMigrated,
  stopped,
  type EngineEvent,
} from './engine-events.ts';

/** One event in one version, as one machine records it. */
export interface EventShape {
  /** Id of the machine. */
  readonly machine: string;
  readonly name: string;
  readonly version: number;
  /** Whether it is recorded in this version now. */
  readonly isNewest: boolean;
  /** Why it is recorded: one or more. */
  readonly causes: readonly Cause[];
  /** Whether it is the machine's copy of what a parent or child has told. */
  readonly isReceived: boolean;
  /** Where its contract lies: the machine's own, that of the child that told it, or the engine. */
  readonly origin: string;
  /** Attribute `type` of the envelope. */
  readonly type: string;
  /** Attribute `dataschema` of the envelope and `$id` of the JSON Schema. */
  readonly dataschema: string;
  readonly description: string;
  readonly data: z.ZodObject;
  /** Data that the contract names as an example, perhaps not all of them. */
  readonly example: Readonly<Record<string, unknown>>;
}

type Source = Pick<EventShape, 'causes' | 'origin' | 'example'>;

/**
 * Every event that machines record, in every version ever shipped: those of their contracts, the copies of what
 * children report, and those of the engine.
 *
 * @param machines - every machine, for who spawns whom
 * @throws Error when one `dataschema` would stand for two shapes
 */
export function catalogueOf(machines: readonly DurableMachine[]): readonly EventShape[] {
  const shapes = machines.flatMap((machine) => [
    ...ownShapes(machine, isChild(machine.contract, machines)),
    ...reportedShapes(machine),
    ...endShapes(machine),
    ...engineShapes(machine, isChild(machine.contract, machines)),
  ]);
  const ids = shapes.map(({ dataschema }) => dataschema);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice === undefined) return shapes;
  throw new Error(`${twice} would stand for two shapes: rename one of the events`);
}

function isChild({ id }: AnyContract, machines: readonly DurableMachine[]): boolean {
  return machines.some(({ contract }) => childrenOf(contract).some(([, child]) => child.id === id));
}

function ownShapes(machine: DurableMachine, hasParent: boolean): readonly EventShape[] {
  const { contract } = machine;
  return Object.entries(contract.events).flatMap(([name, definition]) =>
    versionsOf(contract.id, name, {
      definition,
      source: {
        causes: causesIn(machine, name, hasParent),
        origin: contract.id,
        example: exampleOf(contract, name),
      },
    }),
  );
}

function reportedShapes({ contract }: DurableMachine): readonly EventShape[] {
  return childrenOf(contract).flatMap(([, child]) =>
    (child.reports ?? []).flatMap((name) => {
      const definition = child.events[name];
      const source: Source = {
        ...{ causes: ['child'], origin: child.id },
        example: exampleOf(child, name),
      };
      return definition ? versionsOf(contract.id, name, { definition, source }) : [];
    }),
  );
}

/** The results of activities and the ends of children. */
function endShapes(machine: DurableMachine): readonly EventShape[] {
  return endings(machine).flatMap(({ src, cause, done, failed }) => {
    const shape = (name: string, event: EngineEvent): EventShape =>
      engineShape(machine.contract.id, name, { event, causes: [cause] });
    return [shape(done, actorDone(src)), shape(failed, actorFailed(src))];
  });
}

function engineShapes({ contract }: DurableMachine, hasParent: boolean): readonly EventShape[] {
  const shape = (name: string, event: EngineEvent, cause: Cause): EventShape =>
    engineShape(contract.id, name, { event, causes: [cause] });
  return [
    shape('CommandRefused', commandRefused, 'refused'),
    ...(contract.routes ? [shape('CommandRouted', commandRouted, 'command')] : []),
    shape('InputSetAside', inputSetAside, 'command'),
    ...(hasParent ? [shape('Stopped', stopped, 'parent')] : []),
    shape('MachineMigrated', machineMigrated, 'migrated'),
  ];
}

function engineShape(
  machine: string,
  name: string,
  { event, causes }: { readonly event: EngineEvent; readonly causes: readonly Cause[] },
): EventShape {
  const source = { causes, origin: 'engine', example: {} };
  const [shape] = versionsOf(machine, name, { definition: event, source });
  if (!shape) throw new Error(`${name} has no shape`);
  return shape;
}

/** The versions of one event, the newest first. */
function versionsOf(
  machine: string,
  name: string,
  { definition, source }: { readonly definition: EventDefinition; readonly source: Source },
): readonly EventShape[] {
  const newest = versionOf(definition);
  const [cause = 'derived'] = source.causes;
  return Array.from({ length: newest }, (_, index) => newest - index).flatMap((version) => {
    const data = shapeOf(definition, version);
    const event = { machine, type: name, version, cause };
    return data === undefined
      ? []
      : {
          ...{ machine, name, version, isNewest: version === newest, data },
          ...{ ...source, isReceived: isReceived({ cause }), type: cloudEventType(event) },
          ...{ dataschema: dataSchemaOf(event), description: definition.description },
          example: definition.earlier?.[version]?.example ?? source.example,
        };
  });
}

/** What the contract shows of an event: the payload of a command that records it, or the input that starts it. */
function exampleOf(contract: AnyContract, name: string): Readonly<Record<string, unknown>> {
  const command = Object.values(contract.commands).find(({ records }) => records === name);
  return command?.example ?? (contract.starts === name ? contract.example : {});
}
