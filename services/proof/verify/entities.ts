import {
  dehydrate,
  EngineError,
  follow,
  hydrate,
  type DurableMachine,
  type Followed,
  type PersistedState,
  type RecordedEvent,
} from '../../../machines/engine/index.ts';
import { say } from '../../../machines/text/index.ts';
import { GENESIS_HASH, hashOfBytes } from '../../event-log/index.ts';
import type { ReadEvent } from './event.ts';
import type { LinkBook } from './links.ts';
import type { Fault } from './verdict.ts';

/** So many states are kept alive; the others lie as JSON, some kilobytes each, until their entity goes on. */
const LIVE_STATES = 2_000;

interface Trace {
  sequence: number;
  hash: string;
  machine: string;
}

/** What is known of every entity of a log, event by event. */
export interface Entities {
  readonly count: () => number;
  /** Whether an event with this id has come. */
  readonly has: (id: string) => boolean;
  /** Whether the next event follows upon the entity's last one; nothing is taken in yet. */
  readonly place: (read: ReadEvent) => Fault | undefined;
  /** Takes the next event in; a fault of the machine's. */
  readonly advance: (read: ReadEvent, body: string, links: LinkBook) => Fault | undefined;
}

interface Parked {
  readonly machine: DurableMachine;
  readonly missing: readonly RecordedEvent[];
  readonly json: Buffer;
}

/**
 * Begins with no entity.
 * @param onUnjudged - told of each event whose legality this build cannot judge
 */
export function createEntities(
  machines: readonly DurableMachine[],
  onUnjudged: (event: RecordedEvent, why: string) => void,
): Entities {
  const traces = new Map<string, Trace>();
  const states = createStates();

  const place: Entities['place'] = ({ envelope, event }) => {
    const trace = traces.get(event.entity);
    const due = (trace?.sequence ?? 0) + 1;
    if (event.sequence !== due) {
      const id = `${event.entity}:${due}`;
      return { check: 'sequence', reason: say('verify.sequence', '{id} was to come', { id }) };
    }
    if (envelope.prevhash !== (trace?.hash ?? GENESIS_HASH)) {
      return { check: 'chain', reason: chainReason(event.entity, trace) };
    }
    if (trace && trace.machine !== event.machine) {
      const reason = say('verify.otherMachine', '{entity} is of the machine {machine}', {
        ...{ entity: event.entity, machine: trace.machine },
      });
      return { check: 'subject', reason };
    }
    return undefined;
  };

  const advance: Entities['advance'] = ({ event }, body, links) => {
    const { entity, sequence } = event;
    const machine = machines.find(({ contract }) => contract.id === event.machine);
    if (!machine) {
      const reason = say('verify.noMachine', 'there is no machine {machine}', {
        machine: event.machine,
      });
      return { check: 'transition', reason };
    }
    const followed = judged(machine, states.take(entity), event);
    if ('check' in followed) return followed;
    if (followed.unverified !== undefined) onUnjudged(event, followed.unverified);
    states.put(entity, links.posted(entity, followed));
    traces.set(entity, { sequence, hash: hashOfBytes(body), machine: event.machine });
    return undefined;
  };

  return {
    count: () => traces.size,
    has: (id) => {
      const colon = id.lastIndexOf(':');
      return Number(id.slice(colon + 1)) <= (traces.get(id.slice(0, colon))?.sequence ?? 0);
    },
    place,
    advance,
  };
}

function chainReason(entity: string, trace: Trace | undefined): string {
  if (!trace) {
    return say(
      'verify.chainFirst',
      'it follows upon something, though nothing comes before it: it was changed, or what came before it is gone',
    );
  }
  return say(
    'verify.chain',
    'it follows upon other bytes than those of {id}: one of the two was changed',
    { id: `${entity}:${String(trace.sequence)}` },
  );
}

function judged(
  machine: DurableMachine,
  before: Followed | undefined,
  event: RecordedEvent,
): Followed | Fault {
  try {
    return follow(machine, before, event);
  } catch (error) {
    // Also what a guard throws that meets data it was never made for.
    const why = error instanceof Error ? error.message : String(error);
    const reason =
      error instanceof EngineError
        ? why
        : say('verify.machineFails', 'the machine fails: {why}', { why });
    return { check: 'transition', reason };
  }
}

interface States {
  readonly take: (entity: string) => Followed | undefined;
  readonly put: (entity: string, followed: Followed) => void;
}

/** The states last used stay alive; what is taken out is put back. */
function createStates(): States {
  const live = new Map<string, Followed>();
  const parked = new Map<string, Parked | Followed>();
  return {
    take: (entity) => {
      const found = live.get(entity);
      if (found) {
        live.delete(entity);
        return found;
      }
      const asleep = parked.get(entity);
      parked.delete(entity);
      return asleep && 'json' in asleep ? woken(asleep) : asleep;
    },
    put: (entity, followed) => {
      live.set(entity, followed);
      if (live.size <= LIVE_STATES) return;
      const [oldest = ''] = live.keys();
      const asleep = live.get(oldest);
      live.delete(oldest);
      if (asleep) parked.set(oldest, asleep.adopted ? asParked(asleep.adopted) : asleep);
    },
  };
}

function asParked({ machine, state, missing }: NonNullable<Followed['adopted']>): Parked {
  return { machine, missing, json: Buffer.from(JSON.stringify(dehydrate(machine, state))) };
}

function woken({ machine, missing, json }: Parked): Followed {
  const state = hydrate(machine, JSON.parse(json.toString()) as PersistedState);
  return { adopted: { machine, state, missing } };
}
