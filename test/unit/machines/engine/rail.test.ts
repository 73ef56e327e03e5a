import { describe, expect, it } from '@jest/globals';
import { railLine, railOf } from '../../../../machines/engine/index.ts';
import { audit, certification, decision, nonconformity } from '../../../../machines/index.ts';

describe('rail', () => {
  it.each([
    [
      audit,
      'planned/preparing',
      '● planned ─ ○ fieldwork ─ ○ reporting ─ ○ concluding ─ ○ completed',
    ],
    [audit, 'suspended', '✓ planned ─ ● fieldwork ─ ○ reporting ─ ○ concluding ─ ○ completed'],
    [audit, 'completed', '✓ planned ─ ✓ fieldwork ─ ✓ reporting ─ ✓ concluding ─ ● completed'],
    [decision, 'panel/voting', '✓ technical review ─ ● panel ─ ○ proposed'],
    [
      nonconformity,
      'responding/awaitingCap',
      '✓ raised ─ ● responding ─ ○ awaiting evidence ─ ○ planned ─ ○ verifying ─ ○ verified ─ ○ closed',
    ],
  ] as const)(
    'given %# a machine in %s, when drawn, then its phases are told',
    (machine, path, text) => {
      expect(railLine(railOf(machine, path))).toBe(text);
    },
  );

  it.each([
    [certification, 'terminated'],
    [certification, 'expired/restorable'],
    [nonconformity, 'withdrawn'],
    [decision, 'refusalProposed'],
  ] as const)(
    'given %# a machine that has left the way, when drawn, then only its state is told',
    (machine, path) => {
      expect(railOf(machine, path)).toEqual([{ name: path, standing: 'here' }]);
    },
  );
});
