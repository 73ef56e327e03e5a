import { createHash } from 'node:crypto';
import { Kvm, type KvEntry } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/nats-core';
import type { z } from 'zod';
import { isWrongSequence } from '../event-log/index.ts';

/** Small records by key that several processes share, in a key-value bucket of JetStream. */
export interface Records<Value> {
  /** Of this filling of the bucket: another one when it was removed and made anew. */
  readonly identity: string;
  readonly get: (key: string) => Promise<Value | undefined>;
  readonly all: () => Promise<ReadonlyMap<string, Value>>;
  /** The values that a key had, the oldest first, as far as the bucket keeps them. */
  readonly history: (key: string) => Promise<readonly Value[]>;
  readonly put: (key: string, value: Value) => Promise<void>;
  /**
   * Replaces a value by what follows from it; tries again when somebody else was faster.
   * @returns `undefined` when there is none
   */
  readonly change: (key: string, by: (value: Value) => Value) => Promise<Value | undefined>;
  /** @returns whether there was one */
  readonly remove: (key: string) => Promise<boolean>;
  /** Tells every value that is there before it resolves, and then each change until the signal; `undefined` is gone. */
  readonly watch: (
    onChange: (key: string, value: Value | undefined) => void,
    signal: AbortSignal,
  ) => Promise<void>;
  /** Removes the bucket with everything in it. */
  readonly destroy: () => Promise<void>;
}

/** Which records. */
export interface RecordsOptions<Value> {
  readonly connection: NatsConnection;
  /** Name of the bucket; letters, digits, - and _. */
  readonly bucket: string;
  readonly schema: z.ZodType<Value>;
  /** How many values of a key are kept, up to 64. @defaultValue 1 */
  readonly history?: number;
  /** Copies on a cluster, 1 to 5. @defaultValue 1 */
  readonly replicas?: number;
}

/** Opens a bucket, creating it when it is not there. */
export async function openRecords<Value>(options: RecordsOptions<Value>): Promise<Records<Value>> {
  const { connection, bucket, schema, history = 1, replicas = 1 } = options;
  const kv = await new Kvm(connection).create(bucket, { history, replicas });

  const read = (entry: KvEntry): Value => schema.parse(entry.json());
  const find = async (key: string): Promise<KvEntry | undefined> => {
    const entry = await kv.get(key);
    return entry?.operation === 'PUT' ? entry : undefined;
  };
  const all = async (): Promise<ReadonlyMap<string, Value>> => {
    const found = new Map<string, Value>();
    for await (const key of await kv.keys()) {
      const entry = await find(key);
      if (entry) found.set(key, read(entry));
    }
    return found;
  };

  const { streamInfo } = await kv.status();
  const identity = createHash('sha256').update(streamInfo.created).digest('hex').slice(0, 8);

  return {
    identity,
    all,
    destroy: async () => {
      await kv.destroy();
    },
    get: async (key) => {
      const entry = await find(key);
      return entry && read(entry);
    },
    history: async (key) => {
      const found: Value[] = [];
      for await (const entry of await kv.history({ key })) {
        if (entry.operation === 'PUT') found.push(read(entry));
      }
      return found;
    },
    put: async (key, value) => {
      await kv.put(key, JSON.stringify(value));
    },
    change: async (key, by) => {
      for (;;) {
        const entry = await find(key);
        if (!entry) return undefined;
        const value = by(read(entry));
        try {
          await kv.update(key, JSON.stringify(value), entry.revision);
          return value;
        } catch (error) {
          if (!isWrongSequence(error)) throw error;
        }
      }
    },
    remove: async (key) => {
      if (!(await find(key))) return false;
      // Not even the values before are kept.
      await kv.purge(key);
      return true;
    },
    watch: async (onChange, signal) => {
      const changes = await kv.watch();
      signal.addEventListener('abort', () => changes.stop(), { once: true });
      for (const [key, value] of await all()) onChange(key, value);
      void (async () => {
        for await (const entry of changes) {
          onChange(entry.key, entry.operation === 'PUT' ? read(entry) : undefined);
        }
      })();
    },
  };
}
