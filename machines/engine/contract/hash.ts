import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * JSON with sorted keys and without `undefined`: equal data give equal text (a subset of RFC 8785 that suffices
 * for hashing data which came from JSON).
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map((item) => (item === undefined ? 'null' : canonicalJson(item))).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  return value === undefined ? 'null' : JSON.stringify(value);
}

/** Whether two values have the same canonical JSON, without writing it. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSameJson(item, b[index]));
  }
  if (isMembers(a) && isMembers(b)) return hasSameMembers(a, b);
  return canonicalJson(a) === canonicalJson(b);
}

type Members = Readonly<Record<string, unknown>>;

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasSameMembers(a: Members, b: Members): boolean {
  let left = countOf(b);
  for (const name of Object.keys(a)) {
    const member = a[name];
    if (member === undefined) continue;
    if (!Object.hasOwn(b, name) || b[name] === undefined) return false;
    if (!isSameJson(member, b[name])) return false;
    left -= 1;
  }
  return left === 0;
}

function countOf(members: Members): number {
  let count = 0;
  for (const name of Object.keys(members)) if (members[name] !== undefined) count += 1;
  return count;
}

/** SHA-256 of the canonical JSON of a value, lower-case hexadecimal. The workflow sandbox has no crypto of its own. */
export function hashOf(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(value))));
}
