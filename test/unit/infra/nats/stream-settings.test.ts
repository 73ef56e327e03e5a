import { describe, expect, it } from '@jest/globals';
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
    [{ sources: [{ name: 'OTHER' }] }, 'sources is set'],
    [{ republish: { src: '>', dest: 'copy.>' } }, 'republish is set'],
  ])('given a stream with %j, when compared, then that is named', (change, difference) => {
    expect(findDifferences(wanted, { ...wanted, ...change })).toEqual([difference]);
  });

  it('given a server that dropped a field, when compared, then it is named', () => {
    const { allow_direct: _, ...rest } = wanted;
    expect(findDifferences(wanted, rest)).toEqual(['allow_direct is absent, not true']);
  });
});
