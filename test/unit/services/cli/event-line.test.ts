import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../../../machines/engine/index.ts';
import { eventLine } from '../../../../services/cli/index.ts';

const event: RecordedEvent = {
  entity: 'globex-27001/nc-s2-003',
  machine: 'nonconformity',
  machineVersion: '1.0.0',
  version: 1,
  type: 'CapAccepted',
  cause: 'command',
  data: {},
  at: '2026-12-16T11:00:00.123Z',
  sequence: 5,
  step: 1,
  stepIndex: 0,
  stepSize: 1,
  causationId: 'c',
  correlationId: 'c',
  actor: { id: 'a-1', role: 'leadAuditor' },
};
const lineOf = (changes: Partial<RecordedEvent>) => eventLine({ event: { ...event, ...changes } });

describe('line of an event', () => {
  it('given a command of somebody, when shown, then it says when, where, what and who', () => {
    expect(lineOf({})).toBe(
      '2026-12-16 11:00:00  globex-27001/nc-s2-003        CapAccepted by a-1 (leadAuditor)',
    );
  });

  it('given an event without an actor, when shown, then its cause stands there instead', () => {
    const { actor: _actor, ...rest } = event;
    expect(eventLine({ event: { ...rest, cause: 'timer', type: 'CapDueElapsed' } })).toBe(
      '2026-12-16 11:00:00  globex-27001/nc-s2-003        CapDueElapsed [timer]',
    );
  });

  it('given data, when shown, then it follows as JSON, and never more than 160 signs of it', () => {
    expect(lineOf({ data: { on: '2026-12-16' } })).toMatch(/\) {2}\{"on":"2026-12-16"\}$/);
    const fits = { statement: 'x'.repeat(160 - '{"statement":""}'.length) };
    expect(lineOf({ data: fits })).toMatch(/x"\}$/);
    const long = lineOf({ data: { statement: `${fits.statement}x` } });
    expect(long.slice(long.indexOf('{'))).toHaveLength(160);
    expect(long).toMatch(/x…$/);
  });

  it('given text that would move the cursor or break the line, when shown, then it cannot', () => {
    const line = lineOf({ data: { statement: 'one\ntwo\u001B[2Jthree' } });
    expect(line.split('\n')).toHaveLength(1);
    expect(line).not.toContain('\u001B');
  });

  it('given an entity with a long id, when shown, then the type still stands apart', () => {
    expect(lineOf({ entity: 'a-very-long-client-name-27001/nc-sv2027-001' })).toContain(
      'nc-sv2027-001  CapAccepted',
    );
  });
});
