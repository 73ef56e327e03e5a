import { describe, expect, it } from '@jest/globals';
import { StoreCompression } from '@nats-io/jetstream';
import { concernsOf } from '../../../../infra/nats/posture.ts';
import { findDifferences, streamSettings } from '../../../../infra/nats/stream-settings.ts';

const wanted = streamSettings({ name: 'CERTWAY_X', subjects: 'certway.x.>', replicas: 3 });

describe('settings of the stream', () => {
  it('given a stream with them, when compared, then nothing differs', () => {
    expect(findDifferences(wanted, { ...wanted, metadata: { '_nats.level': '5' } })).toEqual([]);
  });

  it.each([
    [{ max_age: 1 }, 'max_age is 1, not 0'],
    [{ discard: 'old' as const }, 'discard is "old", not "new"'],
    [{ storage: 'memory' as const }, 'storage is "memory", not "file"'],
    [{ num_replicas: 1 }, 'num_replicas is 1, not 3'],
    [{ deny_delete: false }, 'deny_delete is false, not true'],
    [{ allow_msg_ttl: true }, 'allow_msg_ttl is true, not false'],
    [{ subjects: ['certway.>'] }, 'subjects is ["certway.>"], not ["certway.x.>"]'],
    [{ compression: StoreCompression.S2 }, 'compression is "s2", not "none"'],
    [{ persist_mode: 'async' } as object, 'persist_mode is "async", not absent'],
    [{ sources: [{ name: 'OTHER' }] }, 'sources is set'],
    [{ republish: { src: '>', dest: 'copy.>' } }, 'republish is set'],
  ])('given a stream with %j, when compared, then that is named', (change, difference) => {
    const found = findDifferences(wanted, { ...wanted, ...change });
    expect(found.map(({ text }) => text)).toEqual([difference]);
  });

  it('given a server that dropped a field, when compared, then it is named', () => {
    const { allow_direct: _, ...rest } = wanted;
    const [found, ...others] = findDifferences(wanted, rest);
    expect(found?.text).toBe('allow_direct is absent, not true');
    expect(others).toEqual([]);
  });
});

describe('durability', () => {
  it.each([
    ["a developer's server", { replicas: 1, isClustered: false, isSynced: undefined }, []],
    ['a safe cluster', { replicas: 3, isClustered: true, isSynced: true }, []],
    [
      'a cluster nobody asked about',
      { replicas: 3, isClustered: true, isSynced: undefined },
      ['CERTWAY_NATS_MONITOR_URL'],
    ],
    [
      'one copy, acknowledged early',
      { replicas: 1, isClustered: false, isSynced: false },
      ['CERTWAY_STREAM_REPLICAS=3', 'sync_interval: always'],
    ],
  ])('given %s, when looked at, then what could be lost is said', (_, given, named) => {
    const concerns = concernsOf(given);
    expect(concerns).toEqual(named.map((name) => expect.stringContaining(name)));
  });
});
