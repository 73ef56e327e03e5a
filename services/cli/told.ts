import { errors } from '@nats-io/nats-core';
import { ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { NamespaceNotFoundError } from '@temporalio/common';
import { say } from '../../machines/text/index.ts';

const natsErrors = [
  ...[errors.ClosedConnectionError, errors.ConnectionError, errors.DrainingConnectionError],
  ...[errors.NoRespondersError, errors.PermissionViolationError, errors.RequestError],
  errors.TimeoutError,
];

/** What a server has said or left unsaid, for people; `undefined` for any other error. */
export function serverText(error: unknown): string | undefined {
  if (error instanceof WorkflowNotFoundError) {
    return say('cli.noWorkflow', 'Temporal knows no workflow {id}; "certway list" names them.', {
      id: error.workflowId,
    });
  }
  if (error instanceof NamespaceNotFoundError) {
    return say(
      'cli.noNamespace',
      'Temporal has no namespace {namespace}: "npm start" creates it, and CERTWAY_NAMESPACE names another one.',
      { namespace: error.namespace },
    );
  }
  if (error instanceof ServiceError) {
    const { cause, message } = error;
    const why = cause instanceof Error ? cause.message : message;
    return say('cli.temporalFailed', 'Temporal has not done it: {why}. See "certway doctor".', {
      why,
    });
  }
  if (error instanceof Error && natsErrors.some((kind) => error instanceof kind)) {
    return say('cli.natsFailed', 'NATS has not done it: {why}. See "certway doctor".', {
      why: error.message,
    });
  }
  return undefined;
}
