import { describe, expect, it } from '@jest/globals';
import {
  attributesFinding,
  clockFinding,
  namespaceFinding,
  skewOf,
  streamFinding,
  workerFinding,
} from '../../../../infra/doctor/judgements.ts';

const now = Date.parse('2026-11-26T12:00:00Z');
const poller = (ago: number, identity = '1@host') => ({ identity, lastAccessMs: now - ago });

describe('doctor', () => {
  it.each([
    [undefined, 'failed', /npm start creates it/],
    [30, 'failed', /--retention 3650d/],
    [3650, 'ok', /^$/],
  ] as const)(
    'given a namespace that keeps workflows for %p days, when judged, then it is %s',
    (days, status, fix) => {
      const finding = namespaceFinding('default', days);
      expect(finding.status).toBe(status);
      expect(finding.fix ?? '').toMatch(fix);
    },
  );

  it('given search attributes, when some are missing or of another type, then they are named', () => {
    expect(attributesFinding([], [])).toMatchObject({ status: 'ok' });
    expect(attributesFinding(['CertwayState'], [])).toMatchObject({
      ...{ status: 'failed', found: 'missing: CertwayState', fix: 'npm start adds them' },
    });
    expect(attributesFinding(['CertwayState'], ['CertwayClient is Text'])).toMatchObject({
      ...{ status: 'failed', found: 'CertwayClient is Text' },
    });
  });

  it('given a worker, when it polls, has gone, or has no build, then that is told', () => {
    const queue = { taskQueue: 'certification', buildId: 'abc' };
    expect(workerFinding(queue, [poller(1_000), poller(2_000)], now)).toEqual({
      ...{ check: 'worker', status: 'ok' },
      found: '1@host polls certification; current build abc',
    });
    expect(workerFinding(queue, [poller(100_000)], now)).toMatchObject({
      ...{ status: 'failed', found: 'nobody polls the task queue certification' },
    });
    const bare = { ...queue, buildId: undefined };
    expect(workerFinding(bare, [poller(0)], now).status).toBe('warning');
  });

  it('given a stream, when it is missing or differs, then every field is told with the way to mend it', () => {
    const differing = (isFixed: boolean) => [
      { field: 'storage', text: 'storage is "memory"', isFixed },
    ];
    expect(streamFinding('S', [])).toEqual({
      check: 'stream S',
      status: 'ok',
      found: 'as configured',
    });
    expect(streamFinding('S', undefined)).toMatchObject({
      status: 'failed',
      found: 'it is not there',
    });
    expect(streamFinding('S', differing(true)).fix).toMatch(/storage cannot be changed/);
    expect(streamFinding('S', differing(false))).toMatchObject({
      ...{ status: 'failed', found: 'storage is "memory"', fix: 'nats stream edit S' },
    });
  });

  it.each([
    [undefined, 'skipped', 'it tells no time'],
    [-300, 'ok', '0.3 s behind this machine'],
    [5_000, 'warning', '5.0 s ahead of this machine'],
    [-90_000, 'failed', '90.0 s behind this machine'],
  ] as const)(
    'given a clock that is %p ms ahead, when judged, then it is %s',
    (skew, status, found) => {
      expect(clockFinding('NATS', skew)).toMatchObject({ status, found });
    },
  );

  it('given polls, when one lies in the future, then the clock of the server is ahead by it', () => {
    expect(skewOf([], now)).toBeUndefined();
    expect(skewOf([poller(30_000)], now)).toBe(0);
    expect(skewOf([poller(30_000), poller(-7_000)], now)).toBe(7_000);
  });
});
