import {
  canonicalJson,
  createSimulation,
  dehydrate,
  fold,
  refusalText,
  type DurableMachine,
  type EntityState,
  type Refusal,
  type Simulation,
} from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
import type { Reply, Stage } from './stage.ts';

/** Plays in memory, with the same decisions as on servers. @param machines - the first one is what people start */
export function memoryStage(machines: readonly DurableMachine[]): Stage {
  let world: Simulation | undefined;
  const running = (): Simulation => {
    if (!world) throw new Error('nothing has begun');
    return world;
  };
  return {
    now: () => Promise.resolve(undefined),
    begin: (journey, input, atMs) => {
      const at = new Date(atMs).toISOString();
      world = createSimulation({ machines, at });
      world.start(machines[0]?.contract.id ?? '', journey, input);
      return Promise.resolve();
    },
    travelTo: (ms) => {
      running().travelTo(new Date(ms).toISOString());
      return Promise.resolve();
    },
    give: (entity, command, payload) =>
      Promise.resolve(give(running(), entity, { command, payload })),
    look: (entity) => {
      if (!running().entities().includes(entity)) return Promise.resolve(undefined);
      const { snapshot, timers } = running().state(entity);
      const context = snapshot.context as { readonly zone?: string };
      return Promise.resolve({
        value: snapshot.value as unknown,
        due: Object.values(timers).flatMap(({ dueDate }) => dueDate ?? []),
        events: running().log(entity),
        zone: context.zone,
      });
    },
    unlikeTheirLog: () =>
      Promise.resolve(
        running()
          .entities()
          .filter((entity) => !isLikeItsLog(running(), entity)),
      ),
  };
}

function give(
  world: Simulation,
  entity: string,
  { command, payload }: { readonly command: string; readonly payload: object },
): Reply {
  if (!world.entities().includes(entity)) return nobodyThere(entity);
  const outcome = world.command(entity, command, payload);
  if (outcome.kind === 'refused') return refused(outcome.refusal, refusalText(outcome.refusal));
  if (outcome.kind === 'dropped') throw new Error(`${entity} has dropped ${command}`);
  return { kind: 'accepted', answers: outcome.answer.answers ?? {} };
}

/** The reply of somebody who does not exist. */
export function nobodyThere(entity: string): Reply {
  const text = say('scenario.noEntity', 'there is no {entity}', { entity });
  return { kind: 'refused', because: ['ENTITY_UNKNOWN'], text };
}

/** A refusal as a reply. */
export function refused({ code, rules }: Pick<Refusal, 'code' | 'rules'>, text: string): Reply {
  const ids = rules.map(({ id }) => id);
  return { kind: 'refused', because: ids.length > 0 ? ids : [code], text };
}

/** Whether the log, as it would be stored, folds to the state; what was delivered is no difference. */
function isLikeItsLog(world: Simulation, entity: string): boolean {
  const machine = world.machine(entity);
  const stored = JSON.parse(JSON.stringify(world.log(entity))) as ReturnType<Simulation['log']>;
  const plain = (state: EntityState): string =>
    canonicalJson({ ...dehydrate(machine, state), outbox: {} });
  return plain(fold(machine, stored)) === plain(world.state(entity));
}
