import { jetstream, jetstreamManager, type JetStreamClient } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { provisionDeadLetters, provisionStream } from '../../infra/nats/index.ts';
import type { RecordedEvent } from '../../machines/engine/index.ts';
import {
  deadLetterStream,
  deadLetterSubjects,
  streamName,
  tenantSubjects,
} from '../../services/consumer/index.ts';
import { eventSubject, GENESIS_HASH, toBytes } from '../../services/event-log/index.ts';

/** An event of some entity; what matters to consumers is where it lies and how it is numbered. */
export function eventOf(
  entity: string,
  sequence: number,
  changes: Partial<RecordedEvent> = {},
): RecordedEvent {
  return {
    ...{ entity, sequence, machine: 'order', machineVersion: '1.0.0', version: 1 },
    ...{ type: 'NoteAdded', cause: 'command', data: {}, at: '2027-03-01T09:00:00.000Z' },
    ...{ step: sequence, stepIndex: 0, stepSize: 1, causationId: '', correlationId: 'c-1' },
    ...changes,
  };
}

/** A tenant's streams on a running NATS server. */
export interface EventStream {
  readonly tenant: string;
  readonly url: string;
  readonly connection: NatsConnection;
  readonly js: JetStreamClient;
  /** Stores events; resolves with the stream sequence of the last. */
  readonly publish: (...events: readonly RecordedEvent[]) => Promise<number>;
  readonly publishText: (subject: string, text: string) => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Provisions a new tenant. */
export async function openEventStream(url: string, tenant: string): Promise<EventStream> {
  const connection = await connect({
    servers: url,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 100,
  });
  const replicas = 1;
  await provisionStream(connection, {
    ...{ name: streamName(tenant), subjects: tenantSubjects(tenant), replicas },
  });
  await provisionDeadLetters(connection, {
    ...{ name: deadLetterStream(tenant), subjects: deadLetterSubjects(tenant), replicas },
  });
  await jetstreamManager(connection);
  const js = jetstream(connection);
  const publishText = async (subject: string, text: string): Promise<number> =>
    (await js.publish(subject, text)).seq;
  return {
    ...{ tenant, url, connection, js, publishText },
    publish: async (...events) => {
      let last = 0;
      for (const event of events)
        last = await publishText(eventSubject(tenant, event), toBytes(tenant, event, GENESIS_HASH));
      return last;
    },
    close: () => connection.close(),
  };
}
