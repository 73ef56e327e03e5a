import type { JetStreamClient } from '@nats-io/jetstream';
import { z } from 'zod';
import { journeyOf, entityName, entityOfEvent } from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
import { streamName } from '../event-log/index.ts';
import { checkLastHead, headOf, headsStream, peaksOf, type Head } from './head.ts';
import { leafOf } from './leaf.ts';
import { lastSequence, oneMessage, messagesOf, messageSchema, type LogMessage } from './message.ts';
import { treeOf } from './tree.ts';
import {
  createSignatures,
  isFault,
  isIncluded,
  readEvent,
  type Fault,
  type Judges,
} from './verify/index.ts';

const proofSchema = z.strictObject({
  format: z.literal('certway-inclusion-proof'),
  version: z.literal(1),
  /** The event, as it is stored. */
  message: messageSchema,
  /** Sibling hashes from its leaf to the root, RFC 9162, 2.1.3.1. */
  path: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
  /** The signed head that it lies under, as it is stored. */
  head: messageSchema,
});

/** That one event lies in a log: all that is needed besides the public keys. */
export type InclusionProof = z.infer<typeof proofSchema>;

/** An event that cannot be proved, or a proof that cannot be read. */
export class ProofError extends Error {
  override readonly name = 'ProofError';
}

/**
 * Proves one event, from nothing but the events under the same head.
 * @param id - `<workflow id>:<sequence>`
 * @throws ProofError when the log does not hold it, or it is not sealed yet
 */
export async function proveEvent(given: {
  readonly js: JetStreamClient;
  readonly tenant: string;
  readonly id: string;
}): Promise<InclusionProof> {
  const { js, tenant, id } = given;
  const stream = streamName(tenant);
  const message = await findEvent(js, tenant, id);
  if (!message) throw new ProofError(say('proof.noEvent', 'The log holds no event {id}.', { id }));
  const found = await headOver(js, tenant, message.seq);
  if (!found) {
    throw new ProofError(
      say(
        'proof.notSealed',
        'The event {id} is not sealed yet: a head is signed some seconds after an event, while a worker with the sealing key runs.',
        { id },
      ),
    );
  }
  const { head, previous, stored } = found;
  const leaves = [];
  const from = (previous?.size ?? 0) + 1;
  for await (const each of messagesOf(js, { stream, from, to: head.size }))
    leaves.push(leafOf(each));
  const path = treeOf(leaves, peaksOf(previous)).inclusionPath(message.seq - 1);
  return {
    format: 'certway-inclusion-proof',
    version: 1,
    message,
    path: path.map((hash) => hash.toString('hex')),
    head: stored,
  };
}

async function findEvent(
  js: JetStreamClient,
  tenant: string,
  id: string,
): Promise<LogMessage | undefined> {
  const stream = streamName(tenant);
  const entity = entityOfEvent(id);
  const subjects = [`certway.${tenant}.${journeyOf(entity)}.*.${entityName(entity)}.>`];
  const stretch = { stream, from: 1, to: await lastSequence(js, stream), subjects };
  for await (const message of messagesOf(js, stretch)) {
    const read = readEvent(message, tenant);
    if (!isFault(read) && read.envelope.id === id) return message;
  }
  return undefined;
}

/** The first head over an event: of those of all stream sequences, by halves. */
async function headOver(
  js: JetStreamClient,
  tenant: string,
  seq: number,
): Promise<
  | { readonly head: Head; readonly previous: Head | undefined; readonly stored: LogMessage }
  | undefined
> {
  const stream = headsStream(tenant);
  const count = await lastSequence(js, stream);
  const read = async (
    at: number,
  ): Promise<{ readonly head: Head; readonly stored: LogMessage }> => {
    const stored = await oneMessage(js, stream, { seq: at });
    const head = stored && headOf(stored);
    if (!stored || !head)
      throw new ProofError(
        say(
          'proof.unreadableHead',
          'Head {seq} of the log cannot be read, so nothing can be proved: `certway log verify` says more.',
          { seq: at },
        ),
      );
    return { head, stored };
  };
  let [low, high] = [1, count + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await read(middle)).head.size < seq) low = middle + 1;
    else high = middle;
  }
  if (low > count) return undefined;
  return { ...(await read(low)), previous: low > 1 ? (await read(low - 1)).head : undefined };
}

/** Reads a proof. @throws ProofError when the text is none */
export function parseProof(text: string): InclusionProof {
  try {
    return proofSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new ProofError(
      say('proof.none', 'This is no proof that `certway log prove` has written.'),
      { cause: error },
    );
  }
}

/** What a proof proves, or why it proves nothing. */
export type ProofCheck =
  | { readonly id: string; readonly message: LogMessage; readonly head: Head }
  | { readonly fault: string };

/** Checks a proof, with nothing but the public keys. */
export async function checkProof(
  { message, path, head: stored }: InclusionProof,
  { heads, events }: Required<Pick<Judges, 'heads' | 'events'>>,
): Promise<ProofCheck> {
  const tenant = headOf(stored)?.tenant ?? '';
  const checked = checkLastHead(stored, { tenant, verifier: heads });
  if ('fault' in checked) {
    return { fault: say('proof.ofHead', 'the head: {fault}', { fault: checked.fault }) };
  }
  const { head } = checked;
  const read = readEvent(message, tenant);
  if (isFault(read)) return { fault: ofEvent(read.reason) };
  if (!isIncluded(message, { path, size: head.size }, head)) {
    return {
      fault: say(
        'proof.otherPath',
        'the path does not lead from this event to the root of the head',
      ),
    };
  }
  const fault = await signatureFault(message, events);
  return fault ? { fault: ofEvent(fault.reason) } : { id: read.envelope.id, message, head };
}

function ofEvent(fault: string): string {
  return say('proof.ofEvent', 'the event: {fault}', { fault });
}

async function signatureFault(
  message: LogMessage,
  verifier: Judges['events'],
): Promise<Pick<Fault, 'reason'> | undefined> {
  const signatures = createSignatures(verifier);
  const fault = signatures.begin(message, 0);
  return fault ?? (await signatures.settled())?.firstBad;
}
