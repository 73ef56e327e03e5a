// Workflows that tell what they cause and effect, and their last state when a run ends: a replay compares commands, not
// states.
import {
  proxySinks,
  type Sinks,
  type WorkflowOutboundCallsInterceptor,
} from '@temporalio/workflow';
import { getActivator } from '@temporalio/workflow/lib/global-attributes.js';
import type { Message, RecordedEvent } from '../../machines/engine/index.ts';
import type { StartOptions } from '../../workflows/engine/index.ts';

/** Everything that a history can show. */
export type Sight =
  | 'start'
  | 'command'
  | 'refused signal'
  | 'timer'
  | 'delayed send'
  | 'activity done'
  | 'activity failed'
  | 'child started'
  | 'child reported'
  | 'child done'
  | 'child stopped'
  | 'message down'
  | 'message taken'
  | 'stopped by the parent'
  | 'derived event'
  | 'cancellation'
  | 'continue-as-new'
  | 'adoption'
  | 'input set aside'
  | 'migration';

export interface LastState extends Sinks {
  readonly last: { state(state: unknown): void; seen(sight: Sight): void };
}
const { last } = proxySinks<LastState>();

const sightOf: Readonly<Record<RecordedEvent['cause'], (event: RecordedEvent) => Sight>> = {
  start: () => 'start',
  command: ({ causationId, type }) => {
    if (type === 'InputSetAside') return 'input set aside';
    return causationId.startsWith('cancel-') ? 'cancellation' : 'command';
  },
  refused: () => 'refused signal',
  timer: ({ sendId }) => (sendId?.startsWith('xstate.after.') ? 'timer' : 'delayed send'),
  actor: ({ data }) => ('output' in data ? 'activity done' : 'activity failed'),
  child: ({ invokeId }) => (invokeId === undefined ? 'child reported' : 'child done'),
  parent: ({ type }) => (type === 'Stopped' ? 'stopped by the parent' : 'message taken'),
  derived: () => 'derived event',
  migrated: () => 'migration',
};

/** Looks at an append: what is to be recorded, and whether the log held more. Changes nothing. */
function look(call: { readonly args: unknown[] }, reply: Promise<unknown>): Promise<unknown> {
  const [request] = call.args as [{ readonly events?: readonly RecordedEvent[] } | undefined];
  for (const event of request?.events ?? []) {
    last.seen(sightOf[event.cause](event));
  }
  reply.then(
    (value) => {
      if ((value as { kind?: unknown } | null)?.kind === 'ahead') last.seen('adoption');
    },
    () => undefined,
  );
  return reply;
}

const observer: WorkflowOutboundCallsInterceptor = {
  scheduleLocalActivity: (input, next) => look(input, next(input)),
  scheduleActivity: (input, next) => look(input, next(input)),
  startChildWorkflowExecution: (input, next) => {
    last.seen('child started');
    return next(input);
  },
  signalWorkflow: (input, next) => {
    const { from, message } = input.args[0] as { from: string; message: Message };
    const { target } = input;
    const isDown =
      target.type === 'external' && target.workflowExecution.workflowId?.startsWith(`${from}/`);
    if (isDown) last.seen(message.kind === 'stop' ? 'child stopped' : 'message down');
    return next(input);
  },
  continueAsNew: (input, next) => {
    last.seen('continue-as-new');
    return next(input);
  },
};

type Workflow = (input: unknown, options?: StartOptions) => Promise<unknown>;

/** The same workflow, telling what can be seen of it. */
export const observed =
  (workflow: Workflow): Workflow =>
  async (input, options) => {
    getActivator().interceptors.outbound.push(observer);
    try {
      return await workflow(input, options);
    } finally {
      last.state(await getActivator().queryHandlers.get('state')?.handler());
    }
  };
