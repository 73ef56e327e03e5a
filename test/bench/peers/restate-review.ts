import { object, TerminalError, type ObjectContext } from '@restatedev/restate-sdk';
import { xstate, type ActorObjectHandlers } from '@restatedev/xstate';
import type { RecordedEvent } from '../../../machines/engine/index.ts';
import { START_POSITION, type Position } from '../../../services/event-log/index.ts';
import type { ReviewActivities } from '../baselines/activities.ts';
import type { Reply } from '../variants/variant.ts';
import { reviewMachine, type ReviewCommand, type ReviewContext } from './restate-machine.ts';

const records = {
  addRemark: 'RemarkAdded',
  pauseReview: 'ReviewPaused',
  resumeReview: 'ReviewResumed',
} as const;

const MACHINE = { name: 'machine' } as const;

/** The machine as `@restatedev/xstate` makes it durable. */
export const machineObject = xstate(MACHINE.name, reviewMachine);
type MachineHandlers = ActorObjectHandlers<typeof reviewMachine>;

interface Stored {
  readonly position: Position;
  readonly [key: string]: unknown;
}

/**
 * What callers talk to, an object for each review: lets the machine decide, and appends what it decided before it
 * answers. Restate lets one command of a review in at a time, and answers an id that it knows by itself.
 */
export function reviewObject({ appendReview }: ReviewActivities) {
  /** Appends once: what the log holds already under this command was written by an attempt that died. */
  const record = async (
    ctx: ObjectContext<Stored>,
    said: Pick<RecordedEvent, 'cause' | 'type' | 'causationId'> & Partial<RecordedEvent>,
  ): Promise<number> => {
    const expected = (await ctx.get('position')) ?? START_POSITION;
    const sequence = expected.sequence + 1;
    const position = await ctx.run('append', async () => {
      const event: RecordedEvent = {
        ...{ entity: ctx.key, machine: 'review', machineVersion: '1.0.0', version: 1 },
        ...{ sequence, step: sequence, stepIndex: 0, stepSize: 1, correlationId: ctx.key },
        ...{ at: new Date().toISOString(), data: {} },
        ...said,
      };
      const reply = await appendReview({ event, expected });
      const isOurs = reply.found?.every(({ causationId }) => causationId === said.causationId);
      if (isOurs === false) throw new TerminalError(`${ctx.key} was written to by somebody else`);
      return reply.position;
    });
    ctx.set('position', position);
    return sequence;
  };

  return object({
    name: 'review',
    handlers: {
      open: async (ctx: ObjectContext<Stored>, input: { readonly title: string }) => {
        await ctx.objectClient<MachineHandlers>(MACHINE, ctx.key).create();
        const start = { cause: 'start', type: 'ReviewOpened', causationId: '' } as const;
        await record(ctx, { ...start, data: { ...input }, runId: `run of ${ctx.key}` });
      },
      give: async (ctx: ObjectContext<Stored>, event: ReviewCommand): Promise<Reply> => {
        const machine = ctx.objectClient<MachineHandlers>(MACHINE, ctx.key);
        const snapshot = await machine.send({ event });
        const { context } = snapshot as unknown as { readonly context: ReviewContext };
        const { type, id, actor, text } = event;
        if (context.last !== id) return { kind: 'refused', code: 'COMMAND_REFUSED' };
        const said = { cause: 'command', type: records[type], causationId: id } as const;
        const data = text === undefined ? {} : { text };
        const sequence = await record(ctx, { ...said, actor, data });
        return { kind: 'accepted', eventId: `${ctx.key}:${String(sequence)}` };
      },
    },
  });
}
