import type { Connection } from '@temporalio/client';
import { isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { StartError } from '../start-error.ts';
import { waitUntil } from '../wait-until.ts';

/** Histories of closed workflows are kept for ten years: longer than three certification cycles. */
export const retentionDays = 3650;

const secondsPerDay = 86_400;
const notFound = 5;

/** Services of a server learn of a new namespace one after the other. */
const knownWithinMs = 30_000;

/** For how many days a namespace keeps closed workflows; `undefined` when there is no such namespace. */
export async function readRetentionDays(
  connection: Connection,
  namespace: string,
): Promise<number | undefined> {
  try {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    return (config?.workflowExecutionRetentionTtl?.seconds?.toNumber() ?? 0) / secondsPerDay;
  } catch (error) {
    const code: number | undefined = isGrpcServiceError(error) ? error.code : undefined;
    if (code === notFound) return undefined;
    throw error;
  }
}

/**
 * Creates the namespace when it is not there and makes it keep closed workflows for at least ten
 * years; the setting is read back, since a server may cap it.
 *
 * @throws StartError `NAMESPACE_DIFFERS` when the server does not take it
 */
export async function provisionNamespace(connection: Connection, namespace: string): Promise<void> {
  const retention = msToTs(`${retentionDays} days`);
  const current = await readRetentionDays(connection, namespace);
  if (current !== undefined && current >= retentionDays) return;
  if (current === undefined) {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: retention,
    });
    const isKnown = async () => {
      await connection.operatorService.listSearchAttributes({ namespace });
      return true;
    };
    await waitUntil(isKnown, { withinMs: knownWithinMs, everyMs: 200 });
  } else {
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: retention },
    });
  }
  const actual = await readRetentionDays(connection, namespace);
  if (actual !== undefined && actual >= retentionDays) return;
  throw new StartError(
    'NAMESPACE_DIFFERS',
    `Namespace ${namespace} keeps closed workflows for ${actual ?? 0} days, not for ${retentionDays}.`,
  );
}
