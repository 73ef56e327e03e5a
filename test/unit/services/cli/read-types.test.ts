import { describe, expect, it } from '@jest/globals';
import { machines } from '../../../../machines/index.ts';
import { readTypes } from '../../../../services/cli/webhook/read-types.ts';

const issued = 'org.certway.certification.CertificateIssued.v1';

describe('the events of an endpoint', () => {
  it('given names and types, when read, then each stands for every machine that records it, once', () => {
    expect(readTypes(machines, `CertificateIssued, ${issued}`)).toEqual([issued]);
    expect(readTypes(machines, 'NonconformityClosed,AuditCompleted')).toEqual([
      'org.certway.nonconformity.NonconformityClosed.v1',
      'org.certway.audit.AuditCompleted.v1',
    ]);
  });

  it.each(['', 'CertificateIsued', 'constructor', `${issued}0`])(
    'given %j, when read, then it is refused',
    (given) => {
      expect(() => readTypes(machines, given)).toThrow(`There is no event ${given}: `);
    },
  );
});
