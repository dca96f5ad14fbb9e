import { type Runtime } from '../../../model/runtime.ts';

/** The only way to the network while revocation is checked. */
export interface RevocationFetcher {
  /** The body of an answer with status 2xx. Throws {@link RevocationUnavailable} for everything else; whoever aborted the runtime gets that error. */
  fetch(request: RevocationRequest, runtime: Runtime): Promise<Uint8Array>;
}

export interface RevocationRequest {
  readonly url: URL;
  /** An OCSP request to be posted; absent to get a revocation list. */
  readonly ocspRequest?: Uint8Array;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** Nothing usable was learned about a certificate, at one place. Says why. */
export class RevocationUnavailable extends Error {
  override readonly name = 'RevocationUnavailable';
}

/** For machines without a network: nothing can be learned. What that means is the policy's. */
export const offlineRevocationFetcher: RevocationFetcher = {
  fetch: ({ url }) => Promise.reject(new RevocationUnavailable(`${url.host} was not asked: offline`)),
};

/** An address that a certificate names; the specification allows plain HTTP only. Throws {@link RevocationUnavailable}. */
export function parsePlace(place: string): URL {
  const url = URL.canParse(place) ? new URL(place) : undefined;
  if (url?.protocol === 'http:' && url.username === '' && url.password === '') return url;
  throw new RevocationUnavailable(`${JSON.stringify(place.slice(0, 120))} is not an http URL`);
}
