import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { errorCodes, hashOf, type Answer, type RefusalView } from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
import { isTimeout, told } from './ask.ts';
import { JourneyError } from './journey-error.ts';

/** A command as it is given. */
export interface Giving {
  /** Workflow id. */
  readonly entity: string;
  readonly command: string;
  /** With its actor. */
  readonly payload: object;
  /** The same when the same command is given again. */
  readonly id: string;
}

/** What became of it. */
export type Given =
  | ({ readonly kind: 'accepted' } & Answer)
  | { readonly kind: 'refused'; readonly text: string; readonly refusal: RefusalView };

const ANSWERED_WITHIN_MS = 15_000;
const HASH_LENGTH = 16;

/**
 * Gives a command as an update. Under the same id it is safe to give it again: what was recorded is answered once more.
 * Temporal answers an update id that comes again without looking at the payload, so each payload has one of its own, and
 * the engine, which knows the command by its id, refuses an id that comes with another payload.
 *
 * @throws JourneyError `unknown`, `exists` when the workflow has ended, `undecided` when the answer did not come
 */
export async function giveCommand(client: Client, giving: Giving): Promise<Given> {
  const { entity, command, payload, id } = giving;
  const handle = client.workflow.getHandle(entity);
  try {
    const answer = await client.connection.withDeadline(Date.now() + ANSWERED_WITHIN_MS, () =>
      handle.executeUpdate<Answer, [object]>(command, {
        updateId: `${id}:${hashOf(payload).slice(0, HASH_LENGTH)}`,
        args: [{ ...payload, commandId: id }],
      }),
    );
    return { kind: 'accepted', ...answer };
  } catch (error) {
    const refused = refusalIn(error);
    if (refused) return refused;
    throw await meaningOf(client, giving, error);
  }
}

function refusalIn(error: unknown): Given | undefined {
  if (!(error instanceof WorkflowUpdateFailedError)) return undefined;
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure)) return undefined;
  const { type, message, details } = cause;
  if (typeof type !== 'string' || !Object.hasOwn(errorCodes, type)) return undefined;
  const [refusal] = (details ?? []) as readonly RefusalView[];
  return refusal && { kind: 'refused', text: message, refusal };
}

async function meaningOf(client: Client, giving: Giving, error: unknown): Promise<unknown> {
  const { entity, id } = giving;
  if (isTimeout(error) || error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
    return new JourneyError(
      'undecided',
      say(
        'journey.undecided',
        'No answer came within {seconds} s, so it is not known whether the command was taken. Give it again with --update-id {id}: it is taken once.',
        { seconds: ANSWERED_WITHIN_MS / 1000, id },
      ),
      { cause: error },
    );
  }
  if (!(error instanceof WorkflowNotFoundError)) return error;
  const hasEnded = await client.workflow
    .getHandle(entity)
    .describe()
    .then(({ status }) => status.name.toLowerCase())
    .catch(() => undefined);
  return hasEnded === undefined
    ? told(client, entity, error)
    : new JourneyError(
        'exists',
        say('journey.hasEnded', '{entity} has ended ({status}) and takes no command any more.', {
          ...{ entity, status: hasEnded },
        }),
      );
}
