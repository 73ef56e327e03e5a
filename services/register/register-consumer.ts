import type { NatsConnection } from '@nats-io/nats-core';
import { certificationContract } from '../../machines/index.ts';
import {
  createConsumer,
  RetryLaterError,
  type CloudEvent,
  type Consumer,
  type Notice,
} from '../consumer/index.ts';
import { fromEnvelope } from '../event-log/index.ts';
import { concerns } from './project.ts';
import { ProjectionError, type RegisterStore } from './store.ts';

/** What filling the register needs. */
export interface RegisterConsumerOptions {
  readonly connection: NatsConnection;
  readonly tenant: string;
  /** Brings events up to the shapes of this build. */
  readonly open: (stored: CloudEvent) => CloudEvent;
  readonly store: Pick<RegisterStore, 'generation' | 'last' | 'take'>;
  readonly onNotice: (notice: Notice) => void;
}

/** Fills the register from the log; tables that are new begin with the first event. */
export function createRegisterConsumer(options: RegisterConsumerOptions): Consumer {
  const { connection, tenant, open, store, onNotice } = options;
  return createConsumer({
    ...{ connection, tenant, open, onNotice },
    name: `register-${store.generation}`,
    filter: { machine: certificationContract.id },
    positions: {
      last: async (journey) => {
        const last = await store.last(journey);
        return last === 0 ? undefined : last;
      },
    },
    handle: async (envelope) => {
      const event = fromEnvelope(envelope);
      if (!concerns(event)) return;
      try {
        await store.take(event);
      } catch (error) {
        if (error instanceof ProjectionError) throw error;
        // Not the event is at fault: the register waits for its database.
        throw new RetryLaterError('the database does not take it', { cause: error });
      }
    },
  });
}
