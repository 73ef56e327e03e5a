import { jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager, StreamConfig, StreamInfo } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { isStreamMissing } from '../../services/event-log/index.ts';
import { StartError } from '../start-error.ts';
import { deadLetterSettings, findDifferences, streamSettings } from './stream-settings.ts';
import type { Difference, StreamChoice } from './stream-settings.ts';

/** @returns `undefined` when there is no stream of this name */
export async function readStream(
  jsm: JetStreamManager,
  name: string,
): Promise<StreamInfo | undefined> {
  try {
    return await jsm.streams.info(name);
  } catch (error) {
    if (isStreamMissing(error)) return undefined;
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
  return ensure(connection, choice.name, streamSettings(choice));
}

/**
 * Creates the stream of the tenant's dead letters, or compares it, as {@link provisionStream} does.
 *
 * @returns how many letters it holds
 * @throws StartError `STREAM_DIFFERS` with every field that differs
 */
export async function provisionDeadLetters(
  connection: NatsConnection,
  choice: StreamChoice,
): Promise<number> {
  return ensure(connection, choice.name, deadLetterSettings(choice));
}

async function ensure(
  connection: NatsConnection,
  name: string,
  settings: Partial<StreamConfig>,
): Promise<number> {
  const jsm = await jetstreamManager(connection);
  if (!(await readStream(jsm, name))) {
    await jsm.streams.add({ ...settings, name });
  }
  const stream = await jsm.streams.info(name);
  assertSame(settings, stream);
  return stream.state.messages;
}

/** @throws StartError `STREAM_DIFFERS` with every field of a tenant's stream that differs */
export function assertSettings(stream: StreamInfo, choice: StreamChoice): void {
  assertSame(streamSettings(choice), stream);
}

function assertSame(settings: Partial<StreamConfig>, { config }: StreamInfo): void {
  const differences = findDifferences(settings, config);
  if (differences.length === 0) return;
  const { name } = config;
  throw new StartError(
    'STREAM_DIFFERS',
    `The stream ${name} is not as certway needs it: ${differences.map(textOf).join('; ')}. ${remedyFor(name, differences)}`,
  );
}

const textOf = ({ text }: Difference): string => text;

function remedyFor(name: string, differences: readonly Difference[]): string {
  const fixed = differences.filter(({ isFixed }) => isFixed).map(({ field }) => field);
  if (fixed.length === 0) return `Set it with \`nats stream edit ${name}\`.`;
  return `${fixed.join(', ')} cannot be changed on a stream that is there: use another CERTWAY_TENANT.`;
}
