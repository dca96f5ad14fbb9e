import { existsSync } from 'node:fs';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type ExpectedSigner } from '../../sigstore/identity/expected-signer.ts';
import { readPublicKey } from '../../sigstore/key/read-public-key.ts';
import { type SigstoreContext } from '../../sigstore/sigstore-context.ts';
import { type KeySource, type SigstoreIdentity, type SigstoreTerms, type TrustedRootSource } from '../policy/trust-policy.ts';
import { readPolicyFile } from '../read-policy-file.ts';
import { type VerifyOptions } from '../verify-options.ts';

/** Somebody whose signature counts, and what it is judged by. */
export interface JudgedSigner {
  readonly expected: ExpectedSigner;
  readonly context: SigstoreContext;
}

export interface SignerTerms {
  readonly identities: readonly SigstoreIdentity[];
  readonly trustedRoot?: TrustedRootSource;
  readonly transparencyLog: SigstoreTerms['transparencyLog'];
  /** Whether the age of a signature matters, which only a log or an authority can tell. */
  readonly needsTime: boolean;
}

/** Reads keys and the trusted root. Throws CONFIG_INVALID, KEY_UNUSABLE and TRUSTED_ROOT_*. */
export async function readSigners(terms: SignerTerms, options: VerifyOptions, now: Date): Promise<readonly JudgedSigner[]> {
  const root = await findTrustedRoot(terms, options);
  const signers: JudgedSigner[] = [];
  for (const identity of terms.identities) {
    const isOptional = identity.kind === 'key' && terms.transparencyLog === 'optional';
    const context = {
      now,
      ...(root === undefined ? {} : { trustedRoot: root }),
      ...(isOptional ? { requirements: { transparencyLogs: 0 } } : {}),
    };
    signers.push({ expected: identity.kind === 'certificate' ? identity : await readKey(identity.key, options.policyDirectory), context });
  }
  return signers;
}

async function readKey(source: KeySource, directory: string): Promise<ExpectedSigner> {
  if (source.kind === 'inline')
    return { kind: 'key', key: readPublicKey(source.pem, 'the key in the trust policy'), name: 'of the trust policy' };
  const { path, bytes } = await readPolicyFile(source.path, directory, limits.publicKeyBytes);
  return { kind: 'key', key: readPublicKey(Buffer.from(bytes).toString('utf8'), path), name: path };
}

/** One that was named must be there. A key's signature needs none unless logs are asked for, and then none is read: it costs time. */
async function findTrustedRoot(terms: SignerTerms, options: VerifyOptions): Promise<SigstoreContext['trustedRoot']> {
  const { trustedRoot: source, identities, transparencyLog, needsTime } = terms;
  const isNeeded = needsTime || transparencyLog === 'required' || identities.some(({ kind }) => kind === 'certificate');
  if (source === undefined && !isNeeded) return undefined;
  const path = source?.path ?? options.places.trustedRoot;
  const { readTrustedRoot } = await import('../../sigstore/trusted-root/read-trusted-root.ts');
  if (source === undefined && !existsSync(path)) throw new PratiqueError('TRUSTED_ROOT_MISSING', `there is no trusted root at ${path}`);
  const file = await readPolicyFile(path, options.policyDirectory, limits.trustedRootBytes);
  return readTrustedRoot(file.bytes, file.path);
}
