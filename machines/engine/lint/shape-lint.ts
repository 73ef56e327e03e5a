import {
  type AnyContract,
  childContracts,
  eventDefinition,
  type EventDefinition,
  faultsIn,
  shapeOf,
  versionOf,
} from '../contract/index.ts';

type Data = Readonly<Record<string, unknown>>;

/**
 * What is wrong with the versions of a contract's events: a step that is missing, an upcaster that does not lead where
 * it says.
 * @returns one line per fault: the event, what is wrong and the remedy
 */
export function shapeFaults(contract: AnyContract): string[] {
  return [
    ...Object.entries(contract.events).flatMap(([name, definition]) =>
      eventFaults(definition).map((fault) => `event ${name}: ${fault}`),
    ),
    ...ambiguousFaults(contract),
  ];
}

function eventFaults(definition: EventDefinition): string[] {
  const version = versionOf(definition);
  if (!Number.isInteger(version) || version < 1) {
    return [`version ${String(version)}: use 1, 2, 3 …`];
  }
  const wanted = Array.from({ length: version - 1 }, (_, index) => index + 1);
  const kept = Object.keys(definition.earlier ?? {}).map(Number);
  return [
    ...wanted
      .filter((each) => !kept.includes(each))
      .map((each) => `version ${String(each)} is lost; keep it in earlier, with its upcaster`),
    ...kept
      .filter((each) => !wanted.includes(each))
      .map((each) => `earlier version ${String(each)} does not lie before ${String(version)}`),
    ...wanted.filter((each) => kept.includes(each)).flatMap((each) => stepFaults(definition, each)),
  ];
}

/** Takes the example of an earlier shape one version on: the examples of all shapes together try the whole chain. */
function stepFaults(definition: EventDefinition, version: number): string[] {
  const shape = definition.earlier?.[version];
  if (!shape) return [];
  const says = `version ${String(version)}`;
  const faults = faultsIn(shape.data, shape.example).map(
    (fault) => `${says}: its example does not fit its schema, ${fault}`,
  );
  if (faults.length > 0) return faults;
  const [first, second] = [run(shape, definition, version), run(shape, definition, version)];
  if ('faults' in first) return first.faults.map((fault) => `${says}: ${fault}`);
  return 'data' in second && JSON.stringify(first.data) === JSON.stringify(second.data)
    ? []
    : [`${says}: its upcaster gives something else each time; make it pure`];
}

type Outcome = { readonly faults: readonly string[] } | { readonly data: Data };
type Shape = NonNullable<EventDefinition['earlier']>[number];

/** The whole way from an example to the newest shape. */
function run(shape: Shape, definition: EventDefinition, version: number): Outcome {
  const { earlier = {} } = definition;
  let data: Data = frozen(shape.example);
  for (let from = version; from < versionOf(definition); from += 1) {
    const next = shapeOf(definition, from + 1) ?? definition.data;
    const to = `its example, taken on to version ${String(from + 1)}`;
    try {
      data = frozen(earlier[from]?.upcast(data) ?? {});
    } catch (error) {
      return { faults: [`the upcaster from ${String(from)} throws: ${String(error)}; mend it`] };
    }
    const faults = faultsIn(next, data).map((fault) => `${to}, does not fit its schema, ${fault}`);
    if (faults.length > 0) return { faults };
  }
  return { data };
}

/** A copy that an upcaster cannot change. */
function frozen(data: Data): Data {
  const freeze = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    Object.values(value).forEach(freeze);
    return Object.freeze(value);
  };
  return freeze(JSON.parse(JSON.stringify(data))) as Data;
}

/** A copy of a child's event is read by its name alone. */
function ambiguousFaults(contract: AnyContract): string[] {
  const seen = new Map<string, { readonly child: string; readonly version: number }>();
  return childContracts(contract).flatMap(({ id, reports = [], ...child }) =>
    reports.flatMap((name) => {
      const event = { type: name, cause: 'derived' };
      const version = versionOf(eventDefinition({ ...child, id }, event));
      const other = seen.get(name);
      seen.set(name, { child: id, version });
      return other && other.child !== id && other.version !== version
        ? [`children: ${other.child} and ${id} report ${name} in different versions; rename one`]
        : [];
    }),
  );
}
