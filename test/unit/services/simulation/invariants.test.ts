import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../../../machines/engine/index.ts';
import { createWatch, invariants } from '../../../../services/simulation/invariants/index.ts';
import { planted, type Planted } from './planted.ts';
import { logs } from './recorded.ts';

function broken(events: readonly RecordedEvent[]): readonly string[] {
  const watch = createWatch(invariants);
  return events.flatMap((event) => watch.see(event)).map(({ invariant }) => invariant);
}

const known = new Map<string, readonly RecordedEvent[]>();
/** A log is recorded once, when the first test needs it. */
function logOf(name: keyof typeof logs): readonly RecordedEvent[] {
  const log = known.get(name) ?? logs[name]();
  known.set(name, log);
  return log;
}
const names = Object.keys(logs) as readonly (keyof typeof logs)[];
const all = names.flatMap((name) =>
  planted[name].map((one): [keyof typeof logs, ...Planted] => [name, ...one]),
);

describe('invariants', () => {
  it.each(names)(
    'given the journey "%s" as it was recorded, when judged, then nothing is broken',
    (name) => {
      expect(broken(logOf(name))).toEqual([]);
    },
    60_000,
  );

  it.each(all)(
    'given the journey "%s", when judged, then %s is broken by %s',
    (name, invariant, _, change) => {
      const changed = change(logOf(name));
      expect(changed).not.toEqual(logOf(name));
      expect(broken(changed)).toContain(invariant);
    },
    60_000,
  );

  it('given the ids, when listed, then each stands once, and something is planted against each', () => {
    const ids = invariants.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const breakable = new Set(all.map(([, invariant]) => invariant));
    expect([...breakable].sort()).toEqual(ids);
  });
});
