import { createHash } from 'node:crypto';
import { type Runtime } from '../../model/runtime.ts';
import { type TrustedSignature, type TrustRefusal } from '../../model/trust/trust-verdict.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { assertChain, type CertificateChain, parseChain } from './certificate/certificate-chain.ts';
import { type SubjectDescriptor } from '../store/resolve-image.ts';
import { assertAuthentic } from './assert-authentic.ts';
import { assertPayloadSubject } from './assert-payload-subject.ts';
import { type AuthenticTime, findAuthenticTime } from './find-authentic-time.ts';
import { decodeEnvelope } from './envelope/decode-envelope.ts';
import { decodePayload } from './envelope/decode-payload.ts';
import { type NotationEnvelope } from './envelope/notation-envelope.ts';
import { algorithmOfKey, isSignedBy } from './envelope/signature-algorithms.ts';
import { type NotationPolicyStatement } from './policy/notation-trust-policy.ts';
import { type TrustStore } from './policy/trust-store.ts';
import { type NotationCheck } from './policy/verification-level.ts';
import { checkRevocation } from './revocation/check-revocation.ts';
import { type RevocationFetcher } from './revocation/revocation-fetcher.ts';
import { type RevocationListCache } from './revocation/revocation-status.ts';

export interface StoredEnvelope {
  readonly bytes: Uint8Array;
  /** Of the layer that it is. */
  readonly mediaType: string;
  /** For people: `referrer sha256:…`. */
  readonly foundAt: string;
}

export interface NotationOptions {
  readonly trustStore: TrustStore;
  /** `offlineRevocationFetcher`, or an `HttpRevocationFetcher` that the caller disposes of. */
  readonly revocationFetcher: RevocationFetcher;
  readonly revocationListCache?: RevocationListCache;
  /** Annotations that the signer must have signed. */
  readonly metadata?: ReadonlyMap<string, string>;
}

/** `logged` holds failures that the statement only logs. */
export type NotationOutcome =
  | { readonly kind: 'trusted'; readonly signature: TrustedSignature; readonly logged: readonly TrustRefusal[] }
  /** The signature is intact, but its signer is not trusted, which the statement only logs. */
  | { readonly kind: 'audited'; readonly signedBy: string; readonly logged: readonly TrustRefusal[] };

/**
 * Who signed the subject by one envelope, as one statement of a trust policy wants it verified: Notary Project, trust-store-trust-policy.md, steps.
 * Throws VerificationError for what the statement enforces, and always for integrity, the subject, and plugins.
 */
export async function verifyNotation(
  stored: StoredEnvelope,
  subject: SubjectDescriptor,
  statement: NotationPolicyStatement,
  options: NotationOptions,
  runtime: Runtime,
): Promise<NotationOutcome> {
  const { foundAt } = stored;
  if (statement.level === 'skip')
    throw new VerificationError('NOTATION_POLICY_SKIPS', foundAt, `the statement ${statement.name} has the level skip`);
  const now = runtime.now();
  const { envelope, chain } = verifyIntegrity(stored);
  assertPayloadSubject(decodePayload(envelope.payload, foundAt), subject, options.metadata, foundAt);
  refusePlugins(envelope, foundAt);
  const checks = new Checks(statement);
  const root = await checks.run('authenticity', () => assertAuthentic(envelope, chain, statement, options.trustStore, foundAt, runtime));
  await checks.run('expiry', () => assertNotExpired(envelope.attributes.expiry, now, foundAt));
  const context = { statement, trustStore: options.trustStore, now, foundAt };
  const time = await checks.run('authenticTimestamp', () => findAuthenticTime(envelope, chain, context, runtime));
  const { authority } = time ?? {};
  if (authority !== undefined)
    await checks.run('revocation', () => checkRevocation(authority, revocationOptions(options, now), `${foundAt}: timestamp`, runtime));
  // Servers that only an unknown certificate names are not asked, unless the statement insists.
  if (root !== undefined || statement.actions.revocation === 'enforce')
    await checks.run('revocation', () => checkRevocation(chain, revocationOptions(options, now, time), foundAt, runtime));
  const { logged } = checks;
  return root === undefined
    ? { kind: 'audited', signedBy: chain[0].subject.text, logged }
    : { kind: 'trusted', signature: describe(stored, subject, envelope, chain, root, time), logged };
}

/** Validate integrity, and that the certificates are a chain for signing code at all. */
function verifyIntegrity({ bytes, mediaType, foundAt }: StoredEnvelope): {
  readonly envelope: NotationEnvelope;
  readonly chain: CertificateChain;
} {
  const envelope = decodeEnvelope(bytes, mediaType, foundAt);
  const chain = parseChain(envelope.certificates, foundAt);
  const { publicKey } = chain[0];
  const algorithm = algorithmOfKey(publicKey, foundAt);
  if (algorithm !== envelope.algorithm)
    throw new VerificationError(
      'NOTATION_ALGORITHM_REFUSED',
      foundAt,
      `it names ${envelope.algorithm.jwsName}, but its key is for ${algorithm.jwsName}`,
    );
  if (!isSignedBy(algorithm, envelope.signedBytes, envelope.signature, publicKey))
    throw new VerificationError('NOTATION_SIGNATURE_WRONG', foundAt, `it is not a signature by ${chain[0].subject.text} for this content`);
  assertChain(chain, 'code signing', foundAt);
  return { envelope, chain };
}

/** Guidelines for implementations: without the plugin, verification must fail. */
function refusePlugins({ attributes }: NotationEnvelope, foundAt: string): void {
  const { verificationPlugin: name, verificationPluginMinimumVersion: version } = attributes;
  if (name === undefined && version === undefined) return;
  throw new VerificationError(
    'NOTATION_PLUGIN_NEEDED',
    foundAt,
    `it requires the plugin ${JSON.stringify(`${name ?? ''} ${version ?? ''}`.slice(0, 120))}`,
  );
}

/** "Greater than or equal to expiry time" is expired. */
function assertNotExpired(expiry: Date | undefined, now: Date, foundAt: string): void {
  if (expiry === undefined || now.getTime() < expiry.getTime()) return;
  throw new VerificationError('NOTATION_SIGNATURE_EXPIRED', foundAt, `it expired at ${expiry.toISOString()}`);
}

/** Runs checks and keeps what is only logged. */
class Checks {
  readonly logged: TrustRefusal[] = [];
  readonly #statement: NotationPolicyStatement;

  constructor(statement: NotationPolicyStatement) {
    this.#statement = statement;
  }

  /** `undefined` when the check is skipped, or failed and is only logged. */
  async run<T>(check: NotationCheck, verify: () => T | Promise<T>): Promise<T | undefined> {
    const action = this.#statement.actions[check];
    if (action === 'skip') return undefined;
    try {
      return await verify();
    } catch (cause) {
      if (!(cause instanceof VerificationError) || action === 'enforce') throw cause;
      this.logged.push(cause.toRefusal('notation'));
      return undefined;
    }
  }
}

function revocationOptions({ revocationFetcher, revocationListCache }: NotationOptions, now: Date, time?: AuthenticTime) {
  return {
    now,
    fetcher: revocationFetcher,
    ...(revocationListCache === undefined ? {} : { listCache: revocationListCache }),
    ...(time?.latest === undefined ? {} : { usedAt: time.latest }),
  };
}

function describe(
  { foundAt }: StoredEnvelope,
  { digest }: SubjectDescriptor,
  { attributes: { expiry } }: NotationEnvelope,
  [leaf]: CertificateChain,
  root: string,
  time: AuthenticTime | undefined,
): TrustedSignature {
  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  return {
    scheme: 'notation',
    signer: {
      name: leaf.subject.text,
      keyId: sha256(leaf.publicKey.export({ format: 'der', type: 'spki' })),
      certificateFingerprint: sha256(leaf.der),
    },
    digest,
    foundAt,
    trustRoot: { kind: 'trust store', name: root },
    ...(time?.signedAt === undefined ? {} : { signedAt: time.signedAt }),
    ...(expiry === undefined ? {} : { expires: expiry }),
  };
}
