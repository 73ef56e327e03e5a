import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Records } from '../records/index.ts';

/** What is kept of a token: never the token. */
export const tokenSchema = z.object({
  /** SHA-256 of the token, lower-case hexadecimal. */
  hash: z.string().length(64),
  /** The only journey that it shows; all when absent. */
  journey: z.string().optional(),
  createdAt: z.iso.datetime(),
});

/** What is kept of a token, by its id. */
export type TokenRecord = Readonly<z.infer<typeof tokenSchema>>;

/** A token that was just made; nobody can be told it again. */
export interface NewToken {
  readonly id: string;
  readonly token: string;
}

const ID_BYTES = 4;
const SECRET_BYTES = 32;
const tokenPattern = /^([0-9a-f]{8})-[A-Za-z0-9_-]{43}$/;
const NOBODY = Buffer.alloc(SECRET_BYTES);

/**
 * Makes a token: its id, and 256 random bits.
 * @param at - epoch milliseconds
 */
export async function createToken(
  records: Pick<Records<TokenRecord>, 'put'>,
  { journey, at }: { readonly journey?: string | undefined; readonly at: number },
): Promise<NewToken> {
  const id = randomBytes(ID_BYTES).toString('hex');
  const token = `${id}-${randomBytes(SECRET_BYTES).toString('base64url')}`;
  const createdAt = new Date(at).toISOString();
  const hash = hashOf(token).toString('hex');
  await records.put(id, { hash, createdAt, ...(journey !== undefined && { journey }) });
  return { id, token };
}

/**
 * Looks a token up; takes the same time whether it is unknown, revoked or nearly right.
 * @returns `undefined` unless exactly this token is valid
 */
export function findToken(
  known: ReadonlyMap<string, TokenRecord>,
  token: string,
): TokenRecord | undefined {
  const [, id = ''] = tokenPattern.exec(token) ?? [];
  const record = known.get(id);
  const hash = record ? Buffer.from(record.hash, 'hex') : NOBODY;
  return timingSafeEqual(hash, hashOf(token)) ? record : undefined;
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
