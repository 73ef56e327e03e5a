import {
  CancellationScope,
  defineQuery,
  defineSignal,
  log,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import {
  dehydrate,
  deliverySchema,
  entityOfEvent,
  stateOf,
  type Message,
} from '../../../machines/engine/index.ts';
import { say } from '../../../machines/text/index.ts';
import { DELIVER } from '../effects/index.ts';
import type { Entity } from '../entity.ts';
import { signalId } from './commands.ts';

/** Takes what is not for people: messages between workflows, the knock of the sweep, questions about the state. */
export function takeEngineSignals(entity: Entity): void {
  setHandler(
    defineSignal<[unknown]>(DELIVER),
    (delivery) => {
      // A signal handler never throws: that would block the workflow for ever.
      const { success, data } = deliverySchema.safeParse(delivery);
      if (success && isRelative(entity, data.from)) {
        const message = data.message as Message;
        entity.queue.push({ input: { cause: 'message', from: data.from, message } });
      } else {
        log.warn('a message that no relative has sent is dropped', { entity: entity.id });
      }
    },
    {
      description: say(
        'handler.deliver',
        'For workflows only: hands over an event of a parent or child.',
      ),
    },
  );
  setHandler(
    defineSignal('catchUp'),
    () => {
      entity.checkLog = true;
    },
    {
      description: say(
        'handler.catchUp',
        'For the worker: the log may hold events that this workflow does not know.',
      ),
    },
  );
  setHandler(
    defineSignal<[unknown]>('setAside'),
    (payload) => {
      entity.queue.push({
        input: { cause: 'setAside', id: signalId(entity, 'setAside', payload), payload },
      });
    },
    {
      description: `${say('handler.setAside', 'For operators: sets aside an input that fails the workflow task again and again; the failure names its id.')} ${JSON.stringify(SET_ASIDE_EXAMPLE)}`,
    },
  );
  setHandler(
    defineSignal('upgrade'),
    () => {
      entity.upgrade = true;
    },
    {
      description: say(
        'handler.upgrade',
        'For the worker: go on with the present build as soon as nothing is under way.',
      ),
    },
  );
  setHandler(defineQuery('position'), () => entity.position, {
    description: say('handler.position', 'Where this workflow believes its log to end.'),
  });
  setHandler(defineQuery('state'), () => viewOf(entity), {
    description: say('handler.state', 'The whole state as JSON, with its position in the log.'),
  });
}

const SET_ASIDE_EXAMPLE = {
  actor: { id: 'a-17', role: 'operator' },
  input: 'id of the input',
  reason: 'why it may never be taken',
};

/** Only the parent and the children of an instance have something to tell it. */
function isRelative({ id, state, startedBy }: Entity, from: string): boolean {
  const parent = state ? state.parent : entityOfEvent(startedBy);
  return from.startsWith(`${id}/`) || from === parent;
}

/** What the query `state` returns. */
function viewOf(entity: Entity): unknown {
  const { state, machine, position, problem, queue, busy } = entity;
  if (!state) return null;
  return {
    path: stateOf(state),
    position,
    problem: problem ?? null,
    waiting: queue.length + (busy ? 1 : 0),
    ...dehydrate(machine, state),
  };
}

/** Somebody's cancellation is a command like any other; a machine that knows none refuses it. */
export function takeCancellation(entity: Entity): void {
  const { cancelledBy, commands } = entity.machine.contract;
  const command = Object.keys(commands).find((name) => commands[name]?.records === cancelledBy);
  CancellationScope.current().cancelRequested.catch(() => {
    const actor = { id: 'temporal', role: 'operator' };
    const payload = { actor, ...commands[command ?? '']?.example };
    const id = `cancel-${workflowInfo().runId}`;
    entity.queue.push({
      input: { cause: 'command', id, command: command ?? 'cancel', payload, via: 'signal' },
    });
  });
}
