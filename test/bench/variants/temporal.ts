import {
  WorkflowUpdateFailedError,
  type Client,
  type WorkflowExecutionDescription,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Program } from '../../../infra/stack/index.ts';
import { answered, payloadOf, type Reply, type Variant, type VariantName } from './variant.ts';

const ATTEMPT_MS = 20_000;
/** Answers of a rule, in one of the variants or the other. */
const REFUSALS = ['COMMAND_REFUSED', 'COMMAND_INVALID', 'INPUT_INVALID', 'COMMAND_ID_REUSED'];

/** A variant whose commands are updates of a workflow: certway, (a), (a2). */
export function temporalVariant(
  client: Client,
  given: {
    readonly name: VariantName;
    readonly program: Program;
    readonly servers: readonly Program[];
    readonly usageName: string;
    readonly taskQueue: string;
  },
): Variant {
  const { taskQueue, ...rest } = given;
  return {
    ...rest,
    start: async (entity) => {
      const args = [{ title: 'manual' }];
      await client.workflow.start('review', { workflowId: entity, taskQueue, args });
    },
    command: (entity, command) =>
      answered(async () => {
        const { id: updateId, name } = command;
        const args: [object] = [payloadOf(command)];
        try {
          const { eventId } = await client.connection.withDeadline(Date.now() + ATTEMPT_MS, () =>
            client.workflow
              .getHandle(entity)
              .executeUpdate<{ eventId: string }, [object]>(name, { updateId, args }),
          );
          return { kind: 'accepted', eventId };
        } catch (error) {
          const refused = refusalIn(error);
          if (refused) return refused;
          throw error;
        }
      }),
    historyLength: async (entity) => {
      const described: WorkflowExecutionDescription = await client.workflow
        .getHandle(entity)
        .describe();
      return described.historyLength;
    },
  };
}

/** Everything else leaves open what happened, and is asked again. */
function refusalIn(error: unknown): Reply | undefined {
  if (!(error instanceof WorkflowUpdateFailedError)) return undefined;
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure)) return undefined;
  const code = String(cause.type);
  return REFUSALS.includes(code) ? { kind: 'refused', code } : undefined;
}
