import {
  adopt,
  EngineError,
  type DurableMachine,
  type EntityState,
} from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
import { START_POSITION, type EventLog, type StoredEvent } from '../event-log/index.ts';
import { cutAt, type Cut } from './cut.ts';
import { nearest } from './nearest.ts';
import { entitiesNear, machineOf, type Places } from './places.ts';
import { viewOf, type FoldView } from './view.ts';

/** What is folded, and from which log. */
export interface FoldOptions extends Places {
  readonly log: EventLog;
  readonly machines: readonly DurableMachine[];
  /** Workflow id, e.g. `globex-27001/nc-s2-003`. */
  readonly entity: string;
  /** Where the log is cut. @defaultValue at its end */
  readonly cut?: Cut;
}

/**
 * The state of an entity now or then, from nothing but the log.
 * @throws EngineError `ENTITY_UNKNOWN`, `LOG_CUT_EMPTY`, `LOG_CUT_BEYOND`, and what `adopt` throws; ChainBrokenError,
 * which names the event
 */
export async function foldEntity(options: FoldOptions): Promise<FoldView> {
  const { entity, cut } = options;
  const { machine, events: all } = await readEntity(options);
  const events = cutAt(all, cut);
  if (events.length === 0) throw beforeAll(entity, all);
  if (cut?.kind === 'sequence' && cut.sequence > all.length) throw beyondAll(entity, all);
  const adopted = adopt(
    machine,
    undefined,
    events.map(({ event }) => event),
  );
  const until = all[events.length]?.streamSequence ?? Number.POSITIVE_INFINITY;
  const taken = await takenBy(options, adopted.state, until);
  return viewOf({ events, of: all.length, adopted, taken });
}

/** What the log holds of one entity, and the machine that it is of. */
export interface Logged {
  readonly machine: DurableMachine;
  /** In order; at least one. */
  readonly events: readonly StoredEvent[];
}

/** Reads the log of one entity. @throws EngineError `ENTITY_UNKNOWN`, `MACHINE_VERSION_UNKNOWN`; ChainBrokenError */
export async function readEntity(options: Omit<FoldOptions, 'cut'>): Promise<Logged> {
  const { log, entity } = options;
  const machine = await machineOf(options, entity);
  if (machine === undefined) throw unknown(entity, await entitiesNear(options, entity));
  const events = await log.read({ entity, machine }, START_POSITION);
  return { machine: definitionOf(options, machine), events };
}

function definitionOf({ machines }: Pick<FoldOptions, 'machines'>, id: string): DurableMachine {
  const found = machines.find(({ contract }) => contract.id === id);
  if (found) return found;
  throw new EngineError(
    'MACHINE_VERSION_UNKNOWN',
    say('fold.noMachine', 'this build has no machine {id}', { id }),
  );
}

/** What each receiver of a message had recorded of this sender before a place of the stream. */
async function takenBy(
  options: FoldOptions,
  { entity, outbox }: EntityState,
  until: number,
): Promise<ReadonlyMap<string, number>> {
  const taken = new Map<string, number>();
  for (const receiver of Object.keys(outbox)) {
    const machine = await machineOf(options, receiver);
    if (machine === undefined) continue;
    const stored = await options.log.read({ entity: receiver, machine }, START_POSITION);
    const numbers = stored
      .filter(({ streamSequence }) => streamSequence < until)
      .flatMap(({ event: { message } }) => (message?.from === entity ? [message.number] : []));
    taken.set(receiver, Math.max(0, ...numbers));
  }
  return taken;
}

function unknown(entity: string, known: readonly string[]): EngineError {
  const meant = nearest(entity, known);
  const text =
    meant.length > 0
      ? say('fold.nearest', 'the log holds nothing of {entity}; nearest: {meant}', {
          ...{ entity, meant: meant.join(', ') },
        })
      : say(
          'fold.unknown',
          'the log holds nothing of {entity}; `npm run certway -- events` shows what the log holds',
          { entity },
        );
  return new EngineError('ENTITY_UNKNOWN', text, { entity, nearest: meant });
}

function beforeAll(entity: string, all: readonly StoredEvent[]): EngineError {
  const text = say(
    'fold.before',
    '{entity} did not exist then: its first event is {id} {type} at {at}',
    told(entity, all[0]),
  );
  return new EngineError('LOG_CUT_EMPTY', text, { entity });
}

/** An instant after the last event has the state of now; an event that is yet to come has none. */
function beyondAll(entity: string, all: readonly StoredEvent[]): EngineError {
  const text = say(
    'fold.beyond',
    '{entity} has no event of that number: its last one is {id} {type} at {at}',
    told(entity, all.at(-1)),
  );
  return new EngineError('LOG_CUT_BEYOND', text, { entity });
}

/** What is said of an event. */
function told(entity: string, stored: StoredEvent | undefined): Record<string, string> {
  const { envelope, event } = stored ?? {};
  return { entity, id: envelope?.id ?? '', type: event?.type ?? '', at: event?.at ?? '' };
}
