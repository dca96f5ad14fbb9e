import { describe, expect, it } from 'vitest';
import { type AddressClass, classifyAddress, classifyHost, reachableFrom } from './address-class.ts';

describe('classifyAddress', () => {
  it.each<[string, AddressClass]>([
    ['1.1.1.1', 'public'],
    ['172.15.255.255', 'public'],
    ['172.32.0.0', 'public'],
    ['2606:4700::1111', 'public'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['10.0.0.1', 'private'],
    ['100.64.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.255.255', 'private'],
    ['fd12:3456::1', 'private'],
    ['0.0.0.0', 'forbidden'],
    ['::', 'forbidden'],
    ['169.254.169.254', 'forbidden'],
    ['100.100.100.200', 'forbidden'],
    ['168.63.129.16', 'forbidden'],
    ['224.0.0.1', 'forbidden'],
    ['255.255.255.255', 'forbidden'],
    ['fe80::1%eth0', 'forbidden'],
    ['fd00:ec2::254', 'forbidden'],
    ['ff02::1', 'forbidden'],
    ['not an address', 'forbidden'],
    // IPv4 inside IPv6: mapped, compatible, SIIT, NAT64, 6to4
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['::ffff:8.8.8.8', 'public'],
    ['::169.254.169.254', 'forbidden'],
    ['::ffff:0:10.0.0.1', 'private'],
    ['64:ff9b::a9fe:a9fe', 'forbidden'],
    ['64:ff9b::808:808', 'public'],
    ['2002:c0a8:1::', 'private'],
  ])('%s is %s', (address, expected) => {
    expect(classifyAddress(address)).toBe(expected);
  });
});

describe('classifyHost', () => {
  // As URL writes them.
  it.each<[string, AddressClass | undefined]>([
    ['http://0x7f000001/', 'loopback'],
    ['http://2130706433/', 'loopback'],
    ['http://127.1/', 'loopback'],
    ['http://[::ffff:7f00:1]/', 'loopback'],
    ['http://localhost./', 'loopback'],
    ['http://LOCALHOST/', 'loopback'],
    ['http://a.localhost/', 'loopback'],
    ['http://0/', 'forbidden'],
    ['http://0xa9fea9fe/', 'forbidden'],
    ['http://metadata.google.internal/', 'forbidden'],
    ['http://metadata./', 'forbidden'],
    ['http://[fd12::1]/', 'private'],
    ['http://registry.example/', undefined],
    ['http://localhost.example/', undefined],
  ])('%s is %s [204]', (url, expected) => {
    expect(classifyHost(new URL(url).hostname)).toBe(expected);
  });
});

it('a host may not redirect to a more private address, nor to the metadata service', () => {
  expect([...reachableFrom('public')]).toEqual(['public']);
  expect([...reachableFrom('private')]).toEqual(['public', 'private']);
  expect([...reachableFrom('loopback')]).toEqual(['public', 'private', 'loopback']);
  expect([...reachableFrom('forbidden')]).toEqual(['public']);
});
