import { BlockList, isIP } from 'node:net';
import { classifyHost } from './address-class.ts';

/** What HTTP_PROXY, HTTPS_PROXY and NO_PROXY say; only `config/` reads the environment. */
export interface ProxySettings {
  readonly http?: string;
  readonly https?: string;
  /** Hosts that are reached directly: names with their subdomains, addresses, CIDR blocks, each with an optional port; `*` for all. */
  readonly exceptions?: string;
}

/** The proxy for a URL; `undefined` for a direct connection. Loopback is always direct, as in Go's httpproxy. */
export function findProxy(url: URL, settings: ProxySettings | undefined): string | undefined {
  const proxy = url.protocol === 'https:' ? settings?.https : settings?.http;
  if (settings === undefined || proxy === undefined || proxy === '') return undefined;
  if (classifyHost(url.hostname) === 'loopback') return undefined;
  return isException(url, settings.exceptions ?? '') ? undefined : proxy;
}

function isException(url: URL, exceptions: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return exceptions
    .toLowerCase()
    .split(/[\s,]+/)
    .some((rule) => rule !== '' && matches(rule, host, port));
}

function matches(rule: string, host: string, port: string): boolean {
  if (rule === '*') return true;
  if (rule.includes('/')) return isInBlock(rule, host);
  const colon = isIP(rule) === 6 ? -1 : rule.lastIndexOf(':');
  if (colon > 0 && rule.slice(colon + 1) !== port) return false;
  const name = (colon > 0 ? rule.slice(0, colon) : rule).replace(/^\[|\]$/g, '').replace(/^\*?\./, '');
  return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
}

function isInBlock(rule: string, host: string): boolean {
  const [network = '', prefix = ''] = rule.split('/');
  const version = isIP(network);
  if (version === 0 || isIP(host) !== version || !/^\d{1,3}$/.test(prefix)) return false;
  if (Number(prefix) > (version === 4 ? 32 : 128)) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(network, Number(prefix), family);
  return block.check(host, family);
}
