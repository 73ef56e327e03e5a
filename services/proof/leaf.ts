import { bodyOf, type LogMessage } from './message.ts';
import { leafHash, type Hash } from './tree.ts';

/**
 * Hash of the leaf that a message is: its stream sequence (8 bytes, big-endian), the length of its subject (2 bytes,
 * big-endian), its subject, its body. So the tree holds fast what was said, under which name, and where. Not what an export
 * cannot give back or a restored log has otherwise: the time of storing, and headers. The signature in them stands for itself.
 */
export function leafOf(message: Pick<LogMessage, 'seq' | 'subject' | 'data' | 'base64'>): Hash {
  const subject = Buffer.from(message.subject);
  const place = Buffer.alloc(10);
  place.writeBigUInt64BE(BigInt(message.seq));
  place.writeUInt16BE(subject.length, 8);
  return leafHash(Buffer.concat([place, subject, Buffer.from(bodyOf(message))]));
}
