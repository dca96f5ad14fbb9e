import { type Digest, digestHex, toDigest } from '../../../model/digest.ts';
import { type TrustedSignature } from '../../../model/trust/trust-verdict.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { lookUpTag, type SignedTag } from '../../tuf/signed-tags.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { type NotaryContext } from '../notary-context.ts';
import { readRepository } from '../update/read-repository.ts';

export interface VerifyTagOptions {
  readonly tag: string;
  /** What the tag is expected to be; any digest when absent. */
  readonly digest?: Digest;
  /** Bytes that the manifest is expected to have. */
  readonly size?: number;
  /** Whether every delegation is asked who signed, not only the released one. True when absent. */
  readonly wantsSigners?: boolean;
}

export interface VerifiedTag {
  /** To pull. */
  readonly digest: Digest;
  /** Bytes of the manifest. */
  readonly size: number;
  readonly signed: SignedTag;
  /** One for the role that releases the tag, and one for each signer beside it. */
  readonly signatures: readonly [TrustedSignature, ...TrustedSignature[]];
  readonly notices: readonly string[];
  readonly repository: TrustedRepository;
}

/**
 * What a tag is signed to be, as `docker pull` would resolve it. Throws TARGET_NOT_SIGNED, DIGEST_DIFFERS and SIZE_DIFFERS, and whatever
 * else is not believed as VerificationError; REGISTRY_* when the server does not answer.
 */
export async function verifyTag(context: NotaryContext, options: VerifyTagOptions): Promise<VerifiedTag> {
  const repository = await readRepository(context, { delegations: options.wantsSigners === false ? [] : 'all' });
  const signed = lookUpTag(repository, options.tag);
  const digest = toDigest('sha256', signed.sha256);
  if (options.digest !== undefined && digestHex(options.digest) !== signed.sha256)
    throw new VerificationError('DIGEST_DIFFERS', options.tag, `${signed.role} signs ${digest}, and ${options.digest} was expected`);
  if (options.size !== undefined && options.size !== signed.length)
    throw new VerificationError('SIZE_DIFFERS', options.tag, `${signed.role} signs ${signed.length} bytes, and there are ${options.size}`);
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
    const { version, expires } = content;
    return {
      scheme: 'notary',
      signer: { name: role, ...(keyId === undefined ? {} : { keyId }) },
      digest,
      foundAt: `server ${remote.name}`,
      trustRoot: repository.trustRoot,
      expires,
      tagBinding: { tag: signed.tag, role, version },
    };
  };
  return [describe(signed.role), ...signed.signers.map(describe)];
}

function noticesOf(repository: TrustedRepository, { tag, disagreements }: SignedTag): readonly string[] {
  const other = disagreements.map(({ role, sha256 }) => `${role} signs ${tag} as sha256:${sha256}`);
  const refused = [...repository.refused.values()].map(({ object, message }) => `${object} is not believed: ${message}`);
  return [...repository.notices, ...other, ...refused];
}
