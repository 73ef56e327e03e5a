import {
  adopt,
  decide,
  takeOver,
  type DurableMachine,
  type EntityState,
  type Input,
  type Outcome,
} from '../../../machines/engine/index.ts';
import {
  positionBehind,
  START_POSITION,
  type EventLog,
  type Position,
} from '../../../services/event-log/index.ts';

interface Waiting {
  readonly input: Input;
  readonly settle: (outcome: Outcome) => void;
  readonly fail: (error: unknown) => void;
}

interface Entity {
  readonly id: string;
  state: EntityState | undefined;
  position: Position;
  isKnown: boolean;
  isBusy: boolean;
  readonly queue: Waiting[];
}

const BATCH = 64;

/** Decides inputs of entities without any engine around it. */
export type Floor = (entity: string, input: Input) => Promise<Outcome>;

/**
 * The least that keeps the promises of an append: one process that folds the machine and appends. There are no timers,
 * nobody takes over when it is away, and two of them would only meet in conflicts.
 */
export function createFloor(machine: DurableMachine, log: EventLog): Floor {
  const entities = new Map<string, Entity>();

  /** Reads what the log holds behind what is known. */
  const catchUp = async (entity: Entity): Promise<void> => {
    const address = { entity: entity.id, machine: machine.contract.id };
    const stored = await log.read(address, entity.position);
    if (stored.length > 0) {
      const events = stored.map(({ event }) => event);
      entity.state = takeOver(machine, adopt(machine, entity.state, events));
      entity.position = positionBehind(stored, entity.position);
    }
    entity.isKnown = true;
  };

  const turn = async (entity: Entity, inputs: readonly Input[]): Promise<readonly Outcome[]> => {
    for (;;) {
      if (!entity.isKnown) await catchUp(entity);
      const now = { ms: Date.now() };
      const decision = decide(machine, entity.state, { inputs, now });
      if (decision.events.length > 0) {
        const address = { entity: entity.id, machine: machine.contract.id };
        const { position: expected } = entity;
        entity.isKnown = false;
        const result = await log.append({ address, expected, events: decision.events });
        if (result.kind === 'ahead') continue;
        entity.position = result.position;
        entity.isKnown = true;
      }
      entity.state = decision.state;
      return decision.outcomes;
    }
  };

  const work = async (entity: Entity): Promise<void> => {
    if (entity.isBusy) return;
    entity.isBusy = true;
    while (entity.queue.length > 0) {
      const batch = entity.queue.splice(0, BATCH);
      try {
        const outcomes = await turn(
          entity,
          batch.map(({ input }) => input),
        );
        batch.forEach(({ settle }, index) => settle(outcomes[index] as Outcome));
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
    entity.isBusy = false;
  };

  return (id, input) => {
    const fresh = { id, state: undefined, position: START_POSITION };
    const known = entities.get(id) ?? { ...fresh, isKnown: false, isBusy: false, queue: [] };
    entities.set(id, known);
    return new Promise((settle, fail) => {
      known.queue.push({ input, settle, fail });
      void work(known);
    });
  };
}
