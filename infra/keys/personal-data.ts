import { join } from 'node:path';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { EngineError, type AnyContract } from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
import { streamName } from '../../services/event-log/index.ts';
import {
  encrypted,
  ensureKeyRing,
  inClear,
  openKeyRing,
  type KeyRingPlace,
  type PersonalData,
} from '../../services/personal-data/index.ts';
import type { Config } from '../config/index.ts';
import { connectNats } from '../nats/index.ts';

/** The settings that decide on personal data. */
export type RingChoice = Pick<Config, 'keyRing' | 'keysDir' | 'tenant'>;

/** In the stream's metadata: id of the ring without which its events cannot be read. */
const MARK = 'certway.key-ring';
const MASTER_KEYS = 'personal.keys';

/** Where the key ring lies and the master keys, apart from it; `undefined` when none is configured. */
export function keyRingPlace({ keyRing, keysDir, tenant }: RingChoice): KeyRingPlace | undefined {
  if (keyRing === undefined) return undefined;
  return { folder: keyRing, masterKeys: join(keysDir, MASTER_KEYS), tenant };
}

/**
 * For a reader of events: in clear with the ring; without one, texts that are encrypted cannot be read.
 * @throws EngineError `KEY_RING_NOT_FOUND`, `KEY_RING_INVALID`
 */
export function readerPersonalData(choice: RingChoice): PersonalData {
  const place = keyRingPlace(choice);
  return place ? encrypted(openKeyRing(place), []) : inClear;
}

/**
 * As {@link readerPersonalData}, looking for the ring with the first event: a reader that starts beside the first
 * writer comes before there is one.
 */
export function personalDataWhenNeeded(choice: RingChoice): PersonalData {
  let made: PersonalData | undefined;
  const personal = (): PersonalData => (made ??= readerPersonalData(choice));
  return {
    seal: (event) => personal().seal(event),
    open: (envelope) => personal().open(envelope),
  };
}

/**
 * For a writer of events. The first one with a ring creates it and marks the stream with its id; from then on nobody
 * writes to the stream without this ring.
 * @param contracts - of the machines whose events are written
 * @throws EngineError `KEY_RING_NOT_FOUND`, `KEY_RING_INVALID`; StartError when no server answers
 */
export async function writerPersonalData(
  choice: RingChoice & { readonly natsUrl: string },
  contracts: readonly AnyContract[],
): Promise<PersonalData> {
  const connection = await connectNats(choice.natsUrl);
  try {
    return await marked(await jetstreamManager(connection), choice, contracts);
  } finally {
    await connection.close();
  }
}

async function marked(
  jsm: JetStreamManager,
  choice: RingChoice,
  contracts: readonly AnyContract[],
): Promise<PersonalData> {
  const stream = streamName(choice.tenant);
  const { metadata = {} } = (await jsm.streams.info(stream)).config;
  const mark = metadata[MARK];
  const place = keyRingPlace(choice);
  if (!place) {
    if (mark === undefined) return inClear;
    throw new EngineError(
      'KEY_RING_NOT_FOUND',
      say(
        'ring.needed',
        'The log of {tenant} holds personal data encrypted with the key ring {mark}: name its folder in CERTWAY_KEY_RING.',
        { tenant: choice.tenant, mark },
      ),
    );
  }
  if (mark === undefined) ensureKeyRing(place);
  const ring = openKeyRing(place);
  if (mark !== undefined && mark !== ring.id) {
    throw new EngineError(
      'KEY_RING_INVALID',
      say(
        'ring.other',
        'The log of {tenant} was written with the key ring {mark}, but {folder} holds {id}: put back the right one.',
        { tenant: choice.tenant, mark, folder: place.folder, id: ring.id },
      ),
    );
  }
  if (mark === undefined) {
    await jsm.streams.update(stream, { metadata: { ...metadata, [MARK]: ring.id } });
  }
  return encrypted(ring, contracts);
}
