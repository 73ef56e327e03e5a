import { JetStreamApiError, jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager, StreamInfo } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { StartError } from '../start-error.ts';
import { findDifferences, streamSettings } from './stream-settings.ts';
import type { StreamChoice } from './stream-settings.ts';

const streamNotFound = 10_059;

async function readStream(jsm: JetStreamManager, name: string): Promise<StreamInfo | undefined> {
  try {
    return await jsm.streams.info(name);
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === streamNotFound) return undefined;
    throw error;
  }
}

/**
 * Creates the tenant's stream when it is not there and compares it field by field with what it must
 * be. An existing stream is never changed.
 *
 * @returns how many events it holds
 * @throws StartError `STREAM_DIFFERS` with every field that differs
 */
export async function provisionStream(
  connection: NatsConnection,
  choice: StreamChoice,
): Promise<number> {
  const jsm = await jetstreamManager(connection);
  const settings = streamSettings(choice);
  if (!(await readStream(jsm, choice.name))) {
    await jsm.streams.add({ ...settings, name: choice.name });
  }
  const stream = await jsm.streams.info(choice.name);
  const differences = findDifferences(settings, stream.config);
  if (differences.length === 0) return stream.state.messages;
  throw new StartError(
    'STREAM_DIFFERS',
    `The stream ${choice.name} is not as certway needs it: ${differences.join('; ')}.`,
  );
}
