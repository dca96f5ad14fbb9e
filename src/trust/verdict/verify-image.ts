import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type TrustVerdict } from '../../model/trust/trust-verdict.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { findSignatures } from '../store/find-signatures.ts';
import { resolveImage } from '../store/resolve-image.ts';
import { chooseStatement } from './choose-statement.ts';
import { type AttestationEvidence, type Evidence, EvidenceBook, type SchemeEvidence } from './evidence.ts';
import { judge } from './judge.ts';
import { type ImagePlace, openPlace, type OpenPlace, parsePlace } from './open-place.ts';
import { type FoundStatement } from './policy/find-statement.ts';
import { schemesOf, type TrustStatement } from './policy/trust-policy.ts';
import { loadVerifying } from './scheme/load-verifying.ts';
import { type TagBinding } from './scheme/notary.ts';
import { type VerifyOptions } from './verify-options.ts';
import { chooseContents, type VerifySubject } from './verify-subject.ts';

/**
 * Whether an image is what the policy wants signed: one verdict of all schemes that the policy names for it. What is not believed is in the verdict;
 * throws PratiqueError when the image itself cannot be looked up, and CONFIG_INVALID for a policy that cannot be used.
 */
export async function verifyImage(image: string, options: VerifyOptions, runtime: Runtime): Promise<TrustVerdict> {
  const now = runtime.now();
  const place = parsePlace(image);
  const chosen = chooseStatement(image, place.kind === 'registry' ? place.reference : undefined, options);
  if (chosen.kind === 'verdict') return chosen.verdict;
  await using opened = await openPlace(place, options, runtime);
  const evidence = await gather(place, opened, chosen.found, options, { ...runtime, now: () => now });
  const { statement, pattern } = chosen.found;
  return judge({ image, statement, pattern }, evidence, now);
}

async function gather(
  place: ImagePlace,
  opened: OpenPlace,
  { statement }: FoundStatement,
  options: VerifyOptions,
  runtime: Runtime,
): Promise<Evidence> {
  const binding = statement.notary === undefined ? undefined : await askNotary(place, statement, options, runtime);
  const bound = binding?.content;
  const notices: string[] = [];
  const notary = binding === undefined ? [] : [binding.evidence];
  const subject = await findSubject(place, opened, bound, options, runtime).catch((error: unknown) => {
    if (!(error instanceof VerificationError)) throw error;
    return error;
  });
  // Trust data says which content the tag is; where the registry has not got it, there is nothing that others could vouch for.
  if (subject instanceof VerificationError)
    return {
      schemes: notary.map((each) => ({ ...each, trusted: [], refused: [...each.refused, subject.toRefusal('notary')] })),
      attestations: [],
      digests: new Set(),
      notices,
    };
  if (bound !== undefined) notices.push(...(await compareTag(place, opened, bound, runtime)));
  const schemes: SchemeEvidence[] = [...notary];
  for (const scheme of schemesOf(statement))
    if (scheme !== 'notary') schemes.push(await (await loadVerifying(scheme)).collect(subject, statement, options, runtime));
  const attestations = statement.attestations.length === 0 ? [] : await askForAttestations(subject, statement, options, runtime);
  const [{ digest, size }] = subject.contents;
  return { schemes, attestations, digests: new Set(subject.contents.map((content) => content.digest)), pull: { digest, size }, notices };
}

async function askNotary(place: ImagePlace, statement: TrustStatement, options: VerifyOptions, runtime: Runtime): Promise<TagBinding> {
  if (place.kind === 'registry' && place.reference.tag !== undefined) {
    const { findTagBinding } = await import('./scheme/notary.ts');
    return findTagBinding(place.reference, statement, options, runtime);
  }
  const book = new EvidenceBook('notary');
  book.note(
    new VerificationError(
      'SIGNATURE_MISSING',
      place.kind === 'layout' ? place.folder : opaqueName(place),
      'Docker Content Trust signs tags of registries, and none was given',
    ),
  );
  return { evidence: book.toEvidence() };
}

function opaqueName({ reference }: Extract<ImagePlace, { kind: 'registry' }>): string {
  return `${reference.registry}/${reference.repository}`;
}

/** What is bound to the tag, or what the registry says. Throws VerificationError where the registry has other content than was signed. */
async function findSubject(
  place: ImagePlace,
  { repository, tagOrDigest }: OpenPlace,
  bound: TagBinding['content'],
  options: VerifyOptions,
  runtime: Runtime,
): Promise<VerifySubject> {
  const wanted = bound?.digest ?? tagOrDigest;
  const image = await resolveImage(repository, wanted, runtime).catch((error: unknown) => {
    if (bound !== undefined && error instanceof PratiqueError && error.code === 'TARGET_NOT_FOUND')
      throw new VerificationError('DIGEST_DIFFERS', wanted, `it is what was signed, and ${repository.name} has not got it`, {
        cause: error,
      });
    throw error;
  });
  if (bound !== undefined && image.size !== bound.size)
    throw new VerificationError('SIZE_DIFFERS', image.digest, `it has ${image.size} bytes, and ${bound.size} were signed`);
  const contents = await chooseContents(image, options.platform, repository, runtime);
  return {
    ...(place.kind === 'registry' ? { reference: place.reference } : {}),
    contents,
    findArtifacts: (content, kinds, inner) => findSignatures({ repository, digest: content.digest }, { kinds }, inner),
  };
}

/** Whoever pulls by tag gets something else then. */
async function compareTag(
  place: ImagePlace,
  { repository }: OpenPlace,
  bound: NonNullable<TagBinding['content']>,
  runtime: Runtime,
): Promise<readonly string[]> {
  if (place.kind === 'layout' || place.reference.tag === undefined) return [];
  const there = await repository.findManifest(place.reference.tag, runtime);
  if (there === undefined || there.digest === bound.digest) return [];
  return [`the registry’s tag ${place.reference.tag} points to ${there.digest}, which is not what was signed under it: pull by digest`];
}

async function askForAttestations(
  subject: VerifySubject,
  statement: TrustStatement,
  options: VerifyOptions,
  runtime: Runtime,
): Promise<readonly AttestationEvidence[]> {
  const { collectAttestations } = await import('./scheme/attestations.ts');
  return collectAttestations(subject, statement, options, runtime);
}
