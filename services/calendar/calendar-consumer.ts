import { JetStreamApiError, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import {
  createConsumer,
  forgetConsumer,
  streamName,
  type Consumer,
  type Notice,
} from '../consumer/index.ts';
import type { Records } from '../records/index.ts';
import type { Calendar, EntityRecord } from './calendar.ts';

/** What filling the calendar needs. */
export interface CalendarConsumerOptions {
  readonly connection: NatsConnection;
  readonly tenant: string;
  readonly calendar: Pick<Calendar, 'handle'>;
  readonly records: Pick<Records<EntityRecord>, 'identity'>;
  readonly onNotice: (notice: Notice) => void;
}

/** Name of the consumer that fills a bucket: one that is new begins with the first event. */
function calendarConsumerName({ identity }: Pick<Records<EntityRecord>, 'identity'>): string {
  return `calendar-${identity}`;
}

/** Tells the calendar of every event, those included that one entity has received from another: they arm timers too. */
export function createCalendarConsumer(options: CalendarConsumerOptions): Consumer {
  const { connection, tenant, calendar, records, onNotice } = options;
  return createConsumer({
    ...{ connection, tenant, onNotice, handle: calendar.handle },
    name: calendarConsumerName(records),
    filter: { received: true },
  });
}

const CONSUMER_NOT_FOUND = 10_014;

/**
 * Empties the calendar, so that the next process fills it from the first event on.
 * @returns `false`, and nothing is done, while a process fills it
 */
export async function emptyCalendar(given: {
  readonly connection: NatsConnection;
  readonly tenant: string;
  readonly records: Pick<Records<EntityRecord>, 'identity' | 'destroy'>;
}): Promise<boolean> {
  const { connection, tenant, records } = given;
  const name = calendarConsumerName(records);
  if (await isFilled(connection, streamName(tenant), name)) return false;
  await forgetConsumer({ connection, tenant, name });
  await records.destroy();
  return true;
}

/** Whether some process waits for events under a name. */
async function isFilled(
  connection: NatsConnection,
  stream: string,
  name: string,
): Promise<boolean> {
  const jsm = await jetstreamManager(connection);
  try {
    return (await jsm.consumers.info(stream, name)).num_waiting > 0;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === CONSUMER_NOT_FOUND) return false;
    throw error;
  }
}
