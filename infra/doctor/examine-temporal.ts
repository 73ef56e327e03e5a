import { Client, type Connection } from '@temporalio/client';
import { optionalTsToMs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';
import { say } from '../../machines/text/index.ts';
import type { Finding } from '../../services/cli/index.ts';
import { currentBuild } from '../../services/migration/index.ts';
import type { Config } from '../config/index.ts';
import { StartError } from '../start-error.ts';
import {
  connectTemporal,
  findConflicts,
  findMissing,
  readAttributes,
  readRetentionDays,
} from '../temporal/index.ts';
import {
  attributesFinding,
  clockFinding,
  namespaceFinding,
  skewOf,
  workerFinding,
  type Poller,
} from './judgements.ts';

const later = ['namespace', 'search attributes', 'worker', 'clock of Temporal'];

/** What is found of a Temporal server, and of what asks it for work. Changes nothing. */
export async function examineTemporal(
  config: Config,
  address: string,
): Promise<readonly Finding[]> {
  let connection: Connection;
  try {
    connection = await connectTemporal(address);
  } catch (error) {
    return [
      failed('temporal', error),
      ...skipped(later, say('doctor.noTemporal', 'no Temporal server could be asked')),
    ];
  }
  try {
    const { serverVersion } = await connection.workflowService.getSystemInfo({});
    const version = serverVersion || say('doctor.someServer', 'a server');
    const found = say('doctor.server', '{version} at {address}', { version, address });
    return [
      { check: 'temporal', status: 'ok', found },
      ...(await examineNamespace(config, connection)),
    ];
  } finally {
    await connection.close();
  }
}

async function examineNamespace(
  { namespace, taskQueue }: Config,
  connection: Connection,
): Promise<readonly Finding[]> {
  const days = await readRetentionDays(connection, namespace);
  const own = namespaceFinding(namespace, days);
  if (days === undefined)
    return [
      own,
      ...skipped(later.slice(1), say('doctor.withoutNamespace', 'there is no namespace')),
    ];
  const existing = await readAttributes(connection, namespace);
  const client = new Client({ connection, namespace });
  const buildId = await currentBuild(client);
  const pollers = await pollersOf(connection, namespace, taskQueue);
  const now = Date.now();
  return [
    own,
    attributesFinding(Object.keys(findMissing(existing)), findConflicts(existing)),
    workerFinding({ taskQueue, buildId }, pollers, now),
    clockFinding('Temporal', skewOf(pollers, now)),
  ];
}

async function pollersOf(
  connection: Connection,
  namespace: string,
  name: string,
): Promise<readonly Poller[]> {
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name },
    taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  });
  return pollers.map(({ identity, lastAccessTime }) => ({
    identity: identity ?? 'somebody',
    lastAccessMs: optionalTsToMs(lastAccessTime) ?? 0,
  }));
}

/** What has failed as a finding; what is no fault of the surroundings is thrown on. */
export function failed(check: string, error: unknown): Finding {
  if (!(error instanceof StartError)) throw error;
  return { check, status: 'failed', found: error.message, fix: fixOf(error) };
}

function fixOf({ code }: StartError): string {
  if (code === 'SERVER_NOT_REACHABLE') {
    return say(
      'doctor.startServers',
      'npm start starts it; where it is said by CERTWAY_TEMPORAL_ADDRESS and CERTWAY_NATS_URL',
    );
  }
  return code === 'SERVER_TOO_OLD'
    ? say('doctor.newerServer', 'use the version that is named, or a newer one')
    : 'npm start';
}

/** What cannot be looked at, because something else stands in the way. */
export function skipped(checks: readonly string[], found: string): readonly Finding[] {
  return checks.map((check) => ({ check, status: 'skipped', found }));
}
