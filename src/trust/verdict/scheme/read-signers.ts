import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type ExpectedSigner } from '../../sigstore/identity/expected-signer.ts';
import { type KeyConnection } from '../../sigstore/key/fetch-public-key.ts';
import { readPublicKey } from '../../sigstore/key/read-public-key.ts';
import { type ProvidedRoot } from '../../sigstore/refresh/provide-trusted-root.ts';
import { type SigstoreContext } from '../../sigstore/sigstore-context.ts';
import { type KeySource, type SigstoreIdentity, type SigstoreTerms, type TrustedRootSource } from '../policy/trust-policy.ts';
import { readPolicyFile } from '../read-policy-file.ts';
import { type VerifyOptions } from '../verification-options.ts';

/** A trusted signer, and what its signatures are verified against. */
export interface JudgedSigner {
  readonly expected: ExpectedSigner;
  readonly context: SigstoreContext;
}

export interface SignerTerms {
  readonly identities: readonly SigstoreIdentity[];
  readonly trustedRoot?: TrustedRootSource;
  readonly transparencyLog: SigstoreTerms['transparencyLog'];
  /** Whether the age of a signature matters, which only a log or a timestamp authority can prove. */
  readonly needsTime: boolean;
}

export interface JudgedSigners {
  readonly signers: readonly JudgedSigner[];
  /** Sentences for the user about the trusted root. */
  readonly notices: readonly string[];
}

/** Reads keys and the trusted root, which is fetched where none is kept. Throws CONFIG_INVALID, KEY_UNUSABLE and TRUSTED_ROOT_*. */
export async function readSigners(asked: SignerTerms, options: VerifyOptions, runtime: Runtime): Promise<JudgedSigners> {
  const terms: SignerTerms = options.requiresTransparencyLog === true ? { ...asked, transparencyLog: 'required' } : asked;
  const { root, notices } = (await findTrustedRoot(terms, options, runtime)) ?? { root: undefined, notices: [] };
  const now = runtime.now();
  const signers: JudgedSigner[] = [];
  for (const identity of terms.identities) {
    const isOptional = identity.kind === 'key' && terms.transparencyLog === 'optional';
    const context = {
      now,
      ...(root === undefined ? {} : { trustedRoot: root }),
      ...(isOptional ? { requirements: { transparencyLogs: 0 } } : {}),
    };
    signers.push({ expected: identity.kind === 'certificate' ? identity : await readKey(identity.key, options, runtime), context });
  }
  return { signers, notices };
}

async function readKey(source: KeySource, options: VerifyOptions, runtime: Runtime): Promise<ExpectedSigner> {
  if (source.kind === 'inline') {
    const { name } = source;
    return { kind: 'key', key: readPublicKey(source.pem, name ?? 'the key in the trust policy'), name: name ?? 'of the trust policy' };
  }
  if (source.kind === 'variable')
    throw new PratiqueError('CONFIG_INVALID', `env://${source.name}: environment variables are read by the command line only`, {
      hint: 'write the key into the policy as PEM text, or name its file',
    });
  if (source.kind === 'url') return fetchKey(source.url, options, runtime);
  const { path, bytes } = await readPolicyFile(source.path, options.policyDirectory, limits.publicKeyBytes);
  return { kind: 'key', key: readPublicKey(Buffer.from(bytes).toString('utf8'), path), name: path };
}

async function fetchKey(url: string, { isOffline, registry }: VerifyOptions, runtime: Runtime): Promise<ExpectedSigner> {
  if (isOffline)
    throw new PratiqueError('FETCH_FAILED', `the key at ${url} is not fetched with --offline`, { hint: 'download it and pass the file' });
  const { fetchPublicKey } = await import('../../sigstore/key/fetch-public-key.ts');
  const pem = await fetchPublicKey(url, await readConnection(registry), runtime);
  return { kind: 'key', key: readPublicKey(pem, url), name: url };
}

/** A root that was named must exist. A signature by key needs none unless logs are required, and then none is read, to save time. */
async function findTrustedRoot(terms: SignerTerms, options: VerifyOptions, runtime: Runtime): Promise<ProvidedRoot | undefined> {
  const { identities, transparencyLog, needsTime } = terms;
  const isNeeded = needsTime || transparencyLog === 'required' || identities.some(({ kind }) => kind === 'certificate');
  const named = options.trustedRoot === undefined ? terms.trustedRoot : { path: options.trustedRoot };
  const source = named ?? (isNeeded ? findOwnFile(options.places.trustedRoot) : undefined);
  if (source === undefined) return isNeeded ? provideOnce(options, runtime) : undefined;
  const { readTrustedRoot } = await import('../../sigstore/trusted-root/read-trusted-root.ts');
  const { path, bytes } = await readPolicyFile(source.path, options.policyDirectory, limits.trustedRootBytes);
  const root = readTrustedRoot(bytes, path);
  return { root, notices: root.notices };
}

/** Only the file that Pratique fetches is refreshed; the owner of any other file keeps it up to date. */
function findOwnFile(path: string): TrustedRootSource | undefined {
  return basename(path) !== 'trusted_root.json' && existsSync(path) ? { path } : undefined;
}

/** One refresh for all images of a run, so that a mirror that does not answer times out once. */
const provided = new WeakMap<VerifyOptions['places'], Promise<ProvidedRoot>>();

function provideOnce(options: VerifyOptions, runtime: Runtime): Promise<ProvidedRoot> {
  const before = provided.get(options.places);
  if (before !== undefined) return before;
  const providing = provide(options, runtime);
  provided.set(options.places, providing);
  return providing;
}

async function provide({ places, isOffline, registry }: VerifyOptions, runtime: Runtime): Promise<ProvidedRoot> {
  const { provideTrustedRoot } = await import('../../sigstore/refresh/provide-trusted-root.ts');
  return provideTrustedRoot({ directory: dirname(places.trustedRoot), isOffline, fetch: await readConnection(registry) }, runtime);
}

/** Other servers are reached as the registry is. */
async function readConnection({ proxy, caFile }: VerifyOptions['registry']): Promise<KeyConnection> {
  const authorities = caFile === undefined ? undefined : (await readPolicyFile(caFile, '.', limits.trustedRootBytes)).bytes;
  return {
    ...(proxy === undefined ? {} : { proxy }),
    ...(authorities === undefined ? {} : { certificateAuthorities: Buffer.from(authorities).toString('utf8') }),
  };
}
