import { describe, expect, it } from '@jest/globals';
import {
  entitySubjects,
  eventSubject,
  parseSubject,
  streamName,
  tenantSubjects,
} from '../../../../services/event-log/index.ts';

const closed = { machine: 'nonconformity', cause: 'command', type: 'NonconformityClosed' } as const;
const child = 'globex-27001/nc-s2-003';

describe('subjects', () => {
  it('given an event of a child, when stored, then journey, machine, entity and type are its subject', () => {
    expect(eventSubject('acme-cert', { ...closed, entity: child })).toBe(
      'certway.acme-cert.globex-27001.nonconformity.nc-s2-003.NonconformityClosed',
    );
  });

  it('given an event of a journey, when stored, then its entity is `self`', () => {
    const event = { machine: 'certification', cause: 'timer', type: 'X', entity: 'g' } as const;
    expect(eventSubject('acme', event)).toBe('certway.acme.g.certification.self.X');
  });

  it.each(['child', 'parent'] as const)(
    "given the copy of a %s's event, when stored, then one level deeper",
    (cause) => {
      expect(eventSubject('acme', { ...closed, entity: 'g', cause })).toBe(
        'certway.acme.g.nonconformity.self.received.NonconformityClosed',
      );
    },
  );

  it('given an entity, when its concurrency is checked, then on all its events, the received ones too', () => {
    const address = { tenant: 'acme', entity: child, machine: 'nonconformity' };
    const subjects = entitySubjects(address);
    expect(subjects).toBe('certway.acme.globex-27001.nonconformity.nc-s2-003.>');
    for (const cause of ['command', 'child', 'derived'] as const) {
      const subject = eventSubject('acme', { ...closed, entity: child, cause });
      expect(subject.startsWith(subjects.slice(0, -1))).toBe(true);
    }
  });

  it('given a tenant, when its stream and subjects are named, then after it', () => {
    expect(streamName('acme-cert')).toBe('CERTWAY_ACME_CERT');
    expect(tenantSubjects('acme-cert')).toBe('certway.acme-cert.>');
  });

  it.each([
    [child, 'command', false],
    ['globex-27001', 'derived', false],
    ['globex-27001', 'child', true],
    ['globex-27001/nc-1~2', 'parent', true],
  ] as const)(
    'given an event of %s with cause %s, when its subject is read, then all of it comes back',
    (entity, cause, received) => {
      expect(parseSubject(eventSubject('acme', { ...closed, entity, cause }))).toEqual({
        tenant: 'acme',
        journey: 'globex-27001',
        machine: 'nonconformity',
        entity,
        event: 'NonconformityClosed',
        received,
      });
    },
  );

  it.each([
    '',
    'certway',
    'certway.acme',
    'certway.acme.g.m.self',
    'other.acme.g.m.self.X',
    'certway..g.m.self.X',
    'certway.acme.g.m.self.',
    '$JS.API.STREAM.INFO.CERTWAY_ACME',
  ])("given '%s', when read, then it is no event", (subject) => {
    expect(parseSubject(subject)).toBeUndefined();
  });
});
