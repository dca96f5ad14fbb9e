import { toDigest, type Digest } from '../../../model/digest.ts';
import { limits } from '../../../model/limits.ts';
import { type ImageReference } from '../../../model/reference.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type TrustReason } from '../../../model/trust/trust-reasons.ts';
import { type SignerIdentity, type TrustedSignature } from '../../../model/trust/trust-verdict.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { readCertificates } from '../../crypto/certificates.ts';
import { type PublicKey } from '../../crypto/public-key.ts';
import { type Certificate } from '../../x509/certificate.ts';
import { type Gun, parseGun } from '../../notary/gun.ts';
import { openNotaryContext } from '../../notary/open-notary-context.ts';
import { type MetadataRemote } from '../../notary/remote/metadata-remote.ts';
import { canonicalGun, findGun, gunsOf, gunsToAsk } from '../../notary/repository-gun.ts';
import { earliestExpiry } from '../../notary/update/expiry-notices.ts';
import { readRepository } from '../../notary/update/read-repository.ts';
import { openRepositoryRemote } from '../../registry-metadata/open-repository-remote.ts';
import { trustMetadataTag } from '../../store/trust-metadata-tag.ts';
import { signingKeys } from '../../tuf/check-signatures.ts';
import { type MetadataFile, type RoleKeys, type TargetsMetadata } from '../../tuf/metadata.ts';
import { type DelegationName } from '../../tuf/role-name.ts';
import { findRootPin, makeRootPins, type RootPins } from '../../tuf/root-pins.ts';
import { lookUpTag, type SignedTag } from '../../tuf/signed-tags.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { isContradiction } from '../contradictions.ts';
import { EvidenceBook, type SchemeEvidence } from '../evidence.ts';
import { type NotaryTerms } from '../policy/trust-policy.ts';
import { readPolicyFile } from '../read-policy-file.ts';
import { type VerifyOptions } from '../verification-options.ts';
import { type BoundImage, chooseMetadataName, type MetadataName } from './copied-metadata.ts';
import { chooseServer, type OpenedRemote, openRepositoryOf, openServerRemote, registryTrustDirectory } from './open-metadata-remote.ts';

/** The content that a Notary repository binds a tag to. */
export interface TagBinding {
  readonly evidence: SchemeEvidence;
  /** Absent when no trusted metadata bind the tag. */
  readonly content?: { readonly digest: Digest; readonly size: number };
  /** Whether the metadata refuse the image, whatever other schemes find. */
  readonly isContradicted?: boolean;
  /** Whether a server that takes the place of the policy's binds the tag to nothing: what it lacks must not lift the binding that the policy asks for. */
  readonly isUnanswered?: boolean;
}

/** Docker Content Trust: finds the content that is signed under the tag now. Throws only for defects and ABORTED. */
export async function findTagBinding(image: BoundImage, terms: NotaryTerms, options: VerifyOptions, runtime: Runtime): Promise<TagBinding> {
  const book = new EvidenceBook('notary');
  const reference = image.judgedAs ?? image.reference;
  const { tag } = image.reference;
  if (tag === undefined) return { evidence: book.toEvidence() };
  let content: TagBinding['content'];
  let isContradicted = false;
  try {
    const data = await readTrustData(image, terms, options, runtime);
    const { repository } = data;
    book.notices.push(...repository.notices);
    for (const [, refused] of repository.refused) book.note(refused);
    const signed = lookUp(data, tag, terms);
    const digest = toDigest('sha256', signed.sha256);
    assertSameContent(image.reference, digest);
    // From here on the tag is bound to this content, even where the policy requires other signers.
    content = { digest, size: signed.length };
    for (const { role, sha256 } of signed.disagreements) book.notices.push(`${role} signs other content under ${tag}: sha256:${sha256}`);
    assertRole(signed, terms);
    book.trusted.push(...toSignatures(signed, digest, data, terms));
    if (book.trusted.length === 0)
      throw new VerificationError(
        'IDENTITY_MISMATCH',
        tag,
        `signed by ${nameSigners(signed)}, not by ${(terms.signers ?? []).join(' or ')}`,
      );
  } catch (error) {
    book.note(error);
    // Of what is noted above, such as one delegation that cannot be verified, nothing is about this tag.
    isContradicted = error instanceof VerificationError && isContradiction(error.code);
  }
  const isUnanswered = book.trusted.length === 0 && replacesServer(reference, terms, options);
  return { evidence: book.toEvidence(), isContradicted, isUnanswered, ...(content === undefined ? {} : { content }) };
}

/** Whether an option names another server than would be asked without it. */
function replacesServer(reference: ImageReference, terms: NotaryTerms, options: VerifyOptions): boolean {
  if (options.notaryServer === undefined) return false;
  const { notaryServer, ...others } = options;
  return notaryServer !== chooseServer(canonicalGun(reference), terms, others).server;
}

interface TrustData extends Pick<MetadataRemote, 'serverKeys'> {
  readonly repository: TrustedRepository;
  readonly foundAt: string;
  /** The repository that was signed, where it is another one than the image is in. */
  readonly signedFor?: string;
  readonly isCopy: boolean;
}

function lookUp({ repository, isCopy, foundAt }: TrustData, tag: string, { roles }: NotaryTerms): SignedTag {
  try {
    return lookUpTag(repository, tag, roles);
  } catch (error) {
    throw isCopy && error instanceof VerificationError ? explainCopy(error, parseGun(repository.gun), foundAt) : error;
  }
}

async function readTrustData(image: BoundImage, terms: NotaryTerms, options: VerifyOptions, runtime: Runtime): Promise<TrustData> {
  const reference = image.judgedAs ?? image.reference;
  const { server, isGuessed } = chooseServer(canonicalGun(reference), terms, options);
  if (server === 'registry') return readBeside(image, terms, options, runtime);
  const { gun, isKnown } = await findGun(reference, { path: options.places.notary });
  const isPinned = terms.rootKeyIds.length > 0 || terms.authority !== undefined;
  // A pinned root that a source was signed with is looked up under its name too, on a server that the policy names.
  const sources = isPinned && !isGuessed ? image.sources.map(canonicalGun) : [];
  // Docker signs under the name as it is written. Nothing is asked under another one where this machine knows the repository.
  const guns = isKnown ? [gun] : [...gunsToAsk(reference, { isPinned }), ...sources];
  let absent: unknown;
  for (const each of guns) {
    try {
      await using opened = await openServerRemote(each, terms, options);
      return await readUnderName(
        { gun: each, trustDirectory: options.places.notary, isCopy: false },
        image,
        opened,
        terms,
        options,
        runtime,
      );
    } catch (error) {
      const isAbsent = error instanceof VerificationError && error.code === 'METADATA_MISSING' && error.object === 'root';
      if (!isAbsent) throw error;
      absent ??= error;
    }
  }
  throw absent;
}

/** Metadata in the repository or layout that the image is in. Those of a source are verified as the source's, with what was seen at this place before. */
async function readBeside(image: BoundImage, terms: NotaryTerms, options: VerifyOptions, runtime: Runtime): Promise<TrustData> {
  await using opened = await openRepositoryOf(image.place, options);
  const name = await chooseMetadataName(image, opened.repository, registryTrustDirectory(options), runtime);
  const remote = openRepositoryRemote(opened.repository);
  try {
    return await readUnderName(name, image, { remote, foundAt: `repository ${remote.name}` }, terms, options, runtime);
  } catch (error) {
    throw error instanceof VerificationError && name.isCopy ? explainCopy(error, name.gun, remote.name) : error;
  }
}

/** A copy is not repaired where it is: what is current is at the source. Other reasons are no matter of age. */
const outdated: ReadonlySet<TrustReason> = new Set(['METADATA_MISSING', 'METADATA_EXPIRED', 'METADATA_ROLLBACK', 'TARGET_NOT_SIGNED']);

function explainCopy(error: VerificationError, gun: Gun, place: string): VerificationError {
  const { code, object, message } = error;
  if (!outdated.has(code)) return error;
  const isMissing = code === 'METADATA_MISSING' && object === 'root';
  const what = isMissing ? `${place} does not exist` : message;
  return new VerificationError(
    code,
    object,
    `${what}; this is a copy: if ${gun} has newer trust metadata, copy them with pratique copy, or copy the tag ${trustMetadataTag}`,
    { cause: error },
  );
}

async function readUnderName(
  { gun, trustDirectory, isCopy }: MetadataName,
  { reference }: BoundImage,
  { remote, foundAt }: Pick<OpenedRemote, 'remote' | 'foundAt'>,
  terms: NotaryTerms,
  options: VerifyOptions,
  runtime: Runtime,
): Promise<TrustData> {
  const pins = await readPins(gun, isCopy ? { ...terms, firstUse: false } : terms, options);
  if (options.requiresPin && findRootPin(pins, gun) === undefined)
    throw new VerificationError(
      'ROOT_PIN_REQUIRED',
      gun,
      'a pinned root is required (--require-pin), and the policy pins neither a root key nor an authority for it',
    );
  const context = openNotaryContext(
    {
      gun,
      remote,
      trustDirectory: trustDirectory ?? '',
      passphrases: () => Promise.resolve(undefined),
      pins,
      isOfflineAllowed: options.isOffline,
      isCopy,
    },
    runtime,
  );
  const { serverKeys } = remote;
  const repository = await readRepository(context, { isCacheIgnored: trustDirectory === undefined });
  const isOwn = gunsOf(reference).includes(gun);
  return {
    repository,
    foundAt,
    isCopy,
    ...(isOwn ? {} : { signedFor: gun }),
    ...(serverKeys === undefined ? {} : { serverKeys }),
  };
}

/** Pins of this repository only; those of another never count. */
async function readPins(
  gun: Gun,
  { rootKeyIds, authority, firstUse }: NotaryTerms,
  { policyDirectory, requiresPin }: VerifyOptions,
): Promise<RootPins> {
  const certificates = new Map<string, readonly string[]>(rootKeyIds.length === 0 ? [] : [[gun, rootKeyIds]]);
  const authorities = new Map<string, readonly Certificate[]>();
  if (authority !== undefined) {
    const { path, bytes } = await readPolicyFile(authority, policyDirectory, limits.configurationBytes);
    authorities.set(gun, readCertificates(Buffer.from(bytes).toString('utf8'), path));
  }
  return makeRootPins({ certificates, authorities, allowFirstUse: firstUse && !requiresPin });
}

function assertSameContent({ tag = '', digest }: ImageReference, signed: Digest): void {
  if (digest !== undefined && digest !== signed)
    throw new VerificationError('DIGEST_DIFFERS', tag, `the tag is signed for ${signed}, not ${digest}`);
}

function assertRole({ tag, role }: SignedTag, { roles }: NotaryTerms): void {
  if (roles !== undefined && !roles.includes(role))
    throw new VerificationError('IDENTITY_MISMATCH', tag, `signed in ${role}, not in ${roles.join(' or ')}`);
}

/** One signature for each delegation that signs the content; without delegations the repository's own key is the signer. */
function toSignatures(
  signed: SignedTag,
  digest: Digest,
  { repository, foundAt, signedFor, serverKeys }: TrustData,
  { signers }: NotaryTerms,
): readonly TrustedSignature[] {
  const { tag, role, version } = signed;
  const { what, expires } = earliestExpiry(repository, role, serverKeys === undefined ? {} : { serverKeys });
  const shared = {
    scheme: 'notary',
    digest,
    foundAt,
    ...(signedFor === undefined ? {} : { signedFor }),
    trustRoot: repository.trustRoot,
    expires,
    expiryOf: what,
    tagBinding: { tag, role, version },
  } as const;
  const names = signed.signers.filter((name) => signers === undefined || signers.includes(name.slice('targets/'.length)));
  if (names.length > 0) return names.map((name) => ({ ...shared, signer: delegate(name, repository) }));
  return signers === undefined ? [{ ...shared, signer: repositoryKey(repository) }] : [];
}

function delegate(name: DelegationName, { targets }: TrustedRepository): SignerIdentity {
  const title = name.slice('targets/'.length);
  const signed = targets.get(name)?.file;
  for (const { file } of targets.values()) {
    const { roles, keys } = file.content.delegations;
    const role = roles.find((each) => each.name === name);
    if (role !== undefined && signed !== undefined) return { name: title, ...keysOf(signed, role, keys) };
  }
  return { name: title };
}

function repositoryKey({ root, targets }: TrustedRepository): SignerIdentity {
  const { roles, keys } = root.content;
  const signed = targets.get('targets')?.file;
  return { name: 'the repository’s key', ...(signed === undefined ? {} : keysOf(signed, roles.targets, keys)) };
}

/** The keys that did sign, of those that may: a signer with several needs only one of them, which another signer may have too. */
function keysOf(
  file: MetadataFile<TargetsMetadata>,
  { keyIds }: RoleKeys,
  keys: ReadonlyMap<string, PublicKey>,
): Pick<SignerIdentity, 'keyId' | 'keyIds'> {
  const [only, ...others] = signingKeys(file, new Map([...keys].filter(([id]) => keyIds.includes(id))));
  if (only === undefined) return {};
  return others.length === 0 ? { keyId: only } : { keyIds: [only, ...others] };
}

function nameSigners({ signers, role }: SignedTag): string {
  return signers.length === 0 ? role : signers.join(', ');
}
