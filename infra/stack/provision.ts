import { workflowTypeOf } from '../../machines/engine/index.ts';
import { certificationContract } from '../../machines/index.ts';
import {
  deadLetterStream,
  deadLetterSubjects,
  streamName,
  tenantSubjects,
} from '../../services/consumer/index.ts';
import { headsStream, headsSubject } from '../../services/proof/index.ts';
import type { Config } from '../config/index.ts';
import { connectNats, provisionDeadLetters, provisionStream } from '../nats/index.ts';
import {
  addSearchAttributes,
  connectTemporal,
  countWorkflows,
  provisionTemporal,
  templateId,
} from '../temporal/index.ts';

/** What the servers hold. */
export interface Contents {
  /** Events in the tenant's stream. */
  readonly eventCount: number;
  /** Journeys that Temporal knows, running or closed; 0 where it cannot count. */
  readonly journeyCount: number;
}

type Addresses = Config & { readonly temporalAddress: string; readonly natsUrl: string };

const journeys =
  `WorkflowType = '${workflowTypeOf(certificationContract)}'` +
  ` AND WorkflowId != '${templateId}'`;

async function provisionServer({ temporalAddress, namespace }: Addresses): Promise<number> {
  const connection = await connectTemporal(temporalAddress);
  try {
    await provisionTemporal(connection, namespace);
    return await countWorkflows(connection, namespace, journeys);
  } finally {
    await connection.close();
  }
}

/** The time-skipping server has one namespace, and can neither list attributes nor count workflows. */
async function provisionTimeSkipping({ temporalAddress, namespace }: Addresses): Promise<number> {
  const connection = await connectTemporal(temporalAddress);
  try {
    await addSearchAttributes(connection, namespace);
    return 0;
  } finally {
    await connection.close();
  }
}

async function provisionNats(config: Addresses): Promise<number> {
  const connection = await connectNats(config.natsUrl);
  try {
    const { tenant, streamReplicas: replicas } = config;
    await provisionDeadLetters(connection, {
      ...{ name: deadLetterStream(tenant), subjects: deadLetterSubjects(tenant), replicas },
    });
    await provisionStream(connection, {
      ...{ name: headsStream(tenant), subjects: headsSubject(tenant), replicas },
    });
    return await provisionStream(connection, {
      ...{ name: streamName(tenant), subjects: tenantSubjects(tenant), replicas },
    });
  } finally {
    await connection.close();
  }
}

/**
 * Gives running servers what certway needs, see `provisionTemporal` and `provisionStream`.
 *
 * @throws StartError when a server is not reachable, too old, or set up differently
 */
export async function provision(config: Addresses, isTimeSkipping: boolean): Promise<Contents> {
  const [journeyCount, eventCount] = await Promise.all([
    isTimeSkipping ? provisionTimeSkipping(config) : provisionServer(config),
    provisionNats(config),
  ]);
  return { eventCount, journeyCount };
}
