import { describe, expect, it } from '@jest/globals';
import { answerCalendar } from '../../../../services/calendar/answer.ts';
import { createToken, type TokenRecord } from '../../../../services/calendar/tokens.ts';

const at = Date.parse('2027-01-01T00:00:00.000Z');

async function calendar() {
  const kept = new Map<string, TokenRecord>();
  const records = {
    put: (id: string, record: TokenRecord) => {
      kept.set(id, record);
      return Promise.resolve();
    },
  };
  let complete = true;
  const { token, id } = await createToken(records, { at });
  const own = await createToken(records, { at, journey: 'globex-27001' });
  const feed = (journey = 'all') => ({ body: `feed of ${journey}`, etag: `"${journey}"` });
  const get = (address: string, ifNoneMatch?: string) => {
    const { pathname, searchParams: query } = new URL(address, 'http://calendar');
    const path = pathname.split('/').filter((part) => part !== '');
    return answerCalendar(
      { calendar: { feed }, tokens: () => kept, isComplete: () => complete },
      { path, query, ifNoneMatch },
    );
  };
  return { kept, token, id, own, get, empty: () => (complete = false) };
}

describe('the address of the calendar', () => {
  it('given a token, when asked with it, then the feed comes, and 304 while nothing has changed', async () => {
    const { get, token } = await calendar();
    expect(get(`/calendar/${token}.ics`)).toMatchObject({
      ...{ status: 200, body: 'feed of all' },
      headers: { 'Content-Type': 'text/calendar; charset=utf-8', ETag: '"all"' },
    });
    expect(get(`/calendar/${token}.ics?journey=globex-27001`)?.body).toBe('feed of globex-27001');
    const held = get(`/calendar/${token}.ics`, 'W/"other", W/"all"');
    expect(held).toMatchObject({ status: 304, headers: { ETag: '"all"' } });
    expect(held).not.toHaveProperty('body');
    expect(get(`/calendar/${token}.ics`, '"other"')?.status).toBe(200);
  });

  it('given a token of one journey, when another is asked for, then there is nothing', async () => {
    const { get, own } = await calendar();
    expect(get(`/calendar/${own.token}.ics`)?.body).toBe('feed of globex-27001');
    expect(get(`/calendar/${own.token}.ics?journey=globex-27001`)?.status).toBe(200);
    expect(get(`/calendar/${own.token}.ics?journey=other`)?.status).toBe(404);
  });

  it('given tokens that are unknown, nearly right or revoked, when asked with, then the answers are the same', async () => {
    const { get, token, kept, id, own, empty } = await calendar();
    const last = token.endsWith('A') ? 'B' : 'A';
    const wrong = [
      `${token.slice(0, -1)}${last}`,
      `${id}${own.token.slice(8)}`,
      '00000000-' + 'A'.repeat(43),
      '',
      'constructor',
    ];
    const answers = wrong.map((one) => get(`/calendar/${one}.ics`));
    kept.delete(id);
    empty();
    answers.push(get(`/calendar/${token}.ics`), get(`/calendar/${own.token}`));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
  });

  it('given a calendar that is being filled, when asked, then it says when to come again', async () => {
    const { get, token, empty } = await calendar();
    empty();
    expect(get(`/calendar/${token}.ics`)).toMatchObject({
      ...{ status: 503, headers: { 'Retry-After': '5' } },
    });
    expect(get('/other')).toBeUndefined();
    expect(get('/calendar/a/b.ics')).toBeUndefined();
  });

  it('given a token, when its record is looked at, then the token is not in it', async () => {
    const { kept, token, id } = await calendar();
    expect(token).toMatch(/^[0-9a-f]{8}-[A-Za-z0-9_-]{43}$/);
    expect(kept.get(id)).toEqual({
      ...{ hash: expect.stringMatching(/^[0-9a-f]{64}$/), createdAt: '2027-01-01T00:00:00.000Z' },
    });
    expect(JSON.stringify([...kept])).not.toContain(token.slice(9));
  });
});
