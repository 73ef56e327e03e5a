import { z } from 'zod';
import { errorReply, jsonReply, type HttpAsk, type HttpReply } from '../http/index.ts';
import { statuses, type Certificate } from './certificate.ts';
import type { RegisterStore } from './store.ts';

/** What answering needs. */
export interface RegisterAnswers {
  readonly store: Pick<RegisterStore, 'list' | 'find'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const querySchema = z.strictObject({
  status: z.enum(statuses, `must be one of ${statuses.join(', ')}`).optional(),
  client: z.string().min(1, 'must be the id of an organization').optional(),
  after: z.string().min(1, 'must be the number of a certificate').optional(),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$|^1000$/, 'must be a whole number from 1 to 1000')
    .default('100')
    .transform(Number),
});
const fields = Object.keys(querySchema.shape).join(', ');

/**
 * The register's reading side: `/certificates` with `status`, `client`, `after` and `limit`, and
 * `/certificates/<number>`.
 * @returns `undefined` for any other path
 */
export async function answerRegister(
  { store, now }: RegisterAnswers,
  { path, query }: HttpAsk,
): Promise<HttpReply | undefined> {
  const [room, number, ...more] = path;
  if (room !== 'certificates' || more.length > 0) return undefined;
  if (number !== undefined) {
    const found = await store.find(number, now());
    return found ? jsonReply(200, publicOf(found)) : errorReply(404, 'no such certificate');
  }
  const asked = querySchema.safeParse(Object.fromEntries(query));
  if (!asked.success) return errorReply(400, asked.error.issues.flatMap(faultOf).join('; '));
  const { limit } = asked.data;
  const found = await store.list({ ...asked.data, limit: limit + 1 }, now());
  const certificates = found.slice(0, limit);
  const last = found.length > limit ? certificates.at(-1) : undefined;
  return jsonReply(200, {
    certificates: certificates.map(publicOf),
    ...(last && { next: nextPath(query, last.number) }),
  });
}

function faultOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code !== 'unrecognized_keys') return [`${issue.path.join('.')}: ${issue.message}`];
  return issue.keys.map((key) => `${key}: there is no such parameter; there are ${fields}`);
}

function nextPath(query: URLSearchParams, after: string): string {
  return `/certificates?${new URLSearchParams({ ...Object.fromEntries(query), after }).toString()}`;
}

/**
 * The row as the public sees it; whether the client may refer to it follows from its status. Source: ISO/IEC 17021-1
 * 8.3, 9.6.5 (unconfirmed).
 */
function publicOf({ lastEvent, lastEventAt, ...certificate }: Certificate): object {
  const mayBeReferredTo = certificate.status === 'valid';
  return { ...certificate, mayBeReferredTo, lastEvent: { id: lastEvent, time: lastEventAt } };
}
