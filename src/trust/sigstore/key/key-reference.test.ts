import { expect, it } from 'vitest';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { parseKeyReference } from './key-reference.ts';

function outcome(text: string, purpose: 'verify' | 'sign'): unknown {
  try {
    return parseKeyReference(text, '--key', purpose);
  } catch (error) {
    if (error instanceof PratiqueError) return `${error.code} ${error.message}; ${error.hint}`;
    throw error;
  }
}

const exportKey = (text: string): string => `export the public key and pass the file: cosign public-key --key ${text} > cosign.pub`;

it.each<[string, unknown]>([
  ['cosign.pub', { kind: 'file', path: 'cosign.pub' }],
  ['./a:b/c.pub', { kind: 'file', path: './a:b/c.pub' }],
  ['C:\\keys\\cosign.pub', { kind: 'file', path: 'C:\\keys\\cosign.pub' }],
  ['env://COSIGN_KEY', { kind: 'variable', name: 'COSIGN_KEY' }],
  ['https://example.com/cosign.pub', { kind: 'url', url: 'https://example.com/cosign.pub' }],
  ['http://127.0.0.1:8000/k', { kind: 'url', url: 'http://127.0.0.1:8000/k' }],
  ['env://', 'USAGE --key: "env://" names no environment variable; such as env://COSIGN_PUBLIC_KEY'],
  ['env://A B', 'USAGE --key: "env://A B" names no environment variable; such as env://COSIGN_PUBLIC_KEY'],
  ['http://example.com/k', 'USAGE --key: "http://example.com/k" is not an https URL; such as https://example.com/cosign.pub'],
  ['https://', 'USAGE --key: "https://" is not an https URL; such as https://example.com/cosign.pub'],
  ['https://u:p@example.com/k', 'USAGE --key: a URL with credentials in it is not fetched; download the key and pass the file'],
  ['awskms:///alias/x', `USAGE --key: keys in AWS KMS (awskms://) are not supported; ${exportKey('awskms:///alias/x')}`],
  ['gcpkms://p', `USAGE --key: keys in Google Cloud KMS (gcpkms://) are not supported; ${exportKey('gcpkms://p')}`],
  ['azurekms://v/k', `USAGE --key: keys in Azure Key Vault (azurekms://) are not supported; ${exportKey('azurekms://v/k')}`],
  ['hashivault://k', `USAGE --key: keys in HashiCorp Vault (hashivault://) are not supported; ${exportKey('hashivault://k')}`],
  ['k8s://ns/n', `USAGE --key: keys in Kubernetes secrets (k8s://) are not supported; ${exportKey('k8s://ns/n')}`],
  ['K8S://ns/n', `USAGE --key: keys in Kubernetes secrets (k8s://) are not supported; ${exportKey('K8S://ns/n')}`],
  ['gitlab://1', `USAGE --key: keys in GitLab variables (gitlab://) are not supported; ${exportKey('gitlab://1')}`],
  ['pkcs11:token=t', `USAGE --key: keys in PKCS #11 tokens (pkcs11:) are not supported; ${exportKey('pkcs11:token=t')}`],
  ['foo://x', 'USAGE --key: foo:// keys are not known; pass a file, or env://NAME'],
])('reads %s', (text, expected) => {
  expect(outcome(text, 'verify')).toEqual(expected);
});

it.each<[string, unknown]>([
  ['cosign.key', { kind: 'file', path: 'cosign.key' }],
  ['env://COSIGN_KEY', { kind: 'variable', name: 'COSIGN_KEY' }],
  ['https://example.com/k', 'USAGE --key: a private key is not fetched from a URL; pass a file, or env://NAME'],
  [
    'awskms://x',
    'USAGE --key: keys in AWS KMS (awskms://) are not supported; sign with cosign sign --key awskms://x, which pratique verifies, or with a key file',
  ],
])('for signing, reads %s', (text, expected) => {
  expect(outcome(text, 'sign')).toEqual(expected);
});
