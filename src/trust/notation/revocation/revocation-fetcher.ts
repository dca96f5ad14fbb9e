import { type Runtime } from '../../../model/runtime.ts';

/** The only way to the network while revocation is checked. */
export interface RevocationFetcher {
  /** The body of an answer with status 2xx. Throws {@link RevocationUnavailable} for everything else, and the runtime's own error when it was aborted. */
  fetch(request: RevocationRequest, runtime: Runtime): Promise<Uint8Array>;
}

export interface RevocationRequest {
  readonly url: URL;
  /** An OCSP request to be posted; absent to get a revocation list. */
  readonly ocspRequest?: Uint8Array;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** One source gave no usable status for a certificate. The message says why. */
export class RevocationUnavailable extends Error {
  override readonly name = 'RevocationUnavailable';
}

/** For machines without a network: no status is available, and the policy decides what that means. */
export const offlineRevocationFetcher: RevocationFetcher = {
  fetch: ({ url }) => Promise.reject(new RevocationUnavailable(`${url.host} was not contacted (offline)`)),
};

/** A URL from a certificate; the specification allows plain HTTP only. Throws {@link RevocationUnavailable}. */
export function parsePlace(place: string): URL {
  const url = URL.canParse(place) ? new URL(place) : undefined;
  if (url?.protocol === 'http:' && url.username === '' && url.password === '') return url;
  throw new RevocationUnavailable(`${JSON.stringify(place.slice(0, 120))} is not an http URL`);
}
