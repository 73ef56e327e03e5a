import { describe, expect, it } from '@jest/globals';
import { waitUntil } from '../../../infra/wait-until.ts';

describe('waiting', () => {
  it('given a look that fails, says no and then yes, when waited, then it was so', async () => {
    const answers = [() => false, () => Promise.reject(new Error('refused')), () => true];
    let looks = 0;
    const isSo = () => answers[looks++]?.() ?? false;
    expect(await waitUntil(isSo, { withinMs: 5000, everyMs: 1 })).toBe(true);
    expect(looks).toBe(3);
  });

  it('given a look that never succeeds, when time is over, then it was not so', async () => {
    expect(await waitUntil(() => false, { withinMs: 20, everyMs: 1 })).toBe(false);
  });

  it('given no time, when waited, then there is one look', async () => {
    expect(await waitUntil(() => true, { withinMs: 0 })).toBe(true);
  });

  it('given an abort, when it comes, then the wait rejects with its reason', async () => {
    const aborter = new AbortController();
    const isSo = () => {
      aborter.abort(new Error('enough'));
      return false;
    };
    const waiting = waitUntil(isSo, { withinMs: 5000, everyMs: 1, signal: aborter.signal });
    await expect(waiting).rejects.toThrow('enough');
  });
});
