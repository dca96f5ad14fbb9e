import { keyVariable } from '../../config/key-variable.ts';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { describeSystemError } from '../../lib/file/describe-system-error.ts';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Logger } from '../../model/runtime.ts';
import { warnExposedKey } from '../terminal/warn-exposed-key.ts';
import { type KeyReference, parseKeyReference } from '../../trust/sigstore/key/key-reference.ts';
import { isPrivateKey } from '../../trust/sigstore/key/read-public-key.ts';
import { type KeySource } from '../../trust/verdict/policy/trust-policy.ts';

/** The public key that an option names: its text, or the URL to fetch it from. Throws USAGE, before anything is looked up. */
export function readPublicKeyReference(text: string, option: string): KeySource {
  const reference = parseKeyReference(text, option, 'verify');
  if (reference.kind === 'url') return reference;
  const pem = readText(reference, text, option, limits.publicKeyBytes);
  if (isPrivateKey(pem))
    throw new PratiqueError('USAGE', `${option}: ${text} is a private key, not a public key`, {
      hint: 'pass the public key that belongs to it, such as cosign.pub',
    });
  return { kind: 'inline', pem, name: text };
}

/** The text of the private key that an option names. Warns where other users can read it. Throws USAGE. */
export function readPrivateKeyReference(text: string, option: string, log: Pick<Logger, 'warn'>): string {
  const reference = parseKeyReference(text, option, 'sign');
  if (reference.kind === 'url') throw new Error('a private key is never at a URL');
  const pem = readText(reference, text, option, limits.privateKeyBytes);
  if (reference.kind === 'file') warnExposedKey(reference.path, log);
  return pem;
}

function readText(reference: Exclude<KeyReference, { kind: 'url' }>, text: string, option: string, maxBytes: number): string {
  if (reference.kind === 'file') return readKeyFile(reference.path, option, maxBytes);
  const value = keyVariable(reference.name);
  if (value === undefined || value === '')
    throw new PratiqueError('USAGE', `${option}: the environment variable ${reference.name} is not set`, {
      hint: `export ${reference.name}`,
    });
  if (value.length > maxBytes)
    throw new PratiqueError('USAGE', `${option}: ${text} has ${value.length} characters, more than ${maxBytes}`, {
      hint: 'check that this is a key',
    });
  return value;
}

function readKeyFile(path: string, option: string, maxBytes: number): string {
  let bytes: Buffer | undefined;
  try {
    bytes = readAtMost(path, maxBytes);
  } catch (cause) {
    const reason = systemCodeOf(cause) === 'ENOENT' ? 'does not exist' : `cannot be read: ${describeSystemError(cause)}`;
    throw new PratiqueError('USAGE', `${option}: ${path} ${reason}`, { cause, hint: 'check the path' });
  }
  if (bytes !== undefined) return bytes.toString('utf8');
  throw new PratiqueError('USAGE', `${option}: ${path} has more than ${maxBytes} bytes`, { hint: 'check that this is a key' });
}
