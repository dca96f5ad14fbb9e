import { type Digest, digestHex, toDigest } from '../../../model/digest.ts';
import { type TrustedSignature } from '../../../model/trust/trust-verdict.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { lookUpTag, type SignedTag } from '../../tuf/signed-tags.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { type NotaryContext } from '../notary-context.ts';
import { earliestExpiry } from '../update/expiry-notices.ts';
import { readRepository } from '../update/read-repository.ts';

export interface VerifyTagOptions {
  readonly tag: string;
  /** The expected digest of the tag; any when absent. */
  readonly digest?: Digest;
  /** The expected size of the manifest in bytes. */
  readonly size?: number;
  /** Whether all delegations are read to find the signers, not only the released one. True by default. */
  readonly wantsSigners?: boolean;
}

export interface VerifiedTag {
  /** The digest to pull. */
  readonly digest: Digest;
  /** Size of the manifest in bytes. */
  readonly size: number;
  readonly signed: SignedTag;
  /** One for the role that releases the tag, and one for each signer. */
  readonly signatures: readonly [TrustedSignature, ...TrustedSignature[]];
  readonly notices: readonly string[];
  readonly repository: TrustedRepository;
}

/**
 * The signed digest of a tag, as `docker pull` resolves it. Throws TARGET_NOT_SIGNED, DIGEST_DIFFERS, SIZE_DIFFERS and other VerificationErrors,
 * and REGISTRY_* when the server does not answer.
 */
export async function verifyTag(context: NotaryContext, options: VerifyTagOptions): Promise<VerifiedTag> {
  const repository = await readRepository(context, { delegations: options.wantsSigners === false ? [] : 'all' });
  const signed = lookUpTag(repository, options.tag);
  const digest = toDigest('sha256', signed.sha256);
  if (options.digest !== undefined && digestHex(options.digest) !== signed.sha256)
    throw new VerificationError('DIGEST_DIFFERS', options.tag, `${signed.role} signs ${digest}, not ${options.digest}`);
  if (options.size !== undefined && options.size !== signed.length)
    throw new VerificationError('SIZE_DIFFERS', options.tag, `${signed.role} signs ${signed.length} bytes, not ${options.size}`);
  return {
    digest,
    size: signed.length,
    signed,
    signatures: signaturesOf(repository, signed, digest, context),
    notices: noticesOf(repository, signed),
    repository,
  };
}

function signaturesOf(
  repository: TrustedRepository,
  signed: SignedTag,
  digest: Digest,
  { remote }: NotaryContext,
): readonly [TrustedSignature, ...TrustedSignature[]] {
  const describe = (role: SignedTag['role']): TrustedSignature => {
    const { content, signatures } = repository.targets.get(role)!.file;
    const keyId = signatures[0]?.keyId;
    const { version } = content;
    const { what, expires } = earliestExpiry(repository, role, remote);
    return {
      scheme: 'notary',
      signer: { name: role, ...(keyId === undefined ? {} : { keyId }) },
      digest,
      foundAt: `server ${remote.name}`,
      trustRoot: repository.trustRoot,
      expires,
      expiryOf: what,
      tagBinding: { tag: signed.tag, role, version },
    };
  };
  return [describe(signed.role), ...signed.signers.map(describe)];
}

function noticesOf(repository: TrustedRepository, { tag, disagreements }: SignedTag): readonly string[] {
  const other = disagreements.map(({ role, sha256 }) => `${role} signs ${tag} as sha256:${sha256}`);
  const refused = [...repository.refused.values()].map(({ object, message }) => `${object} is not trusted: ${message}`);
  return [...repository.notices, ...other, ...refused];
}
