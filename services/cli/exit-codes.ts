import { WorkflowNotFoundError } from '@temporalio/client';
import { say } from '../../machines/text/index.ts';
import { EngineError } from '../../machines/engine/index.ts';
import { JourneyError } from '../journeys/index.ts';

/** What the exit code of `certway` tells; stable. */
export const exitCodes = {
  DONE: 0,
  FAILED: 1,
  REFUSED: 3,
  NOT_THERE: 4,
  NO_ANSWER: 5,
  INTERRUPTED: 130,
} as const;

/** For the help. */
export function exitCodesText(): string {
  return say(
    'cli.exitCodes',
    `Exit codes:
  0    done
  1    the command line, its input or a server is wrong, or a check has found something
  3    a rule refuses the command; nothing was changed
  4    there is no such workflow, or it has ended, or the id is taken
  5    no worker answered, or the answer to a command did not come: ask again
  130  interrupted`,
  );
}

/** The exit code for an error that ends a command. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof EngineError && error.code === 'ENTITY_UNKNOWN') return exitCodes.NOT_THERE;
  if (error instanceof WorkflowNotFoundError) return exitCodes.NOT_THERE;
  if (!(error instanceof JourneyError)) return exitCodes.FAILED;
  const isUnanswered = error.kind === 'silent' || error.kind === 'undecided';
  return isUnanswered ? exitCodes.NO_ANSWER : exitCodes.NOT_THERE;
}
