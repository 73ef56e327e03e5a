import {
  eventId,
  isReceived,
  journeyOf,
  type RecordedEvent,
} from '../../../machines/engine/index.ts';
import { reading, type Reading } from '../reading.ts';

/** A recorded event, and its data read without their type. */
export interface Fact {
  readonly event: RecordedEvent;
  readonly id: string;
  /** Its place in the order of recording, 1 for the first event of the journey. */
  readonly place: number;
  readonly data: Reading;
}

/** What a journey and its children have recorded up to some event, that one included: nothing else is known. */
export interface Past {
  /** Everything in the order of recording. */
  readonly all: readonly Fact[];
  /** Events of a type where they happened; not the copies that parents and children keep of them. */
  readonly of: (...types: readonly string[]) => readonly Fact[];
  /** The log of one entity. */
  readonly in: (entity: string) => readonly Fact[];
  readonly byId: (id: string) => Fact | undefined;
  /** Workflow id of the journey. */
  readonly journey: string;
  /** The policy as the journey recorded it when it began. */
  readonly policy: Reading;
  readonly zone: string;
}

/** A past that grows. */
export interface GrowingPast extends Past {
  /** @returns the event as a fact */
  readonly add: (event: RecordedEvent) => Fact;
}

const none: readonly Fact[] = [];

/** The past of a journey before its first event. */
export function createPast(): GrowingPast {
  const all: Fact[] = [];
  const types = new Map<string, Fact[]>();
  const entities = new Map<string, Fact[]>();
  const ids = new Map<string, Fact>();
  let policy = reading(undefined);
  return {
    all,
    of: (...wanted) =>
      wanted.length === 1
        ? (types.get(wanted[0] ?? '') ?? none)
        : wanted
            .flatMap((type) => types.get(type) ?? none)
            .sort((one, other) => one.place - other.place),
    in: (entity) => entities.get(entity) ?? none,
    byId: (id) => ids.get(id),
    get journey() {
      return journeyOf(all[0]?.event.entity ?? '');
    },
    get policy() {
      return policy;
    },
    get zone() {
      return policy.text('zone') ?? 'UTC';
    },
    add: (event) => {
      const id = eventId(event.entity, event.sequence);
      const fact = { event, id, place: all.length + 1, data: reading(event.data) };
      if (all.length === 0) policy = fact.data.inside('policy');
      all.push(fact);
      ids.set(fact.id, fact);
      push(entities, event.entity, fact);
      if (!isReceived(event)) push(types, event.type, fact);
      return fact;
    },
  };
}

function push(map: Map<string, Fact[]>, key: string, fact: Fact): void {
  const list = map.get(key);
  if (list) list.push(fact);
  else map.set(key, [fact]);
}
