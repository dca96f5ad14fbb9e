import { PratiqueError } from '../../../model/pratique-error.ts';

/** Where a key is, as cosign writes it after `--key` (sigstore/cosign, pkg/signature/keys.go). */
export type KeyReference =
  | { readonly kind: 'file'; readonly path: string }
  /** `env://NAME` */
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'url'; readonly url: string };

/** Places that cosign reads keys from and we do not. */
const unsupported: ReadonlyMap<string, string> = new Map([
  ['awskms', 'AWS KMS'],
  ['gcpkms', 'Google Cloud KMS'],
  ['azurekms', 'Azure Key Vault'],
  ['hashivault', 'HashiCorp Vault'],
  ['k8s', 'Kubernetes secrets'],
  ['gitlab', 'GitLab variables'],
  ['pkcs11', 'PKCS #11 tokens'],
]);

/**
 * Tells files from other places; nothing is opened. A place that is not supported is never taken for a path: throws USAGE with what to do instead. `what` is the
 * option or setting; `purpose` says whether the public or the private key is wanted.
 */
export function parseKeyReference(text: string, what: string, purpose: 'verify' | 'sign'): KeyReference {
  // PKCS #11 URIs have no authority (RFC 7512, section 2.3).
  const scheme = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/|(pkcs11):)/i.exec(text)?.slice(1).find(Boolean)?.toLowerCase();
  if (scheme === undefined) return { kind: 'file', path: text };
  if (scheme === 'env') return parseVariable(text, what);
  if (scheme === 'https' || scheme === 'http') return parseUrl(text, what, purpose);
  const place = unsupported.get(scheme);
  if (place === undefined)
    throw new PratiqueError('USAGE', `${what}: ${scheme}:// keys are not known`, { hint: 'pass a file, or env://NAME' });
  const hint =
    purpose === 'verify'
      ? `export the public key and pass the file: cosign public-key --key ${text} > cosign.pub`
      : `sign with cosign sign --key ${text}, which pratique verifies, or with a key file`;
  throw new PratiqueError('USAGE', `${what}: keys in ${place} (${scheme === 'pkcs11' ? 'pkcs11:' : `${scheme}://`}) are not supported`, {
    hint,
  });
}

function parseVariable(text: string, what: string): KeyReference {
  const name = text.slice('env://'.length);
  if (/^[A-Za-z_]\w{0,127}$/.test(name)) return { kind: 'variable', name };
  throw new PratiqueError('USAGE', `${what}: ${JSON.stringify(text.slice(0, 140))} names no environment variable`, {
    hint: 'such as env://COSIGN_PUBLIC_KEY',
  });
}

/** A private key is never fetched, and a public key only over a connection that cannot be tampered with. */
function parseUrl(text: string, what: string, purpose: 'verify' | 'sign'): KeyReference {
  if (purpose === 'sign')
    throw new PratiqueError('USAGE', `${what}: a private key is not fetched from a URL`, { hint: 'pass a file, or env://NAME' });
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback = url !== undefined && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url === undefined || (url.protocol === 'http:' && !isLoopback))
    throw new PratiqueError('USAGE', `${what}: ${JSON.stringify(text.slice(0, 140))} is not an https URL`, {
      hint: 'such as https://example.com/cosign.pub',
    });
  if (url.username !== '' || url.password !== '')
    throw new PratiqueError('USAGE', `${what}: a URL with credentials in it is not fetched`, {
      hint: 'download the key and pass the file',
    });
  return { kind: 'url', url: url.href };
}
