import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { RecordedEvent } from '../../machines/engine/index.ts';
import {
  eventSubject,
  GENESIS_HASH,
  hashOfBytes,
  KEY_HEADER,
  SIGNATURE_HEADER,
  toBytes,
} from '../../services/event-log/index.ts';
import { nextHead, headsSubject, type Head } from '../../services/proof/head.ts';
import { leafOf } from '../../services/proof/leaf.ts';
import type { LogMessage } from '../../services/proof/index.ts';
import { createSigner, createVerifier, type Signer } from '../../services/signing/index.ts';

/** A log as JetStream would hold it, made in memory. */
export interface StoredLog {
  readonly tenant: string;
  readonly messages: readonly LogMessage[];
  readonly heads: readonly LogMessage[];
}

/** A pair of keys that nobody else has. */
export function newKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey;
}

/** Knows one key. */
export const verifierOf = (key: KeyObject) => createVerifier([key]);

/** What lies in the headers beside a body. */
export function signed(body: string, signer: Signer | undefined): LogMessage['headers'] {
  if (!signer) return {};
  return { [SIGNATURE_HEADER]: [signer.sign(body)], [KEY_HEADER]: [signer.keyId] };
}

/** The events of a simulation, stored one behind the other. */
export function messagesFrom(
  tenant: string,
  events: readonly RecordedEvent[],
  key?: KeyObject,
): LogMessage[] {
  const signer = key && createSigner(key);
  const hashes = new Map<string, string>();
  return events.map((event, index) => {
    const data = toBytes(tenant, event, hashes.get(event.entity) ?? GENESIS_HASH);
    hashes.set(event.entity, hashOfBytes(data));
    const id = `${event.entity}:${event.sequence}`;
    const headers = { 'Nats-Msg-Id': [id], ...signed(data, signer) };
    return { seq: index + 1, subject: eventSubject(tenant, event), time: event.at, headers, data };
  });
}

/** Heads that seal so many events each; what is left over stays unsealed. */
export function headsOver(
  tenant: string,
  messages: readonly LogMessage[],
  { key, every }: { readonly key: KeyObject; readonly every: number },
): LogMessage[] {
  const signer = createSigner(key);
  const heads: LogMessage[] = [];
  let previous: Head | undefined;
  for (let end = every; end <= messages.length; end += every) {
    const leaves = messages.slice(end - every, end).map(leafOf);
    const at = messages[end - 1]?.time ?? '';
    previous = nextHead({ tenant, previous, leaves, at });
    heads.push(headMessage(tenant, heads.length + 1, [previous, signer]));
  }
  return heads;
}

/** A head as its stream would hold it. */
export function headMessage(
  tenant: string,
  seq: number,
  [head, signer]: [Head, Signer],
): LogMessage {
  const data = JSON.stringify(head);
  return {
    ...{ seq, subject: headsSubject(tenant), time: head.at, data },
    headers: signed(data, signer),
  };
}

/** Puts an event in the place of another and makes the chain of its entity fit again, signed anew with a key if there is one. */
export function rechained(
  messages: readonly LogMessage[],
  at: number,
  [change, key]: [(body: string) => string, KeyObject?],
): LogMessage[] {
  const signer = key && createSigner(key);
  const entityOf = ({ data }: LogMessage) => (JSON.parse(data) as { source: string }).source;
  const entity = entityOf(messages[at] as LogMessage);
  let hash: string | undefined;
  return messages.map((message, index) => {
    if (index < at || entityOf(message) !== entity) return message;
    const body = index === at ? change(message.data) : message.data;
    const data =
      hash === undefined ? body : body.replace(/"prevhash":"[0-9a-f]{64}"/, `"prevhash":"${hash}"`);
    hash = hashOfBytes(data);
    return { ...message, data, headers: { ...message.headers, ...signed(data, signer) } };
  });
}
