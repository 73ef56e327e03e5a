import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deliverFrom } from '../../../../services/consumer/delivery/index.ts';
import {
  createConsumer,
  deadLetterStream,
  deadLetterSubjects,
  filterSubjects,
  openMetrics,
} from '../../../../services/consumer/index.ts';
import { judge, pauseAfter } from '../../../../services/consumer/judge.ts';
import { describeFault } from '../../../../services/consumer/letters/index.ts';
import { NO_COUNTS } from '../../../../services/consumer/metrics.ts';

const issued = 'org.certway.certification.CertificateIssued.v1';

describe('filter', () => {
  it.each<[Parameters<typeof filterSubjects>[1], string[]]>([
    [undefined, ['certway.t.*.*.*.*']],
    [{ received: true }, ['certway.t.*.*.*.*', 'certway.t.*.*.*.received.*']],
    [{ machine: 'audit' }, ['certway.t.*.audit.*.*']],
    [{ journey: 'g', machine: 'audit' }, ['certway.t.g.audit.*.*']],
    [{ types: [issued] }, ['certway.t.*.certification.*.CertificateIssued']],
    [
      { types: [issued, issued.replace('v1', 'v2')], journey: 'g' },
      ['certway.t.g.certification.*.CertificateIssued'],
    ],
    [
      { types: ['org.certway.audit.received.X.v1', 'org.certway.audit.X.v1'] },
      ['certway.t.*.audit.*.received.X', 'certway.t.*.audit.*.X'],
    ],
  ])('given %j, when asked for subjects, then %j', (filter, subjects) => {
    expect(filterSubjects('t', filter)).toEqual(subjects);
  });

  it.each<[Parameters<typeof filterSubjects>[1], string]>([
    [{ journey: '>' }, "'>' is the id of neither a machine nor a journey"],
    [{ machine: 'a.b' }, "'a.b' is the id of neither a machine nor a journey"],
    [{ types: [] }, 'a list of types names at least one'],
    [{ types: ['CertificateIssued'] }, "'CertificateIssued' is no type: org.certway.<machine>"],
    [{ types: [issued], machine: 'audit' }, `${issued} is no type of machine audit`],
  ])('given %j, when asked for subjects, then it is refused', (filter, message) => {
    expect(() => filterSubjects('t', filter)).toThrow(message);
  });

  it('given a tenant, when its dead letters are named, then after it and the consumer', () => {
    expect(deadLetterStream('acme-cert')).toBe('CERTWAY_ACME_CERT_DEAD_LETTERS');
    expect(deadLetterSubjects('acme')).toBe('certway-dead-letters.acme.>');
    expect(deadLetterSubjects('acme', 'register')).toBe('certway-dead-letters.acme.register.*');
  });
});

describe('beginning', () => {
  it('given each of them, when said to JetStream, then in its words', () => {
    expect(deliverFrom('beginning')).toEqual({ deliver_policy: 'all' });
    expect(deliverFrom('now')).toEqual({ deliver_policy: 'new' });
    expect(deliverFrom({ sequence: 3 })).toEqual({
      ...{ deliver_policy: 'by_start_sequence', opt_start_seq: 3 },
    });
    expect(deliverFrom({ time: '2027-03-01T10:00:00+01:00' })).toEqual({
      ...{ deliver_policy: 'by_start_time', opt_start_time: '2027-03-01T09:00:00.000Z' },
    });
  });

  it.each([{ time: 'yesterday' }, { sequence: 0 }, { sequence: 1.5 }])(
    'given %j, when said, then it is refused',
    (from) => expect(() => deliverFrom(from)).toThrow(/^'?(yesterday|0|1\.5)'? is no/),
  );

  it('given the name of a consumer that is none, when created, then it is refused', () => {
    const options = { connection: {} as never, tenant: 't', handle: () => Promise.resolve() };
    expect(() => createConsumer({ ...options, name: 'a.b' })).toThrow("'a.b' is no name");
  });
});

describe('judge', () => {
  it('given any order of an entity’s events, when judged one after the other, then each number is applied once at most and they only grow', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 })), fc.boolean(), (numbers, complete) => {
        let last: number | undefined;
        const applied: number[] = [];
        for (const number of numbers) {
          const verdict = judge(number, last, complete);
          if (verdict !== 'apply') continue;
          if (complete && last !== undefined) expect(number).toBe(last + 1);
          applied.push(number);
          last = number;
        }
        expect(applied).toEqual([...new Set(applied)].sort((a, b) => a - b));
      }),
    );
  });

  it('given attempts, when they fail, then the pauses grow to a minute', () => {
    expect([1, 2, 3, 4, 5, 6].map(pauseAfter)).toEqual([250, 1000, 4000, 16_000, 60_000, 60_000]);
  });
});

describe('metrics', () => {
  it('given consumers, when asked for, then OpenMetrics text', async () => {
    const lag = (count: number) => () => Promise.resolve(count);
    const text = await openMetrics([
      { name: 'register', counts: { ...NO_COUNTS, handled: 7, parked: 1 }, lag: lag(3) },
      { name: 'webhooks', counts: NO_COUNTS, lag: () => Promise.reject(new Error('away')) },
    ]);
    const lines = text.split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        '# TYPE certway_consumer_handled counter',
        'certway_consumer_handled_total{consumer="register"} 7',
        'certway_consumer_parked_total{consumer="register"} 1',
        'certway_consumer_parked_total{consumer="webhooks"} 0',
        '# TYPE certway_consumer_lag_events gauge',
        'certway_consumer_lag_events{consumer="register"} 3',
      ]),
    );
    expect(text).not.toContain('lag_events{consumer="webhooks"}');
    expect(lines.slice(-2)).toEqual(['# EOF', '']);
  });

  it('given whatever was thrown, when described, then by name and message, not without end', () => {
    expect(describeFault(new TypeError('x')).reason).toBe('TypeError: x');
    expect(describeFault('text').reason).toBe('Error: text');
    expect(describeFault(new Error('x'.repeat(5_000))).reason).toHaveLength(1_000);
    expect(describeFault(new Error('x'.repeat(5_000))).stack).toHaveLength(4_000);
  });
});
