import { describe, expect, it } from '@jest/globals';
import type { HttpAsk } from '../../../../services/http/index.ts';
import { answerRegister } from '../../../../services/register/answer.ts';
import { statuses, type Certificate } from '../../../../services/register/certificate.ts';
import type { CertificateQuery } from '../../../../services/register/store.ts';

const certificate: Certificate = {
  ...{ number: 'globex-27001-1', journey: 'globex-27001', client: 'globex' },
  ...{ standard: '27001:2022', scope: 'Payments', status: 'valid', since: '2027-01-22' },
  ...{ validFrom: '2027-01-20', validUntil: '2030-01-19', issuedOn: '2027-01-22', revision: 1 },
  expiresAt: '2030-01-19T23:00:00.000Z',
  ...{ lastEvent: 'globex-27001:53', lastEventAt: '2027-01-22T12:00:00.000Z' },
};

function register(count: number, known: Certificate = certificate) {
  const asked: CertificateQuery[] = [];
  const store = {
    find: (number: string) => Promise.resolve(number === known.number ? known : undefined),
    list: (query: CertificateQuery) => {
      asked.push(query);
      const all = Array.from({ length: count }, (_, at) => ({ ...certificate, number: `n-${at}` }));
      return Promise.resolve(all.slice(0, query.limit));
    },
  };
  const get = (address: string) => {
    const { pathname, searchParams: query } = new URL(address, 'http://register');
    const path = pathname.split('/').filter((part) => part !== '');
    const ask: HttpAsk = { path, query, ifNoneMatch: undefined };
    return answerRegister({ store, now: () => 0 }, ask);
  };
  return { asked, get };
}

describe('reading the register', () => {
  it('given a number, when asked for, then the certificate comes, with no person in it', async () => {
    const { get } = register(0);
    const reply = await get('/certificates/globex-27001-1');
    expect(reply?.status).toBe(200);
    const { lastEvent: id, lastEventAt: time, ...rest } = certificate;
    expect(JSON.parse(reply?.body ?? '')).toEqual({
      ...rest,
      mayBeReferredTo: true,
      lastEvent: { id, time },
    });
    expect(await get('/certificates/globex')).toMatchObject({ status: 404 });
    expect(await get('/certificates/a/b')).toBeUndefined();
    expect(await get('/')).toBeUndefined();
  });

  it.each(statuses)(
    'given a certificate that is %s, when asked for, then only a valid one may be referred to',
    async (status) => {
      const { get } = register(0, { ...certificate, status });
      const reply = await get(`/certificates/${certificate.number}`);
      const mayBeReferredTo = status === 'valid';
      expect(JSON.parse(reply?.body ?? '')).toMatchObject({ status, mayBeReferredTo });
    },
  );

  it('given more certificates than a page holds, when listed, then the next page is named', async () => {
    const { asked, get } = register(3);
    const first = await get('/certificates?limit=2&status=valid');
    expect(asked).toEqual([{ status: 'valid', limit: 3 }]);
    expect(JSON.parse(first?.body ?? '')).toMatchObject({
      certificates: [{ number: 'n-0' }, { number: 'n-1' }],
      next: '/certificates?limit=2&status=valid&after=n-1',
    });
    const whole = await get('/certificates?limit=3');
    expect(JSON.parse(whole?.body ?? '')).not.toHaveProperty('next');
  });

  it.each([
    [
      'status=good',
      'status: must be one of valid, suspended, withdrawn, expired, cancelled, replaced',
    ],
    ['limit=0', 'limit: must be a whole number from 1 to 1000'],
    ['limit=1001', 'limit: must be a whole number from 1 to 1000'],
    ['colour=red', 'colour: there is no such parameter; there are status, client, after, limit'],
  ])('given %s, when listed, then it says what is wrong', async (query, error) => {
    const reply = await register(1).get(`/certificates?${query}`);
    expect(reply?.status).toBe(400);
    expect(JSON.parse(reply?.body ?? '')).toEqual({ error });
  });
});
