import { createHmac } from 'node:crypto';

/** What is sent, and by what it is known. */
export interface Signed {
  /** The event's id; the same on every attempt. */
  readonly id: string;
  /** Epoch milliseconds of the attempt. */
  readonly at: number;
  readonly body: string;
}

/**
 * The headers of the Standard Webhooks specification 1.0: id, timestamp in whole seconds, and one `v1` signature
 * (HMAC-SHA256) for each secret.
 * @param secrets - `whsec_` and base64
 */
export function signedHeaders(
  secrets: readonly string[],
  { id, at, body }: Signed,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
