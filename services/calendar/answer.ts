import { errorReply, type HttpAsk, type HttpReply } from '../http/index.ts';
import type { Calendar } from './calendar.ts';
import { findToken, type TokenRecord } from './tokens.ts';

/** What answering needs. */
export interface CalendarAnswers {
  readonly calendar: Pick<Calendar, 'feed'>;
  readonly tokens: () => ReadonlyMap<string, TokenRecord>;
  /** Whether everything that was in the log at the start is in the calendar. */
  readonly isComplete: () => boolean;
}

const unknown = errorReply(404, 'no such calendar');

/**
 * `/calendar/<token>.ics`, with `?journey=` for one journey. A token that is unknown, revoked or of another journey gets
 * the same answer.
 * @returns `undefined` for any other path
 */
export function answerCalendar(
  { calendar, tokens, isComplete }: CalendarAnswers,
  { path, query, ifNoneMatch }: HttpAsk,
): HttpReply | undefined {
  const [room, file = '', ...more] = path;
  if (room !== 'calendar' || more.length > 0) return undefined;
  const token = tokenIn(file, tokens());
  const asked = query.get('journey') ?? token?.journey;
  if (!token || !mayShow(token, asked)) return unknown;
  if (!isComplete()) {
    const reply = errorReply(503, 'the calendar is being filled; ask again in a moment');
    return { ...reply, headers: { ...reply.headers, 'Retry-After': '5' } };
  }
  const { body, etag } = calendar.feed(asked);
  const headers = {
    'Content-Type': 'text/calendar; charset=utf-8',
    'Cache-Control': 'private, max-age=60',
    ETag: etag,
  };
  return isHeld(ifNoneMatch, etag) ? { status: 304, headers } : { status: 200, headers, body };
}

function mayShow({ journey }: TokenRecord, asked: string | undefined): boolean {
  return journey === undefined || journey === asked;
}

function tokenIn(file: string, known: ReadonlyMap<string, TokenRecord>): TokenRecord | undefined {
  return file.endsWith('.ics') ? findToken(known, file.slice(0, -'.ics'.length)) : undefined;
}

function isHeld(ifNoneMatch: string | undefined, etag: string): boolean {
  const held = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return held.includes(etag) || held.includes('*');
}
