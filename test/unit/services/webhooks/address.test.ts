import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from '@jest/globals';
import {
  guardedLookup,
  isPublicAddress,
  parseUrl,
  type Resolve,
} from '../../../../services/webhooks/address.ts';

const outside = { allowsLoopback: false };
const developing = { allowsLoopback: true };

const refused = [
  ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255'],
  ...['192.168.1.1', '169.254.169.254', '169.254.0.1', '100.64.0.1', '100.127.255.255'],
  ...['100.100.100.200', '192.0.0.192', '192.0.2.1', '198.18.0.1', '198.51.100.7', '203.0.113.9'],
  ...['224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255', '168.63.129.16'],
  ...['::', '::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fec0::1', 'ff02::1', '100::1'],
  ...['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:a9fe:a9fe', '::127.0.0.1', '::8.8.8.8'],
  ...['64:ff9b::7f00:1', '64:ff9b:1::1', '2002:7f00:1::', '2001:0:7f00:1::', '2001:db8::1'],
  ...['4000::1', '::ffff:0:127.0.0.1', 'fe80::1%eth0'],
  ...['0x7f.1', '017700000001', '2130706433', 'localhost', ''],
];
const taken = ['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111'];

const resolving =
  (...addresses: string[]): Resolve =>
  (_, __, callback) => {
    callback(
      null,
      addresses.map((address): LookupAddress => ({
        address,
        family: address.includes(':') ? 6 : 4,
      })),
    );
  };

const lookUp = (resolve: Resolve, all = true, rule = outside) =>
  new Promise<unknown>((done) => {
    guardedLookup(rule, resolve)('hook.example', { all }, (error, address, family) => {
      done(error ? error.message : all ? address : [address, family]);
    });
  });

describe('addresses that events may be sent to', () => {
  it.each(refused)('given %s, when judged, then it is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(taken)('given %s, when judged, then it is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ['http://example.org/hook', 'only https is possible'],
    ['ftp://example.org/hook', 'only https is possible'],
    ['https://user:secret@example.org', 'must hold neither user nor password'],
    ['hook', 'hook is no address: it must be like https://example.org/hook'],
    ['https://127.0.0.1/hook', '127.0.0.1 is no address of the public internet'],
    ['https://2130706433/', '127.0.0.1 is no address of the public internet'],
    ['https://0x7f.1/', '127.0.0.1 is no address of the public internet'],
    ['https://0177.0.0.1/', '127.0.0.1 is no address of the public internet'],
    ['https://[::1]:8443/', '::1 is no address of the public internet'],
    ['https://[::ffff:10.0.0.1]/', '::ffff:a00:1 is no address of the public internet'],
    ['https://169.254.169.254/latest/meta-data', 'is no address of the public internet'],
    ['http://localhost:8080/', 'only https is possible'],
  ])('given %s, when taken, then it is refused', (url, message) => {
    expect(() => parseUrl(url, outside)).toThrow(message);
  });

  it('given development, when this machine is named, then http is possible there and nowhere else', () => {
    for (const url of ['http://127.0.0.1:8080/', 'http://localhost:1/', 'http://[::1]:1/'])
      expect(parseUrl(url, developing).href).toBe(url);
    expect(() => parseUrl('http://example.org', developing)).toThrow('only https');
    expect(() => parseUrl('https://10.0.0.1', developing)).toThrow('public internet');
  });

  it('given a name, when it is looked up for a connection, then one bad address among good ones refuses it', async () => {
    expect(await lookUp(resolving('8.8.8.8'))).toEqual([{ address: '8.8.8.8', family: 4 }]);
    expect(await lookUp(resolving('8.8.8.8'), false)).toEqual(['8.8.8.8', 4]);
    const message = 'hook.example (10.0.0.1) is no address of the public internet';
    expect(await lookUp(resolving('8.8.8.8', '10.0.0.1'))).toBe(message);
    expect(await lookUp(resolving('8.8.8.8', '10.0.0.1'), false)).toBe(message);
    expect(await lookUp(resolving('::ffff:127.0.0.1'), true, developing)).toContain('::ffff');
    expect(await lookUp(resolving('127.0.0.1'), false, developing)).toEqual(['127.0.0.1', 4]);
    expect(await lookUp(resolving())).toBe('hook.example has no address');
  });
});
