import { type LookupFunction } from 'node:net';
import * as tls from 'node:tls';
import { type Dispatcher, type Pool } from 'undici';
import { type AddressClass, classifyAddress, classifyHost, reachableFrom, refusalOf } from './address-class.ts';
import { guardedConnector } from './guarded-connector.ts';
import { HttpError } from './http-error.ts';
import { type HttpLimits } from './http-limits.ts';
import { importUndici } from './import-undici.ts';
import { findProxy, type ProxySettings } from './proxy-settings.ts';
import { resumeAtEnd } from './resume-at-end.ts';

export interface DispatcherOptions {
  /** The server that everything is fetched for; other hosts are contacted only because it names them. */
  readonly home: URL;
  readonly limits: HttpLimits;
  readonly proxy?: ProxySettings;
  /** PEM text of certificate authorities to trust in addition to Node's. */
  readonly certificateAuthorities?: string;
  /** PEM texts of a client certificate; only the home host gets it. */
  readonly clientCertificate?: { readonly certificate: string; readonly key: string };
  /** Skips verification of the home host's certificate; those of other hosts are always verified. */
  readonly insecure?: boolean;
  /** Kinds of addresses at which the home host may be, for hosts that somebody else named; all when absent. Through a proxy only the URL can be checked. */
  readonly homeClasses?: ReadonlySet<AddressClass>;
  readonly lookup?: LookupFunction;
}

/**
 * Connection pools, one for each set of rules: the home host may be anywhere, every other host only where the home host's own
 * address allows it ({@link reachableFrom}). undici is loaded with the first request.
 */
export class Dispatchers {
  readonly #options: DispatcherOptions;
  readonly #pools = new Map<string, Promise<Dispatcher>>();
  #homeClass: AddressClass | undefined;
  #isClosed = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#homeClass = classifyHost(options.home.hostname);
  }

  /** Rejects with kind `address` when the URL alone shows an address that is off limits. */
  get(url: URL): Promise<Dispatcher> {
    if (this.#isClosed) throw new HttpError('aborted', url.host, 'the client was closed');
    const isHome = url.hostname === this.#options.home.hostname;
    const homeClass = this.#homeClass ?? 'public';
    const named = classifyHost(url.hostname);
    const allowed = reachableFrom(homeClass);
    const { homeClasses } = this.#options;
    if (isHome && homeClasses !== undefined && named !== undefined && !homeClasses.has(named))
      throw new HttpError('address', url.host, refusalOf(named, homeClasses));
    if (!isHome && named !== undefined && !allowed.has(named)) throw new HttpError('address', url.host, refusalOf(named, allowed));
    const proxy = findProxy(url, this.#options.proxy);
    const key = [isHome ? 'home' : homeClass, proxy ?? 'direct'].join(' ');
    const pool = this.#pools.get(key) ?? this.#make(isHome, homeClass, proxy);
    this.#pools.set(key, pool);
    return pool;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    for (const pool of pools) await (await pool.catch(() => undefined))?.destroy();
  }

  async #make(isHome: boolean, homeClass: AddressClass, proxy: string | undefined): Promise<Dispatcher> {
    const { Agent, Pool, ProxyAgent, buildConnector } = await importUndici();
    const { limits, certificateAuthorities: pem, clientCertificate: client, lookup, homeClasses } = this.#options;
    const rejectUnauthorized = !(isHome && this.#options.insecure === true);
    const tlsOptions = {
      rejectUnauthorized,
      ...(pem === undefined ? {} : { ca: [...trustedRoots(), pem] }),
      ...(isHome && client !== undefined ? { cert: client.certificate, key: client.key } : {}),
    };
    const common = { connections: 16, maxHeaderSize: limits.headerBytes, headersTimeout: 0, bodyTimeout: limits.idleTimeoutMs };
    // Only the proxy sees the address it connects to: the check of the URL above is all that can be done here.
    if (proxy !== undefined)
      return new ProxyAgent({
        ...common,
        uri: proxyUrl(proxy),
        proxyTunnel: false,
        factory: (origin, options) => new Pool(origin, resumingAtEnd(options)),
        requestTls: { ...tlsOptions, timeout: limits.connectTimeoutMs },
        proxyTls: { ...(pem === undefined ? {} : { ca: [...trustedRoots(), pem] }), timeout: limits.connectTimeoutMs },
      });
    const connect = guardedConnector(buildConnector, {
      timeoutMs: limits.connectTimeoutMs,
      tls: tlsOptions,
      ...(lookup === undefined ? {} : { lookup }),
      ...(isHome && homeClasses !== undefined ? { allowed: homeClasses } : {}),
      ...(isHome ? { onConnected: (address) => void (this.#homeClass = classifyAddress(address)) } : { allowed: reachableFrom(homeClass) }),
    });
    return new Agent({ ...common, connect });
  }
}

/** The options of a pool whose connections a proxy makes. */
function resumingAtEnd(options: Pool.Options): Pool.Options {
  const { connect } = options;
  if (typeof connect !== 'function') return options;
  return {
    ...options,
    connect: (target, callback) =>
      connect(target, (...[error, socket]) => {
        if (error === null) {
          resumeAtEnd(socket);
          callback(null, socket);
        } else callback(error, null);
      }),
  };
}

/** From Node 22.15 on the list includes NODE_EXTRA_CA_CERTS; older versions only give the built-in one. */
function trustedRoots(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => string[] };
  return getCACertificates?.('default') ?? tls.rootCertificates;
}

/** `proxy:3128` means `http://proxy:3128`, as for curl and Go. */
function proxyUrl(text: string): string {
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (URL.canParse(full)) return full;
  throw new HttpError('protocol', 'proxy', 'the proxy setting is not a URL');
}
