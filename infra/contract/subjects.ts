import { streamName, tenantSubjects } from '../../services/event-log/index.ts';
import { streamSettings } from '../nats/index.ts';

/** One token of a subject. */
export interface Token {
  readonly name: string;
  readonly meaning: string;
  readonly example: string;
}

/** What a subject is made of, in order. */
export const TOKENS: readonly Token[] = [
  { name: 'tenant', meaning: 'certification body, kebab-case', example: 'acme-cert' },
  { name: 'journey', meaning: 'workflow id of the journey', example: 'globex-27001' },
  { name: 'machine', meaning: 'id of the machine that recorded it', example: 'nonconformity' },
  {
    name: 'entity',
    meaning:
      'workflow id below the journey, `/` written as `~`; `self` for the journey itself; `<id>~2` for a second start of an id',
    example: 'nc-s2-003',
  },
  { name: 'event', meaning: 'name of the event, without version', example: 'NonconformityClosed' },
];

/** The subject of a machine's events, with its parameters in braces. */
export function subjectPattern(machine: string, isReceived: boolean): string {
  const received = isReceived ? 'received.' : '';
  return `certway.{tenant}.{journey}.${machine}.{entity}.${received}{event}`;
}

/** The grammar of subjects, in ABNF (RFC 5234). */
export const GRAMMAR = `subject  = "certway." tenant "." journey "." machine "." entity "." [ "received." ] event
tenant   = token
journey  = token
machine  = token
entity   = "self" / name *( "~" name )
event    = token
token    = 1*( ALPHA / DIGIT / "_" / "-" )
name     = 1*( ALPHA / DIGIT / "_" / "-" )`;

/** Headers of a stored message. */
export const HEADERS = {
  'Content-Type': '`application/cloudevents+json`',
  'Nats-Msg-Id':
    'the `id` of the event: what is sent twice within the duplicate window is stored once',
  'Certway-Signature':
    'Ed25519 signature over the stored bytes, base64url; absent where no key is configured',
  'Certway-Key': 'id of the key of the signature',
} as const;

/** What AsyncAPI and its NATS binding have no words for. */
export function jetStreamFacts(): object {
  const { storage, retention, discard, duplicate_window, max_msg_size, ...rest } = streamSettings({
    name: streamName('{tenant}'),
    subjects: tenantSubjects('{tenant}'),
    replicas: 1,
  });
  return {
    stream: {
      name: 'CERTWAY_{TENANT}',
      nameRule: 'the tenant in upper case, - written as _',
      subjects: rest.subjects,
      ...{ storage, retention, discard },
      maxMessageBytes: max_msg_size,
      duplicateWindowSeconds: Number(duplicate_window) / 1e9,
      denyDelete: rest.deny_delete,
      denyPurge: rest.deny_purge,
      allowDirect: rest.allow_direct,
    },
    retention: 'for ever: no limit of age, number or size; a full disk refuses new events',
    headers: HEADERS,
    deduplication: { header: 'Nats-Msg-Id', value: '{id of the event}' },
    optimisticConcurrency: {
      scope: 'certway.{tenant}.{journey}.{machine}.{entity}.>',
      'Nats-Expected-Last-Subject-Sequence':
        'stream sequence of the last event of the entity, 0 for none',
      'Nats-Expected-Last-Subject-Sequence-Subject': 'the scope',
    },
    order: 'per entity by sequence; across entities only that of the stream',
  };
}
