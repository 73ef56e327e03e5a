import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createSimulation,
  dehydrate,
  type DurableMachine,
  type RecordedEvent,
  type Simulation,
} from '../../machines/engine/index.ts';
import { appeal, complaint, machines as application } from '../../machines/index.ts';
import {
  fromEnvelope,
  GENESIS_HASH,
  hashOfBytes,
  parseEnvelope,
  toBytes,
} from '../../services/event-log/index.ts';
import { begun, play, readCase } from './cases.ts';
import { order, parcel } from './order-machine.ts';

/** The log of one entity as it was stored, and the state it was in. */
export interface Stream {
  /** `<machine>.<scenario>.<version>`. */
  readonly name: string;
  readonly machine: DurableMachine;
  readonly events: readonly RecordedEvent[];
  readonly state: object;
}

const folder = join(import.meta.dirname, '../replay/streams');
const known: readonly DurableMachine[] = [...application, order, parcel];
const clerk = { id: 'a-17', role: 'clerk' };
const carrier = { id: 'a-18', role: 'carrier' };

/** Every recorded stream, of every version that ever ran. */
export function readStreams(): readonly Stream[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => {
      const name = file.slice(0, -'.jsonl'.length);
      const machine = known.find(({ contract }) => contract.id === name.split('.')[0]);
      if (!machine) throw new Error(`no machine for ${file}`);
      const lines = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');
      const events = lines.map((line) => fromEnvelope(parseEnvelope(line)));
      const state = JSON.parse(readFileSync(join(folder, `${name}.state.json`), 'utf8')) as object;
      return { name, machine, events, state };
    });
}

/** Records the present version of every machine; what other versions have recorded stays. */
export function recordStreams(): void {
  mkdirSync(folder, { recursive: true });
  const given = readCase('worked-case');
  const journey = begun(given);
  play(journey, given);
  const others = [appeal, complaint] as readonly DurableMachine[];
  const first = application.filter((machine) => !others.includes(machine));
  for (const { contract } of first) write(journey, contract.id, 'worked-case');
  play(journey, readCase('worked-case-appeals'));
  for (const { contract } of others) write(journey, contract.id, 'worked-case');
  const orders = ordersPlayed();
  for (const { contract } of [order, parcel]) write(orders, contract.id, 'delivered');
}

function ordersPlayed(): Simulation {
  const runner = createSimulation({
    machines: [order, parcel],
    at: '2026-01-01T08:00:00.000Z',
    activities: { renderInvoice: () => ({ number: 'INV-1' }) },
  });
  runner.start('order', 'order-1', { customer: 'globex', limit: 2 });
  const clerks: readonly (readonly [string, object])[] = [
    ['orderParcel', { weight: 2 }],
    ['addNote', { text: 'fragile' }],
    ['hurryParcel', { parcel: 'parcel-1' }],
    ['requestInvoice', {}],
    ['orderParcel', { weight: 3 }],
  ];
  for (const [name, data] of clerks) runner.command('order-1', name, { actor: clerk, ...data });
  runner.travelTo('2026-02-15T08:00:00.000Z');
  for (const child of ['order-1/parcel-1', 'order-1/parcel-2']) {
    runner.command(child, 'weighParcel', { actor: carrier, weight: 4 });
    runner.command(child, 'deliverParcel', { actor: carrier, to: 'door' });
  }
  runner.command('order-1', 'closeOrder', { actor: clerk });
  return runner;
}

/** Of the entities of a machine, the one with the longest log. */
function write(runner: Simulation, machine: string, scenario: string): void {
  const [entity = ''] = runner
    .entities()
    .filter((each) => runner.machine(each).contract.id === machine)
    .sort((a, b) => runner.log(b).length - runner.log(a).length);
  const definition = runner.machine(entity);
  let prevhash = GENESIS_HASH;
  const lines = runner.log(entity).map((event) => {
    const line = toBytes('recorded', event, prevhash);
    prevhash = hashOfBytes(line);
    return line;
  });
  const state = { ...dehydrate(definition, runner.state(entity)), outbox: {} };
  const name = join(folder, `${machine}.${scenario}.${definition.contract.version}`);
  writeFileSync(`${name}.jsonl`, `${lines.join('\n')}\n`);
  writeFileSync(`${name}.state.json`, `${JSON.stringify(state, null, 1)}\n`);
}
