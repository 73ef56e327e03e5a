import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../../../../services/export/index.ts';
import { refusalOf } from '../../../../services/import/index.ts';

const manifest: Manifest = {
  ...{ format: 'certway-log-export', version: 1, tenant: 'acme-cert', stream: 'CERTWAY_ACME_CERT' },
  ...{ exportedAt: '2026-01-01T00:00:00.000Z', firstSequence: 1, lastSequence: 9, count: 9 },
  ...{ headCount: 0, files: [] },
};
const refusal = (change: Partial<Manifest>, differences: readonly string[] = []) =>
  refusalOf({
    ...{ folder: 'backup', tenant: 'acme-cert', differences },
    manifest: { ...manifest, ...change },
  });

describe('refusalOf', () => {
  it('given the whole log of the tenant, or an empty one, when asked, then nothing is against it', () => {
    expect(refusal({})).toBeUndefined();
    expect(refusal({ count: 0, firstSequence: 0, lastSequence: 0 })).toBeUndefined();
  });

  it.each<[string, Partial<Manifest>, readonly string[], RegExp]>([
    ['files that differ', {}, ['events.jsonl is missing'], /damaged: events\.jsonl is missing/],
    ['one journey', { journey: 'globex-27001' }, [], /the journey globex-27001 only/],
    ['another tenant', { tenant: 'beta' }, [], /tenant beta, not of acme-cert; .*--tenant beta/],
    [
      'a later beginning',
      { firstSequence: 3, lastSequence: 11 },
      [],
      /not every one from the first/,
    ],
    ['gaps', { lastSequence: 10 }, [], /not every one from the first on/],
  ])('given %s, when asked, then it is refused by name', (_, change, differences, text) => {
    expect(refusal(change, differences)).toMatch(text);
  });
});
