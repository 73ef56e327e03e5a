import { expect, it } from '@jest/globals';
import { logWorkload } from '../bench/log.ts';
import type { Measurement } from '../bench/measure.ts';

it('given a quick run, when the log is measured, then appending, reading, consuming, folding and verifying are', async () => {
  const found: Measurement[] = [];
  await logWorkload({ isQuick: true, report: (one) => found.push(one) });
  expect(found.every(({ value }) => value > 0)).toBe(true);
  expect(found.map(({ what }) => what)).toEqual(
    expect.arrayContaining([
      'append, eight writers',
      'read back the stream',
      'consume with the SDK, acknowledged',
      'rebuild every state from the stream',
      'fold in process',
      'verify an export',
    ]),
  );
});
