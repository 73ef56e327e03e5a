import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { say } from '../../machines/text/index.ts';

/** Public by their range, and yet services of a cloud inside it: Azure's. */
const INSIDE = ['168.63.129.16'];
/** All of the public internet in IPv6 (RFC 4291 2.4; the rest was never given out). */
const PUBLIC_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address belongs to the public internet: not private, loopback, link-local (and so no metadata service),
 * carrier-grade NAT, multicast, reserved, or an IPv4 address inside an IPv6 one.
 * @param address - IPv4 or IPv6, in any form that systems take
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  if (parsed instanceof ipaddr.IPv6) return parsed.match(PUBLIC_V6);
  return !INSIDE.includes(parsed.toString());
}

/** Whether an address is this machine's own. */
function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === 'loopback';
}

/** Which addresses may be connected to. */
export interface AddressRule {
  /** Whether this machine itself may be, for development. */
  readonly allowsLoopback: boolean;
}

/** Thrown for an address that is not to be connected to. */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';
}

function isAllowed(address: string, { allowsLoopback }: AddressRule): boolean {
  return isPublicAddress(address) || (allowsLoopback && isLoopback(address));
}

function refusedAddress(host: string, address: string): AddressRefusedError {
  const what = host === address ? address : `${host} (${address})`;
  return new AddressRefusedError(
    say('webhook.notPublic', '{what} is no address of the public internet', { what }),
  );
}

/**
 * Reads an address to which events may be sent. What its name stands for is looked at when it is connected to.
 * @throws AddressRefusedError with what is wrong and what is possible
 */
export function parseUrl(text: string, rule: AddressRule): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) {
    throw new AddressRefusedError(
      say('webhook.noAddress', '{text} is no address: it must be like https://example.org/hook', {
        text,
      }),
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new AddressRefusedError(
      say('webhook.hasPassword', 'an address must hold neither user nor password'),
    );
  }
  const host = hostOf(url);
  if (!isSecure(url) && !(url.protocol === 'http:' && isHere(host, rule))) {
    throw new AddressRefusedError(
      say('webhook.onlyHttps', '{text}: only https is possible', { text }),
    );
  }
  if (isIP(host) !== 0 && !isAllowed(host, rule)) throw refusedAddress(host, host);
  return url;
}

function isSecure({ protocol }: URL): boolean {
  return protocol === 'https:';
}

function isHere(host: string, { allowsLoopback }: AddressRule): boolean {
  return allowsLoopback && (host === 'localhost' || isLoopback(host));
}

/** The host as the resolver takes it: IPv6 without its brackets. */
export function hostOf({ hostname }: Pick<URL, 'hostname'>): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

/** What resolves names; that of the system by default. */
export type Resolve = (
  host: string,
  options: LookupOptions & { readonly all: true },
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A look-up for connections that fails when any of a name's addresses is not allowed. The connection goes to the very
 * addresses that were looked at, so a name that means something else a moment later changes nothing.
 */
export function guardedLookup(rule: AddressRule, resolve: Resolve = systemLookup): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      const fault = error ?? faultOf(host, addresses, rule);
      const [first] = addresses;
      if (fault || !first) callback(fault ?? new Error(`${host} has no address`), []);
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function faultOf(
  host: string,
  addresses: readonly LookupAddress[],
  rule: AddressRule,
): AddressRefusedError | undefined {
  const bad = addresses.find(({ address }) => !isAllowed(address, rule));
  return bad && refusedAddress(host, bad.address);
}
