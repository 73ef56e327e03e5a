import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { say } from '../../machines/text/index.ts';

const secretSchema = z.object({
  /** `whsec_` and the key in base64. */
  value: z.string().startsWith('whsec_'),
  /** Instant from which it signs no more; absent for the present one. */
  until: z.iso.datetime().optional(),
});

const reasonSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('operator') }),
  z.object({ code: z.literal('gone') }),
  z.object({ code: z.literal('nothingTaken'), event: z.string(), attempts: z.int() }),
]);

/** Why nothing more is sent, stored without a language. */
export type DisabledReason = Readonly<z.infer<typeof reasonSchema>>;

/** Where events are sent, and how it goes. */
export const endpointSchema = z.object({
  id: z.string(),
  url: z.url(),
  /** CloudEvents types; every type when absent. */
  types: z.array(z.string()).min(1).optional(),
  /** Stream sequence of the first event. */
  from: z.int().min(1),
  /** The present one first; an earlier one signs beside it until its time is over. */
  secrets: z.array(secretSchema).min(1),
  createdAt: z.iso.datetime(),
  disabled: z.object({ at: z.iso.datetime(), reason: reasonSchema }).optional(),
});

/** Where events are sent, and how it goes. */
export type Endpoint = Readonly<z.infer<typeof endpointSchema>>;

const KEY_BYTES = 32;
const ID_BYTES = 4;
const OVERLAP_MS = 24 * 3_600_000;

/** Name of the consumer that sends to an endpoint. */
export function consumerOf(id: string): string {
  return `webhook-${id}`;
}

/** A key as the Standard Webhooks specification writes it. */
function newSecret(): string {
  return `whsec_${randomBytes(KEY_BYTES).toString('base64')}`;
}

/**
 * An endpoint with an id and a secret of its own.
 * @param at - epoch milliseconds
 */
export function newEndpoint(given: Pick<Endpoint, 'url' | 'types' | 'from'>, at: number): Endpoint {
  const id = randomBytes(ID_BYTES).toString('hex');
  return {
    ...given,
    id,
    secrets: [{ value: newSecret() }],
    createdAt: new Date(at).toISOString(),
  };
}

/**
 * The endpoint with another secret; the one before signs beside it for a day.
 * @param at - epoch milliseconds
 */
export function rotated(endpoint: Endpoint, at: number): Endpoint {
  const until = new Date(at + OVERLAP_MS).toISOString();
  const [{ value } = { value: '' }] = endpoint.secrets;
  return { ...endpoint, secrets: [{ value: newSecret() }, { value, until }] };
}

/** The secrets that sign at an instant, epoch milliseconds. */
export function activeSecrets({ secrets }: Pick<Endpoint, 'secrets'>, at: number): string[] {
  return secrets
    .filter(({ until }) => until === undefined || Date.parse(until) > at)
    .map(({ value }) => value);
}

/**
 * The endpoint without further deliveries.
 * @param at - epoch milliseconds
 */
export function disabled(endpoint: Endpoint, reason: DisabledReason, at: number): Endpoint {
  if (endpoint.disabled) return endpoint;
  return { ...endpoint, disabled: { at: new Date(at).toISOString(), reason } };
}

/** Why an endpoint is disabled, for people. */
export function disabledText(reason: DisabledReason): string {
  switch (reason.code) {
    case 'operator':
      return say('webhook.byOperator', 'by an operator');
    case 'gone':
      return say('webhook.gone', 'the endpoint answered 410 Gone');
    case 'nothingTaken':
      return say(
        'webhook.nothingTaken',
        '{event} was not taken in {attempts} attempts, and nothing else was',
        { event: reason.event, attempts: reason.attempts },
      );
  }
}

/** The endpoint as it was before it was disabled. */
export function enabled({ disabled: _, ...endpoint }: Endpoint): Endpoint {
  return endpoint;
}
